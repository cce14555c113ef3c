"""Inviting people: many addresses at once, each with what became of it, and sending again."""

from collections.abc import Iterable
from enum import StrEnum

from flask import current_app
from flask_babel import gettext, lazy_gettext
from sqlalchemy import select

from saas.accounts.visitors import Visitor
from saas.audit.changes import Changes
from saas.audit.record import record
from saas.core import signing
from saas.core.db import db
from saas.core.errors import Refused
from saas.events import Event
from saas.mail.writing import write_mail
from saas.mails import Mailing
from saas.permissions import Role, refuse_beyond
from saas.plans import Limit
from saas.tenants.addresses import is_address
from saas.tenants.invitation_links import link
from saas.tenants.limits import ensure_room
from saas.tenants.models import INVITATION_LIFE, CustomRole, Invitation, Membership, Tenant, renamed
from saas.tenants.pacing import may_mail
from saas.tenants.people import seats_taken

SENDER_LENGTH = 120  # characters, as the column holds


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
        links={"accept": link(invitation.tenant_id, secret)},
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
