"""The shelf: what somebody kept, shown to them alone."""

from collections.abc import Sequence

from core.errors import BadToken
from core.exercises.model import Exercise
from core.exercises.own_pages import PLAN
from core.exercises.recap import Line, recap
from core.exercises.state import answers_from_json
from core.pages import Action, Block, Note, OwnWords, Page, Paragraph
from core.private import Private
from core.services.run import CHECK_IN, CHECK_INS_LISTED
from core.services.visit import Visit
from core.services.when import local_label
from core.storage import CheckIn, Entry, Owner
from core.tokens import Verb

ON_A_PAGE = 9  # two blocks each, and the longest line on top after a crisis answer still fits a page
PREVIEW_CHARS = 120
CHECK_INS = "c"  # in front of the page number: the list of check-ins


async def shelf(visit: Visit) -> Page:
    """List the newest first, nine a page; the token's carry is the page, with "c" in front for check-ins."""
    carry = visit.token.carry
    check_ins = carry.startswith(CHECK_INS)
    page = _page_number(carry.removeprefix(CHECK_INS))
    async with visit.work() as work:
        owner = await visit.known(work)
        store = work.checkins if check_ins else work.entries
        total = await store.count(owner)
        rows = await store.newest(owner, offset=page * ON_A_PAGE, limit=ON_A_PAGE)
    t = visit.t
    body: list[Block] = [] if total else [Paragraph(t("Nothing is here yet. What you keep comes here."))]
    blocks, doors = listed(visit, owner, rows, first=page * ON_A_PAGE + 1)
    body += blocks
    prefix = CHECK_INS if check_ins else ""
    if page:
        doors.append(Action(t("Newer"), visit.go("shelf", f"{prefix}{page - 1}")))
    if (page + 1) * ON_A_PAGE < total:
        doors.append(Action(t("Older"), visit.go("shelf", f"{prefix}{page + 1}")))
    other = (
        Action(t("My shelf"), visit.go("shelf"))
        if check_ins
        else Action(t("Check-ins"), visit.go("shelf", CHECK_INS_LISTED))
    )
    return Page(
        token=visit.go("shelf", carry),
        title=t("Check-ins") if check_ins else t("My shelf"),
        body=tuple(body),
        actions=(
            *doors,
            other,
            *((Action(t("Find"), visit.token.to(Verb.FIND)),) if total and not check_ins else ()),
            visit.button(t("Export"), "export"),
            visit.button(t("Back to start"), "open"),
            *visit.always(),
        ),
    )


def listed(
    visit: Visit, owner: Owner, rows: Sequence[Entry | CheckIn], *, first: int
) -> tuple[list[Block], list[Action]]:
    """Return two blocks and a button for each of *rows*, numbered from *first*."""
    t = visit.t
    body: list[Block] = []
    doors: list[Action] = []
    for number, row in enumerate(rows, first):
        if isinstance(row, Entry) and row.kind not in visit.house.catalog:
            gone = t("This kind is no longer offered. The words are in your export.")
            body += [Note(f"{number} · {stamp(visit, owner, row)}"), Note(gone)]
            continue
        exercise = exercise_of(visit, row)
        body.append(Note(f"{number} · {stamp(visit, owner, row)} · {t(exercise.title)}"))
        # The page of the plan is one tap away, and on Home its words would stand in sight of a whole office.
        closed = Note(t("Open it to read it.")) if exercise.id == PLAN else None
        body.append(closed or _preview(recap(exercise, answers_from_json(row.body.reveal()), t)))
        token = visit.token.to(
            Verb.ENTRY, subject=row.id, step="open", carry=CHECK_INS if isinstance(row, CheckIn) else ""
        )
        doors.append(Action(t("Open {number}", number=number), token))
    return body, doors


def stamp(visit: Visit, owner: Owner, row: Entry | CheckIn) -> str:
    """Return when it was written, by the person's own clock (UTC where they never said)."""
    return local_label(row.created_at, owner.zone or "UTC", visit.t)


def exercise_of(visit: Visit, row: Entry | CheckIn) -> Exercise:
    kind = row.kind if isinstance(row, Entry) else CHECK_IN
    if kind not in visit.house.catalog:
        raise BadToken("this kind of entry is no longer there")
    return visit.house.catalog[kind]


def _preview(lines: tuple[Line, ...]) -> Block:
    own = next((line for line in lines if line.own), None)
    if own:
        return OwnWords(Private(_shortened(own.answer)))
    # A bare "8 of 10" says nothing: the question stands beside a number.
    said = (line.answer if place == 0 else f"{line.question} {line.answer}" for place, line in enumerate(lines))
    return Note(_shortened(" · ".join(said)) or "·")


def _shortened(text: str) -> str:
    if len(text) <= PREVIEW_CHARS:
        return text
    return text[:PREVIEW_CHARS].rsplit(" ", 1)[0] + " …"


def _page_number(carry: str) -> int:
    if carry and not (carry.isdecimal() and len(carry) < 6):
        raise BadToken("no such page")
    return int(carry or 0)
