"""The check that content is held to, the shipped and an operator's own: ``enough content check``, and the suite.

Beyond what :mod:`core.exercises.catalog` refuses: everything fits both platforms in every language, every sentence is
translated, no word of :mod:`core.words` is used (but in a quoted rule), and English reads at grade 7 or lower.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable

from core.errors import ConfigurationError
from core.exercises import show
from core.exercises.catalog import content_files, line_of, read_exercise, text_of
from core.exercises.known import MOST_TOLD, TOLD_CHARS, Known, Told
from core.exercises.model import MOST_PARKED, PARKED_CHARS, TAPPED_FIELDS, Answer, Exercise, Parked, State
from core.exercises.own_pages import GROUNDING, PLAN, parts_of, plan_blocks
from core.pages import (
    BUTTON_CHARS,
    HINT_CHARS,
    MAX_ACTIONS,
    TITLE_CHARS,
    Action,
    ChoiceField,
    Field,
    ManyField,
    Note,
    Page,
    ScaleField,
    TextField,
)
from core.private import Private
from core.safety.answers import line_blocks
from core.safety.lines import countries
from core.tokens import ActionToken, Verb
from core.wording import LANGUAGES, is_translated, voice
from core.words import MOST_GRADE, MOST_WORDS, grade, split, unwanted

MOST_EXERCISES = MAX_ACTIONS - 3  # on the page that lists them all, beside the three buttons that stand there always
FIRST_MINUTE = [("roles", ManyField), ("heavy", ScaleField), ("room", ScaleField)]  # what it asks, of the check-in
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|«[^»]*»')
_LONGEST = ActionToken(Verb.RUN, subject="a" * 24, step="x" * 29, version=9999, country="US")


@dataclass(frozen=True)
class Finding:
    """One thing to mend. Prints as ``file:line: what is wrong``."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


def check_content(*folders: Traversable) -> list[Finding]:
    """Return what is wrong in the shipped content and in *folders*, file by file and line by line."""
    findings: list[Finding] = []
    ids, own = set[str](), dict[str, str]()
    shipped = len(content_files())
    for number, each in enumerate(content_files(*folders)):
        try:
            text = text_of(each)
            exercise = read_exercise(each.name, text)
        except ConfigurationError as error:
            line, what = str(error).removeprefix(f"{each.name}:").split(":", 1)
            findings.append(Finding(each.name, int(line), what.strip()))
            continue
        ids.add(exercise.id)
        if number >= shipped:
            if exercise.id in own:
                what = f"'{exercise.id}' is the id of {own[exercise.id]} too"
                findings.append(Finding(each.name, line_of(text, ("id",)), what))
            own[exercise.id] = each.name
            if len(ids) > MOST_EXERCISES:
                findings.append(Finding(each.name, 1, f"is one more than the {MOST_EXERCISES} that a page can offer"))
        found = [(line_of(text, path), what) for path, what in _findings(exercise)]
        findings += [Finding(each.name, line, what) for line, what in sorted(set(found))]
    return findings


def sentences(exercise: Exercise) -> Iterator[tuple[tuple[str, ...], str]]:
    """Return every sentence that people read, with the path to where it stands in the file."""
    yield ("title",), exercise.title
    yield ("why",), exercise.why
    for step in exercise.steps.values():
        here = ("steps", step.id)
        for place, say in enumerate(step.say):
            if say.kind in {"text", "note"}:
                yield (*here, "say", str(place)), say.text
        for place, each in enumerate(step.fields):
            for key, text in _field_texts(each):
                yield (*here, "fields", str(place), key), text
        if step.submit:
            yield (*here, "submit"), step.submit
        for place, tap in enumerate(step.taps):
            yield (*here, "taps", str(place), "label"), tap.label


def _findings(exercise: Exercise) -> Iterator[tuple[tuple[str, ...], str]]:
    said = list(sentences(exercise))
    for path, text in said:
        for language in LANGUAGES:
            t = voice(language)
            translated = t(text)
            if not is_translated(language, text):
                yield path, f"has no translation into '{language}'"
            if any(len(words) > MOST_WORDS for words in split(translated)):
                yield path, f"has a sentence of more than {MOST_WORDS} words ({language})"
            for word in unwanted(_QUOTED.sub("", translated), language):
                yield path, f"says '{word}' ({language}), which is not for these texts"
    if len(exercise.why) > HINT_CHARS:
        yield ("why",), f"is longer than {HINT_CHARS} characters"
    for language in LANGUAGES:
        t = voice(language)
        if len(t("Carry on: {title}", title=t(exercise.title))) > BUTTON_CHARS:
            yield ("title",), f"is too long for the button that leads back to it ({language})"
    if exercise.id == "checkin" and _taps_of(exercise) != FIRST_MINUTE:
        yield (
            ("steps",),
            "the first minute needs the questions roles, heavy and room in the check-in, and no other taps",
        )
    if exercise.id == GROUNDING:
        yield from _ungrounded(exercise)
    if exercise.id == PLAN:
        yield from _unplanned(exercise)
    reading = grade([text for path, text in said if "say" in path])
    if reading > MOST_GRADE:
        yield ("steps",), f"reads at grade {reading:.1f}; {MOST_GRADE} is the most: use shorter sentences and words"
    for name in exercise.steps:
        state = State(exercise.id, exercise.revision, name, dict(_fullest(exercise)), ("before",), "x" * 300)
        for language in LANGUAGES:
            try:
                _page(exercise, state, language)
            except ValueError as error:
                yield ("steps", name), f"does not fit ({language}): {error}"


def _ungrounded(exercise: Exercise) -> Iterator[tuple[tuple[str, ...], str]]:
    """Grounding is played from the buttons alone: nothing that would have to be kept stands in it."""
    for step in exercise.steps.values():
        said = {say.kind for say in step.say}
        ways = [each.to for each in step.taps]
        if step.fields or step.whole or step.branch or not said <= {"text", "note"} or len(set(ways)) != len(ways):
            yield (
                ("steps", step.id),
                "is a step of grounding, which stores nothing: sentences, and taps that lead to different steps",
            )


def _unplanned(exercise: Exercise) -> Iterator[tuple[tuple[str, ...], str]]:
    """The safety plan is shown on one page below the line, and each part of it is changed from a button of its own."""
    parts = parts_of(exercise)
    if len(parts) != len(exercise.fields()) or any(step.taps for step in exercise.steps.values()):
        yield ("steps",), "each part of the safety plan is a step with one field for words, and there are no taps"
    if any(not field.optional for field in exercise.fields()):
        yield ("steps",), "every part of the safety plan may stay empty: optional: true"
    for language in LANGUAGES:
        t = voice(language)
        for step, field in parts:
            if len(t(field.label)) > BUTTON_CHARS:
                yield ("steps", step), f"has a label that is too long for the button to this part ({language})"
        plan = plan_blocks(exercise, dict(_fullest(exercise)), t)
        for country, _ in countries():
            line = line_blocks(replace(_LONGEST, country=country, language=language))
            try:
                Page(token=_LONGEST, title="x", body=(*line, *plan, Note("x" * HINT_CHARS)))
            except ValueError as error:
                yield ("steps",), f"does not fit on one page below the line of {country} ({language}): {error}"


def _taps_of(exercise: Exercise) -> list[tuple[str, type[Field]]]:
    return [(each.id, type(each)) for each in exercise.fields() if isinstance(each, TAPPED_FIELDS)]


def _page(exercise: Exercise, state: State, language: str) -> None:
    always = ("fresh", "privacy", "now")  # what a page adds to the step's own
    also = tuple(Action("x" * 30, _LONGEST.to(Verb.GO, subject=word)) for word in always)
    show.page_of(
        exercise,
        state,
        token_for=lambda _step, value: _LONGEST.to(Verb.RUN, subject="a" * 24, carry=value),
        t=voice(language),
        known=Known(
            next_back="x" * 40,
            asked_on="x" * 40,
            remembered=(state.answers,) * 9,
            parked=(Parked(_words(PARKED_CHARS), _words(PARKED_CHARS), "x" * 30),) * MOST_PARKED,
            week=(Told(_words(TOLD_CHARS), "x" * 30, "x" * TITLE_CHARS),) * MOST_TOLD,
        ),
        also=also,
        before=line_blocks(replace(_LONGEST, language=language)) if exercise.id == PLAN else (),
    )


def _words(chars: int) -> Private[str]:
    return Private("x" * chars)


def _fullest(exercise: Exercise) -> Iterator[tuple[str, Answer]]:
    """Every field answered at its longest, and every tap taken: the most that a page can have to show."""
    for each in exercise.fields():
        match each:
            case TextField():
                yield each.id, "x" * each.max_chars
            case ManyField():
                yield each.id, tuple(option.value for option in each.options)
            case ChoiceField():
                yield each.id, (each.options[0].value,)
            case ScaleField():
                yield each.id, ("10",)
    for step in exercise.steps.values():
        if step.taps:
            yield step.id, (step.taps[0].value,)


def _field_texts(field: Field) -> Iterator[tuple[str, str]]:
    yield "label", field.label
    if field.hint:
        yield "hint", field.hint
    match field:
        case TextField() if field.placeholder:
            yield "placeholder", field.placeholder
        case ChoiceField() | ManyField():
            for option in field.options:
                yield "options", option.label
        case ScaleField():
            yield "low", field.low
            yield "high", field.high
