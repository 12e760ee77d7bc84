"""The start page: two or three doors that fit now, each with half a sentence why, and the list of all there are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.exercises.model import Answer, Exercise
from core.exercises.offer import REVIEWED_EVERY, Done, Moment, helped, offer, remembered
from core.exercises.own_pages import OWN_PAGES
from core.exercises.state import answers_from_json, from_json
from core.pages import Action, Block, Note, Page, Paragraph, Tone
from core.private import Private
from core.services import later, look_back, loops, moved
from core.services.outlook import outlook
from core.services.run import CHECK_IN, is_left
from core.services.visit import Visit
from core.services.when import cut_off, local_time
from core.storage import Entry, FollowUp, Owner, UnitOfWork
from core.tokens import Verb
from core.wording import Voice

LATELY = timedelta(days=14)
MOST_BEGUN = 3  # of what was begun and left: the newest
SHOWN = "doors_shown"
REVIEW = "review"


@dataclass(frozen=True)
class Doors:
    """What now: ``begun`` was left half-way, ``fitting`` is what is offered. ``today`` was done today, oldest first;
    ``kept`` are the newest entries of the shelf, ``back`` the questions that came back."""

    begun: tuple[Exercise, ...]
    fitting: tuple[Exercise, ...]
    helped: frozenset[str]
    today: tuple[Exercise, ...]
    parked: tuple[loops.Loop, ...]
    kept: tuple[Entry, ...]
    back: tuple[FollowUp, ...]


async def front(visit: Visit) -> Page:
    """Offer what fits now, first what was begun and left."""
    looked = await moved.glance(visit)
    async with visit.work() as work:
        owner = await visit.known(work)
        seen = await outlook(work, owner, visit.now)
        owner, zone = await moved.zone_to_ask(visit, work, owner, seen, looked)
        doors = await look(visit, work, owner)
        await work.commit()
    t = visit.t
    return Page(
        token=visit.go("open"),
        title=t("Enough"),
        body=(
            Paragraph(t("What would help now? Closing this is fine.")),
            *loops.reminder(doors.parked, t),
            *reasons(visit, doors),
            *((Note(cut_off(t)),) if seen.is_cut_off else ()),
            *moved.question(visit, owner, seen, zone),
        ),
        actions=(
            *moved.answers(visit, owner, zone),
            *ways(visit, doors),
            *elsewhere(visit),
            visit.button(t("My page"), "home"),
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
        body=tuple(Paragraph(_in_short(each, t)) for each in exercises),
        actions=(
            *(_door(visit, each, t(each.title)) for each in exercises),
            visit.button(t("Back to start"), "open"),
            *visit.always(),
        ),
    )


async def look(visit: Visit, work: UnitOfWork, owner: Owner) -> Doors:
    """Return what now, and remember which doors were shown; the caller commits."""
    catalog = visit.house.catalog
    under_way = [
        from_json(run.body.reveal()).exercise
        for run in await work.runs.unfinished(owner)
        if is_left(visit, run) and not later.is_follow_up(run)
    ]
    begun = [each for each in under_way if each not in OWN_PAGES]
    entries = await work.entries.newest(owner, offset=0, limit=loops.LOOKED_AT)
    parked, back = loops.due(visit, owner, entries), await look_back.back_today(visit, work, owner)
    checkins = await work.checkins.newest(owner, offset=0, limit=loops.LOOKED_AT)
    answers = [answers_from_json(each.body.reveal()) for each in checkins]
    done = sorted(
        [
            *(Done(each.created_at, each.kind) for each in entries if each.kind not in OWN_PAGES),
            *(
                Done(each.created_at, CHECK_IN, _number(said.get("room")))
                for each, said in zip(checkins, answers, strict=True)
            ),
        ],
        key=lambda each: each.at,
    )
    today = dict.fromkeys(each.kind for each in done if _same_day(each.at, visit.now, owner.zone))
    moment = Moment(
        local=local_time(visit.now, owner.zone),
        heavy=_number(answers[0].get("heavy")) if answers else None,
        room=_number(answers[0].get("room")) if answers else None,
        helped=helped([each for each in done if each.kind != CHECK_IN or each.room is not None]),
        today=frozenset(today),
        begun=frozenset(begun),
        reviewed=any(each.kind == REVIEW and visit.now - each.at < REVIEWED_EVERY for each in done),
        waits=bool(begun or parked or back),
        shown=_shown(owner),
    )
    lately = sum(visit.now - each.at < LATELY for each in done)
    chosen = offer(catalog, moment, seed=f"{owner.id}{visit.now:%Y%m%d}{lately}")
    shown = remembered(moment.shown, chosen)
    if shown != moment.shown:
        await work.people.save_private(owner, Private({**owner.private.reveal(), SHOWN: shown}))
    return Doors(
        begun=tuple(catalog[each] for each in dict.fromkeys(begun) if each in catalog)[:MOST_BEGUN],
        fitting=tuple(catalog[each] for each in chosen),
        helped=moment.helped,
        today=tuple(catalog[each] for each in today if each in catalog),
        parked=parked,
        kept=tuple(entries),
        back=tuple(back),
    )


def reasons(visit: Visit, doors: Doors) -> list[Block]:
    """Return half a sentence for each door that is offered, and that there was more room after it, where it was so."""
    t = visit.t
    more = t("There was more room after it last time.")
    return [Paragraph(_in_short(each, t) + (f". {more}" if each.id in doors.helped else "")) for each in doors.fitting]


def ways(visit: Visit, doors: Doors) -> tuple[Action, ...]:
    """Return the buttons of *doors*: what was parked, what came back, what was begun, what fits."""
    t = visit.t
    return (
        *((loops.door(visit),) if doors.parked else ()),
        *((look_back.door(visit),) if doors.back else ()),
        *(_door(visit, each, t("Carry on: {title}", title=t(each.title))) for each in doors.begun),
        *(_door(visit, each, t(each.title)) for each in doors.fitting),
    )


def elsewhere(visit: Visit) -> tuple[Action, ...]:
    """Return the three ways on that are always there, for when no door fits."""
    t = visit.t
    return (
        visit.button(t("Something else"), "start"),
        visit.button(t("It is the load"), "load"),
        visit.button(t("Talk to a person"), "talk"),
    )


def _in_short(exercise: Exercise, t: Voice) -> str:
    """Return what it is called, and half a sentence why."""
    title, why = t(exercise.title), t(exercise.why)
    return f"{title} {why[:1].upper()}{why[1:]}" if title.endswith("?") else f"{title}: {why}"


def _door(visit: Visit, exercise: Exercise, label: str) -> Action:
    own_page = OWN_PAGES.get(exercise.id)
    token = visit.go(own_page) if own_page else visit.token.to(Verb.START, subject=exercise.id)
    return Action(label, token, Tone.PRIMARY)


def _number(answer: Answer | None) -> int | None:
    return int(answer[0]) if isinstance(answer, tuple) and answer else None


def _same_day(one: datetime, other: datetime, zone: str | None) -> bool:
    here = ZoneInfo(zone or "UTC")
    return one.astimezone(here).date() == other.astimezone(here).date()


def _shown(owner: Owner) -> tuple[tuple[str, ...], ...]:
    stored = owner.private.reveal().get(SHOWN)
    return tuple(tuple(str(each) for each in doors) for doors in stored) if isinstance(stored, list) else ()
