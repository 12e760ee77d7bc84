"""Reminders: asked for, never assumed. The direct message is opened inside the very click that asks for it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from core.errors import Ambiguous, BadToken, DeliveryError, FieldErrors, RateLimited
from core.pages import Action, Field, Page, Paragraph, SearchField, TimeField, Tone
from core.people.who import Address, Platform
from core.private import Private
from core.rhythm.kinds import Kind
from core.rhythm.times import NotATime, parse_time
from core.rhythm.zones import NotAZone, city_of, find_zone, zones_of_country
from core.services import rhythm
from core.services.outlook import outlook
from core.services.visit import HeardAnswers, Visit
from core.services.week_words import days_label
from core.services.when import next_back, quiet_label
from core.storage import Owner
from core.tokens import Verb
from core.wording import mark

DEFAULT_MINUTE = 16 * 60 + 45
ZONES_OFFERED = 6
TIME_FORMS = mark("I read times such as 16:45, 4:45pm, 17h30 or half past five.")
ZONE_FORMS = mark("I read a city or a time zone, such as Lisbon, New York or Europe/Lisbon.")


def offer(visit: Visit) -> Page:
    """Ask "Shall I write at 16:45?"; yes, another time and no weigh the same."""
    t = visit.t
    carry = str(DEFAULT_MINUTE)
    return Page(
        token=visit.token.to(Verb.REMIND),
        title=t("Shall I write?"),
        body=(
            Paragraph(t("It is kept. Shall I write at {time}, before you leave?", time=_clock(DEFAULT_MINUTE))),
            Paragraph(
                t(
                    "One direct message on a working day, in neutral words. It never holds what you wrote. "
                    "One tap stops it."
                )
            ),
        ),
        actions=(
            Action(
                t("Yes, at {time}", time=_clock(DEFAULT_MINUTE)),
                visit.token.to(Verb.REMIND, step="yes", carry=carry),
                Tone.PRIMARY,
            ),
            Action(t("Another time"), visit.token.to(Verb.REMIND, step="other")),
            Action(t("No"), visit.token.to(Verb.REMIND, step="no")),
            *visit.always(),
        ),
    )


async def tap(visit: Visit) -> Page:
    """Answer the offer: yes, another time, a zone that was picked, or no."""
    t = visit.t
    step, carry = visit.token.step, visit.token.carry
    async with visit.work() as work:
        owner = await visit.known(work)
        if step == "no":  # also after a yes, from another window or an older page: the silence promised here is kept
            await work.nudges.stop(owner)
            await work.commit()
    if step == "other":
        return _time_form(visit)
    if step == "no":
        return Page(
            token=visit.go("home"),
            title=t("I will not write"),
            body=(Paragraph(t("Then I stay silent. Type /enough when you want to; it is all here.")),),
            actions=(visit.button(t("Back to start"), "open"), *visit.always()),
        )
    if step == "where":
        return _zone_form(visit, _minute(carry))
    minute, zone = carry, owner.zone
    if step == "zone":
        minute, _, number = carry.partition(".")
        offered = zones_of_country(owner.country)
        if not number.isdecimal() or int(number) >= len(offered):
            raise BadToken("no such zone")
        zone = offered[int(number)]
    if zone is None:
        return _ask_zone(visit, owner, _minute(minute))
    return await remind_at(visit, owner, _minute(minute), zone)


async def form(visit: Visit) -> Page:
    """Return the form that the token names, from the token alone."""
    return _zone_form(visit, _minute(visit.token.carry)) if visit.token.step == "where" else _time_form(visit)


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Take a typed time or zone. Raises FieldErrors that list accepted forms."""
    async with visit.work() as work:
        owner = await visit.known(work)
    errors: dict[str, str] = {}
    minute = read_time(answers, errors) if visit.token.step == "other" else _minute(visit.token.carry)
    zone = owner.zone if visit.token.step == "other" else read_zone(answers, owner.country, errors)
    if errors:
        raise FieldErrors(errors)
    if minute is None:
        minute = DEFAULT_MINUTE
    return _ask_zone(visit, owner, minute) if zone is None else await remind_at(visit, owner, minute, zone)


async def remind_at(visit: Visit, owner: Owner, minute: int, zone: str) -> Page:
    """Open the direct message, then set the time; say it plainly when messages do not get through."""
    address = await open_dm(visit)
    if isinstance(address, Page):
        return address
    owner, wishes = await rhythm.change(
        visit, lambda before: before.with_kind(Kind.CLOSING, minute), zone=zone, address=address
    )
    async with visit.work() as work:
        seen = await outlook(work, owner, visit.now)
    t = visit.t
    first = next_back(seen, owner, visit.now, t)
    working = {day for days in wishes.week.both for day, hours in enumerate(days) if hours}
    return Page(
        token=visit.go("when"),
        title=t("I will write"),
        body=(
            Paragraph(
                t(
                    "I write at {time}, {days}, by the clock of {place}. The first one comes {when}.",
                    time=_clock(minute),
                    days=days_label(working, t),
                    place=city_of(zone, visit.token.language),
                    when=first,
                )
                if first
                else t(
                    "I write at {time}, {days}, by the clock of {place}.",
                    time=_clock(minute),
                    days=days_label(working, t),
                    place=city_of(zone, visit.token.language),
                )
            ),
            *_quiet(visit, owner),
            Paragraph(t("Leaving it unanswered is fine. One tap under it stops them all.")),
        ),
        actions=(
            visit.button(t("When I write"), "when"),
            visit.button(t("Back to start"), "open"),
            *visit.always(),
        ),
    )


def _quiet(visit: Visit, owner: Owner) -> tuple[Paragraph, ...]:
    """Say that a pause goes on, where one does."""
    if owner.quiet_until is None or owner.quiet_until <= visit.now:
        return ()
    return (Paragraph(quiet_label(owner.quiet_until, owner.zone, visit.now, visit.t)),)


async def open_dm(visit: Visit) -> Address | Page:
    """Open the DM channel, or return the page that says why it cannot be opened. Nothing is stored here."""
    t = visit.t
    if visit.who.can_dm:
        try:
            return await visit.reach.open_dm(visit.who)
        except (RateLimited, Ambiguous):
            why = t(
                "I could not open our direct message right now. Nothing was changed. Please press again in a minute."
            )
        except DeliveryError:
            why = _closed(visit)
    else:
        why = t(
            "You added me to your own account only, so I cannot write to you first. Add me to a server you are in, "
            "or come by with /enough when you like."
        )
    again = Action(t("Try again"), visit.token)
    return Page(
        token=visit.token,
        title=t("No message possible"),
        body=(Paragraph(why),),
        actions=(again, visit.button(t("Back to start"), "open"), *visit.always()),
    )


def _closed(visit: Visit) -> str:
    if visit.who.platform is Platform.DISCORD:
        return visit.t(
            "Discord does not let me write to you. In a server we share, open Privacy Settings, allow direct messages, "
            "then press again. Nothing was changed."
        )
    return visit.t("Slack does not let me write to you here. Nothing was changed. /enough works without messages.")


def read_time(answers: HeardAnswers, errors: dict[str, str]) -> int | None:
    """Return the minute of day typed into ``time``; None when it is empty, or with an error added."""
    text = typed(answers, "time")
    try:
        return parse_time(text, around=DEFAULT_MINUTE) if text else None
    except NotATime:
        errors["time"] = TIME_FORMS
        return None


def read_zone(answers: HeardAnswers, country: str, errors: dict[str, str]) -> str | None:
    """Return the zone typed into ``zone``; None when it is empty, or with an error added."""
    text = typed(answers, "zone")
    try:
        return find_zone(text, country) if text else None
    except NotAZone:
        errors["zone"] = ZONE_FORMS
        return None


def typed(answers: HeardAnswers, field: str) -> str:
    answer = answers.get(field, ())
    return "" if isinstance(answer, tuple) else answer.text.reveal().strip()


def zone_field(visit: Visit, zone: str | None, *, optional: bool = False) -> Field:
    t = visit.t
    value = Private(zone) if zone else None
    return SearchField(id="zone", label=t("Your city or time zone"), hint=t(ZONE_FORMS), value=value, optional=optional)


def time_field(visit: Visit, minute: int | None, *, optional: bool = False) -> Field:
    t = visit.t
    value = "" if minute is None else _clock(minute)
    return TimeField(id="time", label=t("At what time?"), hint=t(TIME_FORMS), value=value, optional=optional)


def _time_form(visit: Visit) -> Page:
    t = visit.t
    return Page(
        token=visit.token.to(Verb.REMIND, step="other"),
        title=t("Another time"),
        body=(Paragraph(t("When does your working day end, or a little before?")),),
        fields=(time_field(visit, None),),
        submit=t("Write then"),
        actions=visit.always(),
    )


def _ask_zone(visit: Visit, owner: Owner, minute: int) -> Page:
    """Ask which clock is theirs; asked only because reminders are wanted."""
    t = visit.t
    offered = zones_of_country(owner.country)[:ZONES_OFFERED]
    if not offered:
        return _zone_form(visit, minute)
    picks = tuple(
        Action(
            _zone_label(visit.now, zone, visit.token.language),
            visit.token.to(Verb.REMIND, step="zone", carry=f"{minute}.{number}"),
        )
        for number, zone in enumerate(offered)
    )
    question = (
        t("Is it {time} for you?", time=f"{visit.now.astimezone(ZoneInfo(offered[0])):%H:%M}")
        if len(offered) == 1
        else t("What time is it for you right now?")
    )
    return Page(
        token=visit.token.to(Verb.REMIND, step="zone", carry=str(minute)),
        title=t("Your clock"),
        body=(Paragraph(question),),
        actions=(
            *picks,
            Action(t("Another place"), visit.token.to(Verb.REMIND, step="where", carry=str(minute))),
            *visit.always(),
        ),
    )


def _zone_form(visit: Visit, minute: int) -> Page:
    t = visit.t
    return Page(
        token=visit.token.to(Verb.REMIND, step="where", carry=str(minute)),
        title=t("Your clock"),
        body=(Paragraph(t("Where are you? I need your clock to write at the right hour.")),),
        fields=(zone_field(visit, None),),
        submit=t("Next"),
        actions=visit.always(),
    )


def _zone_label(now: datetime, zone: str, language: str) -> str:
    return f"{now.astimezone(ZoneInfo(zone)):%H:%M} · {city_of(zone, language)}"


def _minute(carry: str) -> int:
    if not carry.isdecimal() or not 0 <= int(carry) < 24 * 60:
        raise BadToken("no such minute")
    return int(carry)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
