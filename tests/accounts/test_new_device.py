"""Who signs in in a browser that is new to them is told by mail, whatever door they took."""

import pytest

from infra.local.totp import code
from saas.accounts import known
from tests.accounts.conftest import PASSWORD, PERSON

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ADA = "ada@acme.test"


@pytest.fixture
def told(mailbox):
    """How often somebody was told of a new device."""
    return lambda email=ADA: [mail.subject for mail in mailbox.all if mail.to == email].count(
        "New sign-in to your account"
    )


def log_in(client, email=ADA, password=PASSWORD):
    assert client.send("/login", email=email, password=password).status_code == 302


def test_the_mail_says_with_what_when_and_from_where(app, with_password, mailbox):
    client = app.test_client()
    client.environ_base |= {"HTTP_USER_AGENT": FIREFOX, "REMOTE_ADDR": "203.0.113.9"}
    log_in(client)
    mail = mailbox.last(ADA)
    for word in ("Firefox · Linux", "203.0.113.9", "UTC"):
        assert word in mail.text
    assert mail.links == ["http://localhost/account/sessions"]


def test_a_known_browser_is_no_news_even_after_logging_out(client, with_password, told):
    log_in(client)
    client.send("/logout")
    log_in(client)
    assert told() == 1


def test_another_person_in_a_known_browser_is_news_to_them(client, with_password, told):
    log_in(client)
    client.send("/logout")
    log_in(client, "adam@acme.test")
    client.send("/logout")
    log_in(client)
    assert (told(), told("adam@acme.test")) == (1, 1)


def test_a_forged_cookie_makes_no_browser_known(client, with_password, told):
    client.set_cookie("known", "WyJhIl0.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    log_in(client)
    assert told() == 1


def test_the_first_sign_in_ever_is_no_news(client, signed_up, told):
    assert client.send(signed_up).status_code == 302
    assert told(PERSON["email"]) == 0


def test_a_reset_elsewhere_is_news(app, client, with_password, mailbox, told):
    client.send("/reset", email=ADA)
    app.test_client().send(mailbox.last(ADA).links[0], password="velvet-onion-harbour")
    assert told() == 1


def test_the_second_step_of_a_log_in_is_where_it_is_told(app, client, cast, change, password_hash, told):
    secret = "JBSWY3DPEHPK3PXP"
    sealed = app.extensions["security"].totp_factory.seal(secret)
    change("ada", password=password_hash, tf_primary_method="authenticator", tf_totp_secret=sealed)
    log_in(client)
    assert told() == 0
    assert client.send("/login/code", code=code(secret)).status_code == 302
    assert told() == 1


def test_who_joins_by_an_invitation_signs_in_for_the_first_time(app, ada, mailbox, told):
    ada.send("/t/acme/members/invitations", email="bo@new.test", role="member")
    link, client = mailbox.last("bo@new.test").links[0], app.test_client()
    assert client.send(link, name="Bo", password=PASSWORD, agree="y").status_code == 302
    assert told("bo@new.test") == 0
    client.send("/logout")
    log_in(client, "bo@new.test")
    assert told("bo@new.test") == 0


def test_the_cookie_is_out_of_reach_of_scripts_and_holds_no_more_than_eight_people(app, client, cast, with_password):
    answer = client.send("/login", email=ADA, password=PASSWORD)
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith("known="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ADA not in cookie
    assert str(cast.users["ada"]) not in cookie
    with app.test_request_context():
        many = known._signer().dumps([f"{number:032}" for number in range(known.MOST)])
    client.send("/logout")
    client.set_cookie("known", many)
    log_in(client)
    with app.test_request_context():
        marks = known._signer().loads(client.get_cookie("known").value)
    assert len(marks) == known.MOST
    assert f"{0:032}" not in marks
