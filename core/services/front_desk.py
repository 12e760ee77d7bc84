"""The desk's implementation: hear first, then hand on to one use case, and turn expected errors into pages."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from dataclasses import replace
from weakref import WeakValueDictionary

from core.errors import BadToken, EnoughError, FieldErrors, SealBroken, StorageDown
from core.exercises.own_pages import GROUNDING, PLAN
from core.hearing.door import Heard, hear
from core.pages import Action, Note, Page, Paragraph, Rejected, Reply, fits
from core.people.who import Who
from core.ports import RawAnswers
from core.private import Private
from core.safety.verdict import Level, Route
from core.services import (
    about,
    calendar,
    care,
    doors,
    entry,
    erase,
    export,
    find,
    first_minute,
    grounding,
    home,
    look_back,
    loops,
    nudged,
    on_top,
    outside,
    quiet,
    reminders,
    run,
    safety_plan,
    settings,
    shelf,
    thought,
    waiting,
    when,
)
from core.services.signs import Signs
from core.services.talks import Talks
from core.services.visit import HeardAnswers, House, Stranger, Visit
from core.storage import Owner
from core.tokens import ActionToken, Verb
from core.wording import language_of

Tap = Callable[[Visit], Awaitable[Reply]]
Submit = Callable[[Visit, HeardAnswers], Awaitable[Reply]]
Form = Callable[[Visit], Awaitable[Page]]
_Key = tuple[str, str, str]  # of one person: what else a platform hints at may change

FORM_SECONDS = 0.5  # a form has to be the first answer to a button, within the platform's 3 s

COMMANDS: Mapping[str, Tap] = {
    "open": doors.front,
    "start": doors.everything,
    "home": home.home,
    "now": about.now,
    "shelf": shelf.shelf,
    "when": when.when,
    "settings": settings.settings,
    "pause": quiet.pause,
    "stop": quiet.stop,
    "privacy": about.privacy,
    "export": export.ask,
    "erase": erase.ask,
    "help": about.help_page,
    "put": thought.put,
    "load": outside.load,
    "talk": outside.talk,
    "plan": safety_plan.show,
    "ground": grounding.ground,
}
ALIASES = {"": "open", "sos": "now", "988": "now", "crisis": "now", "ayuda": "now"}

BEGIN: Mapping[str, Tap] = {PLAN: safety_plan.write, GROUNDING: grounding.ground}  # any other: run.start
TAPS: Mapping[Verb, Tap] = {
    Verb.FIRST: first_minute.tap,
    Verb.KEEP: first_minute.kept,
    Verb.REMIND: reminders.tap,
    Verb.PUT: thought.put,
    Verb.START: lambda visit: BEGIN.get(visit.token.subject, run.start)(visit),
    Verb.RUN: run.tap,
    Verb.NUDGE: nudged.tap,
    Verb.ENTRY: entry.tap,
    Verb.FIND: find.form,
    Verb.LATER: look_back.tap,
    Verb.LOOP: loops.tap,
    Verb.CARE: care.tap,
    Verb.ERASE: erase.erase,
    Verb.EXPORT: export.show,
    Verb.PAUSE: quiet.tap,
    Verb.SET: settings.settings,
    Verb.LIFE: calendar.tap,
}
SUBMITS: Mapping[Verb, Submit] = {
    Verb.FIRST: first_minute.submit,
    Verb.PUT: thought.submit,
    Verb.ENTRY: entry.submit,
    Verb.FIND: find.submit,
    Verb.REMIND: reminders.submit,
    Verb.RUN: run.submit,
    Verb.SET: settings.submit,
    Verb.LIFE: calendar.submit,
    Verb.PAUSE: quiet.submit,
}
FORMS: Mapping[Verb, Form] = {
    Verb.FIRST: first_minute.form,
    Verb.PUT: thought.form,
    Verb.ENTRY: entry.form,
    Verb.FIND: find.form,
    Verb.REMIND: reminders.form,
    Verb.RUN: run.form,
    Verb.SET: settings.settings,
    Verb.LIFE: calendar.form,
    Verb.PAUSE: quiet.form,
}
# Shows the page of a token again, once the line on top of it was acknowledged: what it did, if anything, is done.
AGAIN: Mapping[Verb, Tap] = {
    **FORMS,
    Verb.GO: lambda visit: COMMANDS.get(visit.token.subject, about.help_page)(visit),
    Verb.RUN: lambda visit: run.carry_on(visit, visit.token.subject, with_draft=False),
    Verb.ENTRY: entry.tap,
}
# What one person decides is done in the order of their presses, however long each takes: the last one holds, and what
# is said of it is true. Help, forms and the steps of an exercise (which have versions) wait for nothing.
IN_TURN = frozenset(
    {
        Verb.KEEP,
        Verb.REMIND,
        Verb.START,
        Verb.NUDGE,
        Verb.LATER,
        Verb.LOOP,
        Verb.PAUSE,
        Verb.SET,
        Verb.LIFE,
        Verb.ERASE,
    }
)


class FrontDesk:
    """Implements :class:`core.services.desk.Desk`."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._after: dict[asyncio.Task[None], _Key] = {}
        self._talks = Talks()
        self._signs = Signs()
        self._turns: WeakValueDictionary[_Key, asyncio.Lock] = WeakValueDictionary()

    async def command(self, who: Who, text: Private[str]) -> Reply:
        if (words := thought_in(text)) is not None:
            return await self._put(who, words)
        word = text.reveal().strip().lower()
        word = ALIASES.get(word, word)
        visit = self._visit(who, ActionToken(Verb.GO, subject="open", language=language_of(who.language)))
        if word in COMMANDS:
            visit.token = visit.go(word)
            return await self._answer(visit, COMMANDS[word])
        heard = [hear(Route("command", "text"), text)]
        await about.locate(visit)
        return await self._interrupt(visit, heard, {}, "") or await self._answer(visit, about.help_page)

    async def _put(self, who: Who, words: Private[str]) -> Reply:
        visit = self._visit(who, ActionToken(Verb.PUT, language=language_of(who.language)))
        heard = hear(Route("put", run.THOUGHT), words)
        visit.typed = (heard.text,)
        await about.locate(visit)
        page = await self._interrupt(visit, [heard], {run.THOUGHT: heard}, care.FORM)
        return page or await self._answer(visit, thought.put)

    async def tap(self, who: Who, token: ActionToken) -> Reply:
        visit = self._visit(who, token)
        if below := on_top.page_below(token):
            return await self._answer(visit, lambda visit: _seen(visit, below))
        if token.verb is not Verb.GO:
            return await self._answer(visit, TAPS[token.verb])
        use_case = COMMANDS.get(token.subject)
        return await self._answer(visit, use_case or about.help_page)

    async def submit(self, who: Who, token: ActionToken, answers: RawAnswers) -> Reply:
        visit = self._visit(who, token)
        if token.verb is Verb.SET:  # help comes in the language that they changed to in this very form
            visit.token = settings.as_picked(token, answers)
        through_the_door = {
            name: hear(route_of(token, name), answer) if isinstance(answer, Private) else answer
            for name, answer in answers.items()
        }
        heard = [answer for answer in through_the_door.values() if isinstance(answer, Heard)]
        visit.typed = tuple(each.text for each in heard)
        form = care.FORM if token.verb in waiting.KEPT_FOR else ""
        run_id = token.subject if token.verb is Verb.RUN else form
        interruption = await self._interrupt(visit, heard, through_the_door, run_id)
        if interruption:
            return interruption
        use_case = SUBMITS.get(token.verb)

        async def submitted(visit: Visit) -> Reply:
            if use_case is None:
                raise BadToken("no such form")
            return await use_case(visit, through_the_door)

        return await self._answer(visit, submitted, form=token)

    async def form(self, who: Who, token: ActionToken) -> Page:
        visit = self._visit(who, token)
        await self._caught_up(who)
        try:
            async with asyncio.timeout(FORM_SECONDS):
                return await self._form(visit)
        except (StorageDown, TimeoutError):
            return self._bare_form(self._visit(who, token))
        except (BadToken, Stranger):
            return _earlier(visit)
        except SealBroken:
            return _unopened(visit)

    async def settle(self) -> None:
        """Wait for what is done after an answer (see :func:`core.services.care.remember`)."""
        if self._after:
            await asyncio.wait(self._after)

    def _visit(self, who: Who, token: ActionToken) -> Visit:
        return Visit(self._house, who, token, self._house.clock.now(), later=lambda work: self._later(who, work))

    async def _interrupt(self, visit: Visit, heard: list[Heard], answers: HeardAnswers, run_id: str) -> Page | None:
        heard = await self._with_signs(visit, heard)
        page = care.answer(visit, heard, run_id)
        if page is None:
            return None
        if care.is_gentle_only(heard) and await self._said_no_lately(visit):
            visit.line_on_top = True
            heard = [each for each in heard if each.verdict.level is not Level.GENTLE]
            page = care.answer(visit, heard, run_id)
            if page is None:
                return None
        visit.later(care.remember(visit, heard, answers, run_id))
        return page

    async def _with_signs(self, visit: Visit, heard: list[Heard]) -> list[Heard]:
        """Hear once more, beside the texts before, what by itself is no more than a weak sign; and note what is found.

        Only then the storage is asked: what is clear by itself is answered without.
        """
        unclear = all(each.verdict.level is Level.NONE for each in heard)
        if unclear and any(each.verdict.rules for each in heard):
            recent = self._signs.recent(visit.who)
            if recent is None:
                await about.locate(visit)
                recent = self._signs.recall(visit.who, visit.owner, visit.now, care.REMEMBERED_FOR)
            heard = [hear(each.route, each.text, recent) for each in heard]
        if self._signs.note(visit.who, [each.verdict.rules for each in heard if each.text.reveal().strip()]):
            visit.later(self._signs.seal(visit))
        return heard

    async def _said_no_lately(self, visit: Visit) -> bool:
        await about.locate(visit)
        return care.said_no_lately(visit.owner, visit.now)

    async def _answer(self, visit: Visit, use_case: Tap, *, form: ActionToken | None = None) -> Reply:
        """Run one use case. Expected errors become what the person sees; all others are bugs and leave."""
        pressed = visit.token
        await self._caught_up(visit.who)
        try:
            async with self._turn(visit):
                reply = await use_case(visit)
            if pressed.verb is Verb.ERASE:
                self._signs.forget(visit.who)
        except FieldErrors as error:
            return Rejected(pressed, {name: visit.t(text) for name, text in error.errors.items()})
        except StorageDown:
            text = visit.t(
                "Not saved: I cannot reach my storage right now. Your words are still here. Please send again."
            )
            return Rejected(form, {"": text}) if form else _not_reached(visit, pressed)
        except Stranger:
            return await self._welcome(visit)
        except BadToken:
            return on_top.with_line(visit, _earlier(visit))
        except SealBroken:
            return _unopened(visit)
        return self._arrived(visit, pressed, on_top.with_line(visit, reply))

    def _turn(self, visit: Visit) -> AbstractAsyncContextManager[object]:
        """Return what makes a decision wait for this person's decisions before it, within this process."""
        token = visit.token
        if token.verb not in IN_TURN and (token.verb, token.subject) != (Verb.GO, "stop"):
            return nullcontext()
        return self._turns.setdefault(_key(visit.who), asyncio.Lock())

    async def _welcome(self, visit: Visit) -> Page:
        await about.take_their_language(visit)
        page = first_minute.welcome(visit)
        return replace(page, body=(*visit.unsent(), *page.body))

    def _arrived(self, visit: Visit, pressed: ActionToken, reply: Reply) -> Reply:
        """Note that somebody is here, and say again what this is to whoever has been here for hours."""
        arrival = self._talks.arrive(visit.who, visit.now)
        if (arrival.new or pressed.verb is Verb.NUDGE) and visit.owner is not None:
            visit.later(self._answered(visit.owner))
        note = Note(visit.t("You have been here a while. I am a program, and a person can do what I cannot."))
        if not arrival.long or not isinstance(reply, Page) or not fits((*reply.body, note)):
            return reply
        return replace(reply, body=(*reply.body, note))

    async def _answered(self, owner: Owner) -> None:
        """Let what they left unanswered count no more. Best effort: the next talk does it too."""
        with suppress(EnoughError):
            async with self._house.storage.begin() as work:
                await work.nudges.answered(owner)
                await work.commit()

    def _later(self, who: Who, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._after[task] = _key(who)
        task.add_done_callback(self._after.pop)
        return task

    async def _caught_up(self, who: Who) -> None:
        """Wait a moment for what is still to be kept of this person: their next page may show it, and comes soon."""
        pending = {task for task, whose in self._after.items() if whose == _key(who)}
        if pending:
            await asyncio.wait(pending, timeout=care.NOTE_SECONDS)

    async def _form(self, visit: Visit) -> Page:
        use_case = FORMS.get(visit.token.verb)
        if use_case is None:
            raise BadToken("no such form")
        return await use_case(visit)

    def _bare_form(self, visit: Visit) -> Page:
        """Return what can be shown without storage: a step's form. A form over what is stored could only be empty, and
        sent like that it would take away what it does not show."""
        if visit.token.verb is not Verb.RUN:
            return _not_reached(visit, visit.token)
        try:
            return run.bare_form(visit)
        except BadToken:
            return _earlier(visit)


def _key(who: Who) -> _Key:
    return who.platform, who.tenant, who.external_id


async def _seen(visit: Visit, below: ActionToken) -> Reply:
    """Let the line stand on top no more, and show the page below it once more; the start page where it is gone."""
    await care.acknowledge(visit)
    visit.token = below
    try:
        return await AGAIN.get(below.verb, doors.front)(visit)
    except BadToken:
        return await doors.front(visit)


def thought_in(text: Private[str]) -> Private[str] | None:
    """Return what stands after ``put``, or None for another command."""
    word, _, rest = text.reveal().strip().partition(" ")
    return Private(rest.strip()) if word.lower() == "put" else None


def route_of(token: ActionToken, field: str) -> Route:
    """Return the name of the way a text comes in: exercise and field, or form and field."""
    place = token.step.partition(".")[0] if token.verb is Verb.RUN else token.verb.value
    return Route(place, field)


def _not_reached(visit: Visit, pressed: ActionToken) -> Page:
    t = visit.t
    return Page(
        token=pressed,
        title=t("One moment"),
        body=(Paragraph(t("I cannot reach my storage right now. Nothing was changed, and nothing is lost.")),),
        actions=(Action(t("Try again"), pressed), visit.button(t("Help now"), "now")),
    )


def _earlier(visit: Visit) -> Page:
    t = visit.t
    return Page(
        token=visit.go("open"),
        title=t("From earlier"),
        body=(
            Paragraph(t("That button belongs to an earlier moment. Nothing was changed.")),
            Note(t("What you kept is on your shelf.")),
            *visit.unsent(),
        ),
        actions=(visit.button(t("Back to start"), "open"), visit.button(t("Help now"), "now")),
    )


def _unopened(visit: Visit) -> Page:
    t = visit.t
    return Page(
        token=visit.go("open"),
        title=t("It does not open"),
        body=(
            Paragraph(t("What is stored for you does not open right now. Nothing was changed.")),
            Note(t("The people who run Enough can look into it. They need not know what you wrote.")),
            *visit.unsent(),
        ),
        actions=(visit.button(t("Try again"), "open"), visit.button(t("Help now"), "now")),
    )
