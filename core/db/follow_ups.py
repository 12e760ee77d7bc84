"""Questions to come back to. The day is open, since the outbox looks at it; what is asked is sealed."""

from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, insert, select

from core.db.session import Session
from core.db.tables import follow_up
from core.errors import BadToken
from core.storage import FollowUp, Owner
from core.vault import Place, Vault

_ROW: Final = follow_up.c
_INSERT: Final = insert(follow_up)
_OF_OWNER: Final = select(_ROW.id, _ROW.due_on, _ROW.body).where(_ROW.person == bindparam("owner"))
_GET: Final = _OF_OWNER.where(_ROW.id == bindparam("one"))
_ALL: Final = _OF_OWNER.order_by(_ROW.due_on, _ROW.id)
_FORGET: Final = delete(follow_up).where(_ROW.person == bindparam("owner"))
_DELETE: Final = _FORGET.where(_ROW.id == bindparam("one"))


class SqlFollowUps:
    """Implements :class:`core.storage.FollowUps`."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def add(self, owner: Owner, follow_up: FollowUp) -> None:
        body = self._vault.seal_json(owner.key, _place(owner, follow_up.id), follow_up.body)
        row = {"id": follow_up.id, "person": owner.id, "due_on": follow_up.due_on, "body": body}
        await self._session.execute(_INSERT, row)

    async def get(self, owner: Owner, follow_up_id: str) -> FollowUp:
        found = (await self._session.execute(_GET, {"owner": owner.id, "one": follow_up_id})).first()
        if found is None:
            raise BadToken("no such follow-up of this person")
        return self._open(owner, found)

    async def all(self, owner: Owner) -> list[FollowUp]:
        found = await self._session.execute(_ALL, {"owner": owner.id})
        return [self._open(owner, row) for row in found]

    async def delete(self, owner: Owner, follow_up_id: str) -> bool:
        return (await self._session.execute(_DELETE, {"owner": owner.id, "one": follow_up_id})).rowcount == 1

    async def forget(self, owner: Owner) -> None:
        """Delete every follow-up of this person."""
        await self._session.execute(_FORGET, {"owner": owner.id})

    def _open(self, owner: Owner, row: Row[Any]) -> FollowUp:
        body = self._vault.unseal_json(owner.key, _place(owner, row.id), row.body)
        return FollowUp(id=row.id, due_on=row.due_on, body=body)


def _place(owner: Owner, follow_up_id: str) -> Place:
    return Place(owner.id, "follow_up", follow_up_id, "body")
