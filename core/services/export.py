"""Taking one's words away: a text that holds everything, after being told who may read it there."""

from core.errors import BadToken
from core.exercises.model import Answers
from core.exercises.recap import recap
from core.exercises.state import answers_from_json, from_json
from core.pages import Action, Document, Page, Paragraph, Tone
from core.people.who import Platform
from core.private import Private
from core.safety.lines import countries
from core.services import waiting
from core.services.run import CHECK_IN
from core.services.shelf import stamp
from core.services.visit import Visit
from core.services.when import local_label, minute_label
from core.storage import CheckIn, Entry, Owner, UnitOfWork
from core.tokens import Verb
from core.wording import Voice

ALL = 1_000_000


async def ask(visit: Visit) -> Page:
    """Say who may read it there, before anything is shown."""
    async with visit.work() as work:
        await visit.known(work)
    t = visit.t
    if visit.who.platform is Platform.SLACK:
        where = t("It is shown here, in this window, for you to copy. Who sees your screen can read it.")
        label = t("Show it to me")
    else:
        label = t("Give me the file")
        where = t(
            "You get a file that only you see. Once you save it, whoever uses that device can read it. On a work "
            "device, that can be your employer."
        )
    token = visit.token.to(Verb.EXPORT, step="show", carry="0")
    return Page(
        token=visit.go("export"),
        title=t("Your words"),
        body=(Paragraph(t("Everything you kept, in one plain text.")), Paragraph(where)),
        actions=(
            Action(label, token, Tone.PRIMARY),
            visit.button(t("Back to start"), "open"),
            *visit.always(),
        ),
    )


async def show(visit: Visit) -> Document:
    """Give everything that is stored of this person, as text. The token's carry is the part to show."""
    if not visit.token.carry.isdecimal() or len(visit.token.carry) > 5:
        raise BadToken("no such part")
    async with visit.work() as work:
        owner = await visit.known(work)
        text = await _everything(visit, work, owner)
    t = visit.t
    return Document(
        token=visit.token,
        title=t("Your words"),
        intro=(Paragraph(t("Only you see this. It is everything you kept here.")),),
        filename="enough.md",
        text=Private(text),
        page=int(visit.token.carry),
        actions=(visit.button(t("Back to start"), "open"), *visit.always()),
    )


async def _everything(visit: Visit, work: UnitOfWork, owner: Owner) -> str:
    t = visit.t
    entries = await work.entries.newest(owner, offset=0, limit=ALL)
    checkins = await work.checkins.newest(owner, offset=0, limit=ALL)
    parts = ["# " + t("Your words"), _settings(owner, t)]
    for plan in await work.nudges.all(owner):
        for time in plan.times:
            at = minute_label(time.minute)
            parts.append(t("I write at {time}, by the clock {zone}", time=at, zone=time.zone) if plan.enabled else "")
    for run in await work.runs.unfinished(owner):
        state = from_json(run.body.reveal())
        draft = answers_from_json(run.body.reveal().get("draft"))
        parts.append(_one(visit, state.exercise, {**state.answers, **draft}, t("not finished")))
        parts.append(state.opening)
    parts += [f"## {t('A thought')} · {t('not finished')}\n\n{words}" for words in waiting.all_words(owner)]
    rows: list[Entry | CheckIn] = sorted([*entries, *checkins], key=lambda each: each.created_at, reverse=True)
    parts += [_row(visit, owner, row) for row in rows]
    return "\n\n".join(part for part in parts if part) + "\n"


def _settings(owner: Owner, t: Voice) -> str:
    country = t(dict(countries()).get(owner.country, "not said"))
    zone = owner.zone or t("not said")
    lines = [t("Country: {country}", country=country), t("Clock: {zone}", zone=zone)]
    if owner.quiet_until:
        until = local_label(owner.quiet_until, owner.zone or "UTC", t)
        lines.append(t("Quiet until: {until}", until=until))
    return "\n".join(f"- {line}" for line in lines)


def _row(visit: Visit, owner: Owner, row: Entry | CheckIn) -> str:
    kind = row.kind if isinstance(row, Entry) else CHECK_IN
    return _one(visit, kind, answers_from_json(row.body.reveal()), stamp(visit, owner, row))


def _one(visit: Visit, kind: str, answers: Answers, when: str) -> str:
    exercise = visit.house.catalog.get(kind)
    if exercise is None:
        # An exercise that was taken out of the catalogue: its words still belong to the person.
        said = [f"{name}: {value if isinstance(value, str) else ', '.join(value)}" for name, value in answers.items()]
        return "\n\n".join([f"## {kind} · {when}", *said])
    lines = [f"{line.question}\n{line.answer}" for line in recap(exercise, answers, visit.t)]
    return "\n\n".join([f"## {visit.t(exercise.title)} · {when}", *lines])
