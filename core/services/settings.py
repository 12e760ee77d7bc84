"""Settings: country, language, clock, the end of the day; and the way to one's own calendar."""

from collections.abc import Mapping
from dataclasses import replace

from core.errors import FieldErrors
from core.pages import ChoiceField, Field, Note, Option, Page, Paragraph
from core.rhythm.kinds import Kind
from core.rhythm.wishes import Wishes
from core.safety.lines import ANOTHER_COUNTRY, countries
from core.services import calendar, later, reminders, rhythm
from core.services.first_minute import country_options
from core.services.run import plain
from core.services.visit import HeardAnswers, Visit
from core.services.what_i_write import reachable
from core.storage import Owner
from core.tokens import ActionToken, Verb
from core.wording import LANGUAGES, Voice, mark

CLOSING, LOOSE_ENDS, ASK = "closing", "loose", "ask"
BY_THE_HOURS = "hours"  # the step of a form without a time: the end of the day follows hours that differ
NEEDS_ZONE = mark("Please say where you are first, so that I write at the right hour.")


async def settings(visit: Visit) -> Page:
    """Show what is set, as a form."""
    async with visit.work() as work:
        owner = await visit.known(work)
        wishes = await rhythm.current(work, owner)
    return _page(visit, owner, wishes)


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Save what was changed. An empty time means: no message at the end of the day. Raises FieldErrors that list
    accepted forms."""
    given = plain(answers)
    async with visit.work() as work:
        owner = await visit.known(work)
        wishes = await rhythm.current(work, owner)
    country, language = picks(given, owner.country, owner.language)
    errors: dict[str, str] = {}
    zone = reminders.read_zone(answers, country, errors) or owner.zone
    minute = reminders.read_time(answers, errors)
    by_the_hours = visit.token.step == BY_THE_HOURS
    wanted = _edited(wishes, minute, by_the_hours=by_the_hours)
    if wanted.kinds and zone is None and not errors:
        errors["zone"] = NEEDS_ZONE
    if errors:
        raise FieldErrors(errors)
    address = await reachable(visit, owner) if wanted.kinds else None
    if isinstance(address, Page):
        return address
    async with visit.work() as work:
        before = await visit.known(work)  # a pause or a stop may have come while the message was opened
        wishes = await rhythm.current(work, before)
        owner = await work.people.update(
            before,
            country=country,
            language=language,
            zone=zone,
            quiet_until=before.quiet_until,
        )
        if address:
            await work.people.set_address(owner, visit.who, address)
        if country != before.country:  # a region's code can name another one there
            wishes = wishes.with_holidays(free=wishes.holidays, region="")
        owner = await rhythm.save(work, owner, _edited(wishes, minute, by_the_hours=by_the_hours), visit.now)
        if given.get(LOOSE_ENDS) == (ASK,):
            owner = await later.ask_again(visit, work, owner, CLOSING)
        wishes = await rhythm.current(work, owner)
        await work.commit()
    visit.recognise(owner)
    return _page(visit, owner, wishes, said=visit.t("Saved."))


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


def _edited(wishes: Wishes, minute: int | None, *, by_the_hours: bool) -> Wishes:
    if by_the_hours:  # the form did not ask
        return wishes
    return wishes.without(Kind.CLOSING) if minute is None else wishes.with_kind(Kind.CLOSING, minute)


def _page(visit: Visit, owner: Owner, wishes: Wishes, *, said: str = "") -> Page:
    t = visit.t
    minutes = {time.minute for time in wishes.times(Kind.CLOSING, owner.zone or "UTC")}
    differ = len(minutes) > 1
    note = t("An empty time means that I do not write to you.")
    if wishes.without(Kind.CLOSING).kinds:
        note = t("An empty time means no message at the end of the day.")
    if differ:
        note = t("At the end of the day I write by the hours of “My week”.")
    languages = (Option("en", "English"), Option("es", "Español"))
    return Page(
        token=visit.token.to(Verb.SET, step=BY_THE_HOURS if differ else ""),
        title=t("Settings"),
        body=(*((Paragraph(said),) if said else ()), Note(note)),
        fields=(
            ChoiceField(
                id="country",
                label=t("Your country"),
                options=country_options(t),
                value=owner.country or ANOTHER_COUNTRY,
            ),
            ChoiceField(id="language", label=t("Language"), options=languages, value=visit.token.language),
            reminders.zone_field(visit, owner.zone, optional=True),
            *(() if differ else (_time(visit, next(iter(minutes), None)),)),
            *_loose_ends(owner, t),
        ),
        submit=t("Save"),
        actions=(*calendar.buttons(visit), visit.button(t("Back to start"), "open"), *visit.always()),
    )


def _time(visit: Visit, minute: int | None) -> Field:
    field = reminders.time_field(visit, None if minute is None else minute % (24 * 60), optional=True)
    return replace(field, label=visit.t("Write to me on working days at"))


def _loose_ends(owner: Owner, t: Voice) -> tuple[ChoiceField, ...]:
    """Whether the end of the day asks what still pulls: for somebody whom it did not help, to have it back."""
    said = later.remembered(owner, CLOSING)
    if not said or said[-1].get("helps") != ("no",):
        return ()
    options = (Option("leave", t("Leave it out")), Option(ASK, t("Ask me again")))
    return (ChoiceField(id=LOOSE_ENDS, label=t("Loose ends, when I close the day"), options=options, value="leave"),)


def _picked(answer: object, otherwise: str) -> str:
    return str(answer[0]) if isinstance(answer, tuple) and answer else otherwise
