"""Every kind of link that is sent: a line each, with how one is made and used. What spoils them stands in faults.py."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask_security import hash_password

from infra.local import totp
from saas.accounts import links
from saas.accounts.models import User
from saas.audit.record import record
from saas.core import signing, tenancy
from saas.core.db import db, unit_of_work
from saas.events import Event
from saas.permissions import Role
from saas.tenants import invitation_links
from saas.tenants.models import INVITATION_LIFE, Invitation
from tests.cast import PEOPLE, Cast
from tests.clients import Client

PASSWORD = "tulip-kayak-meadow"
NEW = {"name": "Somebody New", "password": "velvet-onion-harbour", "code": "000000"}  # what any of the buttons send


def set_person(cast: Cast, short: str, **fields: Any) -> User:
    with cast.app.app_context(), unit_of_work():
        tenancy.enter(user_id=cast.users[short])
        user = User.get(cast.users[short])
        user.assign(**fields)
    return user


def of_account(kind: links.Kind, **fields: Any) -> Callable[[Cast, str], str]:
    """A person's own, made while their row says `fields`."""

    def token(cast: Cast, short: str) -> str:
        with cast.app.app_context():
            user = set_person(cast, short, password=hash_password(PASSWORD), **fields)
            return links.token(kind, user)

    return token


def invited(cast: Cast, short: str) -> str:
    secret = signing.new_token()
    with cast.within("globex"):
        sender = cast.memberships["globex", "eve"]
        invitation = Invitation(email=PEOPLE[short][1], role=Role.MEMBER, invited_by=sender)
        invitation.renew(secret)
        record(Event.INVITATION_SENT, invitation.save())
        return invitation_links.link(invitation.tenant_id, secret).rsplit("/", 1)[-1]


def forget_person(cast: Cast, short: str) -> None:
    set_person(cast, short, fs_uniquifier=f"another of {short}")


def renew_invitation(cast: Cast, short: str) -> None:
    with cast.within("globex"):
        [invitation] = [each for each in Invitation.all() if each.email == PEOPLE[short][1]]
        invitation.renew(signing.new_token())
        record(Event.INVITATION_RESENT, invitation)
        db.session.flush()


def press(cast: Cast, short: str, address: str) -> int:
    return cast.app.test_client().send(address, **NEW | {"password": PASSWORD}).status_code


def press_signed_in(cast: Cast, short: str, address: str) -> int:
    return cast.signed_in(short).send(address).status_code


def enrol(cast: Cast, short: str, address: str) -> int:
    client: Client = cast.app.test_client()
    key = client.page(address).select_one("#secret")["value"].replace("-", "").replace(" ", "")
    return client.send(address, password=NEW["password"], code=totp.code(key)).status_code


@dataclass(frozen=True)
class Link:
    """`token` makes a live one for a person of the cast, `forget` makes it one that nobody knows, `use` presses its
    button. A fault in `untouched` says nothing of this kind: spoilt so, it answers as if it weren't.
    """

    name: str
    endpoints: tuple[str, ...]
    life: timedelta
    token: Callable[[Cast, str], str]
    forget: Callable[[Cast, str], None] = forget_person
    use: Callable[[Cast, str, str], int] = press
    untouched: frozenset[str] = field(default_factory=frozenset)


KINDS = [
    Link(
        "confirm",
        ("confirmation.edit", "confirmation.update"),
        links.CONFIRM.life,
        of_account(links.CONFIRM, confirmed_at=None),
    ),
    Link("reset", ("reset.edit", "reset.update"), links.RESET.life, of_account(links.RESET)),
    Link(
        "enrol",
        ("enrolment.edit", "enrolment.update", "enrolment.picture"),
        links.ENROL.life,
        of_account(links.ENROL),
        use=enrol,
    ),
    Link(
        "invitation",
        ("acceptance.show", "acceptance.create"),
        INVITATION_LIFE,
        invited,
        renew_invitation,
        press_signed_in,
        untouched=frozenset({"of a deactivated person"}),  # it is an address's; log-in refuses the person
    ),
]
# Links whose rows say themselves what they are good for; what spoils them is tried where they are.
ELSEWHERE = {
    "acceptance.delete": "tests/tenants/test_declining.py",
    "email_links": "tests/accounts/test_email_change.py and test_email_undo.py",
    "lost_factor": "tests/accounts/test_lost_factor.py",
}
