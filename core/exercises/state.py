"""A state as JSON, for the sealed column, and back."""

from collections.abc import Mapping

from core.exercises.model import Answer, Answers, State

Json = Mapping[str, object]


def to_json(state: State) -> Json:
    return {
        "exercise": state.exercise,
        "revision": state.revision,
        "step": state.step,
        "answers": answers_to_json(state.answers),
        "path": list(state.path),
        "opening": state.opening,
    }


def from_json(body: Json) -> State:
    return State(
        exercise=str(body["exercise"]),
        revision=int(str(body["revision"])),
        step=str(body["step"]),
        answers=answers_from_json(body["answers"]),
        path=tuple(str(step) for step in path) if isinstance(path := body.get("path"), list) else (),
        opening=str(body.get("opening", "")),
    )


def answers_to_json(answers: Answers) -> Json:
    return {key: value if isinstance(value, str) else list(value) for key, value in answers.items()}


def answers_from_json(raw: object) -> Answers:
    """Text stays text and lists become tuples; anything else was not written by us and is left out."""
    found: dict[str, Answer] = {}
    for key, value in raw.items() if isinstance(raw, Mapping) else ():
        if isinstance(value, str):
            found[str(key)] = value
        elif isinstance(value, list):
            found[str(key)] = tuple(str(each) for each in value)
    return found
