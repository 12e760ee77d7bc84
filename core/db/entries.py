"""The shelf. What an entry is about is sealed as its words are."""

from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from core.db.session import Session
from core.db.tables import entry
from core.errors import BadToken
from core.private import Private
from core.storage import Entry, Json, Owner
from core.vault import Place, Vault

_ROW: Final = entry.c
_INSERT: Final = insert(entry)
_OF_OWNER: Final = select(_ROW.id, _ROW.created_at, _ROW.kind, _ROW.body).where(_ROW.person == bindparam("owner"))
_GET: Final = _OF_OWNER.where(_ROW.id == bindparam("entry"))
_NEWEST: Final = (
    _OF_OWNER.order_by(_ROW.created_at.desc(), _ROW.id.desc()).limit(bindparam("most")).offset(bindparam("skipped"))
)
_COUNT: Final = select(func.count()).select_from(entry).where(_ROW.person == bindparam("owner"))
_SAVE: Final = (
    update(entry)
    .where(_ROW.person == bindparam("owner"), _ROW.id == bindparam("entry"))
    .values(body=bindparam("sealed"))
)
_FORGET: Final = delete(entry).where(_ROW.person == bindparam("owner"))
_DELETE: Final = _FORGET.where(_ROW.id == bindparam("entry"))


class SqlEntries:
    """Implements :class:`core.storage.Entries`."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def add(self, owner: Owner, entry: Entry) -> None:
        kind = Private(entry.kind.encode())
        await self._session.execute(
            _INSERT,
            {
                "id": entry.id,
                "person": owner.id,
                "created_at": entry.created_at,
                "kind": self._vault.seal(owner.key, _place(owner, entry.id, "kind"), kind),
                "body": self._vault.seal_json(owner.key, _place(owner, entry.id, "body"), entry.body),
            },
        )

    async def get(self, owner: Owner, entry_id: str) -> Entry:
        found = (await self._session.execute(_GET, {"owner": owner.id, "entry": entry_id})).first()
        if found is None:
            raise BadToken("no such entry of this person")
        return self._open(owner, found)

    async def newest(self, owner: Owner, *, offset: int, limit: int) -> list[Entry]:
        found = await self._session.execute(_NEWEST, {"owner": owner.id, "skipped": offset, "most": limit})
        return [self._open(owner, row) for row in found]

    async def count(self, owner: Owner) -> int:
        return int((await self._session.execute(_COUNT, {"owner": owner.id})).scalar_one())

    async def save(self, owner: Owner, entry_id: str, *, body: Private[Json]) -> bool:
        sealed = self._vault.seal_json(owner.key, _place(owner, entry_id, "body"), body)
        saved = await self._session.execute(_SAVE, {"owner": owner.id, "entry": entry_id, "sealed": sealed})
        return saved.rowcount == 1

    async def delete(self, owner: Owner, entry_id: str) -> bool:
        return (await self._session.execute(_DELETE, {"owner": owner.id, "entry": entry_id})).rowcount == 1

    async def forget(self, owner: Owner) -> None:
        """Delete every entry of this person."""
        await self._session.execute(_FORGET, {"owner": owner.id})

    def _open(self, owner: Owner, row: Row[Any]) -> Entry:
        kind = self._vault.unseal(owner.key, _place(owner, row.id, "kind"), row.kind)
        body = self._vault.unseal_json(owner.key, _place(owner, row.id, "body"), row.body)
        return Entry(id=row.id, created_at=row.created_at, kind=kind.reveal().decode(), body=body)


def _place(owner: Owner, entry_id: str, column: str) -> Place:
    return Place(owner.id, "entry", entry_id, column)
