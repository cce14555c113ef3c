"""The mails that a workspace caused, as it sees them."""

import pytest
from sqlalchemy import select

from saas.core import pages
from saas.core.db import db
from saas.mail.models import Mail, MailState

PAGE = "/t/acme/mails"
INVITATIONS = "/t/acme/members/invitations"


@pytest.fixture
def invite(ada):
    return lambda email: ada.send(INVITATIONS, email=email, role="member")


def rows(client, url=PAGE):
    return [row.select_one("td").text.strip() for row in client.page(url).select("tbody tr")]


def test_an_invitation_is_listed_with_what_became_of_it(ada, invite, run_jobs):
    invite("bo@new.test")
    row = ada.page(PAGE).select_one("tbody tr").text
    assert "bo@new.test" in row
    assert "Invitation" in row
    assert "Waiting" in row
    run_jobs()
    assert "Sent" in ada.page(PAGE).select_one("tbody tr").text


def test_a_refused_mail_says_why(cast, ada, invite):
    invite("bo@new.test")
    with cast.within("acme"):
        db.session.scalars(select(Mail)).one().end(MailState.FAILED, "550 no such mailbox")
    row = ada.page(PAGE).select_one("tbody tr").text
    assert "Failed" in row
    assert "550 no such mailbox" in row


def test_nothing_of_what_a_mail_says_or_links_to_is_shown(ada, invite):
    invite("bo@new.test")
    page = ada.get(PAGE).text
    assert "[link:" not in page
    assert "invites you" not in page


def test_no_mail_about_an_account_is_listed(app, ada, adam, mailbox):
    ada.send("/account/email", email="ada@new.test")
    app.test_client().send("/reset", email="mel@acme.test")
    assert {mail.to for mail in mailbox.all} == {"ada@new.test", "mel@acme.test"}
    assert rows(adam) == []


def test_not_even_those_of_the_sign_up_that_opened_the_workspace(app, mailbox):
    client = app.test_client()
    person = {"name": "Zoë", "email": "zoe@quill.test", "password": "tulip-kayak-meadow", "agree": "y"}
    client.send("/signup", **person, workspace="Quill")
    assert client.send(mailbox.last("zoe@quill.test").links[0]).location == "/t/quill/"
    assert rows(client, "/t/quill/mails") == []


def test_another_workspaces_mails_are_missing(invite, eve):
    invite("bo@new.test")
    assert rows(eve, "/t/globex/mails") == []
    assert eve.get(PAGE).status_code == 404


def test_it_takes_the_right_to_see_the_log(mel):
    assert mel.get(PAGE).status_code == 403
    assert mel.get("/t/acme/audit").status_code == 403


def test_the_newest_come_first_a_page_at_a_time(ada, invite, monkeypatch):
    monkeypatch.setattr(pages.page, "__defaults__", None)
    monkeypatch.setitem(pages.page.__kwdefaults__, "rows", 2)
    for number in range(3):
        invite(f"bo{number}@new.test")
    assert rows(ada) == ["bo2@new.test", "bo1@new.test"]
    following = ada.page(PAGE).select_one("a[rel=next]")["href"]
    assert rows(ada, following) == ["bo0@new.test"]
