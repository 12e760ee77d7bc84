"""Per-person data keys and sealed values. The only module that knows the cryptography library."""

from core.private import Private


class DataKey(Private[bytes]):
    """A person's own 256-bit key, open in memory. Prints as ``***``."""

    __slots__ = ()
