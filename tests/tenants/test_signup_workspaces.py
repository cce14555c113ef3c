"""Opening workspaces: at sign-up, later, and which one a person lands in."""

import pytest
from sqlalchemy import func, select

from saas.accounts.models import User
from saas.audit.models import AuditEntry
from saas.core import tenancy
from saas.core.db import db, unit_of_work
from saas.permissions import Role
from saas.tenants.models import Membership
from saas.tenants.signup import open_workspace


def test_a_new_workspace_belongs_to_who_opened_it(ada):
    assert ada.send("/workspaces", workspace="Second Home").location == "/t/second-home/"
    assert "Second Home" in ada.get("/t/second-home/").text
    assert "Second Home" in ada.get("/t/acme/").text  # in the switcher


def test_nobody_else_sees_it(ada, adam):
    ada.send("/workspaces", workspace="Second Home")
    assert adam.get("/t/second-home/").status_code == 404


def test_a_name_taken_elsewhere_gets_a_number(ada, eve):
    assert ada.send("/workspaces", workspace="Globex").location == "/t/globex-2/"
    assert eve.send("/workspaces", workspace="globex!").location == "/t/globex-3/"
    assert "Globex" in eve.get("/t/globex/").text


def test_a_name_that_is_taken_often_still_gets_an_address(app, cast):
    with app.app_context():
        slugs = {opened(cast, "Acme") for _ in range(12)}
    assert len(slugs) == 12
    assert all(slug.startswith("acme-") for slug in slugs)


def opened(cast, name):
    with unit_of_work():
        tenancy.enter(user_id=cast.users["ada"])
        return open_workspace(name, User.get(cast.users["ada"])).slug


@pytest.mark.parametrize("name", ["", " ", "x" * 81, "\x01", "https://evil.example"])
def test_a_bad_name_is_422(ada, name):
    answer = ada.send("/workspaces", workspace=name)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_what_happened_is_in_the_log(app, cast):
    with app.app_context(), unit_of_work():
        tenancy.enter(user_id=cast.users["ada"])
        open_workspace("Logged", User.get(cast.users["ada"]))
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert [entry.event for entry in entries] == ["tenant.created", "member.joined"]
        assert {entry.actor_id for entry in entries} == {cast.users["ada"]}
        assert db.session.scalar(select(func.count()).where(Membership.role == Role.OWNER)) == 1


def test_the_form_is_for_those_signed_in(client):
    for answer in (client.get("/workspaces"), client.get("/workspaces/new"), client.send("/workspaces")):
        assert answer.location.startswith("/login")


def test_who_is_in_no_workspace_is_offered_one(cast, olga):
    assert "/workspaces/new" in olga.get("/workspaces").text
    assert "New workspace" in olga.get("/workspaces/new").text
