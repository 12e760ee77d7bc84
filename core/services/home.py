"""The front page of somebody Enough knows: what would help now, and everything else one tap away."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.exercises.model import Exercise
from core.exercises.offer import Moment, offer, remembered
from core.exercises.state import answers_from_json, from_json
from core.pages import Action, Block, Note, Page, Paragraph, Tone
from core.private import Private
from core.services.run import CHECK_IN
from core.services.visit import Visit
from core.services.when import cut_off, is_cut_off, local_time
from core.storage import Owner, UnitOfWork
from core.tokens import Verb

LOOKED_AT = 10  # the newest entries and check-ins that say what was done lately
SHOWN = "doors_shown"


async def home(visit: Visit) -> Page:
    """Offer what fits now, first what was begun and left."""
    async with visit.work() as work:
        owner = await visit.known(work)
        cut = is_cut_off(await work.nudges.all(owner), reachable=await work.people.address(owner) is not None)
        begun = [from_json(run.body.reveal()).exercise for run in await work.runs.unfinished(owner)]
        moment = await _moment(visit, work, owner)
        doors = offer(visit.house.catalog, moment, seed=f"{owner.id}{visit.now:%Y%m%d}{len(moment.finished)}")
        shown = remembered(moment.shown, doors)
        if shown != moment.shown:
            await work.people.save_private(owner, Private({**owner.private.reveal(), SHOWN: shown}))
            await work.commit()
    t = visit.t
    first = [visit.house.catalog[each] for each in dict.fromkeys(begun) if each in visit.house.catalog]
    fitting = [visit.house.catalog[each] for each in doors if each not in begun]
    why: list[Block] = [Paragraph(f"{t(each.title)}: {t(each.why)}") for each in fitting]
    return Page(
        token=visit.go("home"),
        title=t("Enough"),
        body=(
            Paragraph(t("What would help now? Closing this is fine.")),
            *why,
            *((Note(cut_off(t)),) if cut else ()),
        ),
        actions=(
            *(_door(visit, each, t("Carry on: {title}", title=t(each.title))) for each in first),
            *(_door(visit, each, t(each.title)) for each in fitting),
            visit.button(t("Something else"), "start"),
            visit.button(t("It is the load"), "load"),
            visit.button(t("Talk to a person"), "talk"),
            visit.button(t("My shelf"), "shelf"),
            visit.button(t("When I write"), "when"),
            visit.button(t("Settings"), "settings"),
            *visit.always(),
        ),
    )


async def everything(visit: Visit) -> Page:
    """List all there is to do, each with half a sentence why."""
    async with visit.work() as work:
        await visit.known(work)
    t = visit.t
    exercises = sorted(visit.house.catalog.values(), key=lambda each: t(each.title))
    return Page(
        token=visit.go("start"),
        title=t("What there is"),
        body=tuple(Paragraph(f"{t(each.title)}: {t(each.why)}") for each in exercises),
        actions=(
            *(_door(visit, each, t(each.title)) for each in exercises),
            visit.button(t("Back to start"), "home"),
            *visit.always(),
        ),
    )


async def _moment(visit: Visit, work: UnitOfWork, owner: Owner) -> Moment:
    entries = await work.entries.newest(owner, offset=0, limit=LOOKED_AT)
    checkins = await work.checkins.newest(owner, offset=0, limit=LOOKED_AT)
    done = sorted(
        [*((each.created_at, each.kind) for each in entries), *((each.created_at, CHECK_IN) for each in checkins)],
        reverse=True,
    )
    latest = answers_from_json(checkins[0].body.reveal()) if checkins else {}
    return Moment(
        local=local_time(visit.now, owner.zone),
        heavy=_number(latest.get("heavy")),
        room=_number(latest.get("room")),
        finished=tuple(kind for at, kind in done if visit.now - at < timedelta(days=14)),
        today=frozenset(kind for at, kind in done if _same_day(at, visit.now, owner.zone)),
        shown=_shown(owner),
    )


def _door(visit: Visit, exercise: Exercise, label: str) -> Action:
    return Action(label, visit.token.to(Verb.START, subject=exercise.id), Tone.PRIMARY)


def _number(answer: object) -> int | None:
    return int(answer[0]) if isinstance(answer, tuple) and answer else None


def _same_day(one: datetime, other: datetime, zone: str | None) -> bool:
    here = ZoneInfo(zone or "UTC")
    return one.astimezone(here).date() == other.astimezone(here).date()


def _shown(owner: Owner) -> tuple[tuple[str, ...], ...]:
    stored = owner.private.reveal().get(SHOWN)
    return tuple(tuple(str(each) for each in doors) for doors in stored) if isinstance(stored, list) else ()
