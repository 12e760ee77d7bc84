"""The buttons under a message that came unasked: open, not today, why, stop."""

from datetime import date

from core.errors import BadToken
from core.pages import Block, OwnWords, Page, Paragraph
from core.rhythm.kinds import Kind
from core.services import doors, look_back, quiet, run
from core.services.outlook import Outlook, outlook
from core.services.visit import Visit
from core.services.week_words import KIND_SAID, minute_label
from core.services.when import local_label
from core.storage import DeliveryFact
from core.tokens import Verb

# What a nudge of each kind opens; the start page, where the catalogue does not have it.
EXERCISE_OF_KIND = {
    Kind.OPENING.value: "opening",
    Kind.CHECKIN.value: "checkin",
    Kind.CROSSING.value: "crossing",
    Kind.CLOSING.value: "closing",
    Kind.REVIEW.value: "review",
}


async def tap(visit: Visit) -> Page:
    """Answer a nudge's button."""
    match visit.token.step:
        case "open":
            return await _open(visit)
        case "back":
            return await look_back.all_due(visit)
        case "rest":
            return await quiet.be_quiet(visit, days=1)
        case "why":
            return await _why(visit)
        case "stop":
            return await quiet.stop(visit)
    raise BadToken("no such button under a message")


async def _open(visit: Visit) -> Page:
    async with visit.work() as work:
        owner = await visit.known(work)
        delivery = await work.nudges.delivery(owner, visit.token.subject, _work_date(visit))
    if delivery.kind == Kind.FOLLOWUP:
        return await look_back.all_due(visit)
    exercise = EXERCISE_OF_KIND.get(delivery.kind, "")
    if exercise not in visit.house.catalog:
        return await doors.front(visit)
    visit.token = visit.token.to(Verb.START, subject=exercise)
    return await run.start(visit)


async def _why(visit: Visit) -> Page:
    """Say why this message came, from the stored decision and from what was asked for."""
    async with visit.work() as work:
        owner = await visit.known(work)
        delivery = await work.nudges.delivery(owner, visit.token.subject, _work_date(visit))
        seen = await outlook(work, owner, visit.now)
    t = visit.t
    return Page(
        token=visit.token,
        title=t("Why this message?"),
        body=(
            *_asked(visit, seen, delivery),
            Paragraph(t("This one was due on {when}.", when=local_label(delivery.due_at, owner.zone or "UTC", t))),
            *_decided(visit, seen, delivery),
        ),
        actions=(
            visit.button(t("When I write"), "when"),
            visit.button(t("Change"), "settings"),
            visit.button(t("Pause"), "pause"),
            visit.button(t("Stop all"), "stop"),
            *visit.always(),
        ),
    )


def _asked(visit: Visit, seen: Outlook, delivery: DeliveryFact) -> tuple[Block, ...]:
    """Return what they asked for that this message comes from."""
    t = visit.t
    if delivery.kind == Kind.FOLLOWUP:
        return (Paragraph(t("You asked me to come back to something on this day.")),)
    asked = next((plan for plan in seen.plans if plan.id == delivery.nudge), None)
    if asked is None:
        return ()
    if delivery.kind == Kind.CROSSING:
        names = [each.name for each in seen.wishes.crossings if each.id == asked.subject]
        return (Paragraph(t("You asked me to write before you leave.")), *map(OwnWords, names))
    times = ", ".join(sorted({minute_label(time.minute) for time in asked.times}))
    if delivery.kind == Kind.REVIEW:
        return (
            Paragraph(t("You asked me to look at the week with you on its last working day, at {times}.", times=times)),
        )
    what = t(KIND_SAID[Kind(delivery.kind)])
    return (Paragraph(t("You asked me to write on working days at {times}: {what}.", times=times, what=what)),)


def _decided(visit: Visit, seen: Outlook, delivery: DeliveryFact) -> tuple[Block, ...]:
    """Return what was decided when it was due. Under a message that is there, it was sent; or may have been."""
    if delivery.state not in ("sent", "unknown", "sending"):
        return ()
    t = visit.t
    if seen.standing.budget.day == 1:
        return (Paragraph(t("Nothing spoke against it then: no pause, no day off, and no other message that day.")),)
    return (Paragraph(t("Nothing spoke against it then: no pause, no day off, and at most one other that day.")),)


def _work_date(visit: Visit) -> date:
    try:
        return date.fromisoformat(visit.token.carry)
    except ValueError as error:
        raise BadToken("no such day") from error
