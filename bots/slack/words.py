"""What only Slack's three seconds make us say."""

from core.pages import Action, Page, Paragraph
from core.tokens import ActionToken, Verb
from core.wording import voice


def waiting(token: ActionToken) -> Page:
    """Return what stands in the modal until the answer is there."""
    t = voice(token.language)
    help_now = Action(t("Help now"), token.to(Verb.GO, subject="now"))
    return Page(token=token, title=t("Enough"), body=(Paragraph(t("One moment…")),), actions=(help_now,))


def slow_form(language: str) -> str:
    """Return what stands beside a field when saving takes longer than Slack waits."""
    t = voice(language)
    return t("Not saved yet: it is taking long. Your words are still here. Please press the button again.")
