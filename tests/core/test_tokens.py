"""Action tokens: what stands behind a button, on both platforms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadToken
from core.tokens import MAX_CHARS, ActionToken, Verb, decode

PART = st.text("abcdefghijklmnopqrstuvwxyz0123456789_.-", max_size=14)
TOKENS = st.builds(
    ActionToken,
    verb=st.sampled_from(Verb),
    subject=PART,
    step=PART,
    version=st.integers(0, 9999),
    carry=PART,
    country=st.sampled_from(["", "US", "GB"]),
    language=st.sampled_from(["en", "es"]),
)


@given(TOKENS)
def test_what_is_encoded_is_read_back(token: ActionToken) -> None:
    """A token survives the wire, within the bound."""
    assert decode(token.encode()) == token
    assert len(token.encode()) <= MAX_CHARS


@given(st.text(max_size=120))
def test_anything_else_is_refused(text: str) -> None:
    """Text that is no token is refused as such, whatever it is; a token is only ever read as itself."""
    try:
        token = decode(text)
    except BadToken:
        return
    assert token.encode() == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "2:US:en:go:home:::",
        "1:US:en:nosuch:home:::",
        "1:US:en:go:home::-1:",
        "1:US:en:go:home::01:",
        "1:US:en:go:home::٣:",
        "1:US:en:go:ho me:::",
        "1:US:en:go:" + "x" * 200 + ":::",
    ],
)
def test_malformed_tokens_are_refused(text: str) -> None:
    """Wrong version, verb, number, character or length: each is refused."""
    with pytest.raises(BadToken):
        decode(text)


def test_a_token_that_would_not_fit_cannot_be_made() -> None:
    """The bound holds by construction."""
    with pytest.raises(ValueError, match="allowed"):
        ActionToken(Verb.GO, subject="x" * 100)
