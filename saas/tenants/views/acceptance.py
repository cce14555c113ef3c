"""What the link in an invitation opens: looking changes nothing, the button lets one in."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from saas.accounts.sign_in import sign_in
from saas.permissions import public
from saas.site.legal import versions
from saas.tenants.forms import JoinForm
from saas.tenants.invitations import follow, role_title
from saas.tenants.joining import join, join_anew, known
from saas.tenants.models import Tenant

bp = Blueprint("acceptance", "saas.tenants", url_prefix="/invitations", template_folder="templates")


@bp.get("/<token>")
@public("the token says who was invited where")
def show(token):
    invitation = follow(token)
    if g.visitor:
        return page_of("join" if is_for_visitor(invitation) else "other", invitation)
    return page_of("log_in" if known(invitation.email) else "new", invitation, JoinForm(email=invitation.email))


@bp.post("/<token>")
@public("the token says who was invited where")
def create(token):
    invitation = follow(token)
    if g.visitor:
        return create_as_visitor(invitation)
    if known(invitation.email):
        return redirect(url_for("accounts.log_in", next=request.path))
    form = JoinForm.of_request(email=invitation.email)
    if not form.validate():
        return page_of("new", invitation, form), 422
    sign_in(join_anew(invitation, form.name.data, form.password.data, versions()))
    return welcome()


def create_as_visitor(invitation):
    if not is_for_visitor(invitation):
        return page_of("other", invitation), 403
    join(invitation, g.visitor)
    return welcome()


def is_for_visitor(invitation):
    return g.visitor.email == invitation.email


def welcome():
    tenant = Tenant.here()
    flash(_("Welcome to %(workspace)s.", workspace=tenant.name), "success")
    return redirect(url_for("dashboard.index", tenant_slug=tenant.slug))


def page_of(way, invitation, form=None):
    return render_template(
        f"tenants/invitations/accept_{way}.html",
        invitation=invitation,
        workspace=Tenant.here(),
        role=role_title(invitation),
        inviter=invitation.inviter,
        form=form,
    )
