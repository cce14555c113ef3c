"""The people of a workspace: the list, one person's page, their role."""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from saas.accounts.freshness import fresh
from saas.core.errors import Conflict
from saas.core.pages import page
from saas.core.redirects import came_from
from saas.permissions import EVERYBODY, Can, Role, can, requires
from saas.plans import Limit
from saas.tenants import people, roles
from saas.tenants.authority import member_now, visitor_now
from saas.tenants.belonging import change_role
from saas.tenants.forms import InviteForm, RoleForm
from saas.tenants.limits import most
from saas.tenants.models import Invitation, Membership
from saas.tenants.roles import grantable
from saas.tenants.scope import TenantBlueprint

bp = TenantBlueprint("members", "saas.tenants", "members")


@bp.get("")
@requires(Can.VIEW_MEMBERS)
def index():
    part, role = request.args.get("q", "").strip(), request.args.get("role", type=roles.parsed)
    members, counts = page(people.listed(part, role), Membership.name, Membership.id), people.counts(part, role)
    mine = grantable(g.visitor.grants, counts.roles)
    return render_template(
        "tenants/members/index.html",
        members=members,
        counts=counts,
        part=part,
        role=role,
        roles=mine,
        titles=roles.titles(counts.roles),
        limit=most(Limit.SEATS),
        form=InviteForm(roles=mine) if can(Can.INVITE_MEMBERS) else None,
    )


@bp.get("/<uuid:id>")
@requires(Can.VIEW_MEMBERS)
def show(id):
    return page_of(Membership.get_or_404(id))


@bp.post("/<uuid:id>")
@requires(Can.MANAGE_MEMBERS)
def update(id):
    return (change_owner if names_owner(id) else change)(id)


@fresh
def change_owner(id):
    """Owners are made and dismissed by who shows again who they are."""
    return change(id, of_owners=True)


def change(id, of_owners=False):
    by = visitor_now(Can.MANAGE_MEMBERS).grants
    membership, form = member_now(id), RoleForm.of_request(roles=[*Role, *roles.own()])
    if not form.validate():
        return page_of(membership, form), 422
    if membership.role == Role.OWNER and can(Can.MANAGE_OWNERS) and not of_owners:
        raise Conflict(_("%(name)s became an owner a moment ago. Look again before you go on.", name=membership.name))
    before = change_role(membership, roles.chosen(form.role.data), by)
    flash(changed(membership, before), "success")
    return redirect(where_from())


def names_owner(id):
    """Whether an owner is made or dismissed; who may do neither is refused anyway, without being asked first."""
    wanted = request.form.get("role") == Role.OWNER
    return can(Can.MANAGE_OWNERS) and (wanted or Membership.get_or_404(id).role == Role.OWNER)


@bp.post("/news/delete")
@requires(Can.VIEW_WORKSPACE)
def delete_news():
    """They have read that their role is another one."""
    Membership.get_or_404(g.visitor.membership_id).role_changed_at = None
    return redirect(came_from() or url_for("dashboard.index"))


def page_of(membership, form=None):
    mine = grantable(g.visitor.grants, roles.own(), owner=True) if membership.grants <= g.visitor.grants else []
    form = form or RoleForm(roles=mine, role=key_of(membership.given))
    return render_template(
        "tenants/members/show.html",
        member=membership,
        form=form,
        roles=mine,
        reason=lambda right: reason(membership, right),
        sent=Invitation.count(Invitation.invited_by == membership.id, Invitation.is_open()),
        only_owner=membership.only_owner,
    )


def reason(membership, right):
    """Why they hold this right: the last word on "what may this person do, and why?"."""
    if right in EVERYBODY:
        return _("As everybody in the workspace")
    bringing = [str(other.text) for other in Can if other in membership.grants and right in other.needs]
    if bringing:
        return _("Goes with: %(rights)s", rights=", ".join(bringing))
    return _("Part of the role %(role)s", role=title_of(membership.given))


def changed(membership, before):
    """What the toast says, and how to take it back: by giving the old role."""
    text = _("%(name)s is now %(role)s.", name=membership.name, role=title_of(membership.given))
    if membership.id == g.visitor.membership_id:
        return text
    return {"text": text, "undo": url_for(".update", id=membership.id), "fields": {"role": key_of(before)}}


def key_of(role):
    return role.key if isinstance(role, Role) else str(role.id)


def title_of(role):
    return role.title if isinstance(role, Role) else role.name


def where_from():
    """The list with its search and page, or the person's page: where the button was pressed."""
    came, index = came_from(), url_for(".index")
    return came if came and came.startswith(index) else index
