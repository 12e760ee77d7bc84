"""One person on one platform, who does what a script says in their own language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bots.playground.discord.person import Person as DiscordPerson
from bots.playground.players import DiscordPlayer, Player, SlackPlayer, labels
from bots.playground.scripts.script import Act, Begin, Fill, Home, Leave, Look, Message, Press, Return, Whose
from bots.playground.scripts.tongue import Tongue, tongue
from bots.playground.slack.person import Person as SlackPerson

TAPS: Mapping[str, Any] = {
    "Which roles pull hardest?": ["Work"],
    "How heavy is it?": "6",
    "How much room to breathe?": "4",
}
_EMPTY = "Leave it empty"
_MORE = "…"  # stands in a script for the rest of a label, at its beginning or its end


@dataclass(frozen=True)
class Life:
    """How somebody lives who speaks a language. ``city`` is what they look for among clocks."""

    locale: str
    home: Home
    city: str


LIVES: Mapping[str, Life] = {
    "en": Life("en-GB", Home("United Kingdom", "Europe/London"), "London"),
    "es": Life("es-ES", Home("Spain", "Europe/Madrid"), "Madrid"),
}


class Actor:
    """Plays *person*, who speaks *language* and lives at *home*; *city* is what they look for among clocks."""

    def __init__(self, person: SlackPerson | DiscordPerson, language: str, home: Home, city: str) -> None:
        self.player: Player = SlackPlayer(person) if isinstance(person, SlackPerson) else DiscordPlayer(person)
        self.tongue: Tongue = tongue(language)
        self.home = home
        self._city = city
        self._person = person
        self._shown = self.player.nudges  # direct messages that a transcript has already

    @property
    def unseen_messages(self) -> int:
        """How many direct messages came since they last looked."""
        return self.player.nudges - self._shown

    async def settle(self, whose: Whose, keeps: dict[str, Any]) -> bool:
        """Go through the first minute and keep it; then be written to at 16:45, or leave that open. Return whether it
        is as asked.

        "Keep this" is the same for whoever speaks a language and lives in a country, since nothing is stored before
        it. So *keeps* has it from the first who came there, and those after them press it at once.
        """
        player, say = self.player, self.tongue.say
        country = whose.country or self.home.country
        same = f"{player.platform}, {self.tongue.language}, {country}"
        await player.command("open")
        if same in keeps:
            await player.press_copy(keeps[same])
        else:
            await player.answer({say("Your country"): say(country)}, send=say("Start"))
            await player.answer(self.tongue.answers(TAPS), send=say("Next"))
            for label in ("Next", "Keep this"):
                await player.press(say(label))
            keeps[same] = player.last_press
        if not whose.reminded:
            return say("Keep this?") not in "\n".join(player.screen)
        await player.press(say("Yes, at 16:45"))
        if player.platform == "Discord":  # it does not say where they live
            await player.press(next(label for label in labels(player) if self._city in label))
        return "16:45" in "\n".join(player.screen)

    async def do(self, deed: Act, title: str) -> list[str]:
        """Do *deed* in the exercise that is called *title* here, and return lines that say so."""
        player, say = self.player, self.tongue.say
        match deed:
            case Begin(""):
                await player.command("start")
                await player.press(title)
                return [f"  > types /enough start, and presses [ {title} ]"]
            case Begin(thought):
                await player.command("put")
                await player.answer({say("The thought"): say(thought)}, send=say("Next"))
                way = [title]
                if f"[ {title} ]" not in "\n".join(player.screen):
                    way = [say("None of these"), say("Something else"), title]
                for label in way:
                    await player.press(label)
                return [f"  > types /enough put, writes: {say(thought)}", *(f"  > presses [ {each} ]" for each in way)]
            case Press(label):
                pressed = _label(say(label), labels(player))
                await player.press(pressed)
                return [f"  > presses [ {pressed} ]"]
            case Fill(answers, send):
                filled = {
                    label: [self.home.fill(each) for each in it] if isinstance(it, list) else self.home.fill(it)
                    for label, it in answers.items()
                }
                return await self._fill(self.tongue.answers(filled), say(send))
            case Leave("home"):
                carry_on = say("Carry on: {title}").replace("{title}", title)
                await player.command("open")
                await player.press(carry_on)
                return [f"  > closes it, comes back with /enough, and presses [ {carry_on} ]"]
            case Leave(by):
                await player.command(by)
                await player.press(title)
                return [f"  > closes it, comes back with /enough {by}, and presses [ {title} ]"]
            case Return():
                back = say("Back")
                if isinstance(self._person, SlackPerson) and f"[ {back} ]" not in player.screen:
                    await self._person.close_modal()
                    return ["  > closes that, and has the form again"]
                await player.press(back)
                return [f"  > presses [ {back} ]"]
            case Look("open", ""):
                await player.command("open")
                return ["  > types /enough"]
            case Look(word, words):
                await player.command(word, say(words))
                return [f"  > types /enough {word} {say(words)}".rstrip()]
            case Message(label):
                seen = await self.look_at_message() if self.unseen_messages or not player.nudges else []
                await player.press_under_nudge(say(label))
                return [*seen, f"  > presses [ {say(label)} ] under it"]

    async def look_at_message(self) -> list[str]:
        """Wait for a direct message that was not seen, and return the lines of the newest."""
        message = await self.player.wait_for_nudge(self._shown + 1)
        self._shown = self.player.nudges
        return ["  · a direct message comes", *(f"  │ {line}".rstrip() for line in message)]

    async def _fill(self, answers: Mapping[str, Any], send: str) -> list[str]:
        empty = self.tongue.say(_EMPTY)
        if not answers and f"[ {empty} ]" in "\n".join(self.player.screen):
            await self.player.press(empty)
            return [f"  > presses [ {empty} ]"]
        said = [f"  > {label} {', '.join(it) if isinstance(it, list) else it}" for label, it in answers.items()]
        form = await self.player.answer(answers, send=send)
        if form:
            return ["  > opens the form, and sends it so:", *(f"  │ {line}".rstrip() for line in form)]
        return [*said, *([f"  > presses [ {send} ]"] if self.player.platform == "Slack" else [])]


def _label(wanted: str, there: Sequence[str]) -> str:
    """Return the label that *wanted* stands for: "17:4…" and "…London" are parts of one."""
    fits: Callable[[str], bool] | None = None
    if len(wanted) > 1 and wanted.endswith(_MORE):
        fits = lambda label: label.startswith(wanted[:-1])  # noqa: E731
    elif len(wanted) > 1 and wanted.startswith(_MORE):
        fits = lambda label: label.endswith(wanted[1:])  # noqa: E731
    if fits is None or wanted in there:
        return wanted
    return next(filter(fits, there), wanted)
