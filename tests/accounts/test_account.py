"""One's own account: profile, password, devices, theme."""

import pytest

from tests.accounts.conftest import PASSWORD

NEW = "velvet-onion-harbour"
ONE = "form[action*='/sessions/0']"  # the form that ends one session; ids of this century begin with 0


def test_the_profile_is_saved_and_seen_by_colleagues(ada, mel):
    assert ada.send("/account", name="Ada M.", zone="Europe/Paris").status_code == 302
    assert "Ada M." in mel.get("/t/acme/members").text
    assert 'selected value="Europe/Paris"' in ada.get("/account").text


@pytest.mark.parametrize(
    "fields", [{}, {"name": "", "zone": "UTC"}, {"name": "x" * 81, "zone": "UTC"}, {"name": "Ada", "zone": "Mars/Base"}]
)
def test_a_bad_profile_is_422(ada, fields):
    assert ada.send("/account", **fields).status_code == 422


def test_the_account_is_for_those_signed_in(client):
    for url in ("/account", "/account/password", "/account/sessions/delete"):
        assert client.send(url).location.startswith("/login")


def test_changing_the_password_ends_the_other_sessions(app, with_password, mailbox):
    here, there = with_password.signed_in("ada"), with_password.signed_in("ada")
    assert here.send("/account/password", current=PASSWORD, password=NEW).status_code == 302
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302
    assert "changed" in mailbox.last("ada@acme.test").subject
    assert app.test_client().send("/login", email="ada@acme.test", password=NEW).status_code == 302


@pytest.mark.parametrize(
    "fields", [{}, {"current": "wrong", "password": NEW}, {"current": PASSWORD, "password": "password1"}]
)
def test_a_bad_password_change_is_422(ada, with_password, fields):
    answer = ada.send("/account/password", **fields)
    assert answer.status_code == 422
    assert PASSWORD not in answer.text


def test_a_device_can_be_signed_out(cast, ada):
    there = cast.signed_in("ada")
    assert ada.send(ada.page("/account").select_one(ONE)["action"]).status_code == 302
    assert there.get("/account").status_code == 302
    assert ada.get("/account").status_code == 200


def test_all_other_devices_can_be_signed_out(cast, ada):
    there = cast.signed_in("ada")
    ada.send("/account/sessions/delete")
    assert there.get("/account").status_code == 302
    assert ada.get("/account").status_code == 200


def test_nobody_signs_out_somebody_else(cast, ada, eve):
    cast.signed_in("eve")
    assert ada.send(eve.page("/account").select_one(ONE)["action"]).status_code == 404
    assert eve.get("/account").status_code == 200


def test_a_malformed_session_id_is_404(ada):
    assert ada.send("/account/sessions/x/delete").status_code == 404


def test_the_theme_is_kept_for_the_person(cast, ada):
    answer = ada.post(
        "/account/theme",
        data={"theme": "dark", "csrf_token": ada.csrf_token()},
        headers={"Referer": "http://localhost/t/acme/members?q=a"},
    )
    assert answer.location == "/t/acme/members?q=a"
    assert 'data-theme="dark"' in cast.signed_in("ada").get("/t/acme/").text


def test_the_theme_of_a_stranger_is_a_cookie(client):
    assert client.send("/account/theme", theme="light").status_code == 302
    assert 'data-theme="light"' in client.get("/login").text


def test_an_unknown_theme_is_422(client):
    assert client.send("/account/theme", theme="<script>").status_code == 422
    assert client.send("/account/theme").status_code == 422


def test_a_foreign_referrer_leads_nowhere(client):
    headers = {"Referer": "https://evil.test//evil.test/x"}
    answer = client.post("/account/theme", data={"theme": "dark", "csrf_token": client.csrf_token()}, headers=headers)
    assert answer.location == "/"
