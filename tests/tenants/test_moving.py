"""A workspace's address: changed, reserved for good, leading its members on; and where a person lands."""

import pytest

from saas.audit.models import AuditEntry
from saas.core.db import db
from saas.events import Event
from saas.tenants.models import Tenant
from saas.tenants.registry import TenantSlug

ADDRESS = "/t/acme/settings/address"


def moved(ada, slug: str, was: str = "acme"):
    return ada.send(f"/t/{was}/settings/address", slug=slug)


def test_a_new_address_is_saved_and_recorded(ada, cast):
    assert moved(ada, " Acme-Works ").location == "/t/acme-works/settings"
    assert ada.get("/t/acme-works/").status_code == 200
    with cast.within("acme"):
        entry = AuditEntry.all(AuditEntry.id)[-1]
        assert (entry.event, entry.changes) == (Event.TENANT_UPDATED, {"slug": ["acme", "acme-works"]})


def test_the_old_address_leads_members_on_with_all_they_asked_for(ada, adam):
    moved(ada, "acme-works")
    answer = adam.get("/t/acme/members?q=mel&role=member")
    assert (answer.status_code, answer.location) == (307, "/t/acme-works/members?q=mel&role=member")
    assert adam.get("/t/acme/").location == "/t/acme-works/"


def test_a_form_that_was_open_meanwhile_is_not_lost(ada, adam, cast):
    moved(ada, "acme-works")
    answer = adam.send("/t/acme/settings", workspace="Works")
    assert (answer.status_code, answer.location) == (307, "/t/acme-works/settings")


def test_everybody_else_finds_nothing_there_as_everywhere(ada, eve, client):
    moved(ada, "acme-works")
    gone, never = (eve.get(f"/t/{slug}/members") for slug in ("acme", "never"))
    assert gone.status_code == never.status_code == 404
    assert eve.get("/t/acme-works/").status_code == 404
    assert client.get("/t/acme/").location == client.get("/t/never/").location.replace("never", "acme")


def test_whoever_was_removed_is_not_led_on(ada, mel, url_of):
    ada.send(f"{url_of('mel')}/delete")
    moved(ada, "acme-works")
    assert mel.get("/t/acme/").status_code == 404


def test_an_old_address_goes_to_nobody_else(ada, eve):
    moved(ada, "acme-works")
    assert moved(eve, "acme", was="globex").status_code == 422
    assert eve.send("/workspaces", workspace="Acme").location == "/t/acme-2/"


def test_going_back_to_an_old_address_of_ones_own(ada, adam):
    moved(ada, "acme-works")
    assert moved(ada, "acme", was="acme-works").location == "/t/acme/settings"
    assert adam.get("/t/acme/").status_code == 200
    assert adam.get("/t/acme-works/").location == "/t/acme/"


@pytest.mark.parametrize("slug", ["", "a", "x" * 41, "a b", "-a", "a--b", "ä-b", "../x", "a/b", "xn--p1ai", "a_b"])
def test_what_is_no_address_is_422_and_kept(ada, cast, slug):
    answer = moved(ada, slug)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    with cast.within("acme"):
        assert Tenant.here().slug == "acme"


def test_taken_and_reserved_are_refused_in_the_same_words(ada):
    taken, reserved = moved(ada, "globex"), moved(ada, "console")
    assert taken.status_code == reserved.status_code == 422
    for answer in (taken, reserved):
        assert "This address can&#39;t be had. Choose another one." in answer.text


def test_a_workspace_without_its_row_is_no_free_address(ada, cast, transaction):
    """The registry is asked first, the workspaces themselves all the same."""
    transaction.exec_driver_sql("set local role saas_owner")
    transaction.exec_driver_sql("select set_config('app.migrating', 'on', true)")
    transaction.exec_driver_sql("delete from tenant_slugs")
    assert moved(ada, "globex").status_code == 422
    assert ada.get("/t/acme/").status_code == 200


@pytest.mark.parametrize("who", ["mel", "bea", "vic"])
def test_others_move_nothing(cast, who):
    person = cast.signed_in(who)
    assert person.send(ADDRESS, slug="mine").status_code == 403
    assert not person.page("/t/acme/settings").find("input", {"name": "slug"})


def test_saving_the_same_address_is_no_event(ada, cast):
    with cast.within("acme"):
        before = AuditEntry.count()
    assert moved(ada, "acme").status_code == 302
    with cast.within("acme"):
        assert AuditEntry.count() == before


def test_every_workspace_has_its_row_from_the_start(ada, cast, app):
    ada.send("/workspaces", workspace="Second Home")
    moved(ada, "third-home", was="second-home")
    with cast.within("acme"):
        assert db.session.query(TenantSlug).count() == 1
    assert ada.get("/t/second-home/").location == "/t/third-home/"
