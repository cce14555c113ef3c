"""Where somebody lands who comes in without saying where to."""

from flask import g, request, url_for
from sqlalchemy import select

from saas.accounts.models import User
from saas.core import tenancy
from saas.core.db import db
from saas.tenants.models import Tenant

LAST = "workspace"  # the cookie with the workspace seen last; a convenience, it opens nothing
CONSOLE = "/console/"


def home_url() -> str:
    """For who is signed in."""
    return _best([workspace.slug for workspace in g.visitor.workspaces], bool(g.visitor.staff_role))


def home_url_of(user: User) -> str:
    """For who is just being let in."""
    theirs = select(Tenant.slug).where(Tenant.id != tenancy.PLATFORM).order_by(Tenant.name)  # no others can be seen
    return _best(list(db.session.scalars(theirs)), bool(user.staff))


def _best(slugs: list[str], staff: bool) -> str:
    last = request.cookies.get(LAST)
    if last in slugs or len(slugs) == 1:
        return url_for("dashboard.index", tenant_slug=last if last in slugs else slugs[0])
    if slugs:
        return url_for("workspaces.index")
    return CONSOLE if staff else url_for("workspaces.new")
