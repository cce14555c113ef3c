"""Letting invited people in: whom a link admits, and why it may no longer do so."""

from uuid import UUID

from flask_babel import gettext
from sqlalchemy import select

from saas.audit.record import record
from saas.core import clock, signing, tenancy
from saas.core.db import db
from saas.core.errors import Refused
from saas.events import Event
from saas.permissions import Can
from saas.plans import PLANS, Limit
from saas.tenants import invitation_links
from saas.tenants.models import INVITATION_LIFE, Invitation, Membership, Tenant
from saas.tenants.whys import Why


class Unusable(Refused):
    """410: the link was good once; the message says why it isn't now."""

    status = 410
    template = "tenants/invitations/unusable.html"


class Forged(Unusable):
    """400: we never made this link, or it was cut off."""

    status = 400


class Barred(Unusable):
    """Something about the workspace keeps people out: whoever invited them should hear of it."""

    def __init__(self, why: Why):
        super().__init__(str(why.text), tells=True)
        self.why = why
        self.status = 402 if why == Why.SEATS else 410


def follow(token: str) -> Invitation:
    """Enter the workspace that the link leads to; its invitation, good or not. Raises Unusable."""
    if not (found := invitation_links.read(token)):
        raise Forged(gettext("A part of the link got lost. Copy all of it from the mail."))
    tenant_id, secret = found
    tenancy.enter(tenant_id)
    invitation = db.session.scalar(select(Invitation).where(Invitation.token_hash == signing.fingerprint(secret)))
    if not invitation:
        raise Unusable(gettext("A newer invitation took its place. Use the link in the latest mail."))
    return invitation


def ensure_admits(invitation: Invitation) -> None:
    """Raise Unusable, saying why, when the invitation admits nobody."""
    _ensure_open(invitation)
    if why := _bar(Tenant.here(), invitation):
        raise Barred(why)


def claim(invitation: Invitation) -> None:
    """Of many who press the button at once one goes on, the others learn why not. Raises Unusable."""
    Tenant.lock()
    Tenant.get_anew(invitation.tenant_id)
    look_again(invitation)


def look_again(invitation: Invitation) -> None:
    """Raise Unusable when somebody else has used it in this very moment."""
    db.session.refresh(invitation, with_for_update=True)
    ensure_admits(invitation)


def admit(invitation: Invitation, user_id: UUID, name: str) -> Membership:
    """Make the person a member; call claim() first."""
    membership = Membership(
        user_id=user_id, role=invitation.role, role_id=invitation.role_id, name=name, email=invitation.email
    ).save()
    invitation.accepted_at = clock.now()
    record(Event.INVITATION_ACCEPTED, invitation)
    record(Event.MEMBER_JOINED, membership)
    return membership


def _ensure_open(invitation: Invitation) -> None:
    if Membership.count(Membership.email == invitation.email):
        message = gettext("The person it is for is a member of this workspace already.")
        raise Unusable(message, slug=Tenant.here().slug)
    if invitation.accepted_at:
        raise Unusable(gettext("It was used before. Ask the people of the workspace for a new one."))
    if invitation.revoked_at:
        why = invitation.revoked_why or Why.WITHDRAWN
        raise Barred(why) if why.advice else Unusable(str(why.text))
    if invitation.expired:
        raise Unusable(gettext("It was valid for %(days)s days. Ask for a new one.", days=INVITATION_LIFE.days))


def _bar(tenant: Tenant, invitation: Invitation) -> Why | None:
    """What keeps people out at the moment."""
    if tenant.suspended_at:
        return Why.SUSPENDED
    if tenant.erase_at or tenant.erased_at:
        return Why.ERASING
    if why := _senders_bar(invitation):
        return why
    return Why.SEATS if Membership.count() >= PLANS[tenant.plan].limits[Limit.SEATS] else None


def _senders_bar(invitation: Invitation) -> Why | None:
    """Nobody gives what they don't hold: not when they invite, and not when the invitation is accepted."""
    sender = Membership.get_anew(invitation.invited_by) if invitation.invited_by else None
    grants = sender.grants_now() if sender else frozenset()
    if Can.INVITE_MEMBERS not in grants:
        return Why.SENDER
    return None if invitation.grants_now() <= grants else Why.ROLE
