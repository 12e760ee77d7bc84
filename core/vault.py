"""Per-person data keys and sealed values. The only module that knows the cryptography library.

A sealed value is ``format (1 byte) | nonce (12) | AES-256-GCM ciphertext and tag``. The associated data binds it to
format, person, table, row and column, so that it opens at its own place and nowhere else. The plaintext is its length
(4 bytes), itself, and zeros up to a bucket (256 bytes, doubling): the size of a row tells little of what was written.

A person's 256-bit data key is stored wrapped: sealed under a master key, bound to the person and to the master key's
id. Nonces are 96 random bits; with a key of its own, no person comes near the 2**32 messages that would wear one out
(NIST SP 800-38D, 8.3). A master key seals one value for a person and one for itself.
"""

import base64
import binascii
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import ConfigurationError, SealBroken
from core.private import Private

VARIABLE: Final = "ENOUGH_MASTER_KEYS"
KEY_BYTES: Final = 32
SMALLEST_BUCKET: Final = 256
_FORMAT: Final = b"\x01"
_NONCE_BYTES: Final = 12
_LENGTH_BYTES: Final = 4
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_ADVICE: Final = (
    f"Set {VARIABLE} to id:key (several: id:key,id2:key2, the current one first); `enough keys new` makes one."
)


class DataKey(Private[bytes]):
    """A person's own 256-bit key, open in memory. Prints as ``***``."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value lives. It opens nowhere else."""

    person: str
    table: str
    row: str
    column: str


@dataclass(frozen=True)
class MasterKeys:
    """The keys that wrap data keys, by id. ``current`` is the id that new ones are wrapped with."""

    current: str
    keys: Mapping[str, Private[bytes]]


def parse_master_keys(text: str) -> MasterKeys:
    """Read ``id:base64`` pairs, separated by commas; the first is the current one.

    Raises ConfigurationError, which names the variable and how to get a key and repeats nothing of *text*.
    """
    keys: dict[str, Private[bytes]] = {}
    for number, pair in enumerate(text.split(","), start=1):
        key_id, colon, encoded = pair.strip().partition(":")
        if not colon or not _KEY_ID.fullmatch(key_id):
            raise _malformed(number, "is not of the form id:key")
        if key_id in keys:
            raise _malformed(number, "has the id of an earlier one")
        key = _decode(encoded)
        if key is None:
            raise _malformed(number, f"does not hold {KEY_BYTES} bytes in base64")
        keys[key_id] = Private(key)
    return MasterKeys(current=next(iter(keys)), keys=keys)


def _decode(encoded: str) -> bytes | None:
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def _malformed(number: int, what: str) -> ConfigurationError:
    return ConfigurationError(f"{VARIABLE}: key number {number} {what}. {_ADVICE}")


def new_master_key() -> str:
    """Return a new random master key as ``id:base64``, ready for the variable. It is secret."""
    return f"{secrets.token_hex(4)}:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}"


class Vault:
    """Seals and opens. Holds the master keys; data keys are passed in, since each belongs to a person."""

    def __init__(self, master: MasterKeys) -> None:
        self._current = master.current
        self._master = {key_id: AESGCM(key.reveal()) for key_id, key in master.keys.items()}

    @property
    def current_key_id(self) -> str:
        """Return the id of the master key that new data keys are wrapped with."""
        return self._current

    def knows(self, master_key_id: str) -> bool:
        """Tell whether a master key of this id was given."""
        return master_key_id in self._master

    def new_data_key(self, person_id: str) -> tuple[DataKey, bytes, str]:
        """Make a data key. Returns it open, wrapped, and the id of the master key that wraps it."""
        key = AESGCM.generate_key(bit_length=8 * KEY_BYTES)
        wrapped = _encrypt(self._master[self._current], key, _bound_to("wrap", self._current, person_id))
        return DataKey(key), wrapped, self._current

    def open_data_key(self, wrapped: bytes, master_key_id: str, person_id: str) -> DataKey:
        """Unwrap a data key. Raises SealBroken for another person's, an altered one, or an unknown master key."""
        return DataKey(_decrypt(self._of(master_key_id), wrapped, _bound_to("wrap", master_key_id, person_id)))

    def proof(self) -> bytes:
        """Return a value that only the current master key can have made, to be stored beside its id."""
        return _encrypt(self._master[self._current], b"", _bound_to("proof", self._current))

    def check_proof(self, master_key_id: str, proof: bytes) -> None:
        """Raises SealBroken when *proof* was made by another key than the one that has this id now."""
        _decrypt(self._of(master_key_id), proof, _bound_to("proof", master_key_id))

    def seal(self, key: DataKey, place: Place, value: Private[bytes]) -> bytes:
        """Seal *value* for *place*, padded to a bucket."""
        return _encrypt(AESGCM(key.reveal()), _pad(value.reveal()), _at(place))

    def unseal(self, key: DataKey, place: Place, sealed: bytes) -> Private[bytes]:
        """Open what :meth:`seal` made. Raises SealBroken for another key or place, or when a bit was altered."""
        return Private(_unpad(_decrypt(AESGCM(key.reveal()), sealed, _at(place))))

    def seal_json(self, key: DataKey, place: Place, value: Private[Mapping[str, object]]) -> bytes:
        """Seal a JSON object."""
        text = json.dumps(dict(value.reveal()), ensure_ascii=False, separators=(",", ":"))
        return self.seal(key, place, Private(text.encode()))

    def unseal_json(self, key: DataKey, place: Place, sealed: bytes) -> Private[Mapping[str, object]]:
        """Open what :meth:`seal_json` made. Raises SealBroken."""
        return Private(json.loads(self.unseal(key, place, sealed).reveal()))

    def _of(self, master_key_id: str) -> AESGCM:
        try:
            return self._master[master_key_id]
        except KeyError:
            raise SealBroken("sealed under a master key that was not given") from None


def bucket(size: int) -> int:
    """Return the length that a value of *size* bytes, with its own length in front, is padded to."""
    return max(SMALLEST_BUCKET, 1 << (size + _LENGTH_BYTES - 1).bit_length())


def _pad(value: bytes) -> bytes:
    return (len(value).to_bytes(_LENGTH_BYTES, "big") + value).ljust(bucket(len(value)), b"\0")


def _unpad(padded: bytes) -> bytes:
    end = _LENGTH_BYTES + int.from_bytes(padded[:_LENGTH_BYTES], "big")
    return padded[_LENGTH_BYTES:end]


def _at(place: Place) -> bytes:
    return _bound_to("seal", place.person, place.table, place.row, place.column)


def _bound_to(*parts: str) -> bytes:
    # Each part with its length in front: no two lists of parts give the same bytes.
    encoded = [part.encode() for part in parts]
    return _FORMAT + b"".join(len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in encoded)


def _encrypt(cipher: AESGCM, plaintext: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return _FORMAT + nonce + cipher.encrypt(nonce, plaintext, bound)


def _decrypt(cipher: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    if sealed[:1] != _FORMAT:
        raise SealBroken("a sealed value of an unknown format")
    nonce, ciphertext = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return cipher.decrypt(nonce, ciphertext, bound)
    except (InvalidTag, ValueError):  # ValueError: a nonce that was cut short
        raise SealBroken("a sealed value that does not open") from None
