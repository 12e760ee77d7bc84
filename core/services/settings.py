"""Settings: country, language, clock, and when Enough writes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core.errors import FieldErrors
from core.pages import ChoiceField, Note, Option, Page, Paragraph
from core.rhythm.kinds import Kind
from core.safety.lines import ANOTHER_COUNTRY, countries
from core.services import later, reminders
from core.services.first_minute import country_options
from core.services.outlook import closing_time
from core.services.run import plain
from core.services.visit import HeardAnswers, Visit
from core.storage import NudgePlan, Owner, UnitOfWork, WeeklyTime
from core.tokens import ActionToken, Verb
from core.wording import LANGUAGES, Voice, mark

CLOSING, LOOSE_ENDS, ASK = "closing", "loose", "ask"
NEEDS_ZONE = mark("Please say where you are first, so that I write at the right hour.")


async def settings(visit: Visit) -> Page:
    """Show what is set, as a form."""
    async with visit.work() as work:
        owner = await visit.known(work)
        plans = await work.nudges.all(owner)
    return _page(visit, owner, plans)


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Save what was changed. An empty time means: do not write. Raises FieldErrors that list accepted forms."""
    given = plain(answers)
    async with visit.work() as work:
        owner = await visit.known(work)
        plans = await work.nudges.all(owner)
        reachable = await work.people.address(owner) is not None
    country, language = picks(given, owner.country, owner.language)
    errors: dict[str, str] = {}
    zone = reminders.read_zone(answers, country, errors) or owner.zone
    minute = reminders.read_time(answers, errors)
    if minute is not None and zone is None and not errors:
        errors["zone"] = NEEDS_ZONE
    if errors:
        raise FieldErrors(errors)
    address = None
    if minute is not None and not (reachable and any(plan.enabled for plan in plans)):
        opened = await reminders.open_dm(visit)
        if isinstance(opened, Page):
            return opened
        address = opened
    async with visit.work() as work:
        owner = await visit.known(work)  # a pause or a stop may have come while the message was opened
        plans = await work.nudges.all(owner)
        owner = await work.people.update(
            owner,
            country=country,
            language=language,
            zone=zone,
            quiet_until=owner.quiet_until,
        )
        if address:
            await work.people.set_address(owner, visit.who, address)
        await _plan(work, owner, zone, minute, plans, visit.now)
        if given.get(LOOSE_ENDS) == (ASK,):
            owner = await later.ask_again(visit, work, owner, CLOSING)
        plans = await work.nudges.all(owner)
        await work.commit()
    visit.recognise(owner)
    return _page(visit, owner, plans, said=visit.t("Saved."))


def as_picked(token: ActionToken, answers: Mapping[str, object]) -> ActionToken:
    """Return *token* for the country and the language that *answers* pick."""
    country, language = picks(answers, token.country, token.language)
    return replace(token, country=country, language=language)


def picks(given: Mapping[str, object], country: str, language: str) -> tuple[str, str]:
    """Return the country and the language that *given* picks; for what it does not pick, those that were there."""
    picked, spoken = _picked(given.get("country"), country), _picked(given.get("language"), language)
    if picked not in {code for code, _ in countries()}:  # no client of theirs offers another
        picked = country
    return picked, spoken if spoken in LANGUAGES else language


async def keep_picks(visit: Visit, answers: HeardAnswers) -> None:
    """Keep country and language out of a form that is answered by a crisis page: they are what the help is in."""
    async with visit.work() as work:
        owner = await visit.known(work)
        country, language = picks(plain(answers), owner.country, owner.language)
        await work.people.update(
            owner, country=country, language=language, zone=owner.zone, quiet_until=owner.quiet_until
        )
        await work.commit()


async def _plan(
    work: UnitOfWork, owner: Owner, zone: str | None, minute: int | None, plans: Sequence[NudgePlan], now: datetime
) -> None:
    if minute is None or zone is None:
        await work.nudges.stop(owner)
        return
    wanted = WeeklyTime(zone, minute, reminders.WORKING_DAYS)
    if closing_time(plans) != wanted:
        today = now.astimezone(ZoneInfo(zone)).date()
        await work.nudges.plan(owner, kind=Kind.CLOSING, times=(wanted,), active_from=today, now=now)
        await later.plan_messages(work, owner, now)


def _page(visit: Visit, owner: Owner, plans: Sequence[NudgePlan], *, said: str = "") -> Page:
    current = closing_time(plans)
    minute = current.minute if current else None
    t = visit.t
    languages = (Option("en", "English"), Option("es", "Español"))
    time = replace(reminders.time_field(visit, minute, optional=True), label=t("Write to me on working days at"))
    return Page(
        token=visit.token.to(Verb.SET),
        title=t("Settings"),
        body=(
            *((Paragraph(said),) if said else ()),
            Note(t("An empty time means that I do not write to you.")),
        ),
        fields=(
            ChoiceField(
                id="country",
                label=t("Your country"),
                options=country_options(t),
                value=owner.country or ANOTHER_COUNTRY,
            ),
            ChoiceField(id="language", label=t("Language"), options=languages, value=visit.token.language),
            reminders.zone_field(visit, owner.zone, optional=True),
            time,
            *_loose_ends(owner, t),
        ),
        submit=t("Save"),
        actions=(visit.button(t("Back to start"), "open"), *visit.always()),
    )


def _loose_ends(owner: Owner, t: Voice) -> tuple[ChoiceField, ...]:
    """Whether the end of the day asks what still pulls: for somebody whom it did not help, to have it back."""
    said = later.remembered(owner, CLOSING)
    if not said or said[-1].get("helps") != ("no",):
        return ()
    options = (Option("leave", t("Leave it out")), Option(ASK, t("Ask me again")))
    return (ChoiceField(id=LOOSE_ENDS, label=t("Loose ends, when I close the day"), options=options, value="leave"),)


def _picked(answer: object, otherwise: str) -> str:
    return str(answer[0]) if isinstance(answer, tuple) and answer else otherwise
