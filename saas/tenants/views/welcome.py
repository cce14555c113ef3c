"""What somebody reads who answered an invitation, by its link or from the list of those that wait for them."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from saas.tenants.models import Tenant
from saas.tenants.refusals import note


def welcome():
    tenant = Tenant.here()
    flash(_("Welcome to %(workspace)s.", workspace=tenant.name), "success")
    return redirect(url_for("dashboard.index", tenant_slug=tenant.slug))


def refused(invitation, refusal):
    """Returned, not raised, so that it stays noted who was told."""
    note(invitation, refusal)
    return render_template(refusal.template, message=refusal.message, told=True), refusal.status


def declined(workspace):
    return render_template("tenants/invitations/declined.html", workspace=workspace)
