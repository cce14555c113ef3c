"""The invitations that wait for who is signed in: joining and declining, from the list of their workspaces."""

from flask import Blueprint, flash, g, redirect, url_for
from flask_babel import gettext as _

from saas.permissions import signed_in
from saas.tenants import offers
from saas.tenants.admission import Barred
from saas.tenants.joining import join
from saas.tenants.models import Tenant
from saas.tenants.refusals import decline
from saas.tenants.views.welcome import refused, welcome

bp = Blueprint("waiting", "saas.tenants", url_prefix="/workspaces/invitations", template_folder="templates")


@bp.post("/<uuid:id>")
@signed_in
def create(id):
    invitation = offers.chosen(id)
    try:
        join(invitation, g.visitor)
    except Barred as refusal:
        return refused(invitation, refusal)
    return welcome()


@bp.post("/<uuid:id>/delete")
@signed_in
def delete(id):
    decline(offers.chosen(id))
    flash(_("You declined the invitation to %(workspace)s.", workspace=Tenant.here().name), "success")
    return redirect(url_for("workspaces.index"))
