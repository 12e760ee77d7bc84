"""The long forms of what the suite proves in short: ``python -m tests.proofs.kill`` and ``tests.proofs.zones``."""
