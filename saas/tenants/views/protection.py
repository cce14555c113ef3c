"""Whether the workspace requires a second factor: a section of its settings."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from wtforms import BooleanField

from saas.accounts.freshness import fresh
from saas.core.forms import Form
from saas.permissions import Can, requires
from saas.tenants import protection
from saas.tenants.authority import visitor_now
from saas.tenants.scope import TenantBlueprint

bp = TenantBlueprint("protection", "saas.tenants", "settings/protection")
bp.add_app_template_global(protection.count_without, "members_without_factor")


class ProtectionForm(Form):
    required = BooleanField()


@bp.post("")
@requires(Can.MANAGE_WORKSPACE)
@fresh
def update():
    visitor = visitor_now(Can.MANAGE_WORKSPACE)
    if ProtectionForm.of_request().required.data:
        protection.require(visitor)
        flash(_("From now on nobody works here without a second factor."), "success")
    else:
        protection.release()
        flash(_("A password is enough again."), "success")
    return redirect(url_for("settings.edit"))
