"""The built-in roles and their rights, side by side."""

from flask import render_template

from saas.permissions import GRANTS, Can, requires
from saas.tenants.scope import TenantBlueprint

bp = TenantBlueprint("roles", "saas.tenants", "roles")


@bp.get("")
@requires(Can.VIEW_MEMBERS)
def index():
    return render_template("tenants/roles.html", grants=GRANTS)
