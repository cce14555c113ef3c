"""The workspaces that one is in, with one's role, and the way out of each: a closed one can't be left from within."""

from flask import Blueprint, g, render_template
from sqlalchemy import select

from saas.core.db import db
from saas.permissions import Role, signed_in
from saas.tenants.models import Tenant

bp = Blueprint("my_workspaces", "saas.tenants", url_prefix="/account/workspaces", template_folder="templates")


@bp.get("")
@signed_in
def index():
    suspended = select(Tenant.slug).where(Tenant.suspended_at.is_not(None))  # of one's own: no others can be seen
    shut = select(Tenant.slug).where(Tenant.requires_second_factor)
    return render_template(
        "tenants/workspaces/mine.html",
        suspended=set(db.session.scalars(suspended)),
        shut=set() if g.visitor.mfa else set(db.session.scalars(shut)),
        roles={each.slug: role_title(each.role) for each in g.visitor.workspaces},
    )


def role_title(role: str):
    """Of a built-in role its title; a workspace's own has a name."""
    return Role(role).title if role in set(Role) else role
