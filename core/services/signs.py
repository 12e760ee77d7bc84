"""What the screen found in somebody's last few texts: weak signs add up, and a single one is everyday talk.

Rule ids only, never a word. They are kept in memory, and sealed in the person's state when one was found, so that a
restart does not forget; there they are gone after 7 days.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.errors import EnoughError
from core.people.who import Who
from core.private import Private
from core.services.visit import Stranger, Visit
from core.storage import Owner

SIGNS: Final = "signs"  # in the sealed state: {"at": when, "last": the rule ids of each text, the newest last}
TEXTS: Final = 5  # as far back as the screen looks
MOST: Final = 10_000  # people in memory; beyond that the one who wrote the longest ago is forgotten
_Found = tuple[str, ...]


@dataclass
class _Last:
    """``recalled``: what was sealed before this process began is among ``texts``."""

    texts: deque[_Found]
    recalled: bool = False


class Signs:
    """Knows the last texts of each person by what was found in them."""

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[str, str, str], _Last] = OrderedDict()

    def recent(self, who: Who) -> _Found | None:
        """Return the rule ids of their last texts; None where what is sealed was not looked at yet."""
        last = self._of(who)
        return _flat(last.texts) if last.recalled else None

    def recall(self, who: Who, owner: Owner | None, now: datetime, lasts: timedelta) -> _Found:
        """Put what is sealed, if it is younger than *lasts*, before what was written since the process began."""
        held = owner.private.reveal().get(SIGNS) if owner else None
        last, stored = self._of(who), []
        if isinstance(held, dict) and now - datetime.fromisoformat(str(held["at"])) < lasts:
            stored = [tuple(map(str, found)) for found in held.get("last", ())]
        self._keep(who, _Last(deque([*stored, *last.texts], maxlen=TEXTS), recalled=True))
        return _flat(self._of(who).texts)

    def note(self, who: Who, texts: Iterable[_Found]) -> bool:
        """Note what was found in *texts*. Returns whether there is something to seal."""
        new = list(texts)
        if new:
            last = self._of(who)
            self._keep(who, _Last(deque([*last.texts, *new], maxlen=TEXTS), last.recalled))
        return any(new)

    async def seal(self, visit: Visit) -> None:
        """Keep it in the person's sealed state. Best effort, after the answer."""
        last = [list(found) for found in self._of(visit.who).texts]
        with suppress(EnoughError):
            async with visit.work() as work:
                with suppress(Stranger):
                    owner = await visit.known(work)
                    held = {"at": visit.now.isoformat(), "last": last}
                    visit.owner = await work.people.save_private(
                        owner, Private({**owner.private.reveal(), SIGNS: held})
                    )
                    await work.commit()

    def forget(self, who: Who) -> None:
        """Forget somebody who erased everything."""
        self._last.pop(_key(who), None)

    def _of(self, who: Who) -> _Last:
        return self._last.get(_key(who)) or _Last(deque(maxlen=TEXTS))

    def _keep(self, who: Who, last: _Last) -> None:
        self._last.pop(_key(who), None)
        self._last[_key(who)] = last
        if len(self._last) > MOST:
            self._last.popitem(last=False)


def _flat(texts: Iterable[_Found]) -> _Found:
    return tuple(rule for found in texts for rule in found)


def _key(who: Who) -> tuple[str, str, str]:
    return who.platform.value, who.tenant, who.external_id
