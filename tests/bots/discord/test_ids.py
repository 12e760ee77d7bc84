import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.discord import bounds
from bots.discord.ids import Kind, custom_id, option_value, read_custom_id, read_option_values
from core.errors import BadToken
from core.tokens import MAX_CHARS, ActionToken, Verb


@given(kind=st.sampled_from(Kind), subject=st.text("abc234.-_", max_size=24), version=st.integers(0, 999))
def test_a_custom_id_says_the_same_when_it_comes_back(kind: Kind, subject: str, version: int) -> None:
    """Kind and token survive the way to Discord and back."""
    token = ActionToken(Verb.RUN, subject, "checkin.heavy", version, "ab", "US", "es")
    assert read_custom_id(custom_id(kind, token)) == (kind, token)


def test_the_longest_token_fits() -> None:
    """The token's own bound leaves room for the letter in front."""
    assert MAX_CHARS + max(map(len, Kind)) <= bounds.CUSTOM_ID_CHARS


@pytest.mark.parametrize(
    "text", ["", "t", "t1:US", "x1::en:go:open:::", "1::en:go:open:::", "t1::en:nope:open:::", "t" * 100]
)
def test_a_foreign_custom_id_is_a_bad_token(text: str) -> None:
    """Nothing that was not made here is taken for a token."""
    with pytest.raises(BadToken):
        read_custom_id(text)


def test_options_carry_their_field() -> None:
    """The select in a message has no room for the field's id, so each option has it."""
    values = [option_value("roles", "job"), option_value("roles", "a=b")]
    assert read_option_values(values) == ("roles", ("job", "a=b"))


@pytest.mark.parametrize("values", [[], ["job"], ["roles=job", "other=x"]])
def test_options_of_no_field_or_of_two_are_a_bad_token(values: list[str]) -> None:
    """A select that was not made here is not guessed at."""
    with pytest.raises(BadToken):
        read_option_values(values)
