"""The first minute: a program, who can read this, the line; then taps. Nothing is stored before "Keep this?" is
answered with yes: until then the picks travel in the page's token."""

from dataclasses import replace

from core.errors import BadToken
from core.exercises import carry, engine, show
from core.exercises.model import Exercise, State
from core.ids import new_id
from core.pages import Action, ChoiceField, Note, Option, Page, Paragraph, Tone
from core.people.who import Profile
from core.rhythm.occurrence import load_zone
from core.safety.answers import line_blocks
from core.safety.lines import countries
from core.services import reminders
from core.services.run import CHECK_IN, keep, plain
from core.services.visit import HeardAnswers, Visit
from core.tokens import ActionToken, Verb
from core.wording import Voice, language_of

CONSENT_KIND = "store"
CONSENT_VERSION = 1  # raise it when what "Keep this?" says changes in substance


def welcome(visit: Visit) -> Page:
    """Return the first page, for somebody of whom nothing is stored."""
    t = visit.t
    return Page(
        token=visit.token.to(Verb.FIRST, step="country"),
        title=t("Enough"),
        body=(
            Paragraph(
                t(
                    "For days when everything feels done badly: the job, home, all at once. I ask what pulls at you "
                    "and how heavy it is. It takes a minute."
                )
            ),
            Note(t("I am a program. This is not therapy and not for emergencies.")),
            Note(
                t(
                    "What you write here is shown to you alone. Still, {operator} runs me and holds the key to what is "
                    "kept. “Who can read this?” says what that means.",
                    operator=visit.house.facts.operator,
                )
            ),
            *line_blocks(visit.token),
        ),
        fields=(
            ChoiceField(
                id="country",
                label=t("Your country"),
                hint=t("So that I can name a helpline that works where you are."),
                options=country_options(t),
                value=visit.token.country or None,
            ),
        ),
        submit=t("Start"),
        actions=visit.always(),
    )


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Take the country, or the picks of the first check-in."""
    given = plain(answers)
    if visit.token.step == "country":
        country = str(next(iter(given.get("country", ())), ""))
        known = {code for code, _ in countries()}
        visit.token = replace(visit.token, country=country if country in known else "")
        return _taps(visit)
    if visit.token.step == "pull":
        exercise = _check_in(visit)
        state = engine.submit(exercise, engine.start(exercise), given)
        return _reply(visit, exercise, state)
    raise BadToken("no such form in the first minute")


async def form(visit: Visit) -> Page:
    """Return the form that the token names."""
    return _taps(visit) if visit.token.step == "pull" else welcome(visit)


async def tap(visit: Visit) -> Page:
    """Go on: to the taps, or to "Keep this?"."""
    if visit.token.step == "keep":
        return _ask_to_keep(visit)
    return welcome(visit)


async def kept(visit: Visit) -> Page:
    """Answer "Keep this?". Yes stores the person, the consent and the check-in, once, however often it is pressed."""
    t = visit.t
    if visit.token.step != "yes":
        async with visit.work() as work:
            if await visit.find(work) is not None:
                return _kept_before(visit)
        return Page(
            token=visit.go("open"),
            title=t("Nothing was kept"),
            body=(Paragraph(t("There is no trace of it here. You can come back any time, with /enough.")),),
            actions=visit.always(),
        )
    exercise = _check_in(visit)
    picks = carry.unpack(exercise, visit.token.carry)
    profile = await visit.reach.profile(visit.who)
    async with visit.work() as work:
        owner = await work.people.find(visit.who)
        if owner is None:
            owner = await work.people.create(
                visit.who,
                country=visit.token.country,
                language=language_of(visit.token.language),
                zone=_zone_of(profile),
                now=visit.now,
            )
        if CONSENT_KIND not in await work.people.consents(owner):
            await work.people.record_consent(owner, kind=CONSENT_KIND, version=CONSENT_VERSION, now=visit.now)
            state = State(exercise.id, exercise.revision, exercise.first, picks)
            await keep(visit, work, owner, new_id(visit.now), state)
        await work.commit()
    visit.recognise(owner)
    return reminders.offer(visit)


def _zone_of(profile: Profile) -> str | None:
    """Return the zone of the platform's profile if the tz database has it: no page can be made with any other."""
    try:
        return load_zone(profile.zone).key if profile.zone else None
    except ValueError:
        return None


def _kept_before(visit: Visit) -> Page:
    """Say to somebody who lets it go what became of it, when it was kept a moment ago from the same page."""
    t = visit.t
    return Page(
        token=visit.go("home"),
        title=t("It is kept"),
        body=(Paragraph(t("You pressed “Keep this” before, so it is stored. You can erase it at any time.")),),
        actions=(visit.button(t("Erase"), "erase"), visit.button(t("Back to start"), "open"), *visit.always()),
    )


def country_options(t: Voice) -> tuple[Option, ...]:
    """Return the countries whose line is known, by name, with "another country" last."""
    *named, another = (Option(code, t(name)) for code, name in countries())
    return (*sorted(named, key=lambda option: option.label), another)


def _check_in(visit: Visit) -> Exercise:
    return visit.house.catalog[CHECK_IN]


def _taps(visit: Visit) -> Page:
    exercise = _check_in(visit)
    return show.page_of(
        exercise,
        engine.start(exercise),
        token_for=lambda step, _tap: visit.token.to(Verb.FIRST, step=step),
        t=visit.t,
        taps_only=True,
        before=(Note(visit.t("Nothing is stored yet.")),),
        also=visit.always(),
    )


def _reply(visit: Visit, exercise: Exercise, state: State) -> Page:
    def token_for(_step: str, _tap: str) -> ActionToken:
        return visit.token.to(Verb.FIRST, step="keep", carry=carry.pack(exercise, state.answers))

    on = Action(visit.t("Next"), token_for("", ""), Tone.PRIMARY)
    return show.page_of(exercise, state, token_for=token_for, t=visit.t, also=(on, *visit.always()))


def _ask_to_keep(visit: Visit) -> Page:
    t = visit.t
    carry.unpack(_check_in(visit), visit.token.carry)  # a forged or torn token is refused here, not at "Keep"
    return Page(
        token=visit.token.to(Verb.FIRST, step="keep", carry=visit.token.carry),
        title=t("Keep this?"),
        body=(
            Paragraph(
                t(
                    "If you say yes, I store this check-in and what you write here later, locked with a key made for "
                    "you. I tell no one. You can take it all with you or erase it at any time."
                )
            ),
            Paragraph(
                t(
                    "What that does not cover: {operator} holds both the machine and the main key, and could open it. "
                    "After a crisis answer I keep a locked note, and for 7 days it keeps help on top.",
                    operator=visit.house.facts.operator,
                )
            ),
        ),
        actions=(
            Action(t("Keep this"), visit.token.to(Verb.KEEP, step="yes", carry=visit.token.carry), Tone.PRIMARY),
            Action(t("Let it go"), visit.token.to(Verb.KEEP, step="no")),
            *visit.always(),
        ),
    )
