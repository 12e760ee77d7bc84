"""The few sentences that the adapter says of itself: while it waits, and when something went wrong."""

from core.pages import Action, Page, Paragraph, Tone
from core.tokens import ActionToken, Verb
from core.wording import voice


def waiting(token: ActionToken) -> Page:
    """Return what stands in the modal until the answer is there."""
    t = voice(token.language)
    return _page(token, t("One moment…"))


def trouble(token: ActionToken, text: str) -> Page:
    """Return the page that says *text* where the asked-for page could not be shown."""
    t = voice(token.language)
    start = Action(t("Start page"), token.to(Verb.GO, subject="open"), Tone.PRIMARY)
    return _page(token, text, start)


def broken(language: str, reference: str) -> str:
    """Return what is said when something broke here. *reference* stands in the log beside the error."""
    t = voice(language)
    return t(
        "Something broke on our side, not yours. Please do that once more in a minute. "
        "If it keeps happening, give this number to the people who run Enough: {reference}",
        reference=reference,
    )


def stale_button(language: str) -> str:
    """Return what is said about a button that means nothing any more."""
    t = voice(language)
    return t("That button is from another time. Nothing has changed. You can go on from the start page.")


def stale_form(language: str) -> str:
    """Return what stands beside a field of a form that means nothing any more."""
    t = voice(language)
    return t("This form is from another time, so it was not saved. Copy your words, then type /enough to go on.")


def slow_form(language: str) -> str:
    """Return what stands beside a field when saving takes longer than Slack waits."""
    t = voice(language)
    return t("Not saved yet: it is taking long. Your words are still here. Please press the button again.")


def _page(token: ActionToken, text: str, *actions: Action) -> Page:
    t = voice(token.language)
    help_now = Action(t("Help now"), token.to(Verb.GO, subject="now"))
    return Page(token=token, title=t("Enough"), body=(Paragraph(text),), actions=(*actions, help_now))
