"""One entry of the shelf: open it, change the words in it, delete it."""

from dataclasses import replace

from core.errors import BadToken
from core.exercises.engine import changed
from core.exercises.model import Answers
from core.exercises.own_pages import PLAN
from core.exercises.recap import Line, recap
from core.exercises.show import localized
from core.exercises.state import answers_from_json, answers_to_json
from core.pages import MAX_FIELDS, Action, Block, Note, OwnWords, Page, Paragraph, TextField, Tone
from core.private import Private
from core.safety.answers import line_blocks
from core.services import later, safety_plan, waiting
from core.services.kept_plan import close_plan
from core.services.run import CHECK_INS_LISTED, plain
from core.services.shelf import CHECK_INS, exercise_of, stamp
from core.services.visit import HeardAnswers, Visit
from core.storage import CheckIn, Entry, Owner, UnitOfWork
from core.tokens import ActionToken, Verb

PART_CHARS = 2000  # of one entry on one page: the line on top after a crisis answer has to fit beside it


async def tap(visit: Visit) -> Page:
    """Open an entry, ask before deleting it, delete it, or open the form to change its words."""
    async with visit.work() as work:
        owner = await visit.known(work)
        row = await _get(visit, work, owner)
        if visit.token.step == "delete":
            store = work.checkins if isinstance(row, CheckIn) else work.entries
            await store.delete(owner, row.id)
            await later.forget(visit, work, owner, row.id)
            if _is_plan(row):
                await close_plan(work, owner)
            await work.commit()
            return _deleted(visit, row)
    if _is_plan(row) and visit.token.step != "ask":
        visit.token = visit.go("plan", safety_plan.CHANGE if visit.token.step == "edit" else "")
        return await safety_plan.show(visit)
    return _form(visit, row) if visit.token.step == "edit" else _page(visit, owner, row)


async def form(visit: Visit) -> Page:
    """Return the form to change an entry's words."""
    async with visit.work() as work:
        owner = await visit.known(work)
        return _form(visit, await _get(visit, work, owner))


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Keep the changed words. A field left empty loses what stood in it. Raises FieldErrors."""
    return await take(visit, plain(answers))


async def take(visit: Visit, answers: Answers) -> Page:
    """Do what :func:`submit` does, with words that were heard before. Raises FieldErrors."""
    async with visit.work() as work:
        owner = await visit.known(work)
        row = await _get(visit, work, owner)
        if isinstance(row, CheckIn) or _is_plan(row):
            raise BadToken("this is not changed here")
        fields = _own_fields(visit, row)
        if any(words for name, words in answers.items() if name not in {each.id for each in fields}):
            raise BadToken("these words were taken out of the entry meanwhile")
        kept = changed(fields, answers_from_json(row.body.reveal()), answers)
        if not await work.entries.save(owner, row.id, body=Private(answers_to_json(kept))):
            raise BadToken("the entry was deleted")
        if waiting.waiting_for(owner, visit.token, visit.now):
            await work.people.save_private(owner, Private(waiting.without(owner.private.reveal())))
        await work.commit()
        row = await work.entries.get(owner, row.id)
    visit.token = visit.token.to(Verb.ENTRY, subject=row.id, step="open")
    return _page(visit, owner, row)


async def _get(visit: Visit, work: UnitOfWork, owner: Owner) -> Entry | CheckIn:
    if visit.token.carry == CHECK_INS:
        return await work.checkins.get(owner, visit.token.subject)
    return await work.entries.get(owner, visit.token.subject)


def _page(visit: Visit, owner: Owner, row: Entry | CheckIn) -> Page:
    t = visit.t
    exercise = exercise_of(visit, row)
    parts = _parts(recap(exercise, answers_from_json(row.body.reveal()), t))
    number = int(visit.token.carry) if visit.token.carry.isdecimal() and len(visit.token.carry) < 3 else 0
    lines = parts[min(number, len(parts) - 1)]
    asked = visit.token.step == "ask"
    actions: list[Action] = []
    if asked:
        actions += [_button(visit, row, t("Yes, delete it"), "delete", Tone.DANGER)]
        actions += [_button(visit, row, t("No, it stays"), "open")]
    else:
        actions.append(_back(visit, row))
        if number + 1 < len(parts):
            actions.append(Action(t("More"), _token(visit, row, "open", str(number + 1))))
        if isinstance(row, Entry) and _own_fields(visit, row):
            actions.append(_button(visit, row, t("Change the words"), "edit"))
        actions.append(_button(visit, row, t("Delete"), "ask"))
    question: tuple[Block, ...] = (Paragraph(t("Delete this for good?")),) if asked else ()
    return Page(
        token=visit.token,
        title=t(exercise.title),
        body=(
            *(_pinned(visit, row) or (Note(stamp(visit, owner, row)),)),
            *question,
            *(block for line in lines for block in _blocks(line)),
        ),
        actions=(*actions, *visit.always()),
    )


def _form(visit: Visit, row: Entry | CheckIn) -> Page:
    if isinstance(row, CheckIn) or _is_plan(row):
        raise BadToken("this is not changed here")
    t = visit.t
    token = _token(visit, row, "edit")
    fields = _own_fields(visit, row)
    if not fields:
        raise BadToken("no words are left in this entry")
    answers = {
        **answers_from_json(row.body.reveal()),
        **waiting.waiting_for(visit.owner, token, visit.now),
    }
    return Page(
        token=token,
        title=t(exercise_of(visit, row).title),
        fields=tuple(localized(field, answers, t) for field in fields),
        submit=t("Save"),
        actions=(_button(visit, row, t("Back"), "open"), *visit.always()),
    )


def _own_fields(visit: Visit, row: Entry) -> tuple[TextField, ...]:
    """The fields that hold words in this entry, at most as many as a form takes. Each may be left empty."""
    answers = answers_from_json(row.body.reveal())
    return tuple(
        replace(field, optional=True)
        for field in exercise_of(visit, row).fields()
        if isinstance(field, TextField) and isinstance(answers.get(field.id), str)
    )[:MAX_FIELDS]


def _deleted(visit: Visit, row: Entry | CheckIn) -> Page:
    return Page(
        token=visit.go("shelf"),
        title=visit.t(exercise_of(visit, row).title),
        body=(*_pinned(visit, row), Paragraph(visit.t("It is deleted."))),
        actions=(_back(visit, row), *visit.always()),
    )


def _is_plan(row: Entry | CheckIn) -> bool:
    """Tell whether this is the safety plan: it is read and changed on pages of its own."""
    return isinstance(row, Entry) and row.kind == PLAN


def _pinned(visit: Visit, row: Entry | CheckIn) -> tuple[Block, ...]:
    return line_blocks(visit.token) if _is_plan(row) else ()


def _parts(lines: tuple[Line, ...]) -> list[list[Line]]:
    """Share *lines* out over pages, in order; one line is never cut."""
    parts: list[list[Line]] = [[]]
    room = PART_CHARS
    for line in lines:
        size = len(line.question) + len(line.answer)
        if parts[-1] and (size > room or len(parts[-1]) >= 8):
            parts.append([])
            room = PART_CHARS
        parts[-1].append(line)
        room -= size
    return parts


def _blocks(line: Line) -> tuple[Block, ...]:
    return (Note(line.question), OwnWords(Private(line.answer)) if line.own else Paragraph(line.answer))


def _back(visit: Visit, row: Entry | CheckIn) -> Action:
    return Action(visit.t("Back"), visit.go("shelf", CHECK_INS_LISTED if isinstance(row, CheckIn) else ""))


def _token(visit: Visit, row: Entry | CheckIn, step: str, carry: str = "") -> ActionToken:
    carry = CHECK_INS if isinstance(row, CheckIn) else carry
    return visit.token.to(Verb.ENTRY, subject=row.id, step=step, carry=carry)


def _button(visit: Visit, row: Entry | CheckIn, label: str, step: str, tone: Tone = Tone.PLAIN) -> Action:
    return Action(label, _token(visit, row, step), tone)
