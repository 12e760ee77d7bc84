"""Exercises under way."""

from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, insert, select, update

from core.db.session import Session
from core.db.tables import exercise_run
from core.errors import BadToken
from core.private import Private
from core.storage import Json, Owner, Run
from core.vault import Place, Vault

_ROW: Final = exercise_run.c
_INSERT: Final = insert(exercise_run)
_OF_OWNER: Final = select(_ROW.id, _ROW.version, _ROW.started_at, _ROW.body).where(_ROW.person == bindparam("owner"))
_GET: Final = _OF_OWNER.where(_ROW.id == bindparam("run"))
_NEWEST: Final = _OF_OWNER.order_by(_ROW.started_at.desc(), _ROW.id.desc())
_SAVE: Final = (
    update(exercise_run)
    .where(_ROW.person == bindparam("owner"), _ROW.id == bindparam("run"), _ROW.version == bindparam("before"))
    .values(version=bindparam("after"), body=bindparam("sealed"))
)
_FORGET: Final = delete(exercise_run).where(_ROW.person == bindparam("owner"))
_DELETE: Final = _FORGET.where(_ROW.id == bindparam("run"))


class SqlRuns:
    """Implements :class:`core.storage.Runs`."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def add(self, owner: Owner, run: Run) -> None:
        await self._session.execute(
            _INSERT,
            {
                "id": run.id,
                "person": owner.id,
                "version": run.version,
                "started_at": run.started_at,
                "body": self._vault.seal_json(owner.key, _place(owner, run.id), run.body),
            },
        )

    async def get(self, owner: Owner, run_id: str) -> Run:
        found = (await self._session.execute(_GET, {"owner": owner.id, "run": run_id})).first()
        if found is None:
            raise BadToken("no such run of this person")
        return self._open(owner, found)

    async def unfinished(self, owner: Owner) -> list[Run]:
        return [self._open(owner, row) for row in await self._session.execute(_NEWEST, {"owner": owner.id})]

    async def save(self, owner: Owner, run_id: str, *, version: int, body: Private[Json]) -> bool:
        saved = await self._session.execute(
            _SAVE,
            {
                "owner": owner.id,
                "run": run_id,
                "before": version - 1,
                "after": version,
                "sealed": self._vault.seal_json(owner.key, _place(owner, run_id), body),
            },
        )
        return saved.rowcount == 1

    async def delete(self, owner: Owner, run_id: str) -> bool:
        return (await self._session.execute(_DELETE, {"owner": owner.id, "run": run_id})).rowcount == 1

    async def forget(self, owner: Owner) -> None:
        """Delete every run of this person."""
        await self._session.execute(_FORGET, {"owner": owner.id})

    def _open(self, owner: Owner, row: Row[Any]) -> Run:
        body = self._vault.unseal_json(owner.key, _place(owner, row.id), row.body)
        return Run(id=row.id, version=row.version, started_at=row.started_at, body=body)


def _place(owner: Owner, run_id: str) -> Place:
    return Place(owner.id, "exercise_run", run_id, "body")
