"""The workspace's own settings, and the way out of it."""

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from saas.permissions import Can, requires
from saas.tenants.forms import WorkspaceForm
from saas.tenants.models import Tenant
from saas.tenants.scope import TenantBlueprint

bp = TenantBlueprint("settings", "saas.tenants", "settings")


@bp.get("")
@requires(Can.LEAVE_WORKSPACE)
def edit():
    """Open to everybody, and while suspended: here one leaves."""
    return render_template("tenants/settings.html", form=WorkspaceForm(workspace=g.visitor.tenant.name))


@bp.post("")
@requires(Can.MANAGE_WORKSPACE)
def update():
    form = WorkspaceForm.of_request()
    if not form.validate():
        return render_template("tenants/settings.html", form=form), 422
    Tenant.here().update(name=form.workspace.data)
    flash(_("The settings are saved."), "success")
    return redirect(url_for(".edit"))
