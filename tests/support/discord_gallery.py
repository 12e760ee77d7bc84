"""Discord's client in a browser, drawn from a stand-in; an app that answers as it is told may stand behind it."""

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from playwright.async_api import Locator, Page

from bots.playground.page.server import ASSETS
from bots.playground.page.side import Refused
from tests.support.discord_app import FakeApp
from tests.support.discord_kinds import Showcase

Json: TypeAlias = dict[str, Any]

HOST = """<!doctype html><html lang="en" data-theme="THEME"><head><meta charset="utf-8"><title>Discord</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/page/page.css">STYLES</head>
<body><main id="gallery" style="height: 100vh"></main><script type="module">
import {html, render} from "/assets/page/html.js";
import {DiscordClient} from "/assets/discord/client.js";
const act = async (deed, asked) => {
  const {said, result} = await window.carryOut(deed, asked);
  if (said) throw {said};
  return result;
};
const now = new Date("2026-03-02T15:40:00Z");
window.show = (state) =>
  render(html`<${DiscordClient} state=${state} act=${act} now=${now} />`, document.getElementById("gallery"));
window.ready = true;
</script></body></html>""".replace(
    "STYLES", "".join(re.findall(r"<link [^>]*/discord/[^>]*>", (ASSETS / "index.html").read_text("utf-8")))
)


@dataclass
class Gallery:
    """The client in a browser. ``show`` draws what the side sees now; every deed does so by itself."""

    page: Page
    showcase: Showcase
    app: FakeApp
    deeds: list[tuple[str, Json]] = field(default_factory=list)

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def form(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("combobox").last

    async def show(self) -> None:
        state = json.loads(json.dumps(self.showcase.side.sees()))
        await self.page.evaluate("state => window.show(state)", state)

    async def carry_out(self, deed: str, asked: Json) -> Json:
        self.deeds.append((deed, asked))
        try:
            return {"result": await self.showcase.side.do(deed, asked)}
        except Refused as refused:
            return {"said": str(refused)}
        finally:
            await self.show()

    async def asked(self, deed: str) -> Json:
        """Return what the newest *deed* asked for, once there is one."""
        for _ in range(250):
            for name, asked in reversed(self.deeds):
                if name == deed:
                    return asked
            await asyncio.sleep(0.02)
        raise AssertionError(f"no {deed} among {[name for name, _ in self.deeds]}")
