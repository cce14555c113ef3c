"""The workspace's own settings: its name, its address; and the way out of it."""

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from saas.permissions import Can, Role, requires
from saas.tenants.authority import visitor_now
from saas.tenants.forms import AddressForm, WorkspaceForm
from saas.tenants.models import Membership, Tenant
from saas.tenants.registry import move
from saas.tenants.scope import TenantBlueprint

bp = TenantBlueprint("settings", "saas.tenants", "settings")


@bp.get("")
@requires(Can.LEAVE_WORKSPACE)
def edit():
    """Open to everybody, and while suspended: here one leaves."""
    return page_of()


@bp.post("")
@requires(Can.MANAGE_WORKSPACE)
def update():
    form = WorkspaceForm.of_request()
    if not form.validate():
        return page_of(form=form), 422
    Tenant.here().update(name=form.workspace.data)
    flash(_("The settings are saved."), "success")
    return redirect(url_for(".edit"))


@bp.post("/address")
@requires(Can.MANAGE_WORKSPACE)
def update_address():
    """Links with the old address go on working for the members."""
    visitor_now(Can.MANAGE_WORKSPACE)
    form, tenant = AddressForm.of_request(), Tenant.get_anew(g.visitor.tenant.id)
    changes = form.validate() and form.slug.data != tenant.slug
    if changes and not move(tenant, form.slug.data):
        form.refuse("slug", _("This address can't be had. Choose another one."))
    if form.errors:
        return page_of(address=form), 422
    if changes:
        tenant.update(slug=form.slug.data)
        flash(_("The workspace has a new address."), "success")
    return redirect(url_for(".edit", tenant_slug=tenant.slug))


def page_of(form=None, address=None):
    here = g.visitor.tenant
    return render_template(
        "tenants/settings.html",
        form=form or WorkspaceForm(workspace=here.name),
        address=address or AddressForm(slug=here.slug),
        only_owner=g.visitor.role == Role.OWNER and Membership.get_or_404(g.visitor.membership_id).only_owner,
    )
