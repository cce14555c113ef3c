"""What the tests of workspaces share: inviting, and the link that arrives."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask_security import hash_password

from saas.accounts.models import User, UserSession
from saas.core import tenancy
from saas.core.db import unit_of_work

INVITATIONS = "/t/acme/members/invitations"
PASSWORD = "tulip-kayak-meadow"


@pytest.fixture
def url_of(cast):
    """`url_of("mel")`: that member's page in acme."""
    return lambda short: f"/t/acme/members/{cast.memberships['acme', short]}"


@pytest.fixture
def invited(ada, mailbox):
    """`invited("bo@new.test", role="viewer")`: the path of the link that arrives there."""

    def invite(email: str, role: str = "member") -> str:
        response = ada.send(INVITATIONS, email=email, role=role)
        assert response.status_code == 200, response.text
        return path(mailbox.last(email))

    return invite


def path(mail) -> str:
    return urlsplit(mail.links[0]).path


@pytest.fixture
def stale(app, cast):
    """`stale("ada")`: a client of theirs who last showed who they are an hour ago; their password is PASSWORD."""

    def stale(short: str):
        client = cast.signed_in(short)
        with app.app_context(), unit_of_work():
            tenancy.enter(user_id=cast.users[short])
            User.get(cast.users[short]).password = hash_password(PASSWORD)
            for row in UserSession.open():
                row.fresh_at -= timedelta(hours=1)
        return client

    return stale


@pytest.fixture
def mailed(mailbox):
    """`mailed("ada@acme.test")`: the subjects of all that arrived there, the oldest first."""
    return lambda to: [mail.subject for mail in mailbox.all if mail.to == to]
