"""The buttons under a message that came unasked: open, not today, why, stop."""

from datetime import date

from core.errors import BadToken
from core.pages import Page, Paragraph
from core.rhythm.kinds import Kind
from core.services import look_back, quiet, run
from core.services.visit import Visit
from core.services.when import local_label, minute_label
from core.tokens import Verb

# What a nudge of each kind opens.
EXERCISE_OF_KIND = {Kind.CLOSING.value: "closing"}


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
    exercise = EXERCISE_OF_KIND.get(delivery.kind)
    if exercise is None:
        raise BadToken("nothing is opened by this kind of message")
    visit.token = visit.token.to(Verb.START, subject=exercise)
    return await run.start(visit)


async def _why(visit: Visit) -> Page:
    """Say why this message came, from the stored decision."""
    async with visit.work() as work:
        owner = await visit.known(work)
        delivery = await work.nudges.delivery(owner, visit.token.subject, _work_date(visit))
        plans = await work.nudges.all(owner)
    t = visit.t
    zone = owner.zone or "UTC"
    asked = next((plan for plan in plans if plan.id == delivery.nudge), None)
    times = ", ".join(minute_label(time.minute) for time in asked.times) if asked else ""
    lines = [t("You asked me to write on working days at {times}.", times=times)] if times else []
    if delivery.kind == Kind.FOLLOWUP:
        lines = [t("You asked me to come back to something on this day.")]
    lines.append(t("This one was due on {when}.", when=local_label(delivery.due_at, zone, t)))
    return Page(
        token=visit.token,
        title=t("Why this message?"),
        body=tuple(Paragraph(line) for line in lines),
        actions=(
            visit.button(t("When I write"), "when"),
            visit.button(t("Change"), "settings"),
            visit.button(t("Pause"), "pause"),
            visit.button(t("Stop all"), "stop"),
            *visit.always(),
        ),
    )


def _work_date(visit: Visit) -> date:
    try:
        return date.fromisoformat(visit.token.carry)
    except ValueError as error:
        raise BadToken("no such day") from error
