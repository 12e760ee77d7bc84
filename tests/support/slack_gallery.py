"""Slack's client in a browser, drawn from a stand-in that no app is connected to: every kind of block there is."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from playwright.async_api import Page

from bots.playground.page.side import Refused
from bots.playground.page.slack_side import SlackSide
from bots.playground.slack.server import SlackStandIn
from bots.playground.slack.state import User

Json: TypeAlias = dict[str, Any]

NOW = 1772466000  # Monday, 2 March 2026, 15:40 in London
HOST = """<!doctype html><html lang="en" data-theme="THEME"><head><meta charset="utf-8"><title>Slack</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/slack/slack.css">
<style>body { margin: 0 } #page { height: 100vh }</style></head><body><div id="page"></div><script type="module">
import {html, render} from "/assets/page/html.js";
import {SlackClient} from "/assets/slack/client.js";
const act = async (deed, asked) => {
  const {said, result} = await window.carryOut(deed, asked);
  if (said) throw {said};
  return result;
};
window.show = (state) =>
  render(html`<${SlackClient} state=${state} act=${act} now=${new Date(NOW000)} />`, document.getElementById("page"));
window.ready = true;
</script></body></html>""".replace("NOW", str(NOW))


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str, **extra: Any) -> Json:
    return {"text": plain(value.title()), "value": value, **extra}


OPTIONS = [option("work"), option("home", description=plain("With those who live there"))]
CONFIRM = {"title": plain("Sure?"), "text": plain("It is gone then."), "confirm": plain("Erase"), "deny": plain("Keep")}
ACTING: list[Json] = [
    {"type": "button", "action_id": "plain", "text": plain("Plain"), "value": "1"},
    {"type": "button", "action_id": "primary", "text": plain("Primary"), "style": "primary"},
    {"type": "button", "action_id": "danger", "text": plain("Danger"), "style": "danger", "confirm": CONFIRM},
    {"type": "static_select", "action_id": "one", "placeholder": plain("One of"), "options": OPTIONS},
    {"type": "overflow", "action_id": "more", "options": [option("later"), option("never")]},
    {"type": "radio_buttons", "action_id": "radio", "options": OPTIONS, "initial_option": OPTIONS[1]},
    {"type": "checkboxes", "action_id": "boxes", "options": OPTIONS},
    {"type": "datepicker", "action_id": "day", "initial_date": "2026-03-02"},
    {"type": "timepicker", "action_id": "hour", "placeholder": plain("Hour")},
]
GROUPS = [{"label": plain("Roles"), "options": OPTIONS}, {"label": plain("Others"), "options": [option("none")]}]
MARKED = (
    "*bold* _italic_ ~gone~ `code` :wave: <https://findahelpline.com|a page> <tel:116123|116 123>\n"
    "> quoted\n```two\nlines``` &lt;b&gt;not a tag&lt;/b&gt; <img src=x onerror=alert(1)> snake_case_name 2*3*4"
)
SHOWN: list[Json] = [
    {"type": "header", "text": plain("A header")},
    {"type": "section", "block_id": "marked", "text": {"type": "mrkdwn", "text": MARKED}},
    {"type": "section", "fields": [plain("Left"), {"type": "mrkdwn", "text": "*Right*"}]},
    {
        "type": "section",
        "text": plain("With a picture"),
        "accessory": {"type": "image", "image_url": "https://example.org/p.png", "alt_text": "A pine"},
    },
    {
        "type": "section",
        "block_id": "several",
        "text": plain("With a menu"),
        "accessory": {"type": "multi_static_select", "action_id": "many", "option_groups": GROUPS},
    },
    {"type": "divider"},
    {"type": "image", "image_url": "https://example.org/weeks.png", "alt_text": "Six weeks", "title": plain("Weeks")},
    {"type": "context", "elements": [plain("Small words"), {"type": "mrkdwn", "text": "_small_"}]},
    {"type": "actions", "block_id": "acting", "elements": ACTING},
]


def form(title: str = "A form", step: str = "1", **more: Any) -> Json:
    fields: list[tuple[str, str, Json]] = [
        ("words", "Words", {"type": "plain_text_input", "multiline": True, "max_length": 20}),
        ("line", "Line", {"type": "plain_text_input", "placeholder": plain("A line")}),
        ("one", "One", {"type": "static_select", "options": OPTIONS}),
        ("many", "Many", {"type": "multi_static_select", "options": OPTIONS, "placeholder": plain("Any")}),
        ("radio", "Radio", {"type": "radio_buttons", "options": OPTIONS}),
        ("boxes", "Boxes", {"type": "checkboxes", "options": OPTIONS}),
        ("day", "Day", {"type": "datepicker"}),
        ("hour", "Hour", {"type": "timepicker"}),
    ]
    inputs = [
        {
            "type": "input",
            "block_id": f"{name}-{step}",
            "label": plain(label),
            "optional": name != "line",
            "hint": plain(f"About {name}"),
            "element": {"action_id": "in", **element},
        }
        for name, label, element in fields
    ]
    return {
        "type": "modal",
        "title": plain(title),
        "submit": plain("Send"),
        "close": plain("Not now"),
        "blocks": [
            *inputs,
            {"type": "actions", "block_id": "under", "elements": [{**ACTING[0], "action_id": f"press-{step}"}]},
        ],
        **more,
    }


@dataclass
class Gallery:
    """The client in a browser, drawn from a side that no app answers."""

    page: Page
    standin: SlackStandIn
    side: SlackSide
    deeds: list[tuple[str, Json]] = field(default_factory=list)
    changed: Callable[[Json], Json] = lambda state: state

    async def open_dm(self) -> None:
        """Go to the DM with the app."""
        await self.show()
        await self.page.get_by_role("button", name="Enough").first.click()

    @property
    def user(self) -> User:
        return self.standin.workspace.users["U0PERSON"]

    async def show(self) -> None:
        """Draw what the side sees now."""
        state = self.changed(json.loads(json.dumps(self.side.sees())))
        await self.page.evaluate("state => window.show(state)", state)

    async def carry_out(self, deed: str, asked: Json) -> Json:
        self.deeds.append((deed, asked))
        try:
            result = await self.side.do(deed, asked)
        except Refused as refused:
            await self.show()
            return {"said": str(refused)}
        await self.show()
        return {"result": result}

    def post(self, blocks: list[Json], text: str = "Words", **more: Any) -> str:
        place = self.standin.workspace
        return place.post(place.open_dm(self.user.id)[0], text, blocks, **more).ts

    async def open(self, view: Json, *, push: bool = False) -> None:
        place = self.standin.workspace
        if push:
            place.push_onto(self.user, view)
        else:
            place.open_view(place.permits.new_trigger(self.user.id), view)
        await self.show()

    async def asked(self, deed: str) -> Json:
        """Return what the newest *deed* asked for, once there is one."""
        for _ in range(100):
            for name, asked in reversed(self.deeds):
                if name == deed:
                    return asked
            await asyncio.sleep(0.02)
        raise AssertionError(f"no {deed} among {[name for name, _ in self.deeds]}")
