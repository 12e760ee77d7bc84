"""A person's own page: what now, today, the shelf, who can read it. For them alone, and only what is there: nothing is
counted, and what was not done is not on it."""

from core.pages import Block, Heading, Note, Page, Paragraph, Tone
from core.safety.answers import line_blocks, plan_action, steady_action
from core.services import about, loops
from core.services.doors import Doors, elsewhere, look, reasons, ways
from core.services.outlook import outlook
from core.services.shelf import listed
from core.services.visit import Visit
from core.services.when import cut_off, next_back, quiet_label
from core.storage import Owner

NEWEST = 2  # of the shelf


async def home(visit: Visit) -> Page:
    """Show the page; to somebody of whom nothing is stored, what this is and one button to begin."""
    async with visit.work() as work:
        owner = await visit.find(work)
        if owner is not None:
            seen = await outlook(work, owner, visit.now)
            doors = await look(visit, work, owner)
            await work.commit()
    if owner is None:
        await about.take_their_language(visit)
        return first_time(visit)
    t = visit.t
    back = next_back(seen, owner, visit.now, t)
    writes = t("I do not write to you. You can ask me to, in your settings.")
    if seen.is_cut_off:
        writes = cut_off(t)
    elif back:
        writes = t("My next message comes {when}.", when=back)
    elif seen.wanted:
        writes = t("Nothing comes in the next two weeks. “When I write” says why.")
    blocks, opens = listed(visit, owner, doors.kept[:NEWEST], first=1)
    return Page(
        token=visit.go("home"),
        title=t("My page"),
        body=(
            *_now(visit, doors),
            Heading(t("Today")),
            *_today(visit, owner, doors),
            Paragraph(writes),
            Heading(t("My shelf")),
            *(blocks or [Note(t("Nothing is here yet. What you keep comes here."))]),
            Note(t("Only you see this page. “Who can read this?” says who else could.")),
        ),
        actions=(
            *ways(visit, doors),
            *opens,
            *elsewhere(visit),
            plan_action(visit.token),
            steady_action(visit.token),
            visit.button(t("My shelf"), "shelf"),
            visit.button(t("When I write"), "when"),
            visit.button(t("Settings"), "settings"),
            *visit.always(),
        ),
    )


def first_time(visit: Visit) -> Page:
    """Return what somebody sees who was never here: what this is, the line to call, and one button to begin."""
    t = visit.t
    return Page(
        token=visit.go("home"),
        title=t("Enough"),
        body=(
            Paragraph(
                t(
                    "For days when everything feels done badly: the job, home, all at once. I ask what pulls at you "
                    "and how heavy it is. It takes a minute."
                )
            ),
            Note(t("I am a program. This is not therapy and not for emergencies.")),
            Note(t("Nothing is stored unless you say so, and I tell nobody that you were here.")),
            *line_blocks(visit.token),
        ),
        actions=(visit.button(t("Begin"), "open", Tone.PRIMARY), steady_action(visit.token), *visit.always()),
    )


def _now(visit: Visit, doors: Doors) -> tuple[Block, ...]:
    t = visit.t
    titles = ", ".join(t(each.title) for each in doors.begun)
    begun = (Note(t("Begun, and it can wait: {titles}", titles=titles)),) if titles else ()
    return (Heading(t("Now")), *loops.reminder(doors.parked, t), *begun, *reasons(visit, doors))


def _today(visit: Visit, owner: Owner, doors: Doors) -> tuple[Block, ...]:
    """Return what was done today, if anything, and that it is quiet, if it is."""
    t = visit.t
    blocks: list[Block] = []
    if doors.today:
        blocks.append(Paragraph(t("Done: {titles}", titles=", ".join(t(each.title) for each in doors.today))))
    if owner.quiet_until is not None and owner.quiet_until > visit.now:
        blocks.append(Paragraph(quiet_label(owner.quiet_until, owner.zone, visit.now, t)))
    return tuple(blocks)
