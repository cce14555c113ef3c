"""A workspace: the tenant, its own roles, its memberships and what keeps them safe, its invitations."""

from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, String, and_, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, Relationship, declared_attr, mapped_column

from saas.audit.changes import Changes
from saas.audit.record import record
from saas.core import clock, signing, tenancy
from saas.core.base import Text
from saas.core.db import db
from saas.core.errors import NotFound, Refused
from saas.core.lifecycle import Leaving, OnErasure, OnExport
from saas.core.models import Model, TenantModel, belongs_to, by_beginning, within
from saas.events import Event
from saas.permissions import Can, Role, grants_of, refuse_beyond
from saas.tenants.whys import Why

INVITATION_LIFE = timedelta(days=7)  # business time; long enough for a holiday, short enough for a forgotten mailbox


class Tenant(Model):
    """A workspace. Never deleted: erasing one blanks its row."""

    __tablename__ = "tenants"
    leaving = Leaving(OnExport.ROWS, OnErasure.BLANKED)

    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    plan: Mapped[str] = mapped_column(String(40), default="free")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    suspended_at: Mapped[datetime | None]
    suspended_reason: Mapped[str] = mapped_column(String(500), default="")
    requires_second_factor: Mapped[bool] = mapped_column(default=False)
    erase_at: Mapped[datetime | None]  # its owners asked for its deletion; until then they can undo it
    erased_at: Mapped[datetime | None]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def here(cls) -> Self:
        """The workspace that was entered."""
        return db.session.get_one(cls, tenancy.tenant_id())

    @classmethod
    def lock(cls) -> str:
        """Let nobody else count this workspace's owners, members and the like until the commit; the key of its plan.

        FOR NO KEY UPDATE: a plain FOR UPDATE would also hold up every insert with a key to the workspace.
        """
        row = select(cls.plan).where(cls.id == tenancy.tenant_id())
        return db.session.scalars(row.with_for_update(key_share=True)).one()

    def update(self, **fields: Any) -> None:
        self.assign(**fields)
        record(Event.TENANT_UPDATED, self)

    def suspend(self, reason: str) -> None:
        """Close the workspace to its members until it is reactivated; they read the reason."""
        self.assign(suspended_at=clock.now(), suspended_reason=reason)
        record(Event.TENANT_SUSPENDED, self)

    def reactivate(self) -> None:
        self.assign(suspended_at=None, suspended_reason="")
        record(Event.TENANT_REACTIVATED, self)


class CustomRole(TenantModel):
    """A role that people of the workspace made from the catalogue of rights; see saas/tenants/roles.py."""

    __tablename__ = "roles"
    leaving = Leaving(OnExport.ROWS, OnErasure.DELETED)
    __table_args__ = (Index("uq_roles_name", "tenant_id", text("lower(name)"), unique=True),)

    name: Mapped[str] = mapped_column(String(40))
    rights: Mapped[list[str]] = mapped_column(ARRAY(String(40)), default=list)
    version: Mapped[int] = mapped_column(default=1, info={"unaudited": "counts the changes"})

    __mapper_args__ = {"version_id_col": version}

    def __str__(self) -> str:
        return self.name

    @property
    def grants(self) -> frozenset[Can]:
        return grants_of(None, self.rights)


def renamed(before: Role | CustomRole | None, after: Role | CustomRole) -> Changes:
    """What the log says of a changed role: by names, which outlive the roles."""
    return {"role": [str(before) if before else None, str(after)]}


class LastOwner(Refused):
    """409: a workspace without an owner would be nobody's; the page offers what can be done instead."""

    template = "tenants/members/last_owner.html"


class HasRole:
    """One of two: a built-in `role`, or a role of the workspace's own (`role_id`)."""

    role: Mapped[Role | None] = mapped_column(Text(Role))
    role_id: Mapped[UUID | None] = within("roles", "RESTRICT")

    @declared_attr
    @classmethod
    def custom_role(cls) -> Relationship[Any]:
        return belongs_to("CustomRole", f"{cls.__name__}.role_id")

    @property
    def given(self) -> Role | CustomRole:
        return self.role or self.custom_role

    @property
    def grants(self) -> frozenset[Can]:
        return self.given.grants

    def grants_now(self) -> frozenset[Can]:
        """Even if the role was read before in this unit of work."""
        if self.role_id:
            CustomRole.get_anew(self.role_id)
        return self.grants

    def give(self, role: Role | CustomRole) -> None:
        own = None if isinstance(role, Role) else role
        with db.session.no_autoflush:  # setting one reads the other's old value, and there is no row with neither
            self.role, self.custom_role = (role if isinstance(role, Role) else None), own
            self.role_id = own.id if own else None  # now, not at the flush, for the log to see


class Membership(HasRole, TenantModel):
    """A person in a workspace, with a built-in `role` or a custom one (`role_id`), exactly one of them.

    `name` and `email` are the person's, kept up to date by a trigger, so that a tenant's pages never read `users`.
    """

    __tablename__ = "memberships"
    leaving = Leaving(OnExport.ROWS, OnErasure.DELETED)
    __table_args__ = (
        Index("uq_memberships_tenant_id_user_id", "tenant_id", "user_id", unique=True),
        # it holds all that the list shows: a workspace's rows lie scattered among everybody's
        Index(
            "ix_memberships_tenant_id_name", "tenant_id", "name", "id",
            postgresql_include=["email", "role", "role_id", "joined_at"],
        ),
        Index("ix_memberships_user_id", "user_id"),  # sec.enter finds a person's workspaces
        by_beginning("memberships", "name"),
        by_beginning("memberships", "email"),
        *(
            Index(
                f"ix_memberships_search_{name}", "tenant_id", name,
                postgresql_using="gin", postgresql_ops={name: "gin_trgm_ops"},
            )
            for name in ("name", "email")
        ),
    )  # fmt: skip

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254))
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    setup_dismissed_at: Mapped[datetime | None] = mapped_column(info={"unaudited": "what one hides from oneself"})
    factor_asked_at: Mapped[datetime | None] = mapped_column(info={"unaudited": "that a mail went out"})
    role_changed_at: Mapped[datetime | None] = mapped_column(info={"unaudited": "the news of it; the role is recorded"})

    def __str__(self) -> str:
        return self.name

    def change_role(self, role: Role | CustomRole, by: frozenset[Can]) -> Role | CustomRole:
        """Give this person another role; the one before. Nobody gives or takes more than `by`, what the actor holds."""
        self._hold()
        refuse_beyond(by, self.grants | role.grants)
        before = self.given
        if role != before:
            if role != Role.OWNER:
                self.ensure_other_owner()
            self.give(role)
            self.note_new_role()
            Invitation.revoke_sent([self.id], beyond=role.grants)
            record(Event.MEMBER_ROLE_CHANGED, self).changes = renamed(before, role)
        return before

    def note_new_role(self) -> None:
        """Have it told on their pages, unless they gave it to themselves."""
        if tenancy.actor().id != self.user_id:
            self.role_changed_at = clock.now()

    def remove(self, by: frozenset[Can]) -> None:
        """Take the workspace from this person; their next request finds no way in."""
        self._hold()
        refuse_beyond(by, self.grants)
        self._end(Event.MEMBER_REMOVED)

    def leave(self) -> None:
        self._hold()
        self._end(Event.MEMBER_LEFT)

    def _hold(self) -> None:
        """See this person as they are now, and let nobody else change who is here until the commit. Raises NotFound."""
        Tenant.lock()
        if not Membership.get_anew(self.id):
            raise NotFound
        self.grants_now()

    def _end(self, event: Event) -> None:
        self.ensure_other_owner()
        Invitation.revoke_sent([self.id])
        db.session.delete(self)
        record(event, self)

    def ensure_other_owner(self) -> None:
        """Raise LastOwner; _hold() keeps two owners from dismissing each other at once."""
        if self.only_owner:
            raise LastOwner(_("%(name)s is the only owner, and a workspace needs one.", name=self.name))

    @property
    def only_owner(self) -> bool:
        others = (Membership.role == Role.OWNER, Membership.id != self.id)
        return self.role == Role.OWNER and not Membership.count(*others)


class Invitation(HasRole, TenantModel):
    """A seat offered to an address. The link holds a secret, this row its SHA-256."""

    __tablename__ = "invitations"
    leaving = Leaving(OnExport.ROWS, OnErasure.DELETED)
    __table_args__ = (
        # one open invitation for each address
        Index(
            "uq_invitations_open", "tenant_id", "email", unique=True,
            postgresql_where=text("accepted_at IS NULL AND revoked_at IS NULL"),
        ),
        Index("ix_invitations_token", "tenant_id", "token_hash"),
        # sec.my_invitations finds what waits for an address, in all workspaces
        Index(
            "ix_invitations_waiting", "email", postgresql_where=text("accepted_at IS NULL AND revoked_at IS NULL"),
        ),
        Index("ix_invitations_email", "email"),  # sec.tenants_that_name_me
    )  # fmt: skip

    email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), info={"private": True})
    invited_by: Mapped[UUID | None] = within("memberships", "SET NULL")
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_why: Mapped[Why | None] = mapped_column(Text(Why))
    told: Mapped[list[str]] = mapped_column(ARRAY(String(40)), default=list, info={"unaudited": "what was mailed"})

    inviter = belongs_to("Membership", "Invitation.invited_by")

    def __str__(self) -> str:
        return self.email

    @property
    def open(self) -> bool:
        return not (self.accepted_at or self.revoked_at)

    @property
    def expired(self) -> bool:
        return self.expires_at <= clock.now()

    def renew(self, secret: str) -> None:
        """Put this secret in the place of the last one, whose link dies, and start the seven days anew."""
        now = clock.now()
        self.assign(token_hash=signing.fingerprint(secret), sent_at=now, expires_at=now + INVITATION_LIFE)

    def revoke(self, why: Why = Why.WITHDRAWN) -> None:
        self.assign(revoked_at=clock.now(), revoked_why=why)
        record(Event.INVITATION_DECLINED if why == Why.DECLINED else Event.INVITATION_REVOKED, self)

    @classmethod
    def revoke_sent(cls, senders: list[UUID], beyond: frozenset[Can] = frozenset()) -> None:
        """Revoke what these members sent and could no longer send with the rights `beyond`."""
        for invitation in db.session.scalars(select(cls).where(cls.invited_by.in_(senders), cls.is_open())):
            if Can.INVITE_MEMBERS not in beyond:
                invitation.revoke(Why.SENDER)
            elif not invitation.grants <= beyond:
                invitation.revoke(Why.ROLE)

    @classmethod
    def is_open(cls) -> ColumnElement[bool]:
        """Neither accepted nor revoked; it may have expired, and can be sent again."""
        return and_(cls.accepted_at.is_(None), cls.revoked_at.is_(None))

    @classmethod
    def is_pending(cls) -> ColumnElement[bool]:
        """Open and not expired: it holds a seat."""
        return and_(cls.is_open(), cls.expires_at > clock.now())
