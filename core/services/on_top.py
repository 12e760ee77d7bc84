"""The line on top of a page that is about something else, and the one tap that says it was seen."""

from dataclasses import replace

from core.pages import MAX_ACTIONS, Action, Block, Document, Page, Reply, answers_and_others, fits
from core.safety.answers import line_blocks
from core.services import care
from core.services.visit import Visit
from core.tokens import SEEN, ActionToken, Verb, is_acknowledgement

_SHORT = 2  # blocks of the line that stand on a page with no room for all of it: its name, and the first way to it
_READ_BY_TOKEN = frozenset({Verb.GO, Verb.RUN, Verb.ENTRY})  # their pages can be shown again, form or not


def with_line(visit: Visit, reply: Reply) -> Reply:
    """Return *reply* with the line on top: until a crisis answer is acknowledged, and on the one page after weak
    wording that was asked about this week already."""
    is_open = care.is_open(visit.owner, visit.now)
    if not (is_open or visit.line_on_top):
        return reply
    top = line_blocks(visit.token)
    if isinstance(reply, Document):
        return replace(reply, intro=(*top, *reply.intro))
    if not isinstance(reply, Page) or top[0] in reply.body:
        return reply
    body = _above(top, reply.body)
    return replace(reply, body=body, actions=_with_seen(visit, reply) if is_open else reply.actions)


def page_below(token: ActionToken) -> ActionToken | None:
    """Return the token of the page on which *token* acknowledges the line; None for another token."""
    verb, _, step = token.step.removeprefix(f"{SEEN}.").partition(".")
    if not is_acknowledgement(token) or verb not in set(Verb):
        return None
    return token.to(Verb(verb), subject=token.subject, step=step, carry=token.carry)


def _above(top: tuple[Block, ...], body: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return as much of the line above *body* as there is room for. "Help now" has it whole on every page."""
    whole = ((*lead, *body) for lead in (top, top[:_SHORT]))
    return next((each for each in whole if fits(each)), body)


def _with_seen(visit: Visit, page: Page) -> tuple[Action, ...]:
    if len(page.actions) >= MAX_ACTIONS:
        return page.actions
    answers, others = answers_and_others(page.actions)
    return (*answers, Action(visit.t("I know where help is"), _seen(page)), *others)


def _seen(page: Page) -> ActionToken:
    """Return the token that acknowledges the line, and names the page it stands on where that can be shown again: the
    outcome of a form is not shown by its token, and what was done is not to be done twice."""
    below = page.token
    if not page.fields and below.verb not in _READ_BY_TOKEN:
        below = below.to(Verb.GO, subject="open")
    return below.to(Verb.CARE, subject=below.subject, step=f"{SEEN}.{below.verb}.{below.step}", carry=below.carry)
