"""Taps in a token: how the first minute keeps answers before anybody agreed to keep anything.

Only picks are carried, never words: the index of a choice, the bit mask of several, the number of a scale, in the
order of the exercise's fields, in base 36.
"""

from core.errors import BadToken
from core.exercises.model import Answer, Answers, Exercise
from core.pages import SCALE, ChoiceField, Field, ManyField, ScaleField

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_JOIN = "-"


def pack(exercise: Exercise, answers: Answers) -> str:
    """Return the picks in *answers* as token text; text answers are left out."""
    return _JOIN.join(_packed(each, answers.get(each.id)) for each in exercise.fields())


def unpack(exercise: Exercise, carried: str) -> dict[str, Answer]:
    """Return the picks in *carried*. Raises BadToken for what :func:`pack` did not make."""
    parts = carried.split(_JOIN)
    fields = exercise.fields()
    if len(parts) != len(fields):
        raise BadToken("malformed picks")
    try:
        found = {each.id: _unpacked(each, part) for each, part in zip(fields, parts, strict=True) if part}
    except (ValueError, IndexError) as error:
        raise BadToken("malformed picks") from error
    return {key: value for key, value in found.items() if value}


def _packed(field: Field, answer: Answer | None) -> str:
    if not answer or isinstance(answer, str):
        return ""
    if isinstance(field, ScaleField):
        return _base36(int(answer[0]))
    if isinstance(field, ChoiceField):
        return _base36([option.value for option in field.options].index(answer[0]))
    if isinstance(field, ManyField):
        return _base36(sum(1 << n for n, option in enumerate(field.options) if option.value in answer))
    return ""


def _unpacked(field: Field, part: str) -> Answer:
    number = int(part, 36)
    if isinstance(field, ScaleField):
        return (str(SCALE[number]),)
    if isinstance(field, ChoiceField):
        return (field.options[number].value,)
    if isinstance(field, ManyField):
        if number >= 1 << len(field.options):
            raise IndexError
        return tuple(option.value for n, option in enumerate(field.options) if number >> n & 1)
    raise ValueError


def _base36(number: int) -> str:
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
        if not number:
            return text
