"""What the screen says about one text."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Route:
    """Where a text enters: a place and a field of it, such as ("closing", "loop") or ("command", "text")."""

    place: str
    field: str

    def __str__(self) -> str:
        return f"{self.place}.{self.field}"


class Level(StrEnum):
    """How strongly to answer, in the order in which one wins over another."""

    CRISIS = "crisis"  # explicit risk: the full answer
    GENTLE = "gentle"  # hopeless, a burden, trapped, passive and unclear: one kind question
    OTHER = "other"  # a concern of another kind, named by Concern
    NONE = "none"


class Concern(StrEnum):
    """What a verdict of OTHER is about."""

    FRIEND = "friend"  # someone else may be at risk of suicide or self-harm
    PARTNER = "partner"  # violence or control at home
    HARASSMENT = "harassment"  # harassment, assault or discrimination, at work or elsewhere
    BABY = "baby"  # frightening thoughts about harming a baby or child
    MEDICAL = "medical"  # a body in danger: acute illness, medication, withdrawal
    REALITY = "reality"  # losing touch with what is real
    HARM = "harm"  # wanting to hurt someone else


@dataclass(frozen=True)
class Verdict:
    """The level, and the ids of the rules that led to it: never a word of the text.

    ``concern`` is set exactly when ``level`` is OTHER.
    """

    level: Level
    rules: tuple[str, ...] = ()
    concern: Concern | None = None

    def __post_init__(self) -> None:
        if (self.level is Level.OTHER) != (self.concern is not None):
            msg = "a concern is named exactly when the level is OTHER"
            raise ValueError(msg)


CLEAR = Verdict(Level.NONE)
