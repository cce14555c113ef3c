"""The operators' lists of workspaces, memberships and invitations."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import DateTime, bindparam, case, func, select

from saas.console.cells import cell
from saas.console.filters import Filter, OneOf, Since
from saas.console.lists import Act, ListView
from saas.console.rows import OF_TENANT, Row, plain
from saas.core import clock, tenancy
from saas.permissions import Role, StaffCan, staff_can
from saas.plans import PLANS
from saas.tenants.models import CustomRole, Invitation, Membership, Tenant
from saas.tenants.suspension import Suspension

ROLES = {str(role): role.title for role in Role}
PLAN_NAMES = {plan.key: plan.name for plan in PLANS.values()}
STATES = [
    ("active", _("Active")),
    ("suspended", _("Suspended")),
    ("leaving", _("About to be deleted")),
    ("erased", _("Erased")),
]
NOW = bindparam("now", callable_=clock.now, type_=DateTime(timezone=True))


class TenantRow(Row):
    __table__ = (
        select(
            Tenant.id,
            Tenant.name,
            Tenant.slug,
            Tenant.plan,
            case(
                (Tenant.erased_at.isnot(None), "erased"),
                (Tenant.suspended_at.isnot(None), "suspended"),
                (Tenant.erase_at.isnot(None), "leaving"),
                else_="active",
            ).label("state"),
            select(func.count()).where(Membership.tenant_id == Tenant.id).scalar_subquery().label("members"),
            Tenant.created_at,
            Tenant.suspended_at,
            Tenant.suspended_reason,
            Tenant.erase_at,
            Tenant.erased_at,
        )
        .where(Tenant.id != tenancy.PLATFORM)
        .subquery("tenant_rows")
    )

    def __str__(self):
        return self.name


class Tenants(Suspension, ListView):
    row = TenantRow
    column_list = ("name", "plan", "state", "members", "created_at")
    column_sortable_list = ("name", "plan", "state", "created_at")
    column_default_sort = ("created_at", True)
    column_searchable_list = ("name", "slug")
    search_hint = _("Name, address or id")
    column_filters = (
        OneOf("plan", "plan", _("Plan"), list(PLAN_NAMES.items())),
        OneOf("state", "state", _("State"), STATES),
        Since("since", "created_at", _("Created since")),
    )
    column_formatters = {
        "name": cell("named"),
        "plan": cell("named_by", PLAN_NAMES),
        "state": cell("state"),
        "members": cell("count"),
    }

    def acts(self, row):
        if not staff_can(StaffCan.SUSPEND_TENANTS):
            return []
        if row.state == "erased":
            return []
        if not row.suspended_at:
            return [Act(gettext("Suspend…"), "circle-pause", self.get_url(".suspension", id=row.id), danger=True)]
        return [Act(gettext("Reactivate"), "circle-play", self.get_url(".reactivation", id=row.id), post=True)]

    def related(self, row):
        lists = (
            (gettext("Memberships"), "user-check", "console_memberships"),
            (gettext("Invitations"), "mail-plus", "console_invitations"),
            (gettext("Mails"), "mail", "console_mails"),
            (gettext("Jobs"), "list-checks", "console_jobs"),
            (gettext("Audit log"), "scroll-text", "console_audit"),
        )
        return [self.link(text, icon, f"{name}.index_view", flt_tenant=row.slug) for text, icon, name in lists]


class MembershipRow(Row):
    __table__ = (
        select(
            Membership.tenant_id,
            Membership.id,
            Membership.user_id,
            Membership.name,
            Membership.email,
            plain(Membership.role),
            CustomRole.name.label("custom_role"),
            *OF_TENANT,
            Membership.joined_at,
        )
        .join(Tenant, Tenant.id == Membership.tenant_id)
        .outerjoin(CustomRole, (CustomRole.tenant_id == Membership.tenant_id) & (CustomRole.id == Membership.role_id))
        .subquery("membership_rows")
    )

    def __str__(self):
        return self.name


class Memberships(ListView):
    row = MembershipRow
    column_list = ("name", "tenant", "role", "joined_at")
    column_sortable_list = ("name", "tenant", "role", "joined_at")
    column_default_sort = ("joined_at", True)
    column_searchable_list = ("name", "email", "tenant")
    search_hint = _("Person, e-mail or tenant")
    column_filters = (
        OneOf("role", "role", _("Role"), list(ROLES.items())),
        Since("since", "joined_at", _("Joined since")),
        Filter("tenant", "tenant_slug", _("Tenant")),
        Filter("email", "email", _("E-mail")),
    )
    column_formatters = {"name": cell("named"), "role": cell("role", ROLES), "tenant": cell("of_tenant")}

    def related(self, row):
        return [
            self.link(gettext("Tenant"), "building-2", "console_tenants.details_view", id=row.tenant_id),
            self.link(gettext("User"), "users", "console_users.details_view", id=row.user_id),
        ]


class InvitationRow(Row):
    __table__ = (
        select(
            Invitation.tenant_id,
            Invitation.id,
            Invitation.email,
            plain(Invitation.role),
            CustomRole.name.label("custom_role"),
            case(
                (Invitation.accepted_at.isnot(None), "accepted"),
                (Invitation.revoked_at.isnot(None), "revoked"),
                (Invitation.expires_at <= NOW, "expired"),
                else_="open",
            ).label("state"),
            *OF_TENANT,
            Membership.name.label("inviter"),
            Invitation.sent_at,
            Invitation.expires_at,
            Invitation.accepted_at,
            Invitation.revoked_at,
        )
        .join(Tenant, Tenant.id == Invitation.tenant_id)
        .outerjoin(CustomRole, (CustomRole.tenant_id == Invitation.tenant_id) & (CustomRole.id == Invitation.role_id))
        .outerjoin(
            Membership, (Membership.tenant_id == Invitation.tenant_id) & (Membership.id == Invitation.invited_by)
        )
        .subquery("invitation_rows")
    )

    def __str__(self):
        return self.email


class Invitations(ListView):
    row = InvitationRow
    column_list = ("email", "tenant", "role", "state", "inviter", "sent_at")
    column_sortable_list = ("email", "tenant", "state", "sent_at")
    column_default_sort = ("sent_at", True)
    column_searchable_list = ("email", "tenant")
    search_hint = _("E-mail or tenant")
    column_filters = (
        OneOf(
            "state", "state", _("State"),
            [("open", _("Open")), ("accepted", _("Accepted")), ("revoked", _("Revoked")), ("expired", _("Expired"))],
        ),
        Since("since", "sent_at", _("Sent since")),
        Filter("tenant", "tenant_slug", _("Tenant")),
    )  # fmt: skip
    column_formatters = {"role": cell("role", ROLES), "tenant": cell("of_tenant"), "state": cell("state")}

    def related(self, row):
        return [
            self.link(gettext("Tenant"), "building-2", "console_tenants.details_view", id=row.tenant_id),
            self.link(gettext("Mails to this address"), "mail", "console_mails.index_view", flt_recipient=row.email),
        ]
