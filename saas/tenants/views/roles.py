"""The roles and their rights side by side; making, changing and deleting the workspace's own."""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from saas.core.errors import Conflict
from saas.permissions import CHOOSABLE, Can, Role, requires
from saas.tenants import roles
from saas.tenants.authority import visitor_now
from saas.tenants.forms import InsteadForm, RightsForm
from saas.tenants.models import CustomRole
from saas.tenants.roles import grantable
from saas.tenants.scope import TenantBlueprint

bp = TenantBlueprint("roles", "saas.tenants", "roles")


@bp.get("")
@requires(Can.VIEW_MEMBERS)
def index():
    return render_template(
        "tenants/roles/index.html", built_in=list(Role), own=roles.own(), holders=roles.holders(), most=roles.MOST
    )


@bp.get("/new")
@requires(Can.MANAGE_ROLES)
def new():
    return page_of(RightsForm(rights=rights_like(request.args.get("like"))))


@bp.post("")
@requires(Can.MANAGE_ROLES)
def create():
    form = RightsForm.of_request()
    if not form.validate():
        return page_of(form), 422
    try:
        role = roles.create(form.name.data, form.rights.data, by=visitor_now(Can.MANAGE_ROLES).grants)
    except Conflict as error:
        form.refuse_all(error.message)
        return page_of(form), error.status
    flash(_("The role “%(name)s” is made. Now give it to somebody.", name=role.name), "success")
    return redirect(url_for(".index"))


@bp.get("/<uuid:id>")
@requires(Can.MANAGE_ROLES)
def edit(id):
    role = CustomRole.get_or_404(id)
    return page_of(RightsForm(name=role.name, rights=role.grants & CHOOSABLE), role)


@bp.post("/<uuid:id>")
@requires(Can.MANAGE_ROLES)
def update(id):
    by = visitor_now(Can.MANAGE_ROLES).grants
    role = CustomRole.get_or_404(id)
    form = RightsForm.of_request(but=id)
    if request.form.get("version", type=int) != role.version:
        return page_of(form, role, stale=True), 409
    if not form.validate():
        return page_of(form, role), 422
    roles.change(role, form.name.data, form.rights.data, by)
    flash(_("The role “%(name)s” is saved.", name=role.name), "success")
    return redirect(url_for(".index"))


@bp.post("/<uuid:id>/delete")
@requires(Can.MANAGE_ROLES)
def delete(id):
    by = visitor_now(Can.MANAGE_ROLES).grants
    role = CustomRole.get_or_404(id)
    form = InsteadForm.of_request(roles=instead_of(role))
    if not form.validate():
        return page_of(RightsForm(name=role.name, rights=role.grants & CHOOSABLE), role, removal=form), 422
    roles.delete(role, roles.chosen(form.role.data), by)
    flash(_("The role “%(name)s” is deleted.", name=role.name), "success")
    return redirect(url_for(".index"))


def page_of(form, role=None, stale=False, removal=None):
    return render_template(
        "tenants/roles/form.html",
        form=form,
        role=role,
        stale=stale,
        locked=bool(role and not role.grants <= g.visitor.grants),
        members=roles.holders().get(role.id, 0) if role else 0,
        invited=len(roles.invited_to(role)) if role else 0,
        removal=removal or InsteadForm(roles=instead_of(role) if role else []),
    )


def instead_of(role):
    """The roles that may take its place."""
    return [other for other in grantable(g.visitor.grants, roles.own()) if other.key != str(role.id)]


def rights_like(key):
    """Those of another role that can be chosen, and that one holds; none for a key that names no role."""
    like = next((role for role in [*Role, *roles.own()] if role.key == key), None)
    return like.grants & CHOOSABLE & g.visitor.grants if like else ()
