"""The invitations that wait for who is signed in, of any workspace: shown before they are in one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from saas.core import clock, tenancy
from saas.core.db import db
from saas.core.errors import NotFound
from saas.permissions import Role
from saas.tenants.models import Invitation

WAITING = text("select * from sec.my_invitations(:now)")


@dataclass(frozen=True)
class Offer:
    """An invitation as the person sees it who was invited. `inviter` is None when they have left."""

    id: UUID
    tenant_id: UUID
    workspace: str
    role: Role | None
    role_name: str | None
    inviter: str | None
    sent_at: datetime
    expires_at: datetime

    @property
    def title(self) -> Any:
        return self.role.title if self.role else self.role_name


def waiting() -> list[Offer]:
    """The newest first; to the confirmed address of the user told to Postgres."""
    db.session.flush()  # that the address was confirmed a moment ago
    rows: Iterable[Any] = db.session.execute(WAITING, {"now": clock.now()})
    return [Offer(**{**row._mapping, "role": Role(row.role) if row.role else None}) for row in rows]


def chosen(id: UUID) -> Invitation:
    """The invitation with this id, if it waits for the visitor; from here on in its workspace. Raises NotFound."""
    offer = next((each for each in waiting() if each.id == id), None)
    if not offer:
        raise NotFound
    tenancy.enter(offer.tenant_id)
    return Invitation.get_or_404(id)
