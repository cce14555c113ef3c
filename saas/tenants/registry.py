"""Every address that a workspace has or ever had: nobody else gets it, and its members still find the way."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from saas.core import clock, signing, tenancy
from saas.core.db import db
from saas.core.lifecycle import Leaving, OnErasure, OnExport
from saas.core.models import TenantModel
from saas.tenants.models import Tenant

APART = {"synchronize_session": False}  # the object still knows what the log is to say was before
SLUG_NOW = text("select sec.slug_now(:hash)")


class TenantSlug(TenantModel):
    """An address as its hash, which may outlive the workspace: erasing one leaves it here."""

    __tablename__ = "tenant_slugs"
    __table_args__ = (Index("uq_tenant_slugs_hash", "hash", unique=True),)  # over all workspaces, as addresses are
    unaudited = "the workspace's own entry names the address"
    leaving = Leaving(
        OnExport.NOTHING, OnErasure.KEPT, "fingerprints, so that nobody else gets an address that was taken"
    )

    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    taken_at: Mapped[datetime] = mapped_column(default=clock.now)


class Taken(Exception):
    """Another workspace has the address, or had it. Raised within a savepoint, it leaves nothing of what was tried."""


def take(slug: str) -> None:
    """Keep the address for the workspace entered, for good. Raises Taken.

    Of two who ask at once one waits for the other's commit, and is told then. Call it when the workspace's own row has
    the address: whoever does the same in another order would wait for each other.
    """
    hash_ = signing.fingerprint(slug)
    row = insert(TenantSlug).values(tenant_id=tenancy.tenant_id(), id=uuid7(), hash=hash_)
    db.session.execute(row.on_conflict_do_nothing(index_elements=["hash"]))
    if not db.session.scalar(select(TenantSlug.id).where(TenantSlug.hash == hash_)):
        raise Taken


def move(tenant: Tenant, slug: str) -> bool:
    """Give the workspace this address; False where it can't be had. Going back to one of its own is fine."""
    try:
        with (
            db.session.begin_nested()
        ):  # tried before the object changes: a change that fails would have to be recorded
            db.session.execute(update(Tenant).where(Tenant.id == tenant.id).values(slug=slug), execution_options=APART)
            take(slug)
    except (IntegrityError, Taken):
        return False
    tenant.slug = slug
    return True


def slug_now(slug: str) -> str | None:
    """Where the workspace that once had this address is today; only for its members."""
    now: str | None = db.session.scalar(SLUG_NOW, {"hash": signing.fingerprint(slug)})
    return now
