"""People: who they are on a platform, their key, what they agreed to, where nudges go, and how all of it goes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy import bindparam, delete, insert, select, update

from core.db.recipients import Recipients
from core.db.session import Session
from core.db.sweep import open_owner, private_place
from core.db.tables import consent, identity, person
from core.errors import BadToken
from core.ids import new_id
from core.people.who import Address, Who
from core.private import Private
from core.storage import Json, Owner
from core.vault import Place, Vault

_INSERT: Final = insert(person)
_WHO: Final = (
    identity.c.platform == bindparam("platform"),
    identity.c.tenant == bindparam("tenant"),
    identity.c.external_id == bindparam("external_id"),
)
# Whoever finds a person may change their sealed state, which is written as a whole: on PostgreSQL the row is held
# until the transaction ends, or of two at once the second would take back what the first wrote. On SQLite one
# transaction excludes all others anyway. Rows that point at the person can be added meanwhile.
_FIND: Final = (
    select(person)
    .join(identity, identity.c.person == person.c.id)
    .where(*_WHO)
    .with_for_update(of=person, key_share=True)
)
_LOCK: Final = select(person).where(person.c.id == bindparam("owner")).with_for_update()
_UPDATE: Final = (
    update(person)
    .where(person.c.id == bindparam("owner"))
    .values(
        country=bindparam("new_country"),
        language=bindparam("new_language"),
        zone=bindparam("new_zone"),
        quiet_until=bindparam("new_quiet_until"),
    )
)
_SAVE_PRIVATE: Final = update(person).where(person.c.id == bindparam("owner")).values(private=bindparam("sealed"))
_OVERWRITE: Final = (
    update(person)
    .where(person.c.id == bindparam("owner"))
    .values(wrapped_key=bindparam("zeros"), private=bindparam("more_zeros"))
)
_FORGET: Final = delete(person).where(person.c.id == bindparam("owner"))
_FORGET_IDENTITIES: Final = delete(identity).where(identity.c.person == bindparam("owner"))
_OWNS: Final = select(identity.c.person).where(*_WHO, identity.c.person == bindparam("owner"))

_INSERT_CONSENT: Final = insert(consent)
_CONSENTS: Final = (
    select(consent.c.id, consent.c.body)
    .where(consent.c.person == bindparam("owner"))
    .order_by(consent.c.given_at, consent.c.id)
)
_FORGET_CONSENTS: Final = delete(consent).where(consent.c.person == bindparam("owner"))


class Belongings(Protocol):
    """A repository that holds rows of people."""

    async def forget(self, owner: Owner) -> None: ...


class SqlPeople:
    """Implements :class:`core.storage.People`. ``belongings`` are forgotten with their owner, in their order."""

    def __init__(self, session: Session, vault: Vault, belongings: Sequence[Belongings]) -> None:
        self._session = session
        self._vault = vault
        self._recipients = Recipients(session)
        self._belongings = belongings

    async def find(self, who: Who) -> Owner | None:
        found = (await self._session.execute(_FIND, _key(who))).first()
        return None if found is None else open_owner(self._vault, found)

    async def lock(self, person_id: str) -> Owner | None:
        """Return a person by id, whom no other unit of work changes until this one ends; None for one who is gone."""
        found = (await self._session.execute(_LOCK, {"owner": person_id})).first()
        return None if found is None else open_owner(self._vault, found)

    async def create(self, who: Who, *, country: str, language: str, zone: str | None, now: datetime) -> Owner:
        if known := await self.find(who):
            return known
        person_id = new_id(now)
        key, wrapped, master_key_id = self._vault.new_data_key(person_id)
        private: Private[Json] = Private({})
        owner = Owner(person_id, key, country, language, zone, None, private)
        await self._session.execute(
            _INSERT,
            {
                "id": person_id,
                "master_key_id": master_key_id,
                "wrapped_key": wrapped,
                "country": country,
                "language": language,
                "zone": zone,
                "private": self._vault.seal_json(key, private_place(person_id), private),
            },
        )
        added = await self._session.execute(self._session.insert_new(identity), {**_key(who), "person": person_id})
        if added.rowcount == 1:
            return owner
        # Another unit of work made the same person between our look and our insert (PostgreSQL waited for it).
        await self._session.execute(_FORGET, {"owner": person_id})
        return await self.create(who, country=country, language=language, zone=zone, now=now)

    async def update(
        self, owner: Owner, *, country: str, language: str, zone: str | None, quiet_until: datetime | None
    ) -> Owner:
        changed = await self._session.execute(
            _UPDATE,
            {
                "owner": owner.id,
                "new_country": country,
                "new_language": language,
                "new_zone": zone,
                "new_quiet_until": quiet_until,
            },
        )
        _expect_one(changed.rowcount)
        return replace(owner, country=country, language=language, zone=zone, quiet_until=quiet_until)

    async def save_private(self, owner: Owner, private: Private[Json]) -> Owner:
        sealed = self._vault.seal_json(owner.key, private_place(owner.id), private)
        changed = await self._session.execute(_SAVE_PRIVATE, {"owner": owner.id, "sealed": sealed})
        _expect_one(changed.rowcount)
        return replace(owner, private=private)

    async def record_consent(self, owner: Owner, *, kind: str, version: int, now: datetime) -> None:
        await self._session.lock(owner)  # kind is sealed, so no constraint of the database can find it twice
        if (kind, version) in await self._consents(owner):
            return
        consent_id = new_id(now)
        body: Private[Json] = Private({"kind": kind, "version": version})
        sealed = self._vault.seal_json(owner.key, _consent_place(owner.id, consent_id), body)
        await self._session.execute(
            _INSERT_CONSENT, {"id": consent_id, "person": owner.id, "given_at": now, "body": sealed}
        )

    async def consents(self, owner: Owner) -> list[str]:
        return list(dict.fromkeys(kind for kind, _ in await self._consents(owner)))

    async def set_address(self, owner: Owner, who: Who, address: Address) -> None:
        await self._session.lock(owner)
        if (await self._session.execute(_OWNS, {**_key(who), "owner": owner.id})).first() is None:
            raise BadToken("an address for an identity of somebody else")
        await self._recipients.move(owner, address)

    async def address(self, owner: Owner) -> Address | None:
        return await self._recipients.address(owner)

    async def forget(self, owner: Owner) -> None:
        await self._session.lock(owner)
        zeros = bytes(64)
        await self._session.execute(_OVERWRITE, {"owner": owner.id, "zeros": zeros, "more_zeros": zeros})
        for each in self._belongings:
            await each.forget(owner)
        for statement in (_FORGET_CONSENTS, _FORGET_IDENTITIES, _FORGET):
            await self._session.execute(statement, {"owner": owner.id})

    async def _consents(self, owner: Owner) -> list[tuple[str, object]]:
        found = await self._session.execute(_CONSENTS, {"owner": owner.id})
        bodies = [
            self._vault.unseal_json(owner.key, _consent_place(owner.id, row.id), row.body).reveal() for row in found
        ]
        return [(str(body["kind"]), body["version"]) for body in bodies]


def _key(who: Who) -> dict[str, str]:
    return {"platform": who.platform.value, "tenant": who.tenant, "external_id": who.external_id}


def _consent_place(person_id: str, consent_id: str) -> Place:
    return Place(person_id, "consent", consent_id, "body")


def _expect_one(rows: int) -> None:
    if rows != 1:
        raise BadToken("this person was erased")
