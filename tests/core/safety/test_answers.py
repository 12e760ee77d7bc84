"""The answers: their order, their numbers, and that they fit both platforms in both languages."""

import json
import re
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.clock import SystemClock
from core.pages import Action, Contact, ContactKind, Page, Tone
from core.safety.answers import (
    concern_page,
    crisis_page,
    gentle_page,
    help_now_page,
    line_blocks,
    safe_page,
    way_back,
)
from core.safety.lines import ANOTHER_COUNTRY, DIRECTORY, countries, line_for, stale
from core.safety.verdict import Concern
from core.tokens import ActionToken, Verb, decode

RUN = "a" * 24
ROOT = Path(__file__).parents[3]
COUNTRIES = [code for code, _ in countries()]
LINE_FILE = json.loads((ROOT / "core/safety/lines.json").read_text("utf-8"))


def token(country: str = "US", language: str = "en") -> ActionToken:
    return ActionToken(Verb.RUN, subject=RUN, step="closing.loop", version=3, country=country, language=language)


def text_of(page: Page) -> str:
    return "\n".join(block.label if isinstance(block, Contact) else getattr(block, "text", "") for block in page.body)


def all_pages(start: ActionToken) -> list[Page]:
    back = start.to(Verb.CARE, subject=RUN, step="on")
    return [
        crisis_page(start),
        crisis_page(start, carry_on=back),
        gentle_page(start, back),
        safe_page(start, back),
        help_now_page(start),
        *(concern_page(each, start, back) for each in Concern),
        *(concern_page(each, start) for each in Concern),
    ]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("country", [*COUNTRIES, ""])
def test_every_page_can_be_shown_everywhere(country: str, language: str) -> None:
    """In each country and language each page builds within the bounds of both platforms, without storage."""
    for page in all_pages(token(country, language)):
        assert page.actions
        assert page.token.country == country
        assert page.token.language == language
        for action in page.actions:
            assert decode(action.token.encode()) == action.token


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("country", [code for code in COUNTRIES if code != ANOTHER_COUNTRY])
def test_each_countrys_page_holds_its_own_numbers(country: str, language: str) -> None:
    """The line, how to text or chat, and the emergency number are contacts that can be tapped."""
    line = line_for(country)
    assert line is not None
    for page in (crisis_page(token(country, language)), help_now_page(token(country, language))):
        values = {block.value for block in page.body if isinstance(block, Contact)}
        assert values == {way.value for way in line.ways} | set(line.emergency)
        assert line.name in text_of(page)


@pytest.mark.parametrize("country", [ANOTHER_COUNTRY, "", "FI"])
def test_an_unknown_country_gets_the_directory_and_no_invented_number(country: str) -> None:
    """Where no line is known: findahelpline.com, and the emergency number in words."""
    for page in (crisis_page(token(country)), help_now_page(token(country)), gentle_page(token(country))):
        contacts = [block for block in page.body if isinstance(block, Contact)]
        assert contacts == [Contact(ContactKind.SITE, DIRECTORY, DIRECTORY)]
        assert not re.search(r"\d", text_of(page))
    assert "emergency number of the place where you are" in text_of(crisis_page(token(country)))


def test_the_full_answer_comes_in_its_order() -> None:
    """A warm line, the line, its ways, emergency, someone trusted, grounding, and that nobody sees it."""
    text = text_of(crisis_page(token("US")))
    order = [
        "Thank you", "988 Suicide & Crisis Lifeline", "Call 988", "Text 988", "988lifeline.org", "might act",
        "Emergency: call 911", "someone you trust", "a safety plan", "feet on the floor", "five things",
        "I am a program",
    ]  # fmt: skip
    places = [text.index(each) for each in order]
    assert places == sorted(places)


def test_the_gentle_question_names_suicide_below_the_line() -> None:
    """One direct question, three answers and carrying on; the line stands above it."""
    page = gentle_page(token("GB"), token("GB").to(Verb.CARE, subject=RUN, step="on"))
    text = text_of(page)
    assert text.index("116 123") < text.index("Are you thinking about suicide?")
    assert [(each.label, each.token.step) for each in page.actions] == [
        ("Yes", "yes"), ("No", "no"), ("Not sure", "unsure"), ("Carry on", "on"),
        ("My safety plan", f"ask.{RUN}"), ("A steady minute", f"ask.{RUN}"),
    ]  # fmt: skip
    assert {each.token.subject for each in page.actions} == {RUN, "plan", "ground"}


def test_every_answer_leads_back_to_the_run_it_came_from() -> None:
    """The run's id travels in the tokens, from page to page; outside a run there is none."""
    first = crisis_page(token())
    safe = next(each for each in first.actions if each.token.step == "safe")
    assert safe.token == token().to(Verb.CARE, subject=RUN, step="safe")
    again = crisis_page(safe.token)
    assert next(each for each in again.actions if each.token.step == "safe").token == safe.token
    outside = crisis_page(ActionToken(Verb.GO, subject="shelf", country="US"))
    assert all(each.token.subject == "" for each in outside.actions if each.token.verb is Verb.CARE)


def test_the_plan_and_grounding_are_one_tap_from_every_answer_and_lead_back_to_it() -> None:
    """Each answer has grounding, and each about suicide the plan; both know the way back, by the token alone. A plan
    for suicidal hours is not what partner violence or a heart attack asks for."""
    start = token()
    for page in (crisis_page(start), gentle_page(start), safe_page(start), help_now_page(start)):
        assert {"My safety plan", "A steady minute"} <= {each.label for each in page.actions}
    for concern in Concern:
        labels = {each.label for each in concern_page(concern, start).actions}
        assert "A steady minute" in labels
        assert "My safety plan" not in labels
    for page in all_pages(start):
        for action in page.actions:
            if action.label in {"My safety plan", "A steady minute"} and page.title != "Help now":
                (back,) = way_back(action.token)
                assert back.token.verb is Verb.CARE
                assert back.token.subject == RUN
    assert way_back(help_now_page(start).actions[0].token) == ()


def test_carrying_on_is_offered_where_there_is_something_to_carry_on() -> None:
    """The full answer has "I'm safe", and "Carry on" exactly when the desk says where to."""
    back = token().to(Verb.RUN, subject=RUN, step="closing.loop", version=3)
    labels = [each.label for each in crisis_page(token()).actions]
    assert labels == ["My safety plan", "A steady minute", "I’m safe"]
    onward = next(each for each in crisis_page(token(), carry_on=back).actions if each.token == back)
    assert onward.tone is Tone.PLAIN  # it is there, and nothing draws the eye away from the line to it


def test_being_safe_is_believed_and_help_offered_once_more() -> None:
    """No doubt, no question; the line again, on that very page, and the way onward."""
    page = safe_page(token("GB"), None)
    assert "I take your word for it" in text_of(page)
    assert "116 123" in text_of(page)
    assert "?" not in text_of(page)
    assert Action("Open Enough", token("GB").to(Verb.GO, subject="open")) in page.actions


@pytest.mark.parametrize(
    ("concern", "words"),
    [
        (Concern.FRIEND, ["Are you thinking about suicide?", "stay with them"]),
        (Concern.PARTNER, ["device may be watched", "nothing about this later"]),
        (Concern.HARASSMENT, ["not a report"]),
        (Concern.BABY, ["common", "different from wanting", "soon"]),
        (Concern.MEDICAL, ["doctor", "medicine"]),
        (Concern.REALITY, ["doctor today", "someone you trust"]),
        (Concern.HARM, ["keeps you both safe"]),
    ],
)
def test_each_concern_has_its_own_lines(concern: Concern, words: list[str]) -> None:
    """Each says its own few things, with the emergency number and the directory of lines."""
    text = text_of(concern_page(concern, token("AU")))
    for each in (*words, "Emergency: call 000", DIRECTORY):
        assert each in text


def test_hours_are_said_where_a_line_closes_and_nowhere_invented() -> None:
    """Italy's line closes at 24:00; a line whose hours were not seen claims none."""
    assert "closes at 24:00" in text_of(crisis_page(token("IT")))
    assert "day and night" in text_of(crisis_page(token("JP")))
    for country in ("US", "GB", "DE", "ZA"):
        assert not re.search(r"24|day and night|hours", text_of(crisis_page(token(country)))), country


def test_how_to_text_is_spelled_out() -> None:
    """A text line that needs a word says the word."""
    assert "Text SHOUT to 85258" in text_of(crisis_page(token("GB")))
    assert "Crisis Text Line: Text HOME to 741741" in text_of(crisis_page(token("US")))
    assert "WhatsApp 324 011 7252" in text_of(crisis_page(token("IT")))


def test_the_line_can_stand_on_any_page() -> None:
    """Its blocks alone, for a page that keeps help on top."""
    assert Contact(ContactKind.CALL, "Call 988", "988") in line_blocks(token("US"))


def test_eighteen_countries_and_another_can_be_chosen() -> None:
    """Codes fit a token, each has a name, and the last is for everywhere else."""
    assert len(countries()) == 19
    assert countries()[-1] == (ANOTHER_COUNTRY, "Another country")
    assert {code for code in COUNTRIES if line_for(code)} == set(LINE_FILE["countries"])


def test_every_number_has_a_source_and_a_date() -> None:
    """Nothing is shipped without where and when it was seen."""
    for country in LINE_FILE["countries"]:
        line = line_for(country)
        assert line is not None
        assert line.source
        assert line.ways
        assert line.emergency
        assert line.checked_on.isoformat() <= LINE_FILE["compiled"]


def test_numbers_grow_stale_after_180_days() -> None:
    """From the 181st day on somebody has to look at them again."""
    lines = [line_for(code) for code in LINE_FILE["countries"]]
    checked = datetime.combine(min(line.checked_on for line in lines if line), datetime.min.time(), UTC)
    assert not stale(checked + timedelta(days=180))
    assert stale(checked + timedelta(days=181))


def test_stale_numbers_are_warned_of() -> None:
    """The suite stays green and says so: verifying numbers is a person's work, before a release."""
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        if stale(SystemClock().now()):
            warnings.warn(
                "the crisis lines were last checked more than 180 days ago: core/safety/lines.json", stacklevel=1
            )
    assert line_for("US") is not None
