"""What the link in an invitation opens: looking changes nothing, a button lets one in, another says no."""

from flask import Blueprint, g, redirect, render_template, request, url_for

from saas.accounts.sign_in import sign_in
from saas.permissions import public
from saas.site.legal import versions
from saas.tenants.admission import Barred, ensure_admits, follow, look_again
from saas.tenants.forms import JoinForm
from saas.tenants.invitations import role_title
from saas.tenants.joining import join, join_anew, known
from saas.tenants.models import Tenant
from saas.tenants.refusals import decline
from saas.tenants.views.welcome import declined, refused, welcome

bp = Blueprint("acceptance", "saas.tenants", url_prefix="/invitations", template_folder="templates")


@bp.get("/<token>")
@public("the token says who was invited where")
def show(token):
    invitation = follow(token)
    ensure_admits(invitation)
    if g.visitor:
        return page_of("join" if is_for_visitor(invitation) else "other", invitation)
    return page_of("log_in" if known(invitation.email) else "new", invitation, JoinForm(email=invitation.email))


@bp.post("/<token>")
@public("the token says who was invited where")
def create(token):
    invitation = follow(token)
    try:
        ensure_admits(invitation)
        return accept(invitation)
    except Barred as refusal:
        return refused(invitation, refusal)


@bp.post("/<token>/delete")
@public("the token says who was invited where")
def delete(token):
    invitation = follow(token)
    if not decline(invitation):
        ensure_admits(invitation)
    return declined(Tenant.here().name)


def accept(invitation):
    if g.visitor and not is_for_visitor(invitation):
        return page_of("other", invitation), 403
    if g.visitor:
        join(invitation, g.visitor)
        return welcome()
    if known(invitation.email):
        look_again(invitation)  # the account may be a moment old, made with this very link
        return redirect(url_for("accounts.log_in", next=request.path))
    form = JoinForm.of_request(email=invitation.email)
    if not form.validate():
        return page_of("new", invitation, form), 422
    sign_in(join_anew(invitation, form.name.data, form.password.data, versions()))
    return welcome()


def is_for_visitor(invitation):
    return g.visitor.email == invitation.email


def page_of(way, invitation, form=None):
    return render_template(
        f"tenants/invitations/accept_{way}.html",
        invitation=invitation,
        workspace=Tenant.here(),
        role=role_title(invitation),
        inviter=invitation.inviter,
        form=form,
    )
