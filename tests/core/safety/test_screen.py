"""What the screen answers, on lines written for this suite, and what it costs."""

import random
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.safety.rulebook import rulebook
from core.safety.screen import MAX_CHARS, UNREAD, WEAK_TOGETHER, prepare, screen
from core.safety.verdict import Concern, Level, Route, Verdict

LOOP = Route("closing", "loop")
LINES = tomllib.loads(Path(__file__).with_name("lines.toml").read_text("utf-8"))
EXPLICIT = [line for kind in ("crisis_en", "crisis_es") for line in LINES[kind] if line.isascii() and "*" not in line]


@pytest.fixture(scope="module", autouse=True)
def _prepared() -> None:
    prepare()


def test_each_line_gets_its_level(level_and_line: tuple[str, str]) -> None:
    """Explicit risk is CRISIS, hopelessness GENTLE, and role strain in heavy words NONE."""
    level, line = level_and_line
    assert screen(line, LOOP).level == level


def test_each_concern_is_named(concern_and_line: tuple[str, str]) -> None:
    """A friend at risk, violence, illness and the like are told apart from one's own risk and from one another."""
    concern, line = concern_and_line
    assert screen(line, LOOP).concern == concern


def test_indirect_words_are_answered(answered_line: str) -> None:
    """Passive, veiled, slang or very short: the full answer or the question, but an answer."""
    assert screen(answered_line, LOOP).level in (Level.CRISIS, Level.GENTLE)


def test_there_are_enough_lines_to_mean_something() -> None:
    """At least 60 explicit and 60 everyday lines, in both languages."""
    for kind in ("crisis", "none"):
        assert len(LINES[f"{kind}_en"]) >= 60
        assert len(LINES[f"{kind}_es"]) >= 25


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        str.title,
        lambda line: line.replace("'", "’"),
        lambda line: line.replace("'", ""),
        lambda line: f"ok so. {line}",
        lambda line: f"{line} 😭😭",
        lambda line: line.replace("a", "а").replace("e", "е").replace("o", "о"),  # Cyrillic
        lambda line: "\u200b".join(line),
        lambda line: line.replace(" ", "  "),
        lambda line: line.replace(" ", "\n", 1),
        lambda line: f"This deadline is killing me. {line}",
        lambda line: "Everything was fine at work today. " * 60 + line,
    ],
    ids=[
        "upper",
        "title",
        "apostrophe",
        "bare",
        "led-in",
        "emoji",
        "cyrillic",
        "zero-width",
        "gaps",
        "broken",
        "idiom",
        "long",
    ],
)
def test_how_it_is_typed_does_not_hide_it(change: Callable[[str], str]) -> None:
    """Case, apostrophes, look-alikes, emoji, line breaks and what stands before leave explicit lines explicit."""
    lost = [number for number, line in enumerate(EXPLICIT) if screen(change(line), LOOP).level is not Level.CRISIS]
    assert not lost


@pytest.mark.parametrize(
    "word", ["skilled", "overkill", "comedies", "studied", "diet", "deadline", "audience", "therapist"]
)
def test_a_word_inside_a_word_means_nothing(word: str) -> None:
    """ "killed" inside "skilled" is no killing."""
    assert screen(f"She is {word} and I am not", LOOP).level is Level.NONE


def test_the_safety_plan_never_interrupts_itself() -> None:
    """What is written into the safety plan is heard and recorded as NONE; the same words elsewhere are not."""
    words = "When I want to kill myself, I call Ana"
    assert screen(words, Route("safety_plan", "signs")) == Verdict(Level.NONE)
    assert screen(words, Route("kind", "letter")).level is Level.CRISIS


def test_weak_signs_add_up() -> None:
    """One weak sign is everyday talk; two together are worth the question."""
    assert screen("I hate myself for being late", LOOP).level is Level.NONE
    assert screen("I hate myself for being late. I feel numb.", LOOP).rules[0] == WEAK_TOGETHER


def test_the_reason_is_rules_and_never_text() -> None:
    """A verdict names rules of the rulebook, and holds nothing of what was written."""
    ids = {rule.id for found in rulebook().rules.values() for rule, _ in found} | {WEAK_TOGETHER, UNREAD}
    for line in (*LINES["crisis_en"], *LINES["gentle_en"]):
        verdict = screen(line, LOOP)
        assert verdict.rules
        assert set(verdict.rules) <= ids


def test_a_friend_who_says_it_is_a_friend_at_risk() -> None:
    """Words told by another are about that other; one's own words after them are one's own."""
    assert screen('My sister told me "I want to die"', LOOP).concern is Concern.FRIEND
    assert screen("My sister told me to rest. I want to die", LOOP).level is Level.CRISIS


def test_a_verdict_names_a_concern_exactly_when_it_is_another() -> None:
    """OTHER without a kind, or a kind without OTHER, cannot be built."""
    for wrong in ((Level.OTHER, None), (Level.NONE, Concern.BABY)):
        with pytest.raises(ValueError, match="concern"):
            Verdict(wrong[0], (), wrong[1])


def test_what_was_not_read_is_not_called_harmless() -> None:
    """A text longer than any form lets through gets the question."""
    assert screen("tired " + "filler, " * MAX_CHARS, LOOP).rules == (UNREAD,)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    """Any text at all has a verdict."""
    assert screen(text, LOOP).level in Level


def test_a_normal_text_costs_less_than_3_ms() -> None:
    """The best of many runs, so that a busy machine does not fail it."""
    text = "I went from the school run into the review and my boss said the deadline is killing everyone. " * 3
    assert _best_ms(text, 20) < 3


@pytest.mark.parametrize("number", range(12))
def test_hostile_input_costs_less_than_50_ms(number: int) -> None:
    """100 kB of whatever is worst for each step: repeats, rule words, marks, rare characters, stars, single letters."""
    some = random.Random(number)
    anchors = sorted(rulebook().rules)
    bombs = (
        "kill " * 20_000,
        "i do not want to be the thought of " * 3_000,
        " ".join(some.choice(anchors) for _ in range(14_000)),
        "a " * 50_000,
        "k i l l " * 12_000,
        "".join(f"{letter}\u0301\u0302\u0303" for letter in "kill" * 8_000),
        "\ufdfa" * 33_000,
        "".join(chr(point) for point in range(0x80, 0x8F00) if not 0xD800 <= point <= 0xDFFF),
        "k*" * 50_000,
        "a-b-" * 25_000,
        " ".join(f"w{each}x" for each in range(15_000)),
        "not kill myself " * 6_000,
    )
    assert _best_ms(bombs[number], 5) < 50


def _best_ms(text: str, runs: int) -> float:
    def once() -> float:
        began = time.process_time()
        screen(text, LOOP)
        return (time.process_time() - began) * 1000

    return min(once() for _ in range(runs))
