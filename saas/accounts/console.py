"""The operators' lists of people, and of those who lost their second factor."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import DateTime, bindparam, case, func, select

from saas.accounts.models import Staff, User
from saas.accounts.reset_orders import ResetOrders, may_order
from saas.accounts.resets import LIFE, WAIT, FactorReset, ResetState
from saas.audit.acts import OperatorAct
from saas.console.cells import cell
from saas.console.filters import Has, OneOf, Since
from saas.console.lists import Act, ListView
from saas.console.rows import Row, plain
from saas.core import clock
from saas.tenants.models import Membership

STATES = {
    ResetState.REQUESTED: _("Requested"),
    ResetState.DUE: _("Due"),
    ResetState.STOPPED: _("Stopped"),
    ResetState.LAPSED: _("Lapsed"),
    ResetState.DONE: _("Done"),
}
DAY_AGO = bindparam("day_ago", callable_=lambda: clock.now() - WAIT, type_=DateTime(timezone=True))
WEEK_AGO = bindparam("week_ago", callable_=lambda: clock.now() - LIFE, type_=DateTime(timezone=True))


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


class FactorResetRow(Row):
    __table__ = (
        select(
            FactorReset.tenant_id,
            FactorReset.id,
            FactorReset.user_id,
            User.name,
            User.email,
            case(
                (FactorReset.done_at.isnot(None), str(ResetState.DONE)),
                (FactorReset.stopped_at.isnot(None), str(ResetState.STOPPED)),
                (FactorReset.asked_at <= WEEK_AGO, str(ResetState.LAPSED)),
                (FactorReset.asked_at <= DAY_AGO, str(ResetState.DUE)),
                else_=str(ResetState.REQUESTED),
            ).label("state"),
            FactorReset.asked_at,
            (FactorReset.asked_at + WAIT).label("due_at"),
            FactorReset.stopped_at,
            FactorReset.done_at,
            select(OperatorAct.reason)
            .where(OperatorAct.tenant_id == FactorReset.tenant_id, OperatorAct.row_id == FactorReset.id)
            .order_by(OperatorAct.created_at.desc())
            .limit(1)
            .scalar_subquery()
            .label("reason"),
        )
        .join(User, User.id == FactorReset.user_id)
        .subquery("factor_reset_rows")
    )

    def __str__(self):
        return self.name


class FactorResets(ResetOrders, ListView):
    row = FactorResetRow
    column_list = ("name", "state", "asked_at", "due_at", "stopped_at", "done_at")
    column_sortable_list = ("name", "state", "asked_at", "due_at")
    column_default_sort = ("asked_at", True)
    column_searchable_list = ("name", "email")
    search_hint = _("Name or e-mail")
    column_filters = (
        OneOf("state", "state", _("State"), [(str(state), text) for state, text in STATES.items()]),
        Since("since", "asked_at", _("Asked since")),
    )
    column_formatters = {
        "name": cell("named"),
        "state": cell("named_by", {str(each): text for each, text in STATES.items()}),
    }

    def acts(self, row):
        return (
            [
                Act(
                    gettext("Remove the second factor…"),
                    "shield-off",
                    self.get_url(".removal", id=self.get_pk_value(row)),
                    danger=True,
                )
            ]
            if may_order(row)
            else []
        )

    def related(self, row):
        return [
            self.link(gettext("User"), "users", "console_users.details_view", id=row.user_id),
            self.link(gettext("Mails to this address"), "mail", "console_mails.index_view", flt_recipient=row.email),
        ]
