"""Invitations that come to nothing: declined by who was invited, or refused when they wanted to come in."""

from saas.core.db import db
from saas.tenants.admission import Barred
from saas.tenants.emails import tell_declined, tell_refused
from saas.tenants.models import Invitation, Tenant
from saas.tenants.whys import Why


def decline(invitation: Invitation) -> bool:
    """Say no, for good. Whether it could still be declined."""
    Tenant.lock()
    db.session.refresh(invitation, with_for_update=True)
    if not invitation.open:
        return False
    invitation.revoke(Why.DECLINED)
    tell_declined(invitation)
    return True


def note(invitation: Invitation, refusal: Barred) -> None:
    """Tell who invited them that they stood before a closed door, once for each reason.

    Call it in a view that returns the refusal: what is raised leaves no trace.
    """
    Tenant.lock()
    db.session.refresh(invitation)
    if refusal.why not in invitation.told:
        invitation.told = [*invitation.told, str(refusal.why)]
        tell_refused(invitation, refusal.why)
