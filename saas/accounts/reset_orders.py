"""Staff order that a lost second factor is removed: the form, and the row that a worker acts on."""

from flask import flash, g, redirect, request, url_for
from flask import session as cookie
from flask_admin.base import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from saas.accounts.freshness import is_fresh
from saas.accounts.resets import ResetState
from saas.audit.acts import REASON_LENGTH, OperatorAct
from saas.audit.record import record
from saas.core import tenancy
from saas.core.errors import Conflict
from saas.core.forms import Form
from saas.events import Event
from saas.permissions import StaffCan, requires_staff, staff_can

TYPED = "reason"  # the cookie's key: kept while they show who they are; an address would stand in other people's logs


class ResetForm(Form):
    reason = TextAreaField(
        _("Reason"),
        [DataRequired(_("Say how you know that it is them.")), Length(max=REASON_LENGTH)],
        description=_("Kept with the act: how you made sure that it is them who asked."),
    )


class ResetOrders:
    """Mixed into the console's list of lost second factors."""

    own_pages: tuple[str, ...] = ("removal",)

    @expose("/removal/", methods=("GET", "POST"))
    @requires_staff(StaffCan.RESET_FACTORS)
    def removal(self):
        """Ask for the reason, then have it done: a day after it was asked for, unless it was stopped."""
        row = self.get_one(request.args.get("id", ""))
        if not may_order(row):
            raise Conflict(gettext("It was stopped or done, its day isn't over, or it is your own."))
        form = ResetForm.of_request(data={"reason": cookie.pop(TYPED, None)})
        if not is_fresh():  # asked on a page of the product: the console's role writes no sign-ins
            cookie[TYPED] = form.reason.data
            return redirect(url_for("again.new", next=self.get_url(".removal", id=self.get_pk_value(row))))
        if request.method == "GET" or not form.validate():
            status = 200 if request.method == "GET" else 422
            return self.render("console/factor_removal.html", form=form, row=row), status
        order(row, form.reason.data)
        flash(gettext("The second factor of %(name)s is being removed.", name=row.name), "success")
        return redirect(self.get_url(".details_view", id=self.get_pk_value(row)))


def order(row, reason: str) -> None:
    """In the platform's name: the act, its job, and the entry in the log."""
    tenancy.enter(tenancy.PLATFORM)
    record(
        Event.FACTOR_RESET_ORDERED, OperatorAct.order(StaffCan.RESET_FACTORS, row.id, g.visitor.id, reason, row.email)
    )


def may_order(row) -> bool:
    """Whether this visitor may have the row's second factor removed now: nobody their own."""
    due = row.tenant_id == tenancy.PLATFORM and row.state == ResetState.DUE
    return due and row.user_id != g.visitor.id and staff_can(StaffCan.RESET_FACTORS)
