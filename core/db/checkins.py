"""Check-ins."""

from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, func, insert, select

from core.db.session import Session
from core.db.tables import checkin
from core.errors import BadToken
from core.storage import CheckIn, Owner
from core.vault import Place, Vault

_ROW: Final = checkin.c
_INSERT: Final = insert(checkin)
_OF_OWNER: Final = select(_ROW.id, _ROW.created_at, _ROW.body).where(_ROW.person == bindparam("owner"))
_GET: Final = _OF_OWNER.where(_ROW.id == bindparam("checkin"))
_NEWEST: Final = (
    _OF_OWNER.order_by(_ROW.created_at.desc(), _ROW.id.desc()).limit(bindparam("most")).offset(bindparam("skipped"))
)
_COUNT: Final = select(func.count()).select_from(checkin).where(_ROW.person == bindparam("owner"))
_FORGET: Final = delete(checkin).where(_ROW.person == bindparam("owner"))
_DELETE: Final = _FORGET.where(_ROW.id == bindparam("checkin"))


class SqlCheckIns:
    """Implements :class:`core.storage.CheckIns`."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def add(self, owner: Owner, checkin: CheckIn) -> None:
        await self._session.execute(
            _INSERT,
            {
                "id": checkin.id,
                "person": owner.id,
                "created_at": checkin.created_at,
                "body": self._vault.seal_json(owner.key, _place(owner, checkin.id), checkin.body),
            },
        )

    async def get(self, owner: Owner, checkin_id: str) -> CheckIn:
        found = (await self._session.execute(_GET, {"owner": owner.id, "checkin": checkin_id})).first()
        if found is None:
            raise BadToken("no such check-in of this person")
        return self._open(owner, found)

    async def newest(self, owner: Owner, *, offset: int, limit: int) -> list[CheckIn]:
        found = await self._session.execute(_NEWEST, {"owner": owner.id, "skipped": offset, "most": limit})
        return [self._open(owner, row) for row in found]

    async def count(self, owner: Owner) -> int:
        return int((await self._session.execute(_COUNT, {"owner": owner.id})).scalar_one())

    async def delete(self, owner: Owner, checkin_id: str) -> bool:
        return (await self._session.execute(_DELETE, {"owner": owner.id, "checkin": checkin_id})).rowcount == 1

    async def forget(self, owner: Owner) -> None:
        """Delete every check-in of this person."""
        await self._session.execute(_FORGET, {"owner": owner.id})

    def _open(self, owner: Owner, row: Row[Any]) -> CheckIn:
        body = self._vault.unseal_json(owner.key, _place(owner, row.id), row.body)
        return CheckIn(id=row.id, created_at=row.created_at, body=body)


def _place(owner: Owner, checkin_id: str) -> Place:
    return Place(owner.id, "checkin", checkin_id, "body")
