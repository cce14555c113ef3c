"""A forgotten password."""

import time

import pytest
import time_machine

from tests.accounts.conftest import PASSWORD, PERSON

NEW = "velvet-onion-harbour"


@pytest.fixture
def link(client, with_password, mailbox):
    client.send("/reset", email="ada@acme.test")
    return mailbox.last("ada@acme.test").links[0]


def test_the_link_sets_a_new_password_and_signs_in(client, link):
    assert client.get(link).status_code == 200
    assert client.send(link, password=NEW).location == "/t/acme/"
    assert client.get("/t/acme/").status_code == 200


def test_it_ends_every_session_and_tells_the_person(app, client, ada, link, mailbox):
    client.send(link, password=NEW)
    assert ada.get("/t/acme/").status_code == 302
    subjects = [mail.subject for mail in mailbox.all if mail.to == "ada@acme.test"]
    assert subjects[1:] == ["Your password was changed", "New sign-in to your account"]
    other = app.test_client()
    assert other.send("/login", email="ada@acme.test", password=PASSWORD).status_code == 422
    assert other.send("/login", email="ada@acme.test", password=NEW).status_code == 302


def test_a_link_works_once(client, link):
    client.send(link, password=NEW)
    assert client.get(link).status_code == 410
    assert client.send(link, password=NEW).status_code == 410


def test_an_expired_link_is_410(client, link):
    with time_machine.travel(time.time() + 3605):
        assert client.get(link).status_code == 410


def test_a_forged_link_is_400(client, link):
    for forged in (link[:-2], "/reset/x", "/reset/%00"):
        assert client.get(forged).status_code == 400
        assert client.send(forged, password=NEW).status_code == 400


def test_a_weak_password_is_422_and_uses_nothing_up(client, link):
    for weak in ("", "short", "password1", "ada@acme.test"):
        assert client.send(link, password=weak).status_code == 422
    assert client.send(link, password=NEW).status_code == 302


def test_nobodys_address_gets_the_same_answer_and_no_mail(client, mailbox, with_password):
    known, unknown = (client.send("/reset", email=email) for email in ("ada@acme.test", "xyz@acme.test"))
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace("ada@acme.test", "") == unknown.text.replace("xyz@acme.test", "")
    assert [mail.to for mail in mailbox.all] == ["ada@acme.test"]


def test_an_empty_form_is_422(client):
    assert client.send("/reset").status_code == 422


def test_a_reset_confirms_the_address(client, signed_up, mailbox):
    client.send("/reset", email=PERSON["email"])
    assert client.send(mailbox.last(PERSON["email"]).links[0], password=NEW).location == "/t/quill-co/"


def test_a_mail_links_to_the_settings_address_whatever_the_host_header(client, with_password, mailbox):
    client.post(
        "/reset", data={"email": "ada@acme.test", "csrf_token": client.csrf_token()}, headers={"Host": "evil.test"}
    )
    assert "evil" not in "".join(mail.text for mail in mailbox.all)


def test_the_mail_row_holds_no_link(app, client, with_password, transaction):
    client.send("/reset", email="ada@acme.test")
    transaction.exec_driver_sql("reset role")
    transaction.exec_driver_sql("set local role saas_owner")
    transaction.exec_driver_sql("set local app.migrating = 'on'")
    html, text = transaction.exec_driver_sql("select html, text from mails").one()
    assert "/reset/" not in html + text
