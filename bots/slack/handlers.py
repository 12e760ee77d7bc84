"""What Slack sends, answered: parse, ask the desk, draw, show.

Slack gives 3 s for an answer, and a ``trigger_id`` lives 3 s; both clocks run at Slack's end. So a modal opens after
0.7 s at the latest, with a line to wait by if need be, and a form is answered after 2.3 s at the latest: what is left
is for the way there and back, and for Bolt, which looks for an answer every 10 ms.
"""

import asyncio
import re
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bots.slack import ids, inbound
from bots.slack.boundary import Answer, Boundary
from bots.slack.forms import Json
from bots.slack.inbound import Opening, Payload, Press, Surface
from bots.slack.messenger import SlackMessenger
from bots.slack.presses import Presses, Seen, Turn
from bots.slack.render import carries_help, to_ephemeral, to_home, to_slack
from bots.slack.tasks import Tasks
from bots.slack.views import Shown, Views
from bots.slack.words import slow_form, waiting
from bots.words import notice, stale_form
from core.clock import Clock
from core.errors import BadToken, DeliveryError
from core.pages import Document, Message, MessageKey, Page, Rejected, Reply
from core.people.who import Who
from core.private import Private
from core.services.desk import Desk
from core.tokens import ActionToken, Verb, is_acknowledgement

log = structlog.get_logger(__name__)

OPEN_SECONDS = 0.7
SUBMIT_SECONDS = 2.3
_ANY = re.compile(".*")
_FRONT = ActionToken(Verb.GO, subject="open")
_ASIDES = frozenset({"privacy", "now", "help"})
_LEAVES_FORM = frozenset({"_back", "_stop"})
_CHANGES_HOME = frozenset(
    {
        (Verb.ERASE, "all"),
        *((Verb.ENTRY, step) for step in ("edit", "delete")),
        *((Verb.LOOP, step) for step in ("done", "again", "gone")),
        (Verb.CARE, "safe"),
    }
)


class Handlers:
    """The listeners of one app."""

    def __init__(self, desk: Desk, messenger: SlackMessenger, clock: Clock, tasks: Tasks) -> None:
        self._desk = desk
        self._messenger = messenger
        self._views = Views(messenger.connection)
        self._boundary = Boundary(clock)
        self._tasks = tasks
        self._presses = Presses()
        self._seen = Seen(clock)
        self._at_home = Seen(clock)

    def register(self, app: AsyncApp) -> None:
        """Listen to all that Slack sends this app: the command has the name its manifest gives, a dead button any."""
        app.command(_ANY)(self._tasks.tracked(self.on_command))
        app.shortcut(ids.SHORTCUT)(self._tasks.tracked(self.on_shortcut))
        app.action(_ANY)(self._tasks.tracked(self.on_press))
        app.view(_ANY)(self._tasks.tracked(self.on_submission))
        app.event("app_home_opened")(self._tasks.tracked(self.on_home))
        app.error(self.on_error)

    async def on_command(self, ack: AsyncAck, body: Payload) -> None:
        """Answer ``/enough TEXT``."""
        await ack()
        opening = inbound.opening(body)
        await self._open(opening, self._desk.command(opening.who, inbound.command_text(body)), _FRONT, asked="command")

    async def on_shortcut(self, ack: AsyncAck, body: Payload) -> None:
        """Answer the global shortcut: the form to begin from a thought."""
        await ack()
        opening = inbound.opening(body)
        await self._open(opening, self._desk.command(opening.who, Private("put")), _FRONT, asked="shortcut")

    async def on_press(self, ack: AsyncAck, body: Payload) -> None:
        """Answer a button: inside a modal by drawing it anew, anywhere else by opening one."""
        await ack()
        press = inbound.press(body)
        if press.surface is Surface.MODAL:
            await self._redraw(press, inbound.page_token(body) or _FRONT)
        else:
            await self._open(press.opening, self._asked(press), press.token or _FRONT, asked="press")
        await self._renew_home(press.opening.who, press.token)

    async def on_submission(self, ack: AsyncAck, body: Payload) -> None:
        """Answer a form by its ack. Where that would come late, say so at the field: sending it again is the same."""
        token = inbound.page_token(body) or _FRONT
        work = self._boundary.attempt(
            self._submitted(body), token, asked="form", render=to_slack, stale=stale_form(token.language)
        )
        answering = self._tasks.spawn(work)
        ready, _ = await asyncio.wait({answering}, timeout=SUBMIT_SECONDS)
        if ready:
            await ack(**_acknowledgement(answering.result(), body))
            await self._renew_home(inbound.who_in(body), token)
            return
        await ack(**_acknowledgement(Rejected(token, {"": slow_form(token.language)}), body))
        late = await answering
        if isinstance(late, Answer) and carries_help(late.page):
            shown = await self._views.update(inbound.view_id(body), None, late.view)
            if shown is Shown.NO:  # they closed it while it took long
                await self._elsewhere(inbound.opening(body), late.page, token)
        await self._renew_home(inbound.who_in(body), token)

    async def on_home(self, body: Payload) -> None:
        """Draw the Home tab when it is opened."""
        who = inbound.home_visitor(body)
        if who is None or not self._seen.is_new(str(body.get("event_id") or "")):
            return
        self._at_home.is_new(_key(who))
        await self._draw_home(who)

    async def on_error(self, error: Exception, response: BoltResponse | None) -> BoltResponse | None:
        """Keep Bolt from logging a request: its own handlers quote the body."""
        if isinstance(error, BoltUnhandledRequestError):
            log.info("slack_unhandled")
            return BoltResponse(status=200) if response is not None else None
        self._boundary.report(error, asked="listener")
        return None

    # ----------------------------------------------------------------------------------------------- within

    async def _draw_home(self, who: Who) -> None:
        work = self._desk.command(who, Private("home"))
        answer = await self._boundary.answer(work, _FRONT, asked="home", render=to_home)
        await self._views.publish(who.external_id, answer.view)

    async def _renew_home(self, who: Who, token: ActionToken | None) -> None:
        """Draw the Home tab anew after *token* took words back, changed them, or said that the line on top of it was
        seen: Slack goes on showing what it has.

        What is there is put there for people who looked at it lately; after an erase nothing of anybody is.
        """
        if token is None or not ((token.verb, token.step) in _CHANGES_HOME or is_acknowledgement(token)):
            return
        if token.verb is Verb.ERASE or self._at_home.has(_key(who)):
            await self._draw_home(who)

    async def _asked(self, press: Press) -> Reply:
        if press.token is None:
            raise BadToken("a button of another app or time")
        if press.in_form and press.token.verb is Verb.RUN and press.token.carry in _LEAVES_FORM:
            # What was typed goes along: it is theirs, whichever button they leave the form by.
            return await self._desk.submit(press.opening.who, press.token, press.typed)
        ask = self._desk.form if press.opens_form else self._desk.tap
        return await ask(press.opening.who, press.token)

    async def _submitted(self, body: Payload) -> Reply:
        form = inbound.submission(body)
        return await self._desk.submit(form.who, form.token, form.answers)

    async def _open(
        self, opening: Opening, work: Coroutine[Any, Any, Reply], token: ActionToken, *, asked: str
    ) -> None:
        """Show the answer in a new modal, which stands there with a line to wait by when the answer takes long."""
        answering = self._tasks.spawn(self._boundary.answer(work, token, asked=asked, render=to_slack))
        ready, _ = await asyncio.wait({answering}, timeout=OPEN_SECONDS)
        if ready:
            answer = answering.result()
            shown = await self._views.open(opening.trigger, answer.view) is not None
        else:
            opened = await self._views.open(opening.trigger, to_slack(waiting(token)))
            answer = await answering
            # With the hash: whoever pressed "Help now" while waiting keeps what they asked for.
            shown = opened is not None and await self._views.update(*opened, answer.view) is not Shown.NO
        if not shown:
            await self._elsewhere(opening, answer.page, token)

    async def _redraw(self, press: Press, token: ActionToken) -> None:
        """Show the answer in the modal the button stands in."""
        turn = self._presses.begin(press.view, press.view_hash, press.token.encode() if press.token else "")
        if turn is None:
            return
        answer = await self._boundary.answer(self._asked(press), press.token or token, asked="press", render=to_slack)
        if press.in_form and (answer.trouble or _is_aside(press.token)):
            # Over the form, not in its place: what was typed stays there.
            self._presses.forget(turn)
            shown = await self._views.push(press.opening.trigger, to_slack(_without_way_back(answer.page)))
        else:
            shown = await self._draw(turn, answer.view)
        if not shown:
            self._presses.forget(turn)
            await self._elsewhere(press.opening, answer.page, press.token or token)

    async def _draw(self, turn: Turn, view: Json) -> bool:
        """Draw *view* where *turn* was taken; over a newer drawing only if no newer press is on its way."""
        shown = await self._views.update(turn.view, turn.view_hash, view)
        if shown is Shown.CONFLICT and self._presses.is_latest(turn):
            shown = await self._views.update(turn.view, None, view)
        return shown is not Shown.NO

    async def _elsewhere(self, opening: Opening, page: Page | Document, token: ActionToken) -> None:
        """Reply to the person alone when no modal can be shown; for help that cannot arrive, ask them to open Enough.

        That last one is a DM, so it is neutral and for nothing less: nobody is messaged who did not ask.
        """
        reply = to_ephemeral(page, token)
        if await self._views.reply(opening.response_url, reply):
            return
        if await self._views.whisper(opening.channel, opening.who.external_id, reply) or not carries_help(page):
            return
        message = Message(key=MessageKey.OPEN_ENOUGH, language=page.token.language, country=page.token.country)
        try:
            address = await self._messenger.open_dm(opening.who)
            await self._messenger.post(address.channel, message)
        except DeliveryError as error:
            log.warning("slack_not_shown", call="dm", reason=error.reason)


def _key(who: Who) -> str:
    return f"{who.tenant} {who.external_id}"


def _is_aside(token: ActionToken | None) -> bool:
    """Tell whether *token* shows a page that is looked at and left again, back to where one was."""
    return token is not None and (
        (token.verb is Verb.GO and token.subject in _ASIDES) or (token.verb is Verb.RUN and token.carry == "_words")
    )


def _without_way_back(page: Page | Document) -> Page | Document:
    """Return *page* as it lies over a form: closing it leads there, a button would draw a second, empty one."""
    return replace(page, actions=tuple(each for each in page.actions if each.token.verb is not Verb.CARE))


def _acknowledgement(outcome: Answer | Rejected, body: Payload) -> Json:
    """Return the arguments of the ack that answers a form."""
    if isinstance(outcome, Answer):
        return {"response_action": "update", "view": outcome.view}
    blocks = inbound.field_blocks(body)
    if not blocks:
        page = notice(outcome.page_token, "\n".join(outcome.errors.values()))
        return {"response_action": "update", "view": to_slack(page)}
    first = next(iter(blocks.values()))
    errors: dict[str, str] = {}
    for field, text in outcome.errors.items():
        block = blocks.get(field, first)
        errors[block] = f"{errors[block]} {text}" if block in errors else text
    return {"response_action": "errors", "errors": errors}
