"""Pages about Enough itself: who can read this, help now, and the list of commands."""

import asyncio
from contextlib import suppress
from dataclasses import replace

from core.errors import SealBroken, StorageDown
from core.pages import Heading, Page, Paragraph
from core.people.who import Platform
from core.safety.answers import help_now_page
from core.services.visit import Visit
from core.wording import language_of

LOCATE_SECONDS = 0.5  # help is not held up for the country: a button carries it, and without one it names a directory
PROFILE_SECONDS = 0.4  # how long a stranger's first page waits for the platform to say their language


async def privacy(visit: Visit) -> Page:
    """Say who can read what, from the running configuration. Answers without storage and before consent."""
    await locate(visit)
    t, facts = visit.t, visit.house.facts
    on_slack = visit.who.platform is Platform.SLACK
    return Page(
        token=visit.go("privacy"),
        title=t("Who can read this?"),
        body=(
            Heading(t("You")),
            Paragraph(
                t(
                    "What you write goes in through a form and is shown to you alone. No message holds it, not even "
                    "the ones I send to you."
                )
            ),
            Heading(t("Who runs this copy: {operator}", operator=facts.operator)),
            Paragraph(
                t(
                    "It is stored in a database ({database}), locked with a key made for you. That key is locked with "
                    "a main key, which is in {keys_in}. Somebody who holds both the machine and the main key could "
                    "open it. At work, that is often the employer.",
                    database=facts.database,
                    keys_in=t(facts.keys_in),
                )
            ),
            Heading("Slack" if on_slack else "Discord"),
            Paragraph(
                t(
                    "Slack carries the forms, so it sees what passes through them. A workspace export can show that I "
                    "wrote to you, in neutral words, and not what you wrote."
                )
                if on_slack
                else t(
                    "Discord carries the forms, so it sees what passes through them. Our direct messages can show that "
                    "I wrote to you, in neutral words, and not what you wrote."
                )
            ),
            Heading(t("Nobody else")),
            Paragraph(
                t(
                    "No AI, no tracking, no other company. I alert no one: no boss, no admin, no channel, whatever you "
                    "write."
                )
            ),
        ),
        actions=(
            visit.button(t("Back to start"), "open"),
            visit.button(t("Export"), "export"),
            visit.button(t("Erase"), "erase"),
            visit.button(t("Help now"), "now"),
        ),
    )


async def now(visit: Visit) -> Page:
    """Show the line for their country. Answers without storage, and before consent."""
    await locate(visit)
    return help_now_page(visit.token)


async def help_page(visit: Visit) -> Page:
    """List what can be typed."""
    await locate(visit)
    t = visit.t
    lines = (
        ("open", t("begin, or the start page")),
        ("home", t("your page: today, your shelf, settings")),
        ("start", t("all there is to do")),
        ("put", t("begin from a thought")),
        ("now", t("help, with a line to call or text")),
        ("shelf", t("what you kept")),
        ("when", t("when I write to you")),
        ("settings", t("country, language, clock, your week, days off")),
        ("pause", t("quiet for a day, a week, or until a date")),
        ("stop", t("no more messages")),
        ("privacy", t("who can read this")),
        ("export", t("take your words with you")),
        ("erase", t("remove everything")),
    )
    return Page(
        token=visit.go("help"),
        title=t("What you can type"),
        body=(
            Paragraph(t("Type /enough and one of these words:")),
            Paragraph("\n".join(f"{word}: {meaning}" for word, meaning in lines)),
        ),
        actions=(visit.button(t("Back to start"), "open"), *visit.always()),
    )


async def locate(visit: Visit) -> None:
    """Fill in the person's country and language when the storage answers and opens; a button carries them anyway."""
    with suppress(StorageDown, SealBroken, TimeoutError):
        async with asyncio.timeout(LOCATE_SECONDS), visit.work() as work:
            await visit.find(work)
    if visit.owner is None and not visit.token.country:  # else it was pressed on a page that they could read
        await take_their_language(visit)


async def take_their_language(visit: Visit) -> None:
    """Speak to a stranger in the language of their profile, where the platform says it soon enough."""
    language = visit.who.language
    with suppress(TimeoutError):
        async with asyncio.timeout(PROFILE_SECONDS):
            language = (await visit.reach.profile(visit.who)).language or language
    if language:
        visit.token = replace(visit.token, language=language_of(language))
