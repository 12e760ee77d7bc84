"""Scripts played through the real bot: what they show, hold, and say when it is not so."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bots.playground.page.town import Town, town
from bots.playground.scripts.performance import Unseen
from bots.playground.scripts.reading import read_script
from bots.playground.scripts.run import seed, try_script
from bots.playground.scripts.shipped import SEEDS
from bots.playground.scripts.stage import Part, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
EVENING = datetime(2026, 3, 2, 17, 20, tzinfo=UTC)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here() -> AsyncIterator[Town]:
    """One town for all tests; each plays with people of its own."""
    async with town(start=EVENING) as made:
        yield made


@pytest.fixture(scope="module")
def stage(here: Town) -> Stage:
    return Stage(here)


def part(folder: Path, steps: str, *, platform: str = "Slack", language: str = "en", head: str = "") -> Part:
    path = folder / "own.yaml"
    path.write_text(f"a walk:\n{head}  steps:\n" + steps, "utf-8")
    script = read_script(path)
    return Part(script, script.routes[-1], platform, language)


@pytest.mark.parametrize("platform", ["Slack", "Discord"])
async def test_a_step_is_written_as_it_is_done_and_seen(stage: Stage, tmp_path: Path, platform: str) -> None:
    """In the language of whoever plays, from a script in English; each line is told as it comes."""
    walk = part(tmp_path, "    - {command: start, sees: [Close the day]}\n", platform=platform, language="es")
    told: list[str] = []
    lines = await stage.play(walk, told.append)
    assert lines[0] == "  > types /enough start"
    assert "Cerrar el día" in "\n".join(lines[1:])
    assert told == lines


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("    - {command: start, sees: [Nowhere]}\n", "own.yaml:3: “a walk”, step 1, on Slack in en: “Nowhere” is"),
        ("    - command: start\n      not: [Check in]\n", "“Check in” is on the screen\n  │ == "),
        ("    - command: start\n    - press: Nothing\n", "step 2, on Slack in en: NotThere: no 'Nothing'"),
        ("    - command: start\n    - press: Check in\n    - answer: {}\n", "step 3, on Slack in en: FormRefused"),
        ("    - stored: nothing\n", "step 1, on Slack in en: 4 rows"),
        ("    - clock: next\n", "no message came to them in 16 days"),
        ("    - silence: 1 hour\n      messages: 1\n", "0 messages came, and not 1"),
        ("    - file: .md\n", "no file that ends in '.md' is on the screen"),
    ],
)  # fmt: skip
async def test_what_is_not_as_a_step_says_is_named(stage: Stage, tmp_path: Path, steps: str, said: str) -> None:
    """With the file, the line, the step, and what there was instead."""
    with pytest.raises(Unseen) as unseen:
        await stage.play(part(tmp_path, steps))
    assert said in str(unseen.value)


async def test_a_message_comes_once_and_then_not_until_the_next_day(stage: Stage, tmp_path: Path) -> None:
    """Whoever asked for it gets it by the clock; a script that says that none comes is wrong then."""
    await stage.play(
        part(tmp_path, "    - clock: next\n    - nudge: comes\n    - nudge: none\n", head="  reminded: yes\n")
    )
    with pytest.raises(Unseen, match="1 came, and none was to"):
        await stage.play(part(tmp_path, "    - clock: next\n    - nudge: none\n", head="  reminded: yes\n"))


async def test_two_weeks_of_silence_are_lived_through(stage: Stage, tmp_path: Path) -> None:
    """Three messages on three days, then one after a week: what is left alone comes less often."""
    steps = "    - clock: Sun 12:00\n    - silence: 2 weeks\n      messages: 4\n      sees: [Your time for Enough]\n"
    lines = await stage.play(part(tmp_path, steps, head="  reminded: yes\n"))
    days = [line.split()[1] for line in lines if line.endswith("a direct message comes") and ":" in line]
    assert days == ["Monday", "Tuesday", "Wednesday", "Wednesday"]
    assert lines[-1].endswith("4 messages came meanwhile")


async def test_who_plays_together_has_one_clock(stage: Stage, here: Town, tmp_path: Path) -> None:
    """It goes to the nearest time that one waits for; one who sees something else does not hold up the others."""
    begun = here.now
    waits = [part(tmp_path, f"    - wait: {hours} hours\n", head="  known: no\n") for hours in (3, 1)]
    wrong = part(tmp_path, "    - {command: open, sees: [Nowhere]}\n", head="  known: no\n")
    first, second, third = await stage.play_together([waits[0], wrong, waits[1]])
    assert isinstance(second, Unseen)
    assert [first, third] == [[line] for line in (_hour(begun, 3), _hour(begun, 1))]
    assert timedelta(hours=3) <= here.now - begun < timedelta(hours=3, minutes=1)


def _hour(begun: datetime, hours: int) -> str:
    local = begun + timedelta(hours=hours)
    return f"  · {local:%A} {local.day} {local:%B}, {local:%H:%M}"


@pytest.mark.parametrize(("platform", "language", "name"), [("Slack", "es", SEEDS[1]), ("Discord", "en", SEEDS[0])])
async def test_a_person_of_the_page_can_have_lived_already(here: Town, platform: str, language: str, name: str) -> None:
    """By the bot alone: what they kept is on their own shelf, and they are at its end."""
    citizen = here.add("Kim", language=language, zone="Europe/Madrid" if language == "es" else "Europe/London")
    before = here.bot.rows_about_people()
    await seed(here, citizen, name, platform=platform)
    assert here.bot.rows_about_people() > before + 5


async def test_the_command_says_how_it_ended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 where all was seen, 1 where a step was not, 2 for a script that cannot be played; the last two on stderr."""
    path = tmp_path / "own.yaml"
    path.write_text("title: Own\na walk:\n  known: no\n  steps:\n    - {command: open, sees: [I am a program]}\n")
    assert await try_script(str(path), on="discord") == 0
    assert "Own: every step was seen, on Discord" in capsys.readouterr().out
    path.write_text("a walk:\n  known: no\n  steps:\n    - {command: open, sees: [Nowhere]}\n")
    assert await try_script(str(path), on="slack", language="es") == 0  # what no catalogue knows is left to the reader
    capsys.readouterr()
    assert await try_script(str(path), on="slack") == 1
    assert "Not seen: own.yaml:4: “a walk”, step 1, on Slack in en: “Nowhere”" in capsys.readouterr().err
    assert await try_script("nothing") == 2
    assert capsys.readouterr().err.startswith("enough: there is no script 'nothing'")


async def test_the_example_in_the_documents_is_played(tmp_path: Path) -> None:
    """A content author can begin with it."""
    text = (Path(__file__).parents[4] / "docs" / "scripts.md").read_text("utf-8")
    path = tmp_path / "example.yaml"
    path.write_text(text.split("```yaml\n")[1].split("```")[0], "utf-8")
    assert await try_script(str(path), on="discord") == 0
