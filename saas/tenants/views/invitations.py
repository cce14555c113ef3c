"""Invitations as the people of the workspace see them: the open ones, new ones, sending again, withdrawing."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from saas.core import clock
from saas.core.errors import OverLimit
from saas.core.pages import page
from saas.core.security import limiter
from saas.permissions import Can, refuse_beyond, requires
from saas.plans import Limit
from saas.tenants import people, roles
from saas.tenants.addresses import split
from saas.tenants.authority import visitor_now
from saas.tenants.forms import InviteForm
from saas.tenants.invitations import invite, resend
from saas.tenants.limits import most
from saas.tenants.models import Invitation
from saas.tenants.roles import grantable
from saas.tenants.scope import TenantBlueprint

bp = TenantBlueprint("invitations", "saas.tenants", "members/invitations")

# Mails, of one person in one workspace: more than a company's first day needs, less than a spammer wants.
MAILS = "200 per hour"


def sender() -> str:
    return f"{g.visitor.tenant.id}:{g.visitor.id}"


def mails() -> int:
    """How many addresses the list names; sending again is one."""
    return len(split(request.form.get("email", ""))) or 1


limited = limiter.shared_limit(MAILS, scope="invitations", key_func=sender, cost=mails)


@bp.get("")
@requires(Can.INVITE_MEMBERS)
def index():
    invitations, counts = page(people.invited(), Invitation.id, descending=True), people.counts()
    mine = {role.key for role in grantable(g.visitor.grants, counts.roles)}
    return render_template(
        "tenants/invitations/index.html",
        invitations=invitations,
        counts=counts,
        titles=roles.titles(counts.roles),
        grantable=mine,
        now=clock.now(),
    )


@bp.get("/new")
@requires(Can.INVITE_MEMBERS)
def new():
    counts = people.counts()
    return page_of(InviteForm(roles=mine(counts.roles), email=request.args.get("email", "")), counts)


@bp.post("")
@requires(Can.INVITE_MEMBERS)
@limited
def create():
    counts = people.counts()
    form = InviteForm.of_request(roles=mine(counts.roles))
    if not form.validate():
        return page_of(form, counts), 422
    try:
        by = visitor_now(Can.INVITE_MEMBERS)
        outcomes = invite(split(form.email.data), roles.chosen(form.role.data), by)
    except OverLimit as error:
        form.refuse("email", error.message)
        return page_of(form, counts), error.status
    return render_template("tenants/invitations/outcomes.html", outcomes=outcomes)


@bp.post("/<uuid:id>")
@requires(Can.INVITE_MEMBERS)
@limited
def update(id):
    by = visitor_now(Can.INVITE_MEMBERS)
    invitation = open_or_404(id)
    resend(invitation, by)
    flash(_("Sent again to %(email)s. The earlier link no longer works.", email=invitation.email), "success")
    return redirect(url_for(".index"))


@bp.post("/<uuid:id>/delete")
@requires(Can.INVITE_MEMBERS)
def delete(id):
    by = visitor_now(Can.INVITE_MEMBERS)
    invitation = open_or_404(id)
    refuse_beyond(by.grants, invitation.grants)
    invitation.revoke()
    flash(_("The invitation to %(email)s is withdrawn.", email=invitation.email), "success")
    return redirect(url_for(".index"))


def open_or_404(id):
    invitation = Invitation.get_or_404(id)
    return invitation if invitation.open else abort(404)


def mine(own_roles):
    """The roles that the visitor may give away with an invitation."""
    return grantable(g.visitor.grants, own_roles)


def page_of(form, counts):
    return render_template(
        "tenants/invitations/new.html", form=form, roles=mine(counts.roles), counts=counts, limit=most(Limit.SEATS)
    )
