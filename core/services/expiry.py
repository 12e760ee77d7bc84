"""What is kept for a while only, and how long: gone from the sealed state of everybody when its time is over."""

from datetime import datetime, timedelta

from core.services.care import CARE, REMEMBERED_FOR
from core.services.run import TAKEN_UP_WITHIN, THOUGHT
from core.services.signs import SIGNS
from core.services.waiting import WAITING, WAITS_FOR
from core.storage import Json


def without_expired(private: Json, now: datetime) -> Json:
    """Return a person's state at *now* (aware UTC) without what does not count any more: a thought nobody took up,
    words that waited for their form, and what is known of a hard moment."""
    kept = dict(private)
    for key, lasts in ((THOUGHT, TAKEN_UP_WITHIN), (WAITING, WAITS_FOR)):
        held = kept.get(key)
        if key in kept and not (isinstance(held, dict) and _is_fresh(held.get("at"), now, lasts)):
            del kept[key]
    if SIGNS in kept and not (isinstance(held := kept[SIGNS], dict) and _is_fresh(held.get("at"), now, REMEMBERED_FOR)):
        del kept[SIGNS]
    if isinstance(care := kept.get(CARE), dict):
        kept[CARE] = {key: since for key, since in care.items() if _is_fresh(since, now, REMEMBERED_FOR)}
        if not kept[CARE]:
            del kept[CARE]
    return kept


def _is_fresh(at: object, now: datetime, lasts: timedelta) -> bool:
    return bool(at) and now - datetime.fromisoformat(str(at)) <= lasts
