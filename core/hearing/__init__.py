"""What a person's words say. Every text comes in through :mod:`core.hearing.door`."""
