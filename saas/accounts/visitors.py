"""The visitor: all a request knows about who asks, found in one statement and frozen; error pages use nothing else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import g
from flask import session as cookie
from sqlalchemy import text

from saas.accounts import last_seen
from saas.core import signing, tenancy
from saas.permissions import Can, Role, StaffRole, grants_of
from saas.plans import PLANS

SECRET = "_user_id"  # Flask-Login's key in the cookie; it holds the session row's secret
ENTER = text("select * from sec.enter(:secret, :slug)")


@dataclass(frozen=True)
class Workspace:
    """One line of the workspace switcher."""

    slug: str
    name: str
    role: str


@dataclass(frozen=True)
class Here:
    """The workspace that the request is in."""

    id: UUID
    slug: str
    name: str
    plan: str
    suspended_at: datetime | None
    suspended_reason: str
    requires_second_factor: bool
    erase_at: datetime | None

    @property
    def plan_name(self) -> str:
        return PLANS[self.plan].name


@dataclass(frozen=True)
class Visitor:
    """Who asks. `tenant`, `membership_id`, `role` and `grants` are of the workspace in the URL, if there is one."""

    id: UUID
    session_id: UUID
    email: str
    name: str
    fs_uniquifier: str
    locale: str
    zone: str
    theme: str
    mfa: bool
    second_factor: bool
    signed_in_at: datetime
    fresh_at: datetime
    staff_role: StaffRole | None
    workspaces: tuple[Workspace, ...]
    tenant: Here | None
    membership_id: UUID | None
    role: Role | None
    role_name: str | None
    grants: frozenset[Can]
    setup_dismissed: bool
    role_changed_at: datetime | None

    # what Flask-Login and Flask-Security ask of a user
    is_authenticated = is_active = True
    is_anonymous = False
    roles = ()

    def get_id(self) -> str:
        return cookie[SECRET]


def read_visitor(slug: str | None = None) -> Visitor | None:
    """Look at the cookie, ask Postgres who it is, remember the answer in `g` and act for them from here on."""
    secret = cookie.get(SECRET)
    row = tenancy.look_up(ENTER, {"secret": signing.fingerprint(secret), "slug": slug}) if secret else None
    g.visitor = _visitor(row) if row else None
    if row:
        tenancy.enter(row.tenant_id, row.user_id)
        tenancy.name_actor(tenancy.Actor("user", row.user_id, row.name))
        last_seen.note(row.session_id)
    else:
        tenancy.enter()
    return g.visitor


def as_nobody(_endpoint: str | None, _values: dict | None) -> None:
    """For pages that act for whom a link names, whoever else may be signed in. Runs before the cookie is read."""
    g.visitor = None


def load_user(_secret: str) -> Visitor | None:
    """Flask-Login's user_loader: the visitor read earlier in this request, or now."""
    return g.visitor if "visitor" in g else read_visitor()


def _visitor(row) -> Visitor:
    role = Role(row.role) if row.role else None
    return Visitor(
        id=row.user_id,
        session_id=row.session_id,
        email=row.email,
        name=row.name,
        fs_uniquifier=row.uniquifier,
        locale=row.locale,
        zone=row.zone,
        theme=row.theme,
        mfa=row.mfa,
        second_factor=row.second_factor,
        signed_in_at=row.signed_in_at,
        fresh_at=row.fresh_at,
        staff_role=StaffRole(row.staff_role) if row.staff_role else None,
        workspaces=tuple(Workspace(**each) for each in row.workspaces),
        tenant=_here(row) if row.tenant_id else None,
        membership_id=row.membership_id,
        role=role,
        role_name=row.role_name,
        grants=grants_of(role, row.rights) if row.tenant_id else frozenset(),
        setup_dismissed=row.setup_dismissed_at is not None,
        role_changed_at=row.role_changed_at,
    )


def _here(row) -> Here:
    return Here(
        id=row.tenant_id,
        slug=row.slug,
        name=row.tenant_name,
        plan=row.plan,
        suspended_at=row.suspended_at,
        suspended_reason=row.suspended_reason,
        requires_second_factor=row.requires_second_factor,
        erase_at=row.erase_at,
    )
