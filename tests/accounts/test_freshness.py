"""Dangerous acts ask who one is once more: after five minutes, in place, and what was typed goes on."""

import pytest
from bs4 import BeautifulSoup

from infra.local import totp
from saas.mail.models import Mail
from tests.accounts.conftest import PASSWORD, SECRET

DANGEROUS = [
    ("GET", "/account/factors/new"),
    ("POST", "/account/factors"),
    ("POST", "/account/factors/app/delete"),
    ("POST", "/account/factors/codes"),
    ("GET", "/account/factors/passkeys/new"),
    ("POST", "/account/factors/passkeys"),
    ("POST", "/account/factors/passkeys/01890000-0000-7000-8000-000000000000/delete"),
    ("POST", "/t/acme/settings/protection"),
]
PROTECTION = "/t/acme/settings/protection"


@pytest.fixture
def old(ada, with_password, stale):
    """Ada signed in ten minutes ago."""
    stale("ada")
    return ada


def again(client, url, password=PASSWORD, **fields):
    return client.send(url, **{"again-password": password, **fields})


def soup(answer):
    return BeautifulSoup(answer.text, "html.parser")


@pytest.mark.parametrize(("method", "url"), DANGEROUS)
def test_a_stale_sign_in_is_asked(old, method, url):
    answer = old.get(url) if method == "GET" else old.send(url)
    assert answer.status_code == 403
    assert "Is it you?" in answer.text


@pytest.mark.parametrize(("method", "url"), DANGEROUS)
def test_a_fresh_one_is_not(ada, with_password, method, url):
    answer = ada.get(url) if method == "GET" else ada.send(url)
    assert "Is it you?" not in answer.text


def test_who_lacks_the_right_is_refused_before_being_asked(mel, with_password, stale):
    stale("mel")
    answer = mel.send(PROTECTION, required="y")
    assert answer.status_code == 403
    assert "Is it you?" not in answer.text


def test_a_wrong_password_goes_nowhere(old):
    answer = again(old, "/account/factors/codes", "wrong")
    assert answer.status_code == 422
    assert "not your password" in answer.text


def test_the_right_one_goes_on_with_what_was_typed(old, with_passkey):
    page = soup(old.send("/account/factors/passkeys", name="Desk", passkey="typed", password="secret-typed"))
    form = page.select_one("form[action='/account/factors/passkeys']")
    carried = {each["name"]: each.get("value", "") for each in form.select("input[type=hidden]")}
    assert (carried["name"], carried["passkey"]) == ("Desk", "typed")
    assert "secret-typed" not in str(page)
    answer = again(old, "/account/factors/passkeys", name="Desk", passkey="typed")
    assert answer.status_code == 422
    assert soup(answer).select_one("[name=name]")["value"] == "Desk"


def test_a_page_comes_back_to_itself(old):
    page = soup(old.get("/account/factors/new?next=/t/acme/"))
    form = page.select_one("form[action='/account/again']")
    target = form.select_one("[name=next]")["value"]
    assert old.send("/account/again", password=PASSWORD, next=target).location == "/account/factors/new?next=/t/acme/"
    assert old.get(target).status_code == 200


@pytest.mark.parametrize("target", ["//evil.test", "https://evil.test", "/\\evil.test", "javascript:alert(1)"])
def test_the_way_back_stays_here(old, target):
    assert target not in old.get("/account/again", query_string={"next": target}).text
    assert old.send("/account/again", password=PASSWORD, next=target).location == "/account"


def test_it_is_asked_once_in_five_minutes(old):
    assert old.send("/account/again", password=PASSWORD, next="/account").status_code == 302
    assert old.send("/account/factors/codes").status_code == 302


def test_who_has_a_second_factor_gives_it_too(old, with_app, change):
    with_app("ada")
    assert again(old, "/account/factors/codes").status_code == 422
    code = totp.code(SECRET)
    assert again(old, "/account/factors/codes", **{"again-code": code}).status_code == 200


def test_a_code_is_good_once_here_too(old, app, with_app, stale):
    with_app("ada")
    code = totp.code(SECRET)
    assert again(old, "/account/factors/codes", **{"again-code": code}).status_code == 200
    stale("ada")
    assert again(old, "/account/factors/codes", **{"again-code": code}).status_code == 422
    other = app.test_client()
    other.send("/login", email="ada@acme.test", password=PASSWORD)
    assert other.send("/login/code", code=code).status_code == 422


def test_a_passkey_is_enough_and_is_carried_in_place_of_the_password(ada, with_password, with_passkey, stale):
    key = with_passkey(ada)
    stale("ada")
    assert "data-passkey" in ada.send("/account/factors/codes").text
    answer = key.get(ada.send("/login/passkey/options").json)
    assert ada.send("/account/factors/codes", **{"again-passkey": answer}).status_code == 200


def test_a_passkey_of_somebody_else_is_not(ada, eve, with_password, with_passkey, stale):
    foreign = with_passkey(eve)
    with_passkey(ada)
    stale("ada")
    answer = foreign.get(ada.send("/login/passkey/options").json)
    assert ada.send("/account/factors/codes", **{"again-passkey": answer}).status_code == 422


def test_a_recovery_code_used_within_a_workspace_is_not_the_workspaces_business(app, cast, with_app, stale, mailbox):
    ada = cast.signed_in("ada", mfa=True)
    code = with_app("ada")[0]
    stale("ada")
    assert again(ada, PROTECTION, required="y", **{"again-code": code}).status_code == 302
    assert "A recovery code was used" in [mail.subject for mail in mailbox.all if mail.to == "ada@acme.test"]
    with cast.within("acme"):
        assert "accounts.recovery_code_used" not in {mail.kind for mail in Mail.all()}


def test_the_question_shows_a_sign_in_without_it_the_second_factor(ada, cast, with_app):
    """As the workspace that requires one sends them."""
    with_app("ada")
    page = soup(ada.get("/account/again?next=/t/acme/"))
    assert page.select_one("[name=code]")
    assert ada.send("/account/again", password=PASSWORD, code=totp.code(SECRET), next="/t/acme/").location == "/t/acme/"
