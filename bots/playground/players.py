"""One person on one platform, with the same few deeds on both, so that a script is written once.

A player does what a person does in the platform's client and sees what the client shows; what is not on the screen
cannot be pressed. :data:`Player.screen` is what is before their eyes, as lines of text.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from bots.playground.discord import person as discord_person
from bots.playground.discord import seen as discord_seen
from bots.playground.discord.components import walk
from bots.playground.discord.inputs import SELECTS
from bots.playground.slack import person as slack_person
from bots.playground.slack import seen as slack_seen

# The button under a page with a form, on Discord, in both languages; there the form's own button is Discord's.
OPENS_FORM = ("Answer", "Write", "Change", "Responder", "Escribir", "Cambiar")
MEANWHILE = ("One moment…", "Un momento…")  # stands in Slack's modal until the answer is there
AGAIN = ("  ! Not saved yet: ", "  ! Aún sin guardar: ")  # and at a field, when the answer to a form takes too long
TIMES = 3  # that a form is sent before it counts as slow
PLATFORMS = ("Slack", "Discord")
Answers = Mapping[str, Any]  # by the label of the field; text, or the label(s) of what is picked


class Player(Protocol):
    """A person who uses Enough on a platform."""

    platform: str

    async def command(self, word: str, words: str = "") -> None:
        """Type ``/enough WORD``, with *words* after it; "open" is the bare command where there is one."""
        ...

    async def press(self, label: str) -> None: ...

    async def press_copy(self, sent: Any) -> None:
        """Press what somebody else pressed on a page of theirs: *sent* is their :data:`last_press`."""
        ...

    @property
    def last_press(self) -> Any:
        """What their client sent at the last press."""
        ...

    async def answer(self, answers: Answers, *, send: str) -> list[str]:
        """Fill the form and send it with the button *send* (Discord: its own). Returns the form as it was sent, in
        lines, where it is not the screen itself."""
        ...

    async def press_under_nudge(self, label: str) -> None:
        """Press a button under the newest direct message."""
        ...

    async def wait_for_nudge(self, count: int) -> list[str]:
        """Wait until there are *count* direct messages, and return the lines of the newest."""
        ...

    @property
    def nudges(self) -> int:
        """How many direct messages there are."""
        ...

    @property
    def screen(self) -> list[str]: ...

    @property
    def files(self) -> list[tuple[str, str]]:
        """Names and texts of the files on the screen."""
        ...


class SlackPlayer:
    """Lives in the modal."""

    platform = "Slack"

    def __init__(self, person: slack_person.Person) -> None:
        self._person = person

    async def command(self, word: str, words: str = "") -> None:
        if self._person.modal is not None:
            await self._person.close_modal()
        await self._person.command("/enough", f"{'' if word == 'open' else word} {words}".strip())
        await self._person.wait_for(self._is_answered)

    async def press(self, label: str) -> None:
        before = self.screen
        await self._person.press(label, where=self._person.modal)
        await self._person.wait_for(lambda: self.screen != before)

    async def press_copy(self, sent: Any) -> None:
        before, modal = self.screen, self._person.modal
        if modal is None:
            raise slack_person.NotThere("a press needs a page")
        await self._person.send_action(sent, where=modal)
        await self._person.wait_for(lambda: self.screen != before)

    @property
    def last_press(self) -> Any:
        return self._person.actions_sent[-1]

    async def answer(self, answers: Answers, *, send: str) -> list[str]:
        if f"[ {send} ]" not in " ".join(self.screen):
            raise slack_person.NotThere(f"no {send!r} under this form")
        await self._person.fill(answers)
        for _ in range(TIMES):
            await self._person.submit()
            if not any(line.startswith(AGAIN) for line in self.screen):
                break
        return []

    async def press_under_nudge(self, label: str) -> None:
        if self._person.modal is not None:
            await self._person.close_modal()
        await self._person.press(label, where=self._person.dm[-1])
        await self._person.wait_for(self._is_answered)

    async def wait_for_nudge(self, count: int) -> list[str]:
        await self._person.wait_for(lambda: len(self._person.dm) >= count, 15.0)
        return slack_seen.text_of(self._person.dm[-1])

    @property
    def nudges(self) -> int:
        return len(self._person.dm)

    @property
    def screen(self) -> list[str]:
        return slack_seen.text_of(self._person.modal) if self._person.modal else []

    @property
    def files(self) -> list[tuple[str, str]]:
        return []

    def _is_answered(self) -> bool:
        return bool(self._person.modal) and not any(line in MEANWHILE for line in self.screen)


class DiscordPlayer:
    """Lives in ephemeral messages, and in forms opened from them."""

    platform = "Discord"

    def __init__(self, person: discord_person.Person) -> None:
        self._person = person
        self._last_press = ""

    async def command(self, word: str, words: str = "") -> None:
        await self._person.command("enough", word, {"thought": words} if words else None)

    async def press(self, label: str) -> None:
        page = self._person.ephemerals[-1]
        self._last_press = next(
            (part["custom_id"] for _, part in walk(page.components) if part.get("label") == label), ""
        )
        await self._person.press(label, where=page)

    async def press_copy(self, sent: Any) -> None:
        await self._person.press_raw(sent, where=self._person.ephemerals[-1])

    @property
    def last_press(self) -> Any:
        return self._last_press

    async def answer(self, answers: Answers, *, send: str) -> list[str]:  # noqa: ARG002 - Slack's form names it
        page = self._person.ephemerals[-1]
        menus = [part for _, part in walk(page.components) if part["type"] in SELECTS]
        if menus:  # one question alone is a menu that sends at once
            (value,) = answers.values()
            await self._person.choose(menus[0]["custom_id"], value, where=page)
            return []
        shown = " ".join(self.screen)
        await self._person.press(next(label for label in OPENS_FORM if f"[ {label} ]" in shown), where=page)
        modal = await self._person.wait_for(lambda: self._person.modal)
        await self._person.fill(answers)
        filled = discord_seen.text_of(modal) if modal else []
        await self._person.submit()
        return filled

    async def press_under_nudge(self, label: str) -> None:
        await self._person.press(label, where=self._person.dm[-1])

    async def wait_for_nudge(self, count: int) -> list[str]:
        await self._person.wait_for(lambda: len(self._person.dm) >= count, 15.0)
        return discord_seen.text_of(self._person.dm[-1])

    @property
    def nudges(self) -> int:
        return len(self._person.dm)

    @property
    def screen(self) -> list[str]:
        return discord_seen.text_of(self._person.ephemerals[-1]) if self._person.ephemerals else []

    @property
    def files(self) -> list[tuple[str, str]]:
        return [(file.name, file.data.decode()) for file in self._person.files]


def labels(player: Player) -> list[str]:
    """Return the labels of the buttons on the screen."""
    return [part.strip("[] ") for line in player.screen for part in line.split("] [") if line.startswith("[")]
