"""Who may do what: the whole policy is this page.

A tenant's people act through roles: GRANTS says what each role may do. The founder's staff act in the console through
STAFF_GRANTS. A view says what it asks for with @requires, @requires_staff, @signed_in or @public; one that says
nothing stops the boot.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import wraps
from typing import Any, NamedTuple
from uuid import UUID

from flask import g
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from flask_principal import Permission

from saas.core.errors import MissingRight, NotFound, SignInNeeded, Suspended

View = Callable[..., Any]
Guard = Callable[[View], View]


class Can(StrEnum):
    """What a person may do in a workspace. The text behind each is what the roles page says."""

    VIEW_WORKSPACE = "workspace.view"
    LEAVE_WORKSPACE = "workspace.leave"
    MANAGE_WORKSPACE = "workspace.manage"
    EXPORT_WORKSPACE = "workspace.export"
    DELETE_WORKSPACE = "workspace.delete"
    VIEW_MEMBERS = "members.view"
    INVITE_MEMBERS = "members.invite"
    MANAGE_MEMBERS = "members.manage"
    MANAGE_ROLES = "roles.manage"
    MANAGE_OWNERS = "owners.manage"
    VIEW_AUDIT = "audit.view"
    VIEW_BILLING = "billing.view"
    MANAGE_BILLING = "billing.manage"
    VIEW_PROJECTS = "projects.view"  # example
    MANAGE_PROJECTS = "projects.manage"  # example

    @property
    def text(self) -> LazyString:
        return CAN_TEXTS[self]

    @property
    def needs(self) -> list["Can"]:
        """The rights it is of no use without."""
        brought = with_needs({self}) - {self}
        return [right for right in Can if right in brought]


CAN_TEXTS = {
    Can.VIEW_WORKSPACE: _("See the dashboard"),
    Can.LEAVE_WORKSPACE: _("Leave the workspace"),
    Can.MANAGE_WORKSPACE: _("Change the workspace's settings"),
    Can.EXPORT_WORKSPACE: _("Download a copy of everything in the workspace"),
    Can.DELETE_WORKSPACE: _("Delete the workspace"),
    Can.VIEW_MEMBERS: _("See who is in the workspace"),
    Can.INVITE_MEMBERS: _("Invite people"),
    Can.MANAGE_MEMBERS: _("Change roles and remove people"),
    Can.MANAGE_ROLES: _("Make and change the workspace's own roles"),
    Can.MANAGE_OWNERS: _("Name and dismiss owners"),
    Can.VIEW_AUDIT: _("Read the audit log"),
    Can.VIEW_BILLING: _("See the plan and its usage"),
    Can.MANAGE_BILLING: _("Change the plan and pay"),
    Can.VIEW_PROJECTS: _("See projects"),  # example
    Can.MANAGE_PROJECTS: _("Create, change and delete projects"),  # example
}


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    BILLING = "billing"
    VIEWER = "viewer"

    @property
    def key(self) -> str:
        """What forms send; a workspace's own role sends its id."""
        return str(self)

    @property
    def grants(self) -> frozenset[Can]:
        return GRANTS[self]

    @property
    def title(self) -> LazyString:
        return ROLE_TEXTS[self][0]

    @property
    def text(self) -> LazyString:
        return ROLE_TEXTS[self][1]


ROLE_TEXTS = {
    Role.OWNER: (_("Owner"), _("Everything, and the only one who names other owners")),
    Role.ADMIN: (_("Admin"), _("Runs the workspace: people, roles and what they work on")),
    Role.MEMBER: (_("Member"), _("Works here: creates things and changes them")),
    Role.BILLING: (_("Billing"), _("Sees and pays the bills, nothing else")),
    Role.VIEWER: (_("Viewer"), _("Sees everything that members make, changes nothing")),
}

EVERYBODY = {Can.VIEW_WORKSPACE, Can.LEAVE_WORKSPACE}
VIEWING = {  # reads what is made here
    Can.VIEW_MEMBERS,
    Can.VIEW_PROJECTS,  # example
}
WORKING = {  # makes it
    *VIEWING,
    Can.MANAGE_PROJECTS,  # example
}
GRANTS: dict[Role, frozenset[Can]] = {
    Role.OWNER: frozenset(Can),
    Role.ADMIN: frozenset(Can) - {Can.MANAGE_OWNERS, Can.DELETE_WORKSPACE, Can.MANAGE_BILLING},
    Role.MEMBER: frozenset(EVERYBODY | WORKING),
    Role.BILLING: frozenset(EVERYBODY | {Can.VIEW_MEMBERS, Can.VIEW_BILLING, Can.MANAGE_BILLING}),
    Role.VIEWER: frozenset(EVERYBODY | VIEWING),
}
# A right is of no use without these: choosing it for a role chooses them too.
NEEDS: dict[Can, frozenset[Can]] = {
    Can.INVITE_MEMBERS: frozenset({Can.VIEW_MEMBERS}),
    Can.MANAGE_MEMBERS: frozenset({Can.VIEW_MEMBERS}),
    Can.MANAGE_ROLES: frozenset({Can.VIEW_MEMBERS}),
    Can.MANAGE_BILLING: frozenset({Can.VIEW_BILLING}),
    Can.MANAGE_PROJECTS: frozenset({Can.VIEW_PROJECTS}),  # example
}
# What a workspace's own roles can't hold: everybody's rights come by themselves, only an owner makes an owner or ends
# the workspace, and an export holds more than any other right shows.
CHOOSABLE = frozenset(Can) - EVERYBODY - {Can.MANAGE_OWNERS, Can.DELETE_WORKSPACE, Can.EXPORT_WORKSPACE}
# What stays open in a suspended workspace: paying, leaving, taking along what one made, and ending it, which for an
# only owner is the way to leave.
OPEN_WHILE_SUSPENDED = {
    Can.LEAVE_WORKSPACE,
    Can.EXPORT_WORKSPACE,
    Can.DELETE_WORKSPACE,
    Can.VIEW_BILLING,
    Can.MANAGE_BILLING,
}


class StaffRole(StrEnum):
    OPERATOR = "operator"


class StaffCan(StrEnum):
    """What the founder's staff may do in the console."""

    VIEW_CONSOLE = "console.view"
    SUSPEND_TENANTS = "tenants.suspend"
    RESET_FACTORS = "factors.reset"


STAFF_GRANTS: dict[StaffRole, frozenset[StaffCan]] = {StaffRole.OPERATOR: frozenset(StaffCan)}


class TenantNeed(NamedTuple):
    """Flask-Principal's need: this right in this tenant, so that a right never travels."""

    tenant_id: UUID | None
    can: Can


class StaffNeed(NamedTuple):
    can: StaffCan


def grants_of(role: Role | None, custom: Iterable[str] | None = None) -> frozenset[Can]:
    """What a built-in role or a custom role's list grants; names that can't be chosen (any more) grant nothing."""
    if role:
        return GRANTS[role]
    return frozenset(EVERYBODY | (CHOOSABLE & {Can(name) for name in custom or () if name in set(Can)}))


def with_needs(rights: Iterable[Can]) -> frozenset[Can]:
    """These rights and those that they are of no use without."""
    found = frozenset(rights)
    while missing := {need for right in found for need in NEEDS.get(right, ())} - found:
        found |= missing
    return found


def provide(identity: Any) -> None:
    """Give Flask-Principal's identity the needs of the visitor."""
    if visitor := g.get("visitor"):
        if visitor.tenant:
            identity.provides |= {TenantNeed(visitor.tenant.id, can) for can in visitor.grants}
        identity.provides |= {StaffNeed(can) for can in STAFF_GRANTS.get(visitor.staff_role, ())}


def can(right: Can) -> bool:
    """Whether the visitor holds this right in the workspace that the URL names. Templates ask this."""
    visitor = g.get("visitor")  # not the session: error pages ask when it is gone
    return bool(visitor and visitor.tenant and Permission(TenantNeed(visitor.tenant.id, right)).can())


def refuse_beyond(grants: frozenset[Can], rights: frozenset[Can]) -> None:
    """Nobody gives or takes away what they don't hold: raise MissingRight for the first of `rights` not in `grants`."""
    for right in Can:
        if right in rights - grants:
            raise MissingRight(right)


def requires(right: Can) -> Guard:
    """Guard a tenant's view: 403 without the right, 403 while suspended but for what stays open then."""

    def check() -> None:
        if not can(right):
            raise MissingRight(right)
        if g.visitor.tenant.suspended_at and right not in OPEN_WHILE_SUSPENDED:
            raise Suspended(g.visitor.tenant.suspended_reason)

    return _guard(right, check)


def staff_can(right: StaffCan) -> bool:
    """Whether the visitor is staff with this right. The console's pages ask this."""
    return bool(Permission(StaffNeed(right)).can())


def requires_staff(right: StaffCan) -> Guard:
    """Guard a console view: for anyone without the right the console doesn't exist."""

    def check() -> None:
        if not staff_can(right):
            raise NotFound

    return _guard(right, check)


def signed_in(view: View) -> View:
    """Guard one's own pages: anybody signed in; others are sent to log in."""

    def check() -> None:
        if not g.visitor:
            raise SignInNeeded

    return _guard("signed in", check)(view)


def public(why: str) -> Guard:
    """A view for anybody; `why` stands in tests/guards/routes.txt."""
    return _guard(f"public: {why}", lambda: None)


def _guard(declared: str, check: Callable[[], None]) -> Guard:
    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            check()
            return view(*args, **kwargs)

        guarded.declared = declared  # type: ignore[attr-defined]  # read by refuse_undeclared and the route matrix
        return guarded

    return guard
