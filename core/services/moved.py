"""Somebody whose profile names another clock than the one they said: asked, once a week at most, and never assumed.

The profile is looked at while the page is made, and nobody waits for it: what comes too late is there for the next
page, since the platform's part keeps it for an hour.
"""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.errors import BadToken
from core.pages import BUTTON_CHARS, Action, Block, Page, Paragraph
from core.people.who import Profile
from core.private import Private
from core.rhythm.gate import A_WEEK
from core.rhythm.occurrence import load_zone
from core.rhythm.zones import city_of
from core.services import rhythm
from core.services.outlook import Outlook
from core.services.visit import Visit
from core.services.week_words import minute_label
from core.storage import Owner, UnitOfWork
from core.tokens import Verb

STEP = "zone"
MOVED = "moved"  # in the sealed state: which zone was asked about, and when
LOOKED_AHEAD = 14  # days in which two clocks have to differ somewhere, or there is nothing to ask


class Glance:
    """A look at the profile that was begun, and is used if it came by the time it is wanted."""

    def __init__(self, visit: Visit) -> None:
        self._looking: asyncio.Task[Profile] = asyncio.create_task(_profile(visit))
        visit.later(self._end())

    def zone(self) -> str | None:
        """Return the zone of the profile, or None where it is not known (yet)."""
        return self._looking.result().zone if self._looking.done() else None

    async def _end(self) -> None:
        await self._looking


async def glance(visit: Visit) -> Glance:
    """Begin to look. What the platform's part still knows is there at once."""
    begun = Glance(visit)
    await asyncio.sleep(0)
    return begun


async def zone_to_ask(
    visit: Visit, work: UnitOfWork, owner: Owner, seen: Outlook, looked: Glance
) -> tuple[Owner, str | None]:
    """Return the zone to ask about, or None, and note that it is asked; the caller commits."""
    zone = looked.zone()
    if zone is None or not _is_asked(owner, seen, zone, visit.now):
        return owner, None
    return await _note(work, owner, zone, rhythm.today(visit.now, owner.zone), kept=False), zone


def question(visit: Visit, owner: Owner, seen: Outlook, zone: str | None) -> tuple[Block, ...]:
    """Return the question, where there is one."""
    if zone is None:
        return ()
    t, language = visit.t, visit.token.language
    here, there = city_of(owner.zone or "UTC", language), city_of(zone, language)
    minutes = {time.minute for plan in seen.plans if plan.enabled for time in plan.times}
    if len(minutes) > 1:
        asked = t("Your profile says {there}. Keep your times by the clock of {here}, or move them to {there}?",
                  there=there, here=here)  # fmt: skip
    else:
        asked = t("Your profile says {there}. Keep {time} by the clock of {here}, or move it to {there}?",
                  there=there, here=here, time=minute_label(minutes.pop()))  # fmt: skip
    return (Paragraph(asked),)


def answers(visit: Visit, owner: Owner, zone: str | None) -> tuple[Action, ...]:
    """Return the two buttons that answer it."""
    if zone is None:
        return ()
    t, language = visit.t, visit.token.language

    def answer(label: str, what: str) -> Action:
        return Action(label[:BUTTON_CHARS], visit.token.to(Verb.LIFE, subject=what, step=STEP, carry=_carry(zone)))

    return (
        answer(t("Keep {place}", place=city_of(owner.zone or "UTC", language)), "keep"),
        answer(t("Move to {place}", place=city_of(zone, language)), "move"),
    )


async def tap(visit: Visit) -> Page:
    """Keep the clock, or move to that of the profile."""
    zone = _zone(visit.token.carry)
    t = visit.t
    if visit.token.subject == "move":
        owner, _ = await rhythm.change(visit, lambda wishes: wishes, zone=zone)
        said = t("Done. I write by the clock of {place} now.", place=city_of(zone, visit.token.language))
    elif visit.token.subject == "keep":
        async with visit.work() as work:
            owner = await visit.known(work)
            await _note(work, owner, zone, rhythm.today(visit.now, owner.zone), kept=True)
            await work.commit()
        said = t("It stays by the clock of {place}.", place=city_of(owner.zone or "UTC", visit.token.language))
    else:
        raise BadToken("no such answer about the clock")
    return Page(
        token=visit.go("when"),
        title=t("Your clock"),
        body=(Paragraph(said),),
        actions=(visit.button(t("When I write"), "when"), visit.button(t("Back to start"), "open"), *visit.always()),
    )


def _is_asked(owner: Owner, seen: Outlook, zone: str, now: datetime) -> bool:
    if owner.zone is None or not seen.wanted or not _differ(owner.zone, zone, now):
        return False
    before = owner.private.reveal().get(MOVED)
    if not isinstance(before, Mapping):
        return True
    if before.get("kept") and before.get("zone") == zone:  # they said so, and nothing has changed since
        return False
    return (rhythm.today(now, owner.zone) - date.fromisoformat(str(before.get("on")))).days >= A_WEEK


def _differ(one: str, other: str, now: datetime) -> bool:
    """Tell whether the two clocks show different times in the days ahead; False for a zone that is not known."""
    try:
        load_zone(other)
    except ValueError:
        return False
    if "+" in other:  # a bare offset, which no button holds
        return False
    days = [now + timedelta(days=each) for each in range(LOOKED_AHEAD)]
    return any(day.astimezone(ZoneInfo(one)).utcoffset() != day.astimezone(ZoneInfo(other)).utcoffset() for day in days)


async def _note(work: UnitOfWork, owner: Owner, zone: str, on: date, *, kept: bool) -> Owner:
    noted = {"zone": zone, "on": on.isoformat(), "kept": kept}
    return await work.people.save_private(owner, Private({**owner.private.reveal(), MOVED: noted}))


async def _profile(visit: Visit) -> Profile:
    return await visit.reach.profile(visit.who)


def _carry(zone: str) -> str:
    return zone.replace("/", ".")


def _zone(carry: str) -> str:
    try:
        return load_zone(carry.replace(".", "/")).key
    except ValueError as error:
        raise BadToken("no such zone") from error
