"""Logging in and out."""

import pytest

from tests.accounts.conftest import PASSWORD

ADA = {"email": "ada@acme.test", "password": PASSWORD}
ADAM = {"email": "adam@acme.test", "password": PASSWORD}


@pytest.fixture(autouse=True)
def people(with_password):
    return with_password


def test_ada_logs_in_and_lands_in_her_workspace(client):
    assert client.send("/login", **ADA).location == "/t/acme/"
    assert "Acme" in client.get("/t/acme/").text


def test_the_form_says_how_browsers_may_fill_it(client):
    fields = {field["name"]: field.get("autocomplete") for field in client.page("/login").select("form [name]")}
    assert fields["email"] == "username"
    assert fields["password"] == "current-password"


def test_the_address_may_be_typed_in_capitals(client):
    assert client.send("/login", email=" ADA@Acme.test ", password=PASSWORD).status_code == 302


@pytest.mark.parametrize(
    "fields", [{}, {"email": "ada@acme.test"}, {"password": PASSWORD}, {"email": "\x01", "password": "\x01"}]
)
def test_half_a_form_is_422(client, fields):
    assert client.send("/login", **fields).status_code == 422


def test_a_wrong_password_keeps_the_address_and_not_the_password(client):
    answer = client.send("/login", email="ada@acme.test", password="wrong-and-secret")
    assert answer.status_code == 422
    assert "ada@acme.test" in answer.text
    assert "wrong-and-secret" not in answer.text


def test_who_was_sent_to_log_in_comes_back(client):
    target = client.get("/t/acme/members?q=mel").location
    page = client.page(target)
    field = page.select_one("input[name=next]")
    assert client.send("/login", **ADA, next=field["value"]).location == "/t/acme/members?q=mel"


@pytest.mark.parametrize("target", ["https://evil.test", "//evil.test", "/\\evil.test", "javascript:alert(1)", "\x01"])
def test_nobody_is_sent_elsewhere(client, target):
    assert "evil" not in str(client.page("/login?next=" + target).select_one("form"))
    assert client.send("/login", **ADA, next=target).location == "/t/acme/"


def test_who_has_several_workspaces_chooses_once(client):
    assert client.send("/login", **ADAM).location == "/workspaces"
    page = client.page("/workspaces")
    assert {"/t/acme/", "/t/globex/"} <= {link["href"] for link in page.select("a[href]")}
    client.get("/t/globex/")
    client.send("/logout")
    assert client.send("/login", **ADAM).location == "/t/globex/"


def test_who_is_signed_in_goes_home(ada):
    assert ada.get("/login").location == "/t/acme/"
    assert ada.send("/login", **ADAM).location == "/t/acme/"


def test_an_unconfirmed_account_waits_for_its_mail(client, change):
    change("ada", confirmed_at=None)
    assert client.send("/login", **{**ADA, "password": "wrong"}).status_code == 422
    assert client.send("/login", **ADA).location == "/signup/mail"
    assert client.get("/t/acme/").status_code == 302


def test_a_closed_account_looks_like_a_wrong_password(client, change):
    change("ada", active=False)
    assert client.send("/login", **ADA).status_code == 422


def test_logging_out_kills_copies_of_the_cookie_too(client, app):
    client.send("/login", **ADA)
    stolen = client.get_cookie("session").value
    assert client.send("/logout").location == "/login"
    other = app.test_client()
    other.set_cookie("session", stolen)
    assert other.get("/t/acme/").status_code == 302
    assert client.send("/logout").status_code == 302


def test_a_planted_cookie_is_replaced_at_log_in(client):
    with client.session_transaction() as cookie:
        cookie["planted"] = "x"
    client.send("/login", **ADA)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert "csrf_token" not in cookie
        assert cookie.permanent


def test_no_answer_sets_the_session_cookie_again(client):
    client.send("/login", **ADA)
    client.get("/t/acme/")
    assert "session=" not in "".join(client.get("/t/acme/members").headers.getlist("Set-Cookie"))


def test_a_stale_secret_opens_nothing(client):
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "made-up"
    assert client.get("/t/acme/").status_code == 302


def test_logging_out_takes_a_post(ada):
    assert ada.get("/logout").status_code == 405
