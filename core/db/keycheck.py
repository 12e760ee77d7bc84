"""Finds out at the start whether the master keys are the ones this database was sealed with."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.db.errors import translated
from core.db.session import Session
from core.db.tables import key_check, person
from core.errors import ConfigurationError, SealBroken
from core.vault import VARIABLE, Vault

_PROOFS: Final = select(key_check.c.master_key_id, key_check.c.proof)
# One person for each master key: all that a key wrapped open together or not at all.
_FIRST_OF_KEY: Final = select(func.min(person.c.id)).group_by(person.c.master_key_id)
_SAMPLES: Final = select(person.c.id, person.c.master_key_id, person.c.wrapped_key).where(
    person.c.id.in_(_FIRST_OF_KEY)
)


async def check_master_keys(engine: AsyncEngine, vault: Vault) -> None:
    """Compare the vault's master keys with the database, and leave a proof of the current one in it.

    Raises ConfigurationError when a key is another one than its id had before, or when people are sealed under a key
    that was not given; StorageDown when the database does not answer.
    """
    with translated():
        async with engine.begin() as connection:
            await _check(connection, vault)


async def _check(connection: AsyncConnection, vault: Vault) -> None:
    samples = (await connection.execute(_SAMPLES)).all()
    missing = sorted({key_id for _, key_id, _ in samples if not vault.knows(key_id)})
    if missing:
        raise ConfigurationError(
            f"{VARIABLE}: people are sealed under the key {', '.join(missing)}, which is not given. "
            "Add it behind the current one. Without it nothing they wrote can be opened."
        )
    for key_id, proof in await connection.execute(_PROOFS):
        if vault.knows(key_id):
            with _blamed_on(key_id):
                vault.check_proof(key_id, proof)
    for person_id, key_id, wrapped in samples:
        with _blamed_on(key_id):
            vault.open_data_key(wrapped, key_id, person_id)
    own = {"master_key_id": vault.current_key_id, "proof": vault.proof()}
    await connection.execute(Session(connection).insert_new(key_check), own)


@contextmanager
def _blamed_on(key_id: str) -> Iterator[None]:
    try:
        yield
    except SealBroken:
        raise ConfigurationError(
            f"{VARIABLE}: the key {key_id} is not the one this database was sealed with. "
            "Put back the key that had this id; a new key (`enough keys new`) gets an id of its own."
        ) from None
