"""An exercise under way: begin, answer, carry on. Its state is sealed after every step."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from core.errors import BadToken, FieldErrors
from core.exercises import engine, show
from core.exercises.known import Known
from core.exercises.model import Answers, Exercise, State
from core.exercises.offer import after_check_in
from core.exercises.own_pages import PLAN
from core.exercises.state import answers_from_json, answers_to_json, from_json, to_json
from core.ids import new_id
from core.pages import Action, Block, Note, OwnWords, Page
from core.private import Private
from core.safety.answers import line_blocks
from core.services import later, loops
from core.services.facts import known_at
from core.services.kept_plan import find_plan, save_plan
from core.services.outlook import working_day
from core.services.visit import HeardAnswers, Visit
from core.storage import CheckIn, Entry, Json, Owner, Run, UnitOfWork
from core.tokens import ActionToken, Verb

CHECK_IN = "checkin"
CLOSES_THE_DAY = "closing"  # whoever has done it is not asked to once more that day
THOUGHT = "thought"  # in the person's sealed state: what they begin from, until an exercise takes it up
TAKEN_UP_WITHIN = timedelta(minutes=30)  # after that a thought is of another time, and would come as a surprise
CHECK_INS_LISTED = "c0"  # the shelf's first page of check-ins, as GO/shelf carries it
DRAFT = "draft"


async def start(visit: Visit) -> Page:
    """Begin the exercise that the token names, or carry on with it where it was left.

    A token with step "fresh" lets what was begun go and begins again.
    """
    exercise = visit.house.catalog.get(visit.token.subject)
    if exercise is None:
        raise BadToken("no such exercise")
    async with visit.work() as work:
        owner = await visit.known(work)
        begun = [
            run
            for run in await work.runs.unfinished(owner)
            if from_json(run.body.reveal()).exercise == exercise.id and not later.is_follow_up(run)
        ]
        thought = _thought(visit, owner)
        if begun and visit.token.step != "fresh":
            if is_left(visit, begun[0]):
                also = (_fresh(visit, exercise),)
                return await shown(visit, work, owner, begun[0], before=_left(visit, thought), also=also)
            if is_blank(begun[0]) and not thought:
                return await shown(visit, work, owner, begun[0])
        for run in begun:
            await work.runs.delete(owner, run.id)
        state = engine.start(exercise, thought)
        run = Run(new_id(visit.now), 1, visit.now, Private(to_json(state)))
        await work.runs.add(owner, run)
        if owner.private.reveal().get(THOUGHT):
            await work.people.save_private(owner, Private({**owner.private.reveal(), THOUGHT: ""}))
        begun_page = await shown(visit, work, owner, run)
        await work.commit()
    return begun_page


async def tap(visit: Visit) -> Page:
    """Answer a step's button."""
    async with visit.work() as work:
        owner = await visit.known(work)
        try:
            run = await work.runs.get(owner, visit.token.subject)
        except BadToken:
            return await _ended(visit, work, owner)
        if _is_stale(visit, run):
            return await _further_on(visit, work, owner, run)
        exercise, state = _taken_up(visit, run)
        match visit.token.carry:
            case show.WORDS:
                return _words(visit, run)
            case show.BACK | show.STOP_HERE:
                draft = answers_from_json(run.body.reveal().get(DRAFT))
                moved = _leave_form(visit, exercise, state, draft)
            case show.AS_IT_IS:
                draft = answers_from_json(run.body.reveal().get(DRAFT))
                seen = replace(state, answers={**state.answers, **draft})
                standing = show.standing_in(exercise, seen, visit.t)
                fields = {each.id for each in engine.step_of(exercise, state).fields}
                moved = engine.submit(exercise, state, {key: standing[key] for key in standing if key in fields})
            case value:
                known = await known_at(visit, work, owner, exercise, state)
                moved = engine.tap(exercise, replace(state, parked=known.parked), value)
        return await _go_on(visit, work, owner, run, moved)


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Answer a step's form, or leave it half filled by "Back" or "Enough for now", with what stands in it kept.

    Raises FieldErrors, in English for translation.
    """
    async with visit.work() as work:
        owner = await visit.known(work)
        try:
            run = await work.runs.get(owner, visit.token.subject)
        except BadToken:
            return await _ended(visit, work, owner)
        if _is_stale(visit, run):
            return await _further_on(visit, work, owner, run)
        exercise, state = _taken_up(visit, run)
        if visit.token.carry in {show.BACK, show.STOP_HERE}:
            moved = _leave_form(visit, exercise, state, plain(answers))
        else:
            moved = engine.submit(exercise, state, plain(answers))
        return await _go_on(visit, work, owner, run, moved)


async def keep_draft(visit: Visit, answers: HeardAnswers) -> bool:
    """Keep what was typed into a step without going on: for a form that is answered by a crisis page instead.

    Returns whether it was: a run that has ended, or gone on meanwhile, has no place for it.
    """
    async with visit.work() as work:
        owner = await visit.known(work)
        try:
            run = await work.runs.get(owner, visit.token.subject)
        except BadToken:
            return False
        body = {**run.body.reveal(), DRAFT: answers_to_json(plain(answers))}
        kept = not _is_stale(visit, run) and await work.runs.save(
            owner, run.id, version=run.version + 1, body=Private(body)
        )
        await work.commit()
    return kept


async def carry_on(visit: Visit, run_id: str, *, with_draft: bool) -> Page:
    """Return to a run. With ``with_draft`` what was typed goes in as the step's answer; else it stands in the form."""
    async with visit.work() as work:
        owner = await visit.known(work)
        run = await work.runs.get(owner, run_id)
        exercise, state = _taken_up(visit, run)
        draft = answers_from_json(run.body.reveal().get(DRAFT))
        if with_draft and draft:
            # What was typed need not be whole: then it stands in the form as it was.
            with suppress(FieldErrors):
                return await _go_on(visit, work, owner, run, engine.submit(exercise, state, draft))
        return await shown(visit, work, owner, run, before=visit.unsent())


async def form(visit: Visit) -> Page:
    """Return the step's page for its form, filled with what was typed before."""
    async with visit.work() as work:
        owner, run = await _begun(visit, work)
        if _is_stale(visit, run):
            return await _further_on(visit, work, owner, run)
        return await shown(visit, work, owner, run)


def bare_form(visit: Visit) -> Page:
    """Return the step's form from the token alone, when the storage does not answer."""
    exercise_id, _, step = visit.token.step.partition(".")
    exercise = visit.house.catalog.get(exercise_id)
    if exercise is None or step not in exercise.steps:
        raise BadToken("no such step")
    state = State(exercise.id, exercise.revision, step)
    return show.page_of(
        exercise,
        state,
        token_for=lambda _step, _tap: visit.token,
        t=visit.t,
        also=visit.always(),
        before=_pinned(visit, exercise),
    )


def is_blank(run: Run) -> bool:
    """Tell whether nothing was answered in it yet, nor typed, nor brought along: a door that was looked into."""
    body = run.body.reveal()
    state = from_json(body)
    return not (state.answers or state.opening or body.get(DRAFT))


def is_left(visit: Visit, run: Run) -> bool:
    """Tell whether *run* is something to carry on with: more than a door that was looked into, and not at a step that
    forgets itself when the page is closed."""
    state = from_json(run.body.reveal())
    exercise = visit.house.catalog.get(state.exercise)
    step = exercise.steps.get(state.step) if exercise else None
    return not is_blank(run) and not (step and step.forgets)


def plain(answers: HeardAnswers) -> Answers:
    """Return the answers as the engine takes them: text that has been heard, and picks."""
    return {key: value if isinstance(value, tuple) else value.text.reveal() for key, value in answers.items()}


async def keep(visit: Visit, work: UnitOfWork, owner: Owner, record_id: str, state: State) -> None:
    """Store a finished exercise: check-ins by themselves, all others on the shelf."""
    answers = Private(answers_to_json(state.answers))
    if state.exercise == CHECK_IN:
        await work.checkins.add(owner, CheckIn(record_id, visit.now, answers))
    else:
        entry = Entry(record_id, visit.now, state.exercise, answers)
        await work.entries.add(owner, entry)
        await later.set_down(visit, work, owner, entry, visit.house.catalog[state.exercise])


async def _begun(visit: Visit, work: UnitOfWork) -> tuple[Owner, Run]:
    owner = await visit.known(work)
    return owner, await work.runs.get(owner, visit.token.subject)


async def _go_on(visit: Visit, work: UnitOfWork, owner: Owner, run: Run, state: State) -> Page:
    """Save the next state, or keep the whole and let the run go. Two clicks at once cannot both do it."""
    exercise = visit.house.catalog[state.exercise]
    if exercise.id == PLAN:  # part by part: what is written is there in a bad hour, however far it went
        owner = await save_plan(visit, work, owner, state.answers)
    if engine.step_of(exercise, state).final:
        if not await work.runs.delete(owner, run.id):
            raise BadToken("this run has ended")
        if exercise.id == CLOSES_THE_DAY and not later.is_follow_up(run):
            plans = await work.nudges.all(owner)
            await work.nudges.close_day(owner, working_day(plans, owner.zone, visit.now))
        if later.is_follow_up(run):
            owner = await later.settle(visit, work, owner, exercise, run, state)
        elif engine.step_of(exercise, state).keep and exercise.id != PLAN:
            await keep(visit, work, owner, run.id, state)
            if taken := engine.taken(exercise, state.answers):
                owner = await loops.pick_up(visit, work, owner, taken)
        known = await known_at(visit, work, owner, exercise, state)
        await work.commit()
        return _ending(visit, exercise, state, known)
    saved = Run(run.id, run.version + 1, run.started_at, Private({**_marks(run), **to_json(state)}))
    if not await work.runs.save(owner, run.id, version=saved.version, body=saved.body):
        return await _further_on(visit, work, owner, await work.runs.get(owner, run.id))
    next_page = await shown(visit, work, owner, saved)
    await work.commit()
    return next_page


async def _ended(visit: Visit, work: UnitOfWork, owner: Owner) -> Page:
    """Show the ending once more to whoever sent the last form or pressed the last button twice, as people do whose
    first answer came late.

    Raises BadToken for a run that was let go, and for a step before the last.
    """
    exercise_id, _, step = visit.token.step.partition(".")
    exercise = visit.house.catalog.get(exercise_id)
    if exercise is None or step not in exercise.steps:
        raise BadToken("no such step")
    if exercise_id == CHECK_IN:
        answers = answers_from_json((await work.checkins.get(owner, visit.token.subject)).body.reveal())
    elif exercise_id == PLAN:
        plan = await find_plan(work, owner)
        answers = answers_from_json(plan.body.reveal()) if plan else {}
    else:
        entry_id = later.entry_looked_at(owner, exercise_id, visit.token.subject) or visit.token.subject
        answers = answers_from_json((await work.entries.get(owner, entry_id)).body.reveal())
    _leave_out_stored(visit, answers)
    state = State(exercise.id, exercise.revision, step, answers, remembered=later.remembered(owner, exercise.id))
    last = exercise.steps.get(engine.after(exercise, state))
    if last is None or not last.final:
        raise BadToken("not the step that ended it")
    state = State(exercise.id, exercise.revision, last.id, answers)
    known = await known_at(visit, work, owner, exercise, state)
    return _ending(visit, exercise, state, known, before=visit.unsent())


def _leave_out_stored(visit: Visit, answers: Answers) -> None:
    """Let nobody be told that words are not stored which are: a form may come again after it was taken."""
    visit.typed = tuple(each for each in visit.typed if each.reveal().strip() not in answers.values())


def _marks(run: Run) -> Json:
    """Return what a run's body says besides the state: that it is a question which came back."""
    return {key: value for key, value in run.body.reveal().items() if key in {later.FOLLOW_UP, later.ENTRY}}


def _leave_form(visit: Visit, exercise: Exercise, state: State, typed: Answers) -> State:
    back = visit.token.carry == show.BACK
    if not back:  # a draft was before their eyes: where they stop there, it is theirs
        typed = {**show.drafts_of(engine.step_of(exercise, state), state.answers, visit.t), **typed}
    noted = engine.note(exercise, state, typed) if typed else state
    return engine.back(exercise, noted) if back else engine.stop_here(exercise, noted)


def _taken_up(visit: Visit, run: Run) -> tuple[Exercise, State]:
    state = from_json(run.body.reveal())
    exercise = visit.house.catalog.get(state.exercise)
    if exercise is None:
        raise BadToken("this exercise is no longer there")
    state = replace(state, remembered=later.remembered(visit.owner, exercise.id))
    return exercise, engine.take_up(exercise, state, later=later.is_follow_up(run))


def _is_stale(visit: Visit, run: Run) -> bool:
    exercise, state = _taken_up(visit, run)
    return visit.token.version != run.version or visit.token.step != f"{exercise.id}.{state.step}"


async def _further_on(visit: Visit, work: UnitOfWork, owner: Owner, run: Run) -> Page:
    _leave_out_stored(visit, _taken_up(visit, run)[1].answers)
    note = Note(visit.t("You were already past that one. Here is where you are."))
    return await shown(visit, work, owner, run, before=(note, *visit.unsent()))


async def shown(
    visit: Visit,
    work: UnitOfWork,
    owner: Owner,
    run: Run,
    *,
    before: tuple[Block, ...] = (),
    also: tuple[Action, ...] = (),
) -> Page:
    """Return the page of the step that *run* stands at, with what that step has to know."""
    exercise, state = _taken_up(visit, run)
    draft = answers_from_json(run.body.reveal().get(DRAFT))
    shown = replace(state, answers={**state.answers, **draft})
    away = () if state.path else (visit.button(visit.t("Back to start"), "open"),)  # a first step has no "Back"

    def token_for(step: str, value: str) -> ActionToken:
        return visit.token.to(Verb.RUN, subject=run.id, step=f"{exercise.id}.{step}", version=run.version, carry=value)

    return show.page_of(
        exercise,
        shown,
        token_for=token_for,
        t=visit.t,
        known=await known_at(visit, work, owner, exercise, state),
        also=(*also, *later.ask_no_more(visit, run), *away, *visit.always()),
        before=(*_pinned(visit, exercise), *before),
    )


def _words(visit: Visit, run: Run) -> Page:
    exercise, state = _taken_up(visit, run)
    back = Action(visit.t("Back"), visit.token.to(Verb.CARE, subject=run.id, step="back"))
    words = show.words_of(exercise, state, token=visit.token, t=visit.t, also=(back, *visit.always()))
    return replace(words, body=(*_pinned(visit, exercise), *words.body))


def _pinned(visit: Visit, exercise: Exercise) -> tuple[Block, ...]:
    """Return the line, for every page of the safety plan: nothing that is written there is answered with it."""
    return line_blocks(visit.token) if exercise.id == PLAN else ()


def _ending(visit: Visit, exercise: Exercise, state: State, known: Known, *, before: tuple[Block, ...] = ()) -> Page:
    t = visit.t
    onward: tuple[Action, ...] = ()
    if exercise.id == CHECK_IN:
        kept = Action(t("Check-ins"), visit.go("shelf", CHECK_INS_LISTED))
        onward = _door_after(visit, after_check_in(state.answers))
    else:
        kept = visit.button(t("My shelf"), "shelf")
    return show.page_of(
        exercise,
        state,
        token_for=lambda _step, _tap: visit.go("home"),
        t=t,
        known=known,
        also=(*onward, kept, visit.button(t("Back to start"), "open"), *visit.always()),
        before=(*_pinned(visit, exercise), *before),
    )


def _door_after(visit: Visit, word: str) -> tuple[Action, ...]:
    if word == "talk":
        return (visit.button(visit.t("Talk to a person"), "talk"),)
    exercise = visit.house.catalog.get(word)
    return (Action(visit.t(exercise.title), visit.token.to(Verb.START, subject=word)),) if exercise else ()


def _thought(visit: Visit, owner: Owner) -> str:
    thought = owner.private.reveal().get(THOUGHT)
    if not isinstance(thought, dict) or visit.now - datetime.fromisoformat(str(thought["at"])) > TAKEN_UP_WITHIN:
        return ""
    return str(thought["text"])


def _left(visit: Visit, thought: str) -> tuple[Block, ...]:
    """Return what stands above a run that was left; with a *thought* that waits to begin from, where that goes."""
    t = visit.t
    if not thought:
        return (Note(t("Here is where you left it.")),)
    return (
        Note(t("Here is where you left it. “Start fresh” begins from this:")),
        OwnWords(Private(thought)),
    )


def _fresh(visit: Visit, exercise: Exercise) -> Action:
    return Action(visit.t("Start fresh"), visit.token.to(Verb.START, subject=exercise.id, step="fresh"))
