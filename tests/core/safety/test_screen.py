"""What the screen answers, on lines written for this suite, and what it costs."""

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.safety.decide import MODEL, UNREAD, WEAK_OVER_TIME, WEAK_SIGN, WEAK_TOGETHER
from core.safety.look import MAX_CHARS
from core.safety.model import ANSWER, RISK
from core.safety.rulebook import rulebook
from core.safety.screen import prepare, screen
from core.safety.training import corpus
from core.safety.verdict import Concern, Level, Route, Verdict

LOOP = Route("closing", "loop")
SUITE = corpus.read(corpus.SUITE)
EXPLICIT = [line.text for line in SUITE if line.label == "explicit" and line.text.isascii() and "*" not in line.text]


@pytest.fixture(scope="module", autouse=True)
def _prepared() -> None:
    prepare()


EXPECTED = {
    "explicit": {Level.CRISIS},
    "veiled": {Level.CRISIS, Level.GENTLE},
    "hopeless": {Level.GENTLE},
    **{key: {Level.NONE} for key in corpus.HARMLESS},
    **{key: {Level.OTHER} for key in corpus.CONCERNS},
}


@pytest.mark.parametrize(
    ("labels", "floor"),
    [
        (("explicit",), 1.0),
        (("veiled",), 0.98),
        (("hopeless",), 0.95),
        (corpus.HARMLESS, 0.99),
        (corpus.CONCERNS, 0.95),
    ],
    ids=["explicit", "veiled", "hopeless", "harmless", "concerns"],
)
def test_the_lines_it_learned_get_their_level(labels: tuple[str, ...], floor: float) -> None:
    """Explicit risk is CRISIS without exception; of the other lines nearly all are what they are meant to be."""
    lines = [(number, line) for number, line in enumerate(SUITE) if line.label in labels]
    wrong = [number for number, line in lines if screen(line.text, LOOP).level not in EXPECTED[line.label]]
    assert len(wrong) <= (1 - floor) * len(lines), wrong


def test_each_concern_is_named() -> None:
    """A friend at risk, violence, illness and the like are told apart from one another."""
    lines = [(number, line) for number, line in enumerate(SUITE) if line.label in corpus.CONCERNS]
    wrong = [number for number, line in lines if screen(line.text, LOOP).concern != line.label]
    assert len(wrong) <= 0.05 * len(lines), wrong


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
    "slip",
    [
        lambda word: word[:-1] + word[-1] * 2,
        lambda word: word[:-2] + word[-1] + word[-2],
        lambda word: word[: len(word) // 2] + word[len(word) // 2 + 1 :],
    ],
    ids=["doubled", "swapped", "dropped"],
)
def test_a_slip_in_the_longest_word_does_not_hide_it(slip: Callable[[str], str]) -> None:
    """A letter doubled, swapped or dropped in the longest word: nearly every explicit line is answered all the same."""

    def mistyped(line: str) -> str:
        longest = max(line.split(), key=len)
        return line.replace(longest, slip(longest), 1)

    said = [line for line in EXPLICIT if len(max(line.split(), key=len)) > 3]
    lost = [at for at, line in enumerate(said) if screen(mistyped(line), LOOP).level is Level.NONE]
    assert len(lost) <= 0.05 * len(said), lost


@pytest.mark.parametrize(
    "word", ["skilled", "overkill", "comedies", "studied", "diet", "deadline", "audience", "therapist"]
)
def test_a_word_inside_a_word_means_nothing(word: str) -> None:
    """ "killed" inside "skilled" is no killing."""
    assert screen(f"She is {word} and I am not", LOOP).level is Level.NONE


@pytest.mark.parametrize(
    "answer",
    [
        "my husband",
        "My brother Tom",
        "my sister, at the door",
        "my ex",
        "my friend Sara from work",
        "mi marido",
        "mi hermana Ana",
        "mi ex",
        "nobody is here",
        "on the desk",
        "en el cajón",
    ],
)
def test_who_names_somebody_or_a_place_has_told_of_no_concern(answer: str) -> None:
    """Forms ask who could help, and where: a person, or a thing on a desk, is no violence at home and no risk."""
    assert screen(answer, LOOP).level is Level.NONE


@pytest.mark.parametrize(
    "strain",
    [
        "Lo hago todo mal",
        "I am doing everything badly",
        "this deadline is killing me",
        "I can't do this anymore, this project has no end",
        "no puedo más con este proyecto",
    ],
)
def test_a_load_in_heavy_words_draws_no_question(strain: str) -> None:
    """Role strain is the everyday text: it gets an exercise."""
    assert screen(strain, LOOP).level is Level.NONE


@pytest.mark.parametrize(
    "thing",
    [
        "I will hang myself a hammock in the yard on Saturday",
        "I want to die my hair blue before the party",
        "We drove 600 kms for one signature",
        "The choir is better off without me on the high notes",
        "I could vanish to a cabin for a month",
        "Why do I even bother ironing shirts",
        "I won't be here tomorrow, dentist",
        "I'll live, we had worse in 2019",
        "She kept doing it properly and then I had to do it again",
        "No llego a fin de mes con este sueldo",
        "No me mato corriendo al bus",
        "Casi lo mato al jefe",
        "No queda nada en la nevera",
    ],
)
def test_what_it_is_about_tells_a_thing_from_a_life(thing: str) -> None:
    """The object that follows decides: a hammock, hair, a choir, a chore, a bus or a fridge is no life."""
    assert screen(thing, LOOP).level is Level.NONE


@pytest.mark.parametrize(
    "saying",
    [
        "If they book one more call at seven I'll shoot myself",
        "I want to die, I replied all to the whole company",
        "Me quiero matar, me olvidé las llaves adentro",
        "Me pego un tiro antes de volver a armar este informe",
    ],
)
def test_a_manner_of_speaking_is_asked_about_at_most(saying: str) -> None:
    """What hangs on one more call, or on a slip just made, never draws the full answer: at most the question."""
    assert screen(saying, LOOP).level is not Level.CRISIS


def test_one_more_day_is_no_small_thing() -> None:
    """The same sentence about life itself is meant."""
    assert screen("If I have to live one more day I will kill myself", LOOP).level is Level.CRISIS


@pytest.mark.parametrize(
    "word",
    ["soon", "forever", "for ever", "what for", "every day", "tonight", "why", "para siempre", "para qué", "cada día"],
)
def test_when_and_what_for_alone_are_a_search(word: str) -> None:
    """Who types "forever" looks for something on the shelf."""
    assert screen(word, Route("shelf", "search")).level is Level.NONE


@pytest.mark.parametrize(
    "line",
    [
        "relapsed. thighs this time, under the uniform",
        "been cutting where nobody looks",
        "three months clean of cutting and then Sunday came",
        "recaí con la navaja después de dos años",
        "llevaba 8 meses limpia de cortes hasta ayer",
        "apagué el cigarro en mi brazo en el descanso",
        "the belt went over the beam and then the doorbell rang",
        "I thought about how to step out in front of the bus",
        "climbed over the railing and stood there until a man spoke to me",
        "saqué una pierna por la baranda y volví adentro",
        "casi me dejo caer del muelle",
        "me tomé un puñado de pastillas y las vomité",
        "soy yo la que piensa en matarse",
        "me mato en agosto",
    ],
)
def test_what_comes_back_or_stands_ready_is_explicit(line: str) -> None:
    """A relapse told by counting, and a means in a scene, are one's own risk however quietly they are told."""
    assert screen(line, LOOP).level is Level.CRISIS


@pytest.mark.parametrize(
    "line",
    [
        "they pumped my stomach when I was at school and it is like that again",
        "tried twice already, the third time I won't miss",
        "it won't be tonight",
        "I would have done it by now if it weren't for the dog",
        "not saying I would, not saying I wouldn't",
        "I am switching myself off on Friday",
        "not dead yet, sadly",
        "does God forgive a person who kills herself",
        "si no me he matado es por mi madre",
        "todavía no me mato por mis hijos",
        "me lavaron el estómago y sigo igual",
        "el balcón me llama por las noches",
        "mejor que me muriera",
    ],
)
def test_a_denial_that_decides_and_an_attempt_without_the_word_are_answered(line: str) -> None:
    """ "Not tonight" is a plan, and what was tried once may be tried again: no such line goes without an answer."""
    assert screen(line, LOOP).level in (Level.CRISIS, Level.GENTLE)


def test_a_threat_with_an_address_is_a_threat() -> None:
    """The second sentence makes it more than a manner of speaking."""
    assert screen("I could kill him for eating my lunch", LOOP).level is Level.NONE
    assert screen("I could kill him. I know where he lives", LOOP).concern is Concern.HARM


def test_the_safety_plan_never_interrupts_itself() -> None:
    """What is written into the safety plan is heard and recorded as NONE; the same words elsewhere are not."""
    words = "When I want to kill myself, I call Ana"
    assert screen(words, Route("safety_plan", "signs")) == Verdict(Level.NONE)
    assert screen(words, Route("kind", "letter")).level is Level.CRISIS


def test_weak_signs_add_up_over_texts() -> None:
    """A weak sign is everyday talk, and leaves its mark; after two marks in the last texts it is worth the question."""
    weak = "I hate myself for being late"
    assert screen(weak, LOOP) == Verdict(Level.NONE, (WEAK_SIGN,))
    assert screen(weak, LOOP, recent=(WEAK_SIGN,)).level is Level.NONE
    assert screen(weak, LOOP, recent=(WEAK_SIGN, WEAK_SIGN)) == Verdict(Level.GENTLE, (WEAK_OVER_TIME,))
    assert screen("pick up the invoice", LOOP, recent=(WEAK_SIGN, WEAK_SIGN)) == Verdict(Level.NONE)


def test_the_reason_is_rules_and_never_text() -> None:
    """A verdict names rules of the rulebook or heads of the model, and holds nothing of what was written."""
    ids = {rule.id for found in rulebook().rules.values() for rule, _ in found} | {WEAK_TOGETHER, WEAK_SIGN, UNREAD}
    ids |= {MODEL + head for head in (RISK, ANSWER, *Concern)}
    for line in SUITE:
        verdict = screen(line.text, LOOP)
        assert verdict.rules or verdict.level is Level.NONE
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
