"""Inviting people and letting them in: what a link holds, whom it admits, and why it may no longer do so."""

from collections.abc import Iterable
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app
from flask_babel import gettext, lazy_gettext
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select

from saas.accounts.visitors import Visitor
from saas.audit.changes import Changes
from saas.audit.record import record
from saas.core import clock, signing, tenancy
from saas.core.db import db
from saas.core.errors import Refused
from saas.events import Event
from saas.mail.writing import write_mail
from saas.mails import Mailing
from saas.permissions import Role, refuse_beyond
from saas.plans import Limit
from saas.tenants.addresses import is_address
from saas.tenants.limits import ensure_room
from saas.tenants.models import INVITATION_LIFE, CustomRole, Invitation, Membership, Tenant, renamed
from saas.tenants.pacing import may_mail
from saas.tenants.people import seats_taken

SENDER_LENGTH = 120  # characters, as the column holds
SALT = "invitation"  # so that a token signed for another purpose opens nothing here


class Outcome(StrEnum):
    """What became of one address of the list."""

    INVITED = "invited"
    RESENT = "resent"
    MEMBER = "member"
    LATER = "later"
    NO_ADDRESS = "no_address"

    @property
    def text(self):
        return OUTCOME_TEXTS[self]


OUTCOME_TEXTS = {
    Outcome.INVITED: lazy_gettext("Invited"),
    Outcome.RESENT: lazy_gettext("Was invited already; sent again"),
    Outcome.MEMBER: lazy_gettext("Is a member already"),
    Outcome.LATER: lazy_gettext("Got several invitations in the last hour; try again later"),
    Outcome.NO_ADDRESS: lazy_gettext("Is not an e-mail address"),
}


class Unusable(Refused):
    """410: the link was good once; the message says why it isn't now."""

    status = 410
    template = "tenants/invitations/unusable.html"


class Forged(Unusable):
    """400: we never made this link, or it was cut off."""

    status = 400


def invite(addresses: list[str], role: Role | CustomRole, by: Visitor) -> dict[str, Outcome]:
    """Invite each address; what became of it. Raises OverLimit, and then nobody was invited."""
    refuse_beyond(by.grants, role.grants)
    Tenant.lock()  # two lists sent at once must not both invite the same person
    real = [address for address in addresses if is_address(address)]
    waiting = {each.email: each for each in _open_invitations(real)}
    outcomes = dict.fromkeys(addresses, Outcome.NO_ADDRESS) | dict.fromkeys(real, Outcome.INVITED)
    outcomes |= dict.fromkeys(waiting, Outcome.RESENT) | dict.fromkeys(_members(real), Outcome.MEMBER)
    outcomes |= {address: Outcome.LATER for address in _mailed(outcomes) if not may_mail(address)}
    sent = _mailed(outcomes)
    seats = sum(1 for address in sent if address not in waiting or waiting[address].expired)
    if seats:
        ensure_room(Limit.SEATS, seats_taken, seats)
    for address in sent:
        _invite(address, role, by, waiting.get(address))
    return outcomes


def _mailed(outcomes: dict[str, Outcome]) -> list[str]:
    return [address for address, outcome in outcomes.items() if outcome in (Outcome.INVITED, Outcome.RESENT)]


def _open_invitations(addresses: list[str]) -> Iterable[Invitation]:
    return db.session.scalars(select(Invitation).where(Invitation.email.in_(addresses), Invitation.is_open()))


def _members(addresses: list[str]) -> Iterable[str]:
    return db.session.scalars(select(Membership.email).where(Membership.email.in_(addresses)))


def _invite(address: str, role: Role | CustomRole, by: Visitor, waiting: Invitation | None) -> None:
    if waiting:
        refuse_beyond(by.grants, waiting.grants)
    before = waiting.given if waiting else None
    invitation = waiting or Invitation(email=address)
    invitation.give(role)
    changed = renamed(before, role) if role != before else {}
    send(invitation.save(), by, Event.INVITATION_RESENT if waiting else Event.INVITATION_SENT, changed)


def resend(invitation: Invitation, by: Visitor) -> None:
    """Send a new link; the old one dies. An expired invitation needs a free seat again."""
    refuse_beyond(by.grants, invitation.grants)
    if not may_mail(invitation.email):
        raise Refused(gettext("%(email)s got several invitations in the last hour.", email=invitation.email))
    if invitation.expired:
        ensure_room(Limit.SEATS, seats_taken)
    send(invitation, by, Event.INVITATION_RESENT)


def send(invitation: Invitation, by: Visitor, event: Event, changed: Changes | None = None) -> None:
    """Mail a new link. `changed` is what the log says of the role instead of its keys."""
    secret = signing.new_token()
    invitation.renew(secret)
    invitation.invited_by = by.membership_id
    entry = record(event, invitation)
    if changed:
        entry.changes = {name: change for name, change in entry.changes.items() if name != "role_id"} | changed
    workspace = Tenant.here().name
    mail = write_mail(
        Mailing.INVITATION,
        to=invitation.email,
        locale=by.locale,
        links={"accept": link(invitation, secret)},
        inviter=by.name,
        workspace=workspace,
        role=role_title(invitation),
        days=INVITATION_LIFE.days,
    )
    mail.sender_name = _sender(workspace)


def _sender(workspace: str) -> str:
    """Mail programs show this: the workspace that asks, and what it is a workspace of."""
    name = gettext(
        "%(workspace)s on %(product)s", workspace=workspace, product=current_app.config["SETTINGS"].product_name
    )
    return name[:SENDER_LENGTH]


def role_title(invitation: Invitation) -> str:
    return str(invitation.role.title if invitation.role else invitation.custom_role)


def link(invitation: Invitation, secret: str) -> str:
    """The address in the mail. It carries the tenant, so that the row is looked for inside its walls."""
    token = _serializer().dumps([invitation.tenant_id.hex, secret])
    base = urlsplit(current_app.config["SETTINGS"].base_url)  # a request's Host header has no say in mails
    urls = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return urls.build("acceptance.show", {"token": token}, force_external=True)


def follow(token: str) -> Invitation:
    """Enter the workspace that the link leads to; its invitation. Raises Unusable."""
    try:
        tenant, secret = _serializer().loads(token)
    except (BadData, ValueError) as error:
        raise Forged(gettext("A part of the link got lost. Copy all of it from the mail.")) from error
    tenancy.enter(UUID(tenant))
    invitation = db.session.scalar(select(Invitation).where(Invitation.token_hash == signing.fingerprint(secret)))
    if not invitation:
        raise Unusable(gettext("A newer invitation took its place. Use the link in the latest mail."))
    ensure_open(invitation)
    return invitation


def claim(invitation: Invitation) -> None:
    """Of many who press the button at once one goes on, the others learn why not. Raises Unusable or OverLimit."""
    Tenant.lock()
    look_again(invitation)  # before the seats: who comes too late for the last one is too late, not one too many
    ensure_room(Limit.SEATS, Membership.count)


def look_again(invitation: Invitation) -> None:
    """Raise Unusable when somebody else has used it in this very moment."""
    db.session.refresh(invitation, with_for_update=True)
    ensure_open(invitation)


def admit(invitation: Invitation, user_id: UUID, name: str) -> Membership:
    """Make the person a member; call claim() first."""
    membership = Membership(
        user_id=user_id, role=invitation.role, role_id=invitation.role_id, name=name, email=invitation.email
    ).save()
    invitation.accepted_at = clock.now()
    record(Event.INVITATION_ACCEPTED, invitation)
    record(Event.MEMBER_JOINED, membership)
    return membership


def ensure_open(invitation: Invitation) -> None:
    """Raise Unusable, saying why, when the invitation admits nobody."""
    tenant = Tenant.here()
    if tenant.suspended_at:
        raise Unusable(gettext("The workspace is suspended at the moment. Keep the mail, and try again later."))
    if Membership.count(Membership.email == invitation.email):
        raise Unusable(gettext("The person it is for is a member of this workspace already."), slug=tenant.slug)
    if invitation.accepted_at:
        raise Unusable(gettext("It was used before. Ask the people of the workspace for a new one."))
    if invitation.revoked_at:
        raise Unusable(gettext("It was withdrawn. Ask the people of the workspace whether they still expect you."))
    if invitation.expired:
        raise Unusable(gettext("It was valid for %(days)s days. Ask for a new one.", days=INVITATION_LIFE.days))


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=SALT)
