"""Removing somebody and leaving oneself: each asks first, on a page that says what becomes of what they made."""

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from saas.accounts.freshness import fresh
from saas.core.errors import Conflict
from saas.permissions import Can, Role, can, refuse_beyond, requires
from saas.tenants.authority import member_now, visitor_now
from saas.tenants.belonging import leave, remove
from saas.tenants.models import Invitation, Membership, Tenant
from saas.tenants.scope import TenantBlueprint

bp = TenantBlueprint("removal", "saas.tenants", "members")


@bp.get("/<uuid:id>/removal")
@requires(Can.MANAGE_MEMBERS)
def new(id):
    member = Membership.get_or_404(id)
    if member.id == g.visitor.membership_id:
        return redirect(url_for(".new_departure"))
    refuse_beyond(g.visitor.grants, member.grants)
    return render_template("tenants/members/removal_page.html", member=member, sent=sent_by(member))


@bp.post("/<uuid:id>/delete")
@requires(Can.MANAGE_MEMBERS)
def create(id):
    of_owner = can(Can.MANAGE_OWNERS) and Membership.get_or_404(id).role == Role.OWNER
    return (remove_owner if of_owner else removed)(id)


@fresh
def remove_owner(id):
    """Owners are dismissed by who shows again who they are."""
    return removed(id, of_owners=True)


def removed(id, of_owners=False):
    by = visitor_now(Can.MANAGE_MEMBERS).grants
    member = member_now(id)
    ensure_seen(member, of_owners)
    remove(member, by)
    flash(_("%(name)s is no longer a member.", name=member.name), "success")
    return redirect(url_for("members.index"))


@bp.get("/leave")
@requires(Can.LEAVE_WORKSPACE)
def new_departure():
    member = Membership.get_or_404(g.visitor.membership_id)
    return render_template(
        "tenants/members/departure_page.html", member=member, sent=sent_by(member), only_owner=member.only_owner
    )


@bp.post("/leave")
@requires(Can.LEAVE_WORKSPACE)
def create_departure():
    return (leave_as_owner if g.visitor.role == Role.OWNER else left)()


@fresh
def leave_as_owner():
    """Who leaves steps down."""
    return left(of_owners=True)


def left(of_owners=False):
    Tenant.lock()
    member = member_now(g.visitor.membership_id)
    ensure_seen(member, of_owners)
    leave(member)
    flash(_("You left %(workspace)s.", workspace=g.visitor.tenant.name), "success")
    return redirect(url_for("workspaces.index"))


def ensure_seen(member, of_owners):
    if member.role == Role.OWNER and can(Can.MANAGE_OWNERS) and not of_owners:
        raise Conflict(_("%(name)s became an owner a moment ago. Look again before you go on.", name=member.name))


def sent_by(member):
    """How many of their invitations are open, which nobody can accept any more then."""
    return Invitation.count(Invitation.invited_by == member.id, Invitation.is_open())
