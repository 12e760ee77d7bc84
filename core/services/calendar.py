"""The pages of one's own calendar, by the step of a LIFE token."""

from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

from core.errors import BadToken
from core.pages import Action, Page
from core.services import crossings, days_off, moved, my_week, quiet_hours, what_i_write
from core.services.visit import HeardAnswers, Visit
from core.tokens import Verb

_Show = Callable[[Visit], Awaitable[Page]]


class _Part(NamedTuple):
    show: _Show
    submit: Callable[[Visit, HeardAnswers], Awaitable[Page]]
    tap: _Show | None = None


PARTS: Final = {
    my_week.STEP: _Part(my_week.page, my_week.submit, my_week.tap),
    what_i_write.STEP: _Part(what_i_write.page, what_i_write.submit),
    crossings.STEP: _Part(crossings.page, crossings.submit, crossings.tap),
    days_off.STEP: _Part(days_off.page, days_off.submit, days_off.tap),
    days_off.PUBLIC: _Part(days_off.public, days_off.submit_public),
    quiet_hours.STEP: _Part(quiet_hours.page, quiet_hours.submit),
}


async def tap(visit: Visit) -> Page:
    """Show a page, or do what its button says."""
    if visit.token.step == moved.STEP:
        return await moved.tap(visit)
    part = _part(visit)
    if not visit.token.subject:
        return await part.show(visit)
    if part.tap is None:
        raise BadToken("no such button on this page")
    return await part.tap(visit)


async def form(visit: Visit) -> Page:
    """Return the form that the token names."""
    return await _part(visit).show(visit)


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Take the form that the token names."""
    return await _part(visit).submit(visit, answers)


def buttons(visit: Visit) -> tuple[Action, ...]:
    """Return the way to each page, for the settings."""
    t = visit.t
    labels = {
        my_week.STEP: t("My week"),
        what_i_write.STEP: t("What I write"),
        days_off.STEP: t("Days off"),
        quiet_hours.STEP: t("Quiet hours"),
    }
    return tuple(Action(label, visit.token.to(Verb.LIFE, step=step)) for step, label in labels.items())


def _part(visit: Visit) -> _Part:
    part = PARTS.get(visit.token.step)
    if part is None:
        raise BadToken("no such page of the calendar")
    return part
