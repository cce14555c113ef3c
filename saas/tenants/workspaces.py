"""The workspaces of a person: choosing one, opening another."""

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from saas.accounts.last_seen import note_workspace
from saas.accounts.models import User
from saas.core.db import db
from saas.core.security import limiter
from saas.permissions import signed_in
from saas.tenants import offers
from saas.tenants.forms import NewWorkspaceForm
from saas.tenants.landing import LAST, mark
from saas.tenants.signup import open_workspace

bp = Blueprint("workspaces", __name__, url_prefix="/workspaces", template_folder="templates")

NEW_ONES = "10 per hour"  # of one person; enough for an agency on its first day, too few for a script
REMEMBERED = 31_536_000  # seconds; a year


@bp.get("")
@signed_in
def index():
    return render_template("tenants/workspaces/index.html", offers=offers.waiting())


@bp.get("/new")
@signed_in
def new():
    return render_template("tenants/workspaces/new.html", form=NewWorkspaceForm())


@bp.post("")
@signed_in
@limiter.limit(NEW_ONES, key_func=lambda: str(g.visitor.id))
def create():
    form = NewWorkspaceForm.of_request()
    if not form.validate():
        return render_template("tenants/workspaces/new.html", form=form), 422
    tenant = open_workspace(form.workspace.data, db.session.get_one(User, g.visitor.id))
    flash(_("The workspace “%(name)s” is ready.", name=tenant.name), "success")
    return redirect(url_for("dashboard.index", tenant_slug=tenant.slug))


@bp.after_app_request
def remember(response):
    """The workspace seen last is where the next log-in lands. Told to the browser only when it changes."""
    visitor = g.get("visitor")
    if visitor and visitor.tenant and request.cookies.get(LAST) != visitor.tenant.slug:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        note_workspace(visitor.id, mark(visitor.tenant.slug))
        response.set_cookie(LAST, visitor.tenant.slug, max_age=REMEMBERED, httponly=True, samesite="Lax", secure=secure)
    return response
