"""Taking one's words away: everything in one of three forms, after being told who may read it there."""

from core.errors import BadToken
from core.pages import Action, Document, Page, Paragraph, Tone
from core.people.who import Platform
from core.private import Private
from core.services.belongings import gather
from core.services.formats import FORMATS
from core.services.visit import Visit
from core.tokens import Verb


async def ask(visit: Visit) -> Page:
    """Say who may read it there, before anything is shown."""
    async with visit.work() as work:
        await visit.known(work)
    t = visit.t
    if visit.who.platform is Platform.SLACK:
        where = t("It is shown here, in this window, for you to copy. Who sees your screen can read it.")
        to_read = t("Show it to me")
    else:
        to_read = t("Give me the file")
        where = t(
            "You get a file that only you see. Once you save it, whoever uses that device can read it. On a work "
            "device, that can be your employer."
        )
    labels = {"show": to_read, "json": t("As data (JSON)"), "csv": t("As a table (CSV)")}
    return Page(
        token=visit.go("export"),
        title=t("Your words"),
        body=(
            Paragraph(t("Everything you kept, as one text to read. Or for another program: as data, or as a table.")),
            Paragraph(where),
        ),
        actions=(
            *(
                Action(
                    labels[each.step],
                    visit.token.to(Verb.EXPORT, step=each.step, carry="0"),
                    Tone.PRIMARY if each is FORMATS[0] else Tone.PLAIN,
                )
                for each in FORMATS
            ),
            visit.button(t("Back to start"), "home"),
            *visit.always(),
        ),
    )


async def show(visit: Visit) -> Document:
    """Give everything that is stored of this person. The token's step is the form, its carry the part to show."""
    form = next((each for each in FORMATS if each.step == visit.token.step), None)
    if form is None or not visit.token.carry.isdecimal() or len(visit.token.carry) > 5:
        raise BadToken("no such form or part")
    async with visit.work() as work:
        all_of_it = await gather(visit, work, await visit.known(work))
    t = visit.t
    return Document(
        token=visit.token,
        title=t("Your words"),
        intro=(Paragraph(t("Only you see this. It is everything you kept here.")),),
        filename=form.filename,
        text=Private(form.write(all_of_it, t)),
        page=int(visit.token.carry),
        actions=(visit.button(t("Back to start"), "home"), *visit.always()),
    )
