"""What the tests of workspaces share: inviting, and the link that arrives."""

from urllib.parse import urlsplit

import pytest

INVITATIONS = "/t/acme/members/invitations"


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
