"""The specimen's pages: seen by whoever sees the members, changed by whoever manages the workspace."""

from flask import redirect, render_template, request, url_for
from sqlalchemy import select

from saas.core.pages import page
from saas.permissions import Can, requires
from saas.tenants.scope import TenantBlueprint
from tests.specimen.models import Specimen

bp = TenantBlueprint("specimens", __name__, "specimens")


@bp.get("/")
@requires(Can.VIEW_MEMBERS)
def index():
    specimens = page(select(Specimen.id, Specimen.name), Specimen.name, Specimen.id)
    return render_template("specimens/index.html", specimens=specimens)


@bp.post("/")
@requires(Can.MANAGE_WORKSPACE)
def create():
    specimen = Specimen.create(name=request.form["name"])
    return redirect(url_for(".show", id=specimen.id))


@bp.get("/<uuid:id>")
@requires(Can.VIEW_MEMBERS)
def show(id):
    return render_template("specimens/show.html", specimen=Specimen.get_or_404(id))


@bp.post("/<uuid:id>")
@requires(Can.MANAGE_WORKSPACE)
def update(id):
    Specimen.get_or_404(id).update(name=request.form["name"])
    return redirect(url_for(".show", id=id))


@bp.post("/<uuid:id>/labels")
@requires(Can.MANAGE_WORKSPACE)
def create_label(id):
    Specimen.get_or_404(id).label(request.form["text"])
    return redirect(url_for(".show", id=id))


@bp.post("/<uuid:id>/delete")
@requires(Can.MANAGE_WORKSPACE)
def delete(id):
    Specimen.get_or_404(id).delete()
    return redirect(url_for(".index"))
