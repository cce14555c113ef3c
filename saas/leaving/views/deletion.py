"""Deleting a workspace, and undoing that while there is time."""

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from saas.accounts.freshness import fresh
from saas.core.formats import when
from saas.leaving import deletion
from saas.leaving.forms import WorkspaceDeletionForm
from saas.permissions import Can, requires
from saas.tenants.authority import visitor_now
from saas.tenants.scope import TenantBlueprint

bp = TenantBlueprint("deletion", "saas.leaving", "deletion")


@bp.get("")
@requires(Can.DELETE_WORKSPACE)
def index():
    return page_with(WorkspaceDeletionForm())


@bp.post("")
@requires(Can.DELETE_WORKSPACE)
@fresh
def create():
    form = WorkspaceDeletionForm.of_request(wanted=g.visitor.tenant.name)
    if not form.validate():
        return page_with(form), 422
    tenant = deletion.begin(visitor_now(Can.DELETE_WORKSPACE))
    flash(_("%(name)s will be deleted %(moment)s.", name=tenant.name, moment=when(tenant.erase_at)), "success")
    return redirect(url_for(".index"))


@bp.post("/delete")
@requires(Can.DELETE_WORKSPACE)
def delete():
    tenant = deletion.undo(visitor_now(Can.DELETE_WORKSPACE))
    flash(_("%(name)s stays.", name=tenant.name), "success")
    return redirect(url_for(".index"))


def page_with(form):
    return render_template("leaving/deletion.html", form=form, days=deletion.GRACE.days)
