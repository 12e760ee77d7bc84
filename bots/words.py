"""The few sentences that the adapters say of themselves when something went wrong."""

from core.pages import Action, Page, Paragraph, Tone
from core.tokens import ActionToken, Verb
from core.wording import voice


def notice(token: ActionToken, text: str) -> Page:
    """Return the page that says *text* where, or beside where, the asked-for page could not be shown.

    *token* is what was asked for: its country stays with "Help now".
    """
    t = voice(token.language)
    return Page(
        token=token,
        title=t("Enough"),
        body=(Paragraph(text),),
        actions=(
            Action(t("Start page"), token.to(Verb.GO, subject="open"), Tone.PRIMARY),
            Action(t("Help now"), token.to(Verb.GO, subject="now")),
        ),
    )


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
    """Return what is said at a form that means nothing any more, beside a field or above what was typed."""
    t = voice(language)
    return t("This form is from another time, so it was not saved. Copy your words, then type /enough to go on.")
