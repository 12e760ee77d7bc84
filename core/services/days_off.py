"""Days off: spans of one's own, and public holidays."""

import asyncio
from datetime import date

from core.errors import BadToken, FieldErrors
from core.pages import Action, ChoiceField, DateField, Field, Note, Option, Page, Paragraph, SearchField
from core.private import Private
from core.rhythm.days import MONTH_FIRST, NotADate, parse_date
from core.rhythm.public import NotARegion, find_region, holidays_between, name_of_region, some_regions
from core.rhythm.wishes import MOST_DAYS_OFF, Span, Wishes
from core.safety.lines import ANOTHER_COUNTRY
from core.services import rhythm
from core.services.reminders import typed
from core.services.run import plain
from core.services.visit import HeardAnswers, Visit
from core.services.week_words import DATE_FORMS
from core.services.when import day_label, span_label
from core.storage import Owner
from core.tokens import Verb
from core.wording import mark

STEP, PUBLIC = "off", "public"
NEXT_SHOWN = 3
AFTER_THE_FIRST = mark("The last day comes after the first. I read days up to 400 ahead.")
FULL = mark("The list is full. Remove one first.")


async def page(visit: Visit) -> Page:
    """Show the days off that are set, and a form for more."""
    async with visit.work() as work:
        owner = await visit.known(work)
        wishes = await rhythm.current(work, owner)
    return _page(visit, owner, wishes)


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Add one day, or a span. Raises FieldErrors that list accepted forms."""
    async with visit.work() as work:
        owner = await visit.known(work)
    span = _read(answers, owner, rhythm.today(visit.now, owner.zone))

    def edit(wishes: Wishes) -> Wishes:
        if len(wishes.days_off) >= MOST_DAYS_OFF:
            raise FieldErrors({"first": FULL})
        return wishes.with_days_off({*wishes.days_off, span})

    return await _changed(visit, edit)


async def tap(visit: Visit) -> Page:
    """Remove a span: the token's carry says which."""
    if visit.token.subject != "drop":
        raise BadToken("no such button beside days off")
    gone = visit.token.carry
    return await _changed(
        visit, lambda wishes: wishes.with_days_off(each for each in wishes.days_off if _key(each) != gone)
    )


async def public(visit: Visit) -> Page:
    """Show whether public holidays are free, the next ones, and of which region."""
    async with visit.work() as work:
        owner = await visit.known(work)
        wishes = await rhythm.current(work, owner)
    await asyncio.to_thread(some_regions, owner.country)  # the first time, the library is loaded
    return _public(visit, owner, wishes)


async def submit_public(visit: Visit, answers: HeardAnswers) -> Page:
    """Set whether they are free, and the region. Raises FieldErrors that list regions."""
    async with visit.work() as work:
        owner = await visit.known(work)
    await asyncio.to_thread(some_regions, owner.country)
    free = plain(answers).get("free") != ("no",)
    try:
        region = find_region(owner.country, typed(answers, "region"))
    except NotARegion as error:
        said = visit.t("I read regions such as {regions}.", regions=", ".join(error.accepted))
        raise FieldErrors({"region": said}) from None
    changed = await rhythm.change(visit, lambda wishes: wishes.with_holidays(free=free, region=region))
    return _public(visit, *changed, saved=True)


async def _changed(visit: Visit, edit: rhythm.Edit) -> Page:
    return _page(visit, *await rhythm.change(visit, edit), saved=True)


def _read(answers: HeardAnswers, owner: Owner, today: date) -> Span:
    errors: dict[str, str] = {}
    found: dict[str, date] = {}
    for name in ("first", "last"):
        text = typed(answers, name)
        try:
            if text or name == "first":
                found[name] = parse_date(text, today, month_first=owner.country in MONTH_FIRST)
        except NotADate:
            errors[name] = DATE_FORMS
    if not errors and found.get("last", found["first"]) < found["first"]:
        found["last"] = _weekday_after(typed(answers, "last"), found["last"], found["first"])
    if not errors and found.get("last", found["first"]) < found["first"]:
        errors["last"] = AFTER_THE_FIRST
    if errors:
        raise FieldErrors(errors)
    return Span(found["first"], found.get("last", found["first"]))


def _weekday_after(text: str, last: date, first: date) -> date:
    """Return the day that *text* names seen from *first*, where it is a day of the week ("Monday" to "Friday" is next
    week's Friday too); *last* for any other form."""
    try:
        seen_from_first = parse_date(text, first)
    except NotADate:
        return last
    return seen_from_first if seen_from_first.weekday() == last.weekday() else last


def _page(visit: Visit, owner: Owner, wishes: Wishes, *, saved: bool = False) -> Page:
    t = visit.t
    today = rhythm.today(visit.now, owner.zone)
    listed = [each for each in wishes.days_off if each.last >= today]
    lines = [f"{number}. {span_label(each, t)}" for number, each in enumerate(listed, 1)]
    return Page(
        token=visit.token.to(Verb.LIFE, step="off"),
        title=t("Days off"),
        body=(
            *((Paragraph(t("Saved.")),) if saved else ()),
            Paragraph("\n".join(lines) if lines else t("No days off are set. On a day off I write nothing.")),
            Note(t("The reason is not asked. A day that I am silent on is stored as a date, and no more.")),
        ),
        fields=(
            DateField(id="first", label=t("First day off"), hint=t(DATE_FORMS)),
            DateField(id="last", label=t("Last day off"), hint=t("Empty: that one day."), optional=True),
        ),
        submit=t("Add"),
        actions=(
            *(
                Action(
                    t("Remove {number}", number=number),
                    visit.token.to(Verb.LIFE, subject="drop", step=STEP, carry=_key(each)),
                )
                for number, each in enumerate(listed, 1)
            ),
            Action(t("Public holidays"), visit.token.to(Verb.LIFE, step=PUBLIC)),
            visit.button(t("When I write"), "when"),
            visit.button(t("Settings"), "settings"),
            *visit.always(),
        ),
    )


def _public(visit: Visit, owner: Owner, wishes: Wishes, *, saved: bool = False) -> Page:
    t = visit.t
    regions = some_regions(owner.country)
    # The region of another country, from before a move, names nothing here.
    region = wishes.region if name_of_region(owner.country, wishes.region) != wishes.region else ""
    fields: list[Field] = [
        ChoiceField(
            id="free",
            label=t("On public holidays"),
            options=(Option("yes", t("Write nothing")), Option("no", t("Write as on other days"))),
            value="yes" if wishes.holidays else "no",
        )
    ]
    if regions:
        fields.append(
            SearchField(
                id="region",
                label=t("Your region"),
                hint=t("Such as {regions}. Empty: the whole country.", regions=", ".join(regions))[:100],
                value=Private(name_of_region(owner.country, region)) if region else None,
                optional=True,
            )
        )
    return Page(
        token=visit.token.to(Verb.LIFE, step="public"),
        title=t("Public holidays"),
        body=(
            *((Paragraph(t("Saved.")),) if saved else ()),
            Paragraph(_next_holidays(visit, owner, region)),
            Note(t("They follow the country in your settings.")),
        ),
        fields=tuple(fields),
        submit=t("Save"),
        actions=(
            Action(t("Days off"), visit.token.to(Verb.LIFE, step=STEP)),
            visit.button(t("When I write"), "when"),
            visit.button(t("Settings"), "settings"),
            *visit.always(),
        ),
    )


def _next_holidays(visit: Visit, owner: Owner, region: str) -> str:
    t = visit.t
    first = rhythm.today(visit.now, owner.zone)
    found = holidays_between(owner.country, region, owner.language, first, first + rhythm.HORIZON)
    if not found:
        where = t("I know no public holidays without your country. Settings asks for it.")
        unknown = t("I know no public holidays of your country. “Days off” takes them one by one.")
        return unknown if owner.country == ANOTHER_COUNTRY else where
    lines = [f"{day_label(day, t)}: {found[day]}" for day in sorted(found)[:NEXT_SHOWN]]
    return t("The next ones:") + "\n" + "\n".join(lines)


def _key(span: Span) -> str:
    return f"{span.first:%Y%m%d}-{span.last:%Y%m%d}"
