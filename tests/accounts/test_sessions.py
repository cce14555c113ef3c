"""Where somebody is signed in: the list, what it says of a device, and signing out there."""

import pytest

from saas.accounts import last_seen

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ONE = "form[action*='/sessions/0']"  # the form that ends one session; ids of this century begin with 0
PAGE = "/account/sessions"


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    """What this process noted before."""
    monkeypatch.setattr(last_seen, "_noted", {})
    monkeypatch.setattr(last_seen, "_pause", {"until": 0.0})


def test_a_device_can_be_signed_out(cast, ada):
    there = cast.signed_in("ada")
    assert ada.send(ada.page(PAGE).select_one(ONE)["action"]).status_code == 302
    assert there.get("/account").status_code == 302
    assert ada.get("/account").status_code == 200


def test_all_other_devices_can_be_signed_out(cast, ada):
    there = cast.signed_in("ada")
    ada.send(f"{PAGE}/delete")
    assert there.get("/account").status_code == 302
    assert ada.get("/account").status_code == 200


def test_nobody_signs_out_somebody_else(cast, ada, eve):
    cast.signed_in("eve")
    assert ada.send(eve.page(PAGE).select_one(ONE)["action"]).status_code == 404
    assert eve.get("/account").status_code == 200


def test_a_malformed_session_id_is_404(ada):
    assert ada.send(f"{PAGE}/x/delete").status_code == 404


def test_the_list_says_which_device_from_where_and_when(app, with_password):
    client = app.test_client()
    client.environ_base |= {"HTTP_USER_AGENT": FIREFOX, "REMOTE_ADDR": "203.0.113.9"}
    client.send("/login", email="ada@acme.test", password="tulip-kayak-meadow")
    said = client.page(PAGE).select_one("ul.card-body li").text
    assert "Firefox · Linux" in said
    assert "203.0.113.9" in said
    assert "This device" in said


def test_the_list_says_when_a_session_was_used_last(ada):
    assert "last used in the hour of" in ada.get(PAGE).text


def test_valkey_is_told_once_an_hour(ada, monkeypatch):
    told = []
    monkeypatch.setattr(last_seen, "_key", lambda id: told.append(id) or f"seen:{id}")
    for _ in range(3):
        ada.get("/account")
    assert len(told) == 1


def test_without_valkey_the_page_tells_the_rest_and_nobody_waits_twice(app, ada, monkeypatch):
    asked = []

    def down(url):
        asked.append(url)
        raise ConnectionError

    monkeypatch.setattr(last_seen, "_valkey", down)
    answer = ada.get(PAGE)
    assert answer.status_code == 200
    assert "Signed in" in answer.text
    assert "last used" not in answer.text
    assert len(asked) == 1
