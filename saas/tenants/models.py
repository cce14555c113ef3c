"""A workspace: the tenant, its memberships, its own roles, its invitations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from saas.audit.record import record
from saas.core import clock
from saas.core.base import Text
from saas.core.models import Model, TenantModel, within
from saas.events import Event
from saas.permissions import Role


class Tenant(Model):
    """A workspace. Never deleted: erasing one blanks its row."""

    __tablename__ = "tenants"

    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    plan: Mapped[str] = mapped_column(String(40), default="free")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    suspended_at: Mapped[datetime | None]
    suspended_reason: Mapped[str] = mapped_column(String(500), default="")

    def suspend(self, reason: str) -> None:
        """Close the workspace to its members until it is reactivated; they read the reason."""
        self.assign(suspended_at=clock.now(), suspended_reason=reason)
        record(Event.TENANT_SUSPENDED, self)

    def reactivate(self) -> None:
        self.assign(suspended_at=None, suspended_reason="")
        record(Event.TENANT_REACTIVATED, self)

    def __str__(self) -> str:
        return self.name


class CustomRole(TenantModel):
    """A role that a tenant admin made from the catalogue of rights."""

    __tablename__ = "roles"

    name: Mapped[str] = mapped_column(String(40))
    rights: Mapped[list[str]] = mapped_column(ARRAY(String(40)), default=list)

    def __str__(self) -> str:
        return self.name


class Membership(TenantModel):
    """A person in a workspace, with a built-in `role` or a custom one (`role_id`), exactly one of them.

    `name` and `email` are the person's, kept up to date by a trigger, so that a tenant's pages never read `users`.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        Index("uq_memberships_tenant_id_user_id", "tenant_id", "user_id", unique=True),
        Index("ix_memberships_tenant_id_name", "tenant_id", "name", "id"),
        Index("ix_memberships_user_id", "user_id"),  # sec.enter finds a person's workspaces
        *(
            Index(f"ix_memberships_search_{name}", "tenant_id", name, postgresql_using="gin", postgresql_ops={name: "gin_trgm_ops"})
            for name in ("name", "email")
        ),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Role | None] = mapped_column(Text(Role))
    role_id: Mapped[UUID | None] = within("roles", "RESTRICT")
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254))
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    setup_dismissed_at: Mapped[datetime | None]

    def __str__(self) -> str:
        return self.name


class Invitation(TenantModel):
    """A seat offered to an address. The link holds a secret, this row its SHA-256."""

    __tablename__ = "invitations"
    __table_args__ = (
        # one open invitation for each address
        Index(
            "uq_invitations_open", "tenant_id", "email", unique=True,
            postgresql_where=text("accepted_at IS NULL AND revoked_at IS NULL"),
        ),
        Index("ix_invitations_token", "tenant_id", "token_hash"),
    )  # fmt: skip

    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role | None] = mapped_column(Text(Role))
    role_id: Mapped[UUID | None] = within("roles", "RESTRICT")
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), info={"private": True})
    invited_by: Mapped[UUID | None] = within("memberships", "SET NULL")
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    def __str__(self) -> str:
        return self.email
