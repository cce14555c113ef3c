"""The operators' list of people."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from saas.accounts.models import Staff, User
from saas.console.cells import cell
from saas.console.filters import Has, Since
from saas.console.lists import ListView
from saas.console.rows import Row, plain
from saas.tenants.models import Membership


class UserRow(Row):
    __table__ = (
        select(
            User.id,
            User.name,
            User.email,
            User.active,
            User.confirmed_at,
            User.tf_primary_method.label("second_factor"),
            plain(Staff.role).label("staff_role"),
            select(func.count()).where(Membership.user_id == User.id).scalar_subquery().label("workspaces"),
            User.locale,
            User.zone,
            User.created_at,
        )
        .outerjoin(Staff, Staff.user_id == User.id)
        .subquery("user_rows")
    )

    def __str__(self):
        return self.name


class Users(ListView):
    row = UserRow
    column_list = ("name", "confirmed_at", "second_factor", "staff_role", "workspaces", "created_at")
    column_sortable_list = ("name", "confirmed_at", "created_at")
    column_default_sort = ("created_at", True)
    column_searchable_list = ("name", "email")
    search_hint = _("Name, e-mail or id")
    column_filters = (
        Has("confirmed", "confirmed_at", _("Confirmed")),
        Has("second_factor", "second_factor", _("Second factor")),
        Has("staff", "staff_role", _("Staff")),
        Since("since", "created_at", _("Created since")),
    )
    column_formatters = {
        "name": cell("named"),
        "second_factor": cell("yes_no"),
        "staff_role": cell("named_by", {"operator": _("Operator")}),
        "workspaces": cell("count"),
    }

    def related(self, row):
        return [
            self.link(gettext("Memberships"), "user-check", "console_memberships.index_view", flt_email=row.email),
            self.link(gettext("Mails"), "mail", "console_mails.index_view", flt_recipient=row.email),
            self.link(gettext("What they did"), "scroll-text", "console_audit.index_view", flt_actor=row.id),
        ]
