"""A wrapper for what a person wrote, so that it cannot slip into a log, an error or a message."""

from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")
MASK = "***"


class Private(Generic[T]):
    """Holds a value that prints as ``***``. The one way to the value is :meth:`reveal`.

    It refuses to be pickled or turned into JSON by accident; it compares by value so that tests can.
    """

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def reveal(self) -> T:
        """Return the value. Call it where it is shown to its owner or sealed, and nowhere else."""
        return self._value

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Private) and bool(self._value == other._value)

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> NoReturn:
        msg = "private values are not pickled"
        raise TypeError(msg)
