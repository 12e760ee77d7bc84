"""Finding something on one's own shelf: by words, by kind, or both. Nothing that is searched for is kept."""

import unicodedata

from core.exercises.own_pages import GROUNDING
from core.exercises.recap import recap
from core.exercises.state import answers_from_json
from core.pages import Block, ChoiceField, Note, Option, Page, Paragraph, TextField
from core.services.run import CHECK_IN, plain
from core.services.shelf import ON_A_PAGE, listed
from core.services.visit import HeardAnswers, Visit
from core.storage import Entry
from core.tokens import Verb

ALL_KINDS = "*"  # no exercise can be called that
AT_ONCE = 500  # entries opened between two breaths of the loop
SEARCH_CHARS = 100


async def form(visit: Visit) -> Page:
    """Return the form, from the token alone."""
    t = visit.t
    kinds = [exercise for exercise in visit.house.catalog.values() if exercise.id not in {CHECK_IN, GROUNDING}]
    return Page(
        token=visit.token.to(Verb.FIND),
        title=t("Find"),
        fields=(
            TextField(id="words", label=t("Words in it"), optional=True, max_chars=SEARCH_CHARS, multiline=False),
            ChoiceField(
                id="kind",
                label=t("Kind"),
                options=(Option(ALL_KINDS, t("Any")), *(Option(each.id, t(each.title)) for each in kinds)),
                value=ALL_KINDS,
            ),
        ),
        submit=t("Find"),
        actions=(visit.button(t("My shelf"), "shelf"), *visit.always()),
    )


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Show the newest that match, as many as a page of the shelf holds."""
    given = plain(answers)
    words = _folded(given.get("words", ""))
    kind = next(iter(given.get("kind", ())), ALL_KINDS)
    found: list[Entry] = []
    async with visit.work() as work:
        owner = await visit.known(work)
        total = await work.entries.count(owner)
        for offset in range(0, total, AT_ONCE):
            rows = await work.entries.newest(owner, offset=offset, limit=AT_ONCE)
            found += [row for row in rows if kind in {ALL_KINDS, row.kind} and _holds(visit, row, words)]
            if len(found) > ON_A_PAGE:
                break
    t = visit.t
    blocks, doors = listed(visit, owner, found[:ON_A_PAGE], first=1)
    note: list[Block] = []
    if not found:
        note = [Paragraph(t("Nothing like that is on your shelf."))]
    elif len(found) > ON_A_PAGE:
        note = [Note(t("These are the newest. Another word narrows it down."))]
    return Page(
        token=visit.go("shelf"),
        title=t("Found"),
        body=(*note, *blocks),
        actions=(*doors, visit.button(t("My shelf"), "shelf"), *visit.always()),
    )


def _holds(visit: Visit, row: Entry, words: str) -> bool:
    exercise = visit.house.catalog.get(row.kind)
    if exercise is None:
        return False
    if not words:
        return True
    said = _folded(" ".join(line.answer for line in recap(exercise, answers_from_json(row.body.reveal()), visit.t)))
    return all(word in said for word in words.split())


def _folded(text: object) -> str:
    """Return text without case and accents: "café" finds "CAFE"."""
    lower = str(text).casefold()
    if lower.isascii():  # nothing to take off, and thousands of entries are read for one search
        return lower
    plain_text = unicodedata.normalize("NFKD", lower)
    return "".join(each for each in plain_text if not unicodedata.combining(each))
