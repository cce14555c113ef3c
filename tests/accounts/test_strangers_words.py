"""A stranger signs up with somebody's address: nothing they typed or agreed to stays with the person it belongs to."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine

from saas.accounts.datastore import datastore
from saas.accounts.models import Consent
from saas.audit.log import actors, latest
from saas.core import clock, tenancy
from saas.core.db import unit_of_work
from saas.tenants.models import Tenant
from tests.accounts.conftest import PERSON
from tests.guards.snapshots import Watch

STRANGER = {**PERSON, "name": "Mallory Trap", "password": "velvet-onion-harbour"}
SENT = {"mails"}  # what was sent is kept for a while, as it was sent


@pytest.fixture
def claimed(app):
    """With the workspace's name that Zoë will choose too."""
    assert app.test_client().send("/signup", **STRANGER).status_code == 302


@pytest.fixture
def words_left(app, cast, transaction):
    """The tables with a row that holds the stranger's name."""

    def found() -> set[str]:
        now = Watch(transaction, cast.tenants["globex"]).before
        return {table for table, row in now.theirs | now.others if "Mallory" in row} - SENT

    return found


def test_until_it_is_confirmed_the_log_knows_the_address_alone(claimed, words_left):
    assert words_left() == {"users", "memberships"}


@pytest.mark.parametrize("workspace", [PERSON["workspace"], "Another"])
def test_signing_up_leaves_none_of_them(claimed, client, mailbox, words_left, workspace):
    client.send("/signup", **{**PERSON, "workspace": workspace})
    assert words_left() == set()
    client.send(mailbox.last(PERSON["email"]).links[0])
    assert words_left() == set()


def test_joining_by_invitation_leaves_none_of_them(claimed, ada, client, mailbox, words_left):
    ada.send("/t/acme/members/invitations", email=PERSON["email"], role="member")
    link = urlsplit(mailbox.last(PERSON["email"]).links[0]).path
    assert client.send(link, name=PERSON["name"], password=PERSON["password"]).location == "/t/acme/"
    assert words_left() == set()


def test_once_it_is_confirmed_the_log_knows_the_name(app, client, signed_up):
    client.send(signed_up)
    with app.app_context(), unit_of_work():
        datastore.find_user(email=PERSON["email"])
        tenancy.enter(Tenant.all()[0].id)
        assert [name for _id, name in actors()] == ["Zoë Quill"]
        assert {entry.subject for entry in latest(5)} == {"Quill & Co", PERSON["email"]}


def test_the_consent_is_of_the_person_themselves(app, claimed, client):
    later = clock.now() + timedelta(days=1)
    with time_machine.travel(later):
        client.send("/signup", **PERSON)
    with app.app_context(), unit_of_work():
        datastore.find_user(email=PERSON["email"])
        assert [consent.agreed_at >= later for consent in Consent.all()] == [True, True]
