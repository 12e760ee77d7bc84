"""Words for a limit: safety first, and the words are theirs."""

import pytest

from core.exercises.drafts import draft_of_limit
from core.hearing.door import hear
from core.private import Private
from core.safety.verdict import Level, Route
from core.wording import LANGUAGES, voice
from tests.support.visitor import Visitor

LIMITS = "Words for a limit"
CALLS = "calls after six"
THINGS = {
    "en": (CALLS, "Everyone wants something on my day off.", "the school run", "Sundays at my parents"),
    "es": ("las llamadas después de las seis", "Todo el mundo quiere algo en mi día libre.", "los domingos"),
}


async def begin(visitor: Visitor, risk: str) -> None:
    await visitor.keep_first_check_in()
    await visitor.begin(LIMITS)
    await visitor.fill(who="my manager", about=CALLS)
    await visitor.fill(risk=(risk,))


async def test_a_draft_that_was_seen_is_kept_where_they_stop(visitor: Visitor) -> None:
    """Nobody opened the form, as on Discord: the words on the page are the words on the shelf."""
    await begin(visitor, "none")
    await visitor.fill()
    await visitor.press("Firmly")
    await visitor.press("Enough for now")
    words = f"One thing: {CALLS}. From now on that does not work for me. My answer is no."
    assert words in visitor.text
    await visitor.command("shelf")
    await visitor.press("Open 1")
    assert words in visitor.text


@pytest.mark.parametrize("firm", ["soft", "plain", "firm"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_of_ours_is_no_cry_for_help(language: str, firm: str) -> None:
    """Sent as it was drafted, it is not answered by the question about suicide."""
    for thing in THINGS[language]:
        draft, *_ = draft_of_limit({"about": thing, "firm": (firm,)}, voice(language))
        assert hear(Route("limits", "draft"), Private(draft)).verdict.level is Level.NONE, draft


@pytest.mark.parametrize("risk", ["job", "home", "status", "safety", "afraid"])
async def test_whoever_takes_their_phone_finds_nothing_of_a_danger(visitor: Visitor, risk: str) -> None:
    """Closed without an answer at the page about an ally: it is not offered again, and the exercise begins anew."""
    await begin(visitor, risk)
    for word in ("open", "home", "shelf"):
        await visitor.command(word)
        assert "Carry on" not in visitor.text
        assert CALLS not in visitor.text
    await visitor.begin(LIMITS)
    assert "Here is where you left it" not in visitor.text
    await visitor.fill(about="something else")
    await visitor.press("Show my words")
    assert CALLS not in visitor.text


async def test_back_from_a_danger_everything_is_still_there(visitor: Visitor) -> None:
    """A slip of the thumb is mended while the page is open."""
    await begin(visitor, "job")
    await visitor.press("Back")
    await visitor.press("Back")
    await visitor.press("Show my words")
    assert CALLS in visitor.text
