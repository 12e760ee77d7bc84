"""An app on Discord that answers as it is told, without a network between it and the stand-in."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeAlias

from bots.playground.discord.messages import Form
from bots.playground.discord.world import EPHEMERAL, V2, Interaction
from tests.support.discord_kinds import Showcase

Json: TypeAlias = dict[str, Any]
Reply: TypeAlias = Callable[[Interaction], Json | None]

COMMAND: Json = {
    "name": "enough",
    "type": 1,
    "description": "A quiet place",
    "contexts": [0, 1, 2],
    "integration_types": [0, 1],
    "options": [
        {"type": 1, "name": "open", "description": "Begin"},
        {
            "type": 1,
            "name": "put",
            "description": "Begin from a thought",
            "options": [{"type": 3, "name": "thought", "description": "One sentence", "max_length": 20}],
        },
        {
            "type": 1,
            "name": "zone",
            "description": "Your zone",
            "options": [{"type": 3, "name": "where", "description": "A place", "autocomplete": True}],
        },
    ],
}


class FakeApp:
    """Answers every interaction with what *reply* returns for it; with nothing where that is None."""

    def __init__(self, showcase: Showcase) -> None:
        self.showcase = showcase
        self.reply: Reply = lambda _: None
        self.asked: list[Interaction] = []
        showcase.standin.world.commands = [{**COMMAND, "id": "1", "application_id": "2", "version": "3"}]

    async def run(self) -> None:
        world, answers = self.showcase.standin.world, self.showcase.standin._answers
        while True:
            changed = asyncio.ensure_future(world.changed())  # listens before it looks, so that nothing comes between
            await asyncio.sleep(0)
            for each in [each for each in world.interactions.values() if each not in self.asked]:
                self.asked.append(each)
                body = self.reply(each)
                if body is not None:
                    await answers.callback(each.id, each.token, Form(body), with_response=False)
            await changed


def page(text: str, *buttons: str, ephemeral: bool = True) -> Json:
    row = {"type": 1, "components": [{"type": 2, "style": 2, "label": each, "custom_id": each} for each in buttons]}
    parts = [{"type": 10, "content": text}, *([row] if buttons else [])]
    return {"type": 4, "data": {"flags": V2 | (EPHEMERAL if ephemeral else 0), "components": parts}}
