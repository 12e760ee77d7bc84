"""The few sentences that the adapter says of itself when something went wrong."""

from core.pages import Action, Page, Paragraph, Tone
from core.tokens import ActionToken, Verb
from core.wording import voice


def notice(text: str, language: str) -> Page:
    """Return the page that says *text* beside what was asked for, with two ways on."""
    t = voice(language)
    start = ActionToken(Verb.GO, subject="open", language=language)
    return Page(
        token=start,
        title=t("Enough"),
        body=(Paragraph(text),),
        actions=(
            Action(t("Start page"), start, Tone.PRIMARY),
            Action(t("Help now"), start.to(Verb.GO, subject="now")),
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
    """Return what is said above the words of a form that means nothing any more."""
    t = voice(language)
    return t("This form is from another time, so it was not saved. Copy your words, then type /enough to go on.")
