"""The workspace's settings."""

import pytest

from saas.audit.models import AuditEntry
from saas.events import Event

SETTINGS = "/t/acme/settings"


def test_the_name_is_changed_and_recorded(adam, cast):
    assert adam.send(SETTINGS, workspace="  Acme & Sons ").location == SETTINGS
    assert "Acme & Sons" in adam.page("/t/acme/").title.text
    with cast.within("acme"):
        entry = AuditEntry.all(AuditEntry.id)[-1]
    assert (entry.event, entry.changes) == (Event.TENANT_UPDATED, {"name": ["Acme", "Acme & Sons"]})


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_bad_name_is_422(ada, name):
    response = ada.send(SETTINGS, workspace=name)
    assert response.status_code == 422
    assert 'role="alert"' in response.text


@pytest.mark.parametrize("who", ["mel", "bea", "vic"])
def test_others_look_and_may_leave_but_not_rename(cast, who):
    person = cast.signed_in(who)
    page = person.page(SETTINGS)
    assert not page.find("input", {"name": "workspace"})
    assert page.find("a", href="/t/acme/members/leave")
    assert person.send(SETTINGS, workspace="Mine").status_code == 403


def test_outsiders_find_nothing(eve, client):
    assert eve.get(SETTINGS).status_code == 404
    assert eve.send(SETTINGS, workspace="Mine").status_code == 404
    assert client.get(SETTINGS).status_code == 302
