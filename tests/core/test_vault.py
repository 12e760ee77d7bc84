"""Sealed values open at their own place, whole, and nowhere else."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ConfigurationError, SealBroken
from core.private import Private
from core.vault import KEY_BYTES, DataKey, Place, Vault, new_master_key, parse_master_keys

PERSON = "p1"
VAULT = Vault(parse_master_keys(new_master_key()))
KEY, WRAPPED, MASTER_ID = VAULT.new_data_key(PERSON)
PLACE = Place(PERSON, "entry", "e1", "body")
OVERHEAD = 1 + 12 + 16

texts = st.text(max_size=40)
places = st.builds(Place, texts, texts, texts, texts)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.binary(max_size=5000), places)
def test_what_is_sealed_opens_at_its_place(value: bytes, place: Place) -> None:
    """Any bytes, any place."""
    assert VAULT.unseal(KEY, place, VAULT.seal(KEY, place, Private(value))) == Private(value)


@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_objects_open_as_they_were(value: dict[str, object]) -> None:
    """Any JSON object, in any script."""
    assert VAULT.unseal_json(KEY, PLACE, VAULT.seal_json(KEY, PLACE, Private(value))) == Private(value)


@given(st.binary(max_size=9000))
def test_sizes_fall_into_buckets(value: bytes) -> None:
    """What is stored is 256 bytes long, or a doubling of that, and never shorter than what was written."""
    size = len(VAULT.seal(KEY, PLACE, Private(value))) - OVERHEAD
    assert size in {256, 512, 1024, 2048, 4096, 8192, 16384}
    assert len(value) < size <= max(256, 2 * (len(value) + 4))


def test_nothing_looks_like_a_word() -> None:
    """An empty state and a first sentence are alike in size."""
    sizes = {len(VAULT.seal_json(KEY, PLACE, Private(value))) for value in ({}, {"a": 1}, {"said": "x" * 200})}
    assert sizes == {256 + OVERHEAD}


@given(st.binary(max_size=600), st.data())
def test_an_altered_value_does_not_open(value: bytes, data: st.DataObject) -> None:
    """Whichever bit was changed."""
    sealed = bytearray(VAULT.seal(KEY, PLACE, Private(value)))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealBroken):
        VAULT.unseal(KEY, PLACE, bytes(sealed))


@given(st.integers(0, 284))
def test_a_value_that_was_cut_does_not_open(length: int) -> None:
    """However much of it is left, nothing included."""
    sealed = VAULT.seal(KEY, PLACE, Private(b"words"))
    assert len(sealed) == 285
    with pytest.raises(SealBroken):
        VAULT.unseal(KEY, PLACE, sealed[:length])


@given(places, places)
def test_a_value_does_not_open_elsewhere(here: Place, there: Place) -> None:
    """Not for another person, table, row or column."""
    sealed = VAULT.seal(KEY, here, Private(b"words"))
    if here == there:
        assert VAULT.unseal(KEY, there, sealed) == Private(b"words")
    else:
        with pytest.raises(SealBroken):
            VAULT.unseal(KEY, there, sealed)


def test_places_that_read_alike_are_not_alike() -> None:
    """The parts of a place do not run into each other."""
    sealed = VAULT.seal(KEY, Place("ab", "c", "", "d"), Private(b"words"))
    for place in (Place("a", "bc", "", "d"), Place("ab", "", "c", "d"), Place("abc", "", "", "d")):
        with pytest.raises(SealBroken):
            VAULT.unseal(KEY, place, sealed)


def test_another_persons_key_does_not_open() -> None:
    """Each person has a key of their own."""
    other, _, _ = VAULT.new_data_key(PERSON)
    assert other != KEY
    with pytest.raises(SealBroken):
        VAULT.unseal(other, PLACE, VAULT.seal(KEY, PLACE, Private(b"words")))


def test_the_same_words_are_sealed_differently_each_time() -> None:
    """Nobody can see that two entries are equal."""
    assert len({VAULT.seal(KEY, PLACE, Private(b"words")) for _ in range(50)}) == 50


def test_a_data_key_opens_for_its_person_and_master_key_alone() -> None:
    """A wrapped key moved to another person, altered, or under another master key stays shut."""
    assert VAULT.open_data_key(WRAPPED, MASTER_ID, PERSON) == KEY
    assert len(KEY.reveal()) == KEY_BYTES
    stranger = Vault(parse_master_keys(f"{MASTER_ID}:{new_master_key().partition(':')[2]}"))
    altered = WRAPPED[:-1] + bytes([WRAPPED[-1] ^ 1])
    for vault, wrapped, master_id, person in (
        (VAULT, WRAPPED, MASTER_ID, "p2"),
        (VAULT, altered, MASTER_ID, PERSON),
        (VAULT, b"", MASTER_ID, PERSON),
        (VAULT, WRAPPED, "unknown", PERSON),
        (stranger, WRAPPED, MASTER_ID, PERSON),
    ):
        with pytest.raises(SealBroken):
            vault.open_data_key(wrapped, master_id, person)


def test_a_key_and_what_it_opens_print_as_stars() -> None:
    """Neither reaches a log by accident."""
    opened = VAULT.unseal(KEY, PLACE, VAULT.seal(KEY, PLACE, Private(b"words")))
    assert f"{KEY} {opened!r} {(KEY,)}" == "*** *** (***,)"
    assert isinstance(KEY, DataKey)
    with pytest.raises(TypeError):
        json.dumps({"key": KEY})


def test_rotation_keeps_old_keys_open() -> None:
    """New data keys are wrapped by the first master key; what the second wrapped still opens."""
    old, new = new_master_key(), new_master_key()
    _, wrapped, master_id = Vault(parse_master_keys(old)).new_data_key(PERSON)
    both = Vault(parse_master_keys(f"{new}, {old}"))
    assert both.current_key_id == new.partition(":")[0]
    assert both.new_data_key(PERSON)[2] == both.current_key_id
    assert len(both.open_data_key(wrapped, master_id, PERSON).reveal()) == KEY_BYTES


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "number 1 is not of the form"),
        ("SECRET", "number 1 is not of the form"),
        (":SECRET", "number 1 is not of the form"),
        ("a b:SECRET", "number 1 is not of the form"),
        ("k1:SECRET", "number 1 does not hold 32 bytes"),
        ("k1:SE€RET", "number 1 does not hold 32 bytes"),
        (f"k1:{base64.b64encode(b'SECRET' * 5).decode()}", "number 1 does not hold 32 bytes"),
        (f"k1:{base64.b64encode(bytes(33)).decode()}", "number 1 does not hold 32 bytes"),
        (f"k1:{base64.b64encode(bytes(32)).decode()},", "number 2 is not of the form"),
        ("{0},{0}", "number 2 has the id of an earlier one"),
    ],
)
def test_a_malformed_key_is_explained(text: str, what: str) -> None:
    """The message names the variable, which key, and how to get one, and repeats none of it."""
    with pytest.raises(ConfigurationError, match=f"ENOUGH_MASTER_KEYS: key {what}.*enough keys new") as caught:
        parse_master_keys(text.format(new_master_key()))
    assert "SECRET" not in str(caught.value)
