"""What was handled already: bounded memory of this process, for the seconds in which things arrive twice."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.clock import Clock

EVENTS_KEPT = 10_000
EVENT_KEPT = timedelta(days=1)
VIEWS_KEPT = 1000


class Seen:
    """Keys that came before. Slack sends an event again after a minute and after five when it had no answer."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: OrderedDict[str, datetime] = OrderedDict()

    def is_new(self, key: str) -> bool:
        """Tell whether *key* is new within a day (among the last 10,000), and keep it. "" is always new."""
        if not key:
            return True
        now = self._clock.now()
        before = self._seen.get(key)
        self._seen[key] = now
        self._seen.move_to_end(key)
        if len(self._seen) > EVENTS_KEPT:
            self._seen.popitem(last=False)
        return before is None or now - before > EVENT_KEPT

    def has(self, key: str) -> bool:
        """Tell whether *key* came within a day, as far as it is kept."""
        before = self._seen.get(key)
        return before is not None and self._clock.now() - before <= EVENT_KEPT


@dataclass(frozen=True)
class Turn:
    """One press in one modal, as it was drawn when it was pressed."""

    view: str
    view_hash: str
    token: str
    number: int


@dataclass
class _View:
    latest: int = 0
    pressed: set[tuple[str, str]] = field(default_factory=set)


class Presses:
    """Presses in the modals that are open, so that a double click is one and the last answer stands."""

    def __init__(self) -> None:
        self._views: OrderedDict[str, _View] = OrderedDict()

    def begin(self, view: str, view_hash: str, token: str) -> Turn | None:
        """Return the turn of this press; None when the same button of the same drawing was pressed before."""
        state = self._views.setdefault(view, _View())
        self._views.move_to_end(view)
        if len(self._views) > VIEWS_KEPT:
            self._views.popitem(last=False)
        if (view_hash, token) in state.pressed:
            return None
        state.pressed.add((view_hash, token))
        state.latest += 1
        return Turn(view, view_hash, token, state.latest)

    def is_latest(self, turn: Turn) -> bool:
        """Tell whether no other button of that modal was pressed since."""
        state = self._views.get(turn.view)
        return state is None or state.latest == turn.number

    def forget(self, turn: Turn) -> None:
        """Let the same button be pressed again: its answer was not shown, or the drawing is still there."""
        state = self._views.get(turn.view)
        if state is not None:
            state.pressed.discard((turn.view_hash, turn.token))
