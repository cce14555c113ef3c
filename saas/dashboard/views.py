"""The workspace's first page."""

from flask import render_template

from saas.permissions import Can, requires
from saas.tenants.scope import TenantBlueprint

bp = TenantBlueprint("dashboard", __name__)


@bp.get("/")
@requires(Can.VIEW_WORKSPACE)
def index():
    return render_template("dashboard/index.html")
