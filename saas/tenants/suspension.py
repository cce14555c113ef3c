"""Suspending a workspace and reactivating it: the operator's pages, in one transaction with the entry in its log."""

from uuid import UUID

from flask import abort, flash, redirect, request
from flask_admin.base import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from saas.core import tenancy
from saas.core.errors import Conflict
from saas.core.forms import Form
from saas.permissions import StaffCan, requires_staff
from saas.tenants.models import Tenant


class SuspensionForm(Form):
    reason = TextAreaField(
        _("Reason"),
        [DataRequired(), Length(max=500)],
        description=_("Its members read this: say what happened and what they can do."),
    )


class Suspension:
    """Mixed into the console's list of workspaces."""

    own_pages: tuple[str, ...] = ("suspension", "reactivation")

    @expose("/suspension/", methods=("GET", "POST"))
    @requires_staff(StaffCan.SUSPEND_TENANTS)
    def suspension(self):
        """Ask for the reason, then suspend."""
        tenant = enter_chosen()
        form = SuspensionForm.of_request()
        if request.method == "GET" or not form.validate():
            status = 200 if request.method == "GET" else 422
            return self.render("console/suspension.html", form=form, row=tenant), status
        if tenant.suspended_at:
            raise Conflict(gettext("%(name)s is suspended already.", name=tenant.name))
        tenant.suspend(form.reason.data)
        flash(gettext("%(name)s is suspended.", name=tenant.name), "success")
        return redirect(self.get_url(".details_view", id=tenant.id))

    @expose("/reactivation/", methods=("POST",))
    @requires_staff(StaffCan.SUSPEND_TENANTS)
    def reactivation(self):
        tenant = enter_chosen()
        if not tenant.suspended_at:
            raise Conflict(gettext("%(name)s is active already.", name=tenant.name))
        tenant.reactivate()
        flash(gettext("%(name)s is active again.", name=tenant.name), "success")
        return redirect(self.get_url(".details_view", id=tenant.id))


def enter_chosen() -> Tenant:
    """The workspace that the address names; from here on the unit of work acts in it: the entry stands in its log."""
    try:
        tenant = Tenant.get_or_404(UUID(request.args.get("id", "")))
    except ValueError:
        abort(404)
    if tenant.id == tenancy.PLATFORM:
        abort(404)
    tenancy.enter(tenant.id)
    return tenant
