"""Where somebody lands who comes in without saying where to."""

from uuid import UUID

from flask import g, request, url_for
from sqlalchemy import func, select, text

from saas.accounts.last_seen import last_workspace
from saas.accounts.models import User
from saas.core import clock, signing, tenancy
from saas.core.db import db
from saas.tenants.models import Tenant
from saas.tenants.registry import slug_now

LAST = "workspace"  # the cookie with the workspace seen last; a convenience, it opens nothing
CONSOLE = "/console/"
# Whether somebody was invited since they last signed in; the newest sign-in is that of this moment.
INVITED_SINCE = text(
    """
    exists (select from sec.my_invitations(:now) i where i.sent_at > coalesce(
      (select s.signed_in_at from user_sessions s order by s.signed_in_at desc offset 1 limit 1), '-infinity'))
    """
)


def home_url() -> str:
    """For who is signed in."""
    return _best(g.visitor.id, [workspace.slug for workspace in g.visitor.workspaces], bool(g.visitor.staff_role))


def home_url_of(user: User) -> str:
    """For who is just being let in: an invitation they haven't seen yet comes first, once."""
    theirs = select(Tenant.slug).where(Tenant.id != tenancy.PLATFORM).order_by(Tenant.name)  # no others can be seen
    db.session.flush()  # a sign-up may have been confirmed this moment
    asked = select(func.array(theirs.scalar_subquery()), INVITED_SINCE)
    slugs, invited = db.session.execute(asked, {"now": clock.now()}).one()
    return url_for("workspaces.index") if invited else _best(user.id, slugs, bool(user.staff))


def _best(user_id: UUID, slugs: list[str], staff: bool) -> str:
    slug = slugs[0] if len(slugs) == 1 else _last(user_id, slugs)
    if slug in slugs:
        return url_for("dashboard.index", tenant_slug=slug)
    return CONSOLE if staff and not slugs else url_for("workspaces.index")


def _last(user_id: UUID, slugs: list[str]) -> str | None:
    """The workspace seen last in this browser, which may have moved since; else that which any browser went to."""
    last = request.cookies.get(LAST)
    if last in slugs:
        return last
    if last and (now := slug_now(last)):
        return now
    noted = last_workspace(user_id)
    return next((slug for slug in slugs if mark(slug) == noted), None)


def mark(slug: str) -> str:
    """What Valkey keeps of an address: nothing that names the workspace once it is erased."""
    return signing.fingerprint(slug).hex()
