"""Signing up again before the address is confirmed: what was typed first may have been a stranger's."""

import pytest
from sqlalchemy import select

from saas.accounts.datastore import datastore
from saas.audit.models import AuditEntry
from saas.core import tenancy
from saas.core.db import db, unit_of_work
from saas.tenants.models import Tenant
from tests.accounts.conftest import PERSON


@pytest.fixture
def claimed(app):
    """A stranger signed up with Zoë's address."""
    theirs = {"name": "Mallory", "password": "velvet-onion-harbour", "workspace": "Owned by Mallory"}
    app.test_client().send("/signup", **{**PERSON, **theirs})


def workspaces(app):
    with app.app_context(), unit_of_work():
        datastore.find_user(email=PERSON["email"])
        return [(tenant.slug, tenant.name) for tenant in Tenant.all()]


def test_the_workspace_is_called_what_was_typed_last(app, client, claimed, mailbox):
    client.send("/signup", **PERSON)
    assert client.send(mailbox.last(PERSON["email"]).links[0]).location == "/t/quill-co/"
    assert workspaces(app) == [("quill-co", "Quill & Co")]
    assert "Owned by" not in client.get("/workspaces").text


@pytest.mark.parametrize(
    ("name", "slug"), [("Acme", "acme-2"), ("Settings", "settings-2"), ("owned by mallory!", "owned-by-mallory")]
)
def test_it_gets_the_first_address_that_is_free(app, cast, client, claimed, name, slug):
    for _ in range(2):
        client.send("/signup", **{**PERSON, "workspace": name})
        assert workspaces(app) == [(slug, name)]


def test_the_new_name_is_in_the_log(app, client, claimed):
    client.send("/signup", **PERSON)
    with app.app_context(), unit_of_work():
        datastore.find_user(email=PERSON["email"])
        tenancy.enter(Tenant.all()[0].id)
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "tenant.updated")).one()
        assert entry.changes == {"slug": ["owned-by-mallory", "quill-co"], "name": ["Owned by Mallory", "Quill & Co"]}


def test_a_confirmed_person_keeps_the_name(app, client, signed_up):
    client.send(signed_up)
    app.test_client().send("/signup", **{**PERSON, "workspace": "Another"})
    assert workspaces(app) == [("quill-co", "Quill & Co")]


def test_a_workspace_that_others_are_in_keeps_its_name(app, cast, change, client):
    change("eve", confirmed_at=None)
    client.send("/signup", **{**PERSON, "email": "eve@globex.test", "workspace": "Another"})
    with cast.within("globex"):
        assert Tenant.here().name == "Globex"
