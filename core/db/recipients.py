"""Where nudges go. A person has one recipient, made when it is first needed and moved when they say so."""

from typing import Final

from sqlalchemy import bindparam, delete, select, update

from core.db.session import Session
from core.db.tables import identity, recipient
from core.people.who import Address, Platform
from core.storage import Owner

_OF_OWNER: Final = recipient.c.person == bindparam("owner")
_ADDRESS: Final = select(recipient.c.platform, recipient.c.tenant, recipient.c.address).where(
    _OF_OWNER, recipient.c.address.is_not(None), recipient.c.unreachable_at.is_(None)
)
_IDENTITY: Final = (
    select(identity.c.platform, identity.c.tenant)
    .where(identity.c.person == bindparam("owner"))
    .order_by(identity.c.platform, identity.c.tenant, identity.c.external_id)
    .limit(1)
)
_MOVE: Final = (
    update(recipient)
    .where(_OF_OWNER)
    .values(
        platform=bindparam("new_platform"),
        tenant=bindparam("new_tenant"),
        address=bindparam("new_address"),
        unreachable_at=None,
    )
)
_FORGET: Final = delete(recipient).where(_OF_OWNER)


class Recipients:
    """The recipient of a person. Its id is the person's: there is one, and whoever sees it sees the person's too."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def ensure(self, owner: Owner) -> str:
        """Return the id of this person's recipient, made without an address if there was none. The person is locked."""
        found = (await self._session.execute(_IDENTITY, {"owner": owner.id})).one()
        await self._session.execute(
            self._session.insert_new(recipient),
            {"id": owner.id, "person": owner.id, "platform": found.platform, "tenant": found.tenant},
        )
        return owner.id

    async def move(self, owner: Owner, address: Address) -> None:
        """Send to *address* from now on; it counts as reachable."""
        await self.ensure(owner)
        await self._session.execute(
            _MOVE,
            {
                "owner": owner.id,
                "new_platform": address.platform.value,
                "new_tenant": address.tenant,
                "new_address": address.channel,
            },
        )

    async def address(self, owner: Owner) -> Address | None:
        """Return the address; None without one, or when it was found unreachable."""
        found = (await self._session.execute(_ADDRESS, {"owner": owner.id})).first()
        return None if found is None else Address(Platform(found.platform), found.tenant, found.address)

    async def forget(self, owner: Owner) -> None:
        """Delete the recipient. Its nudges go first."""
        await self._session.execute(_FORGET, {"owner": owner.id})
