"""Erase: everything of one person, really gone."""

import asyncio

from core.errors import BadToken, StorageDown
from core.pages import Action, Page, Paragraph, Tone
from core.people.who import Platform
from core.services.visit import Visit
from core.tokens import Verb

WAIT_SECONDS = 5.0  # for a message that is on its way right now
LOOK_AGAIN_SECONDS = 0.2


async def ask(visit: Visit) -> Page:
    """Ask once before erasing."""
    async with visit.work() as work:
        await visit.known(work)
    t = visit.t
    return Page(
        token=visit.go("erase"),
        title=t("Erase everything?"),
        body=(
            Paragraph(
                t(
                    "Everything stored about you goes: check-ins, your shelf, settings, and the key that opens them. "
                    "It cannot be brought back. You may want your export first."
                )
            ),
            Paragraph(
                t(
                    "The messages I sent stay in {platform}. They are the same for all and hold none of your words.",
                    platform="Slack" if visit.who.platform is Platform.SLACK else "Discord",
                )
            ),
        ),
        actions=(
            Action(t("Erase it all"), visit.token.to(Verb.ERASE, step="all"), Tone.DANGER),
            visit.button(t("Export first"), "export"),
            visit.button(t("No, keep it"), "home"),
            *visit.always(),
        ),
    )


async def erase(visit: Visit) -> Page:
    """Stop what is planned, wait for what is being sent, delete the key and the rows, and scrub the files."""
    if visit.token.step != "all":
        return await ask(visit)
    try:
        on_its_way = await _remove(visit)
    except BadToken:  # erased meanwhile, from another window
        on_its_way = False
    t = visit.t
    body = [Paragraph(t("Everything is erased: your words, your settings, and the key that opened them."))]
    try:
        await visit.house.storage.scrub()
    except StorageDown:
        body.append(Paragraph(t("Overwriting the last traces on the disk is done within a day.")))
    if on_its_way:
        body.append(Paragraph(t("One message was already on its way and may still arrive.")))
    body.append(Paragraph(t("You are welcome any time, as if for the first time.")))
    visit.owner = None
    return Page(
        token=visit.go("open"), title=t("Erased"), body=tuple(body), actions=(visit.button(t("Help now"), "now"),)
    )


async def _remove(visit: Visit) -> bool:
    """Delete all rows. Returns whether a message may still arrive. Raises BadToken for somebody who was just erased."""
    async with visit.work() as work:
        owner = await visit.known(work)
        await work.nudges.stop(owner)
        await work.commit()
    waited, on_its_way = 0.0, True
    while on_its_way and waited < WAIT_SECONDS:
        async with visit.work() as work:
            on_its_way = await work.nudges.sending(owner) > 0
        if on_its_way:
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            waited += LOOK_AGAIN_SECONDS
    async with visit.work() as work:
        await work.people.forget(owner)
        await work.commit()
    return on_its_way
