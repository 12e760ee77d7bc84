"""What happens around a crisis answer: the answer first, and what is remembered of it after, as far as that works.

The answer needs no storage. What is kept for it is sealed in the state that every person has, and counts for 7 days.
"""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

from core.errors import BadToken, EnoughError, FieldErrors
from core.hearing.door import Heard
from core.pages import Page
from core.private import Private
from core.safety.answers import concern_page, crisis_page, gentle_page, safe_page
from core.safety.verdict import Concern, Level
from core.services import doors, entry, run, settings, thought, waiting
from core.services.visit import HeardAnswers, Stranger, Visit
from core.storage import Json, Owner
from core.tokens import ActionToken, Verb

FORM = "form"  # in place of a run's id: a form outside an exercise, whose words wait (see core.services.waiting)
REMEMBERED_FOR = timedelta(days=7)
NOTE_SECONDS = 0.4  # an answer waits no longer for its note; a storage that is slower than that takes it afterwards
CARE = "care"
_OPEN_SINCE = "open_since"  # a crisis answer was given and not acknowledged yet
_NO_SINCE = "no_since"  # the question was answered with no, or passed by
_CONCERNS = frozenset(each.value for each in Concern)
_ORDER = (Level.CRISIS, Level.GENTLE, Level.OTHER)


def answer(visit: Visit, heard: list[Heard], run_id: str) -> Page | None:
    """Return the page that comes before anything else, or None when nothing that was typed asks for one.

    The strongest of all texts counts. ``run_id`` is the exercise to return to, FORM for a form outside one, or "".
    """
    asked = visit.token.to(Verb.CARE, subject=FORM) if run_id == FORM else visit.token
    strongest = min(heard, key=lambda each: _rank(each.verdict.level), default=None)
    if strongest is None or strongest.verdict.level is Level.NONE:
        return None
    if strongest.verdict.level is Level.CRISIS:
        back = asked.to(Verb.CARE, subject=run_id, step="back") if run_id else None
        return crisis_page(asked, carry_on=back)
    if strongest.verdict.level is Level.GENTLE:
        return gentle_page(asked, carry_on=_passing_by(visit, run_id))
    if strongest.verdict.concern is None:
        return None
    return concern_page(strongest.verdict.concern, asked, carry_on=_onward(visit, run_id))


def is_gentle_only(heard: list[Heard]) -> bool:
    """Tell whether the strongest thing said is of the gentle kind."""
    return min((_rank(each.verdict.level) for each in heard), default=len(_ORDER)) == _ORDER.index(Level.GENTLE)


def said_no_lately(owner: Owner | None, now: datetime) -> bool:
    """Tell whether the gentle question was answered with no this week: then the line stands on top instead."""
    return _since(owner, _NO_SINCE, now)


def is_open(owner: Owner | None, now: datetime) -> bool:
    """Tell whether a full answer was given this week, and not acknowledged."""
    return _since(owner, _OPEN_SINCE, now)


async def remember(visit: Visit, heard: list[Heard], answers: HeardAnswers, run_id: str) -> None:
    """After the answer: keep the words that were typed, and that help stays on top. Best effort, and never raises
    what storage raises: the answer has been given."""
    with suppress(EnoughError):
        if run_id == FORM or (run_id and answers and not await run.keep_draft(visit, answers)):
            await _keep_waiting(visit, answers)
        elif visit.token.verb is Verb.SET:
            await settings.keep_picks(visit, answers)
    if any(each.verdict.level is Level.CRISIS for each in heard):
        await _try_note(visit, {_OPEN_SINCE: visit.now.isoformat()})


async def tap(visit: Visit) -> Page:
    """Answer a button of a crisis page. Works without storage for the answers themselves."""
    step, run_id = visit.token.step, visit.token.subject
    back = visit.token.to(Verb.CARE, subject=run_id, step="back") if run_id else None
    if step in {"yes", "unsure"}:
        page = crisis_page(visit.token, carry_on=back)
        await _note_soon(visit, {_OPEN_SINCE: visit.now.isoformat()})
        return page
    if step == "safe":
        await acknowledge(visit)
        return safe_page(visit.token, carry_on=_onward(visit, run_id))
    if step == "taken":  # believed: the same words are taken as they are, and not asked about once more
        return await _return(visit, run_id, with_draft=True)
    if step in {"no", "on"}:
        await _note_soon(visit, {_NO_SINCE: visit.now.isoformat()})
        return await _return(visit, run_id, with_draft=True)
    if step == "back":
        return await _return(visit, run_id, with_draft=False)
    if step == "ask":  # back from the safety plan or from grounding, to the answer they were opened from
        return gentle_page(visit.token, carry_on=_passing_by(visit, run_id))
    if step in _CONCERNS:
        return concern_page(Concern(step), visit.token, carry_on=_onward(visit, run_id))
    raise BadToken("no such button on a crisis page")


async def acknowledge(visit: Visit) -> None:
    """Let the line stand on top no more."""
    await _note_soon(visit, {_OPEN_SINCE: ""})


def _onward(visit: Visit, run_id: str) -> ActionToken:
    return visit.token.to(Verb.CARE, subject=run_id, step="taken") if run_id else visit.go("open")


def _passing_by(visit: Visit, run_id: str) -> ActionToken:
    """Return the way on that leaves the question aside, and counts as a no for a week."""
    return visit.token.to(Verb.CARE, subject=run_id, step="on")


async def _return(visit: Visit, run_id: str, *, with_draft: bool) -> Page:
    if not run_id:
        return await doors.front(visit)
    if run_id == FORM:
        return await _return_to_form(visit, with_draft=with_draft)
    visit.typed = await _left_over(visit, run_id)
    return await run.carry_on(visit, run_id, with_draft=with_draft)


async def _return_to_form(visit: Visit, *, with_draft: bool) -> Page:
    """Return to a form outside an exercise; with ``with_draft`` what waits for it is taken, else it stands in it."""
    async with visit.work() as work:
        await visit.known(work)
    form = waiting.form_of(visit)
    if form is None:
        return await doors.front(visit)
    visit.token = form
    take, show = (thought.take, thought.form) if form.verb is Verb.PUT else (entry.take, entry.form)
    if with_draft:
        with suppress(FieldErrors):
            return await take(visit, waiting.waiting_for(visit.owner, form, visit.now))
    return await show(visit)


async def _left_over(visit: Visit, run_id: str) -> tuple[Private[str], ...]:
    """Return, and keep no longer, what was typed into a step of *run_id* that was past by then: for them to copy."""
    async with visit.work() as work:
        owner = await visit.known(work)
        answers = waiting.waiting_for(owner, visit.token.to(Verb.RUN, subject=run_id), visit.now)
        if answers:
            visit.owner = await work.people.save_private(owner, Private(waiting.without(owner.private.reveal())))
            await work.commit()
    return tuple(Private(words) for words in answers.values() if isinstance(words, str))


async def _keep_waiting(visit: Visit, answers: HeardAnswers) -> None:
    async with visit.work() as work:
        owner = await visit.known(work)
        await waiting.keep(visit, work, owner, visit.token, run.plain(answers))
        await work.commit()


async def _note_soon(visit: Visit, changes: Json) -> None:
    """Note *changes*; behind the answer's back where the storage takes its time."""
    await asyncio.wait({visit.later(_try_note(visit, changes))}, timeout=NOTE_SECONDS)


async def _try_note(visit: Visit, changes: Json) -> None:
    with suppress(EnoughError):
        await _note(visit, changes)


async def _note(visit: Visit, changes: Json) -> None:
    async with visit.work() as work:
        try:
            owner = await visit.known(work)
        except Stranger:
            return
        state = dict(owner.private.reveal())
        care = state.get(CARE)
        state[CARE] = {**(care if isinstance(care, dict) else {}), **changes}
        visit.owner = await work.people.save_private(owner, Private(state))
        await work.commit()


def _since(owner: Owner | None, key: str, now: datetime) -> bool:
    care = owner.private.reveal().get(CARE) if owner else None
    since = care.get(key) if isinstance(care, dict) else None
    return bool(since) and now - datetime.fromisoformat(str(since)) < REMEMBERED_FOR


def _rank(level: Level) -> int:
    return _ORDER.index(level) if level in _ORDER else len(_ORDER)
