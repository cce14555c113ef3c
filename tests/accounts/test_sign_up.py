"""Signing up, up to the mail."""

import pytest
from sqlalchemy import select

from saas.accounts.datastore import datastore
from saas.accounts.models import Consent
from saas.core.db import db, unit_of_work
from saas.site.legal import versions
from tests.accounts.conftest import PASSWORD, PERSON


def page_after(client, **fields):
    return client.send("/signup", **{**PERSON, **fields})


def test_the_form_says_how_browsers_may_fill_it(client):
    fields = {field["name"]: field.get("autocomplete") for field in client.page("/signup").select("form [name]")}
    assert fields["name"] == "name"
    assert fields["email"] == "email"
    assert fields["password"] == "new-password"
    assert fields["workspace"] == "organization"


def test_signing_up_leads_to_check_your_mail(client):
    answer = page_after(client)
    assert answer.status_code == 302
    assert answer.location == "/signup/mail"
    assert PERSON["email"] in client.get("/signup/mail").text


def test_the_mail_names_the_person_and_holds_the_link(client, mailbox):
    page_after(client)
    mail = mailbox.last(PERSON["email"])
    assert "Zoë Quill" in mail.text
    assert mail.links[0].startswith("http://localhost/confirm/")


def test_nobody_is_signed_in_before_the_address_is_confirmed(client, signed_up):
    assert client.get("/workspaces").status_code == 302


def test_consent_is_kept_with_its_version(app, client):
    page_after(client)
    with app.app_context(), unit_of_work():
        user = datastore.find_user(email=PERSON["email"])
        given = db.session.scalars(select(Consent).where(Consent.user_id == user.id)).all()
        assert {row.document: row.version for row in given} == versions()
        assert all(row.agreed_at for row in given)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "x" * 81), ("name", "\x01\x7f"), ("email", ""), ("email", "zoe"), ("email", "zoe@"),
        ("email", "a@b@c.test"), ("email", "x" * 250 + "@quill.test"),
        ("password", ""), ("password", "short"), ("password", "x" * 129), ("password", "password123"),
        ("password", "quillquill"), ("name", "You won, see http://evil.example/win"), ("name", "Www.evil.example"),
        ("workspace", "HTTPS://evil.example"), ("workspace", "www.evil.example"),
        ("workspace", ""), ("workspace", "x" * 81), ("agree", ""),
    ],
)  # fmt: skip
def test_bad_input_is_422_with_the_rest_kept(client, field, value):
    fields = {**PERSON, field: value}
    if field == "agree":
        del fields["agree"]
    answer = client.send("/signup", **fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "<title>Error:" in answer.text
    kept = "workspace" if field != "workspace" else "email"
    assert PERSON[kept].replace("&", "&amp;") in answer.text


def test_a_password_is_never_echoed(client):
    answer = page_after(client, email="no address")
    assert PASSWORD not in answer.text
    assert 'type="password"' in answer.text


def test_a_common_password_gets_plain_advice(client):
    assert "words that don&#39;t belong together" in page_after(client, password="iloveyou1").text


def test_a_password_may_have_any_character(client, mailbox):
    assert page_after(client, password="ключ \x01 под 🪴 ковриком").status_code == 302


def test_without_a_csrf_token_nothing_happens(client):
    assert client.post("/signup", data=PERSON).status_code == 400


def test_who_is_signed_in_already_goes_home(ada):
    assert ada.get("/signup").location == "/t/acme/"
    assert ada.send("/signup", **PERSON).location == "/t/acme/"


def test_the_address_is_kept_in_lower_case(client, mailbox):
    page_after(client, email="Zoe@Quill.TEST")
    assert mailbox.last("zoe@quill.test")


def test_an_unconfirmed_account_is_replaced(client, app, mailbox, signed_up):
    other = app.test_client()
    other.send("/signup", **{**PERSON, "name": "Zoe Q.", "password": "velvet-onion-harbour"})
    assert client.get(signed_up).status_code == 410
    assert "Zoe Q." in mailbox.last(PERSON["email"]).text
    assert client.send("/login", email=PERSON["email"], password=PASSWORD).status_code == 422
    assert client.send("/login", email=PERSON["email"], password="velvet-onion-harbour").location == "/signup/mail"


def test_the_name_of_an_account_holds_no_link(ada):
    rest = {"zone": "UTC", "locale": "en", "theme": "light"}
    assert ada.send("/account", name="see http://evil.example/win", **rest).status_code == 422
    assert ada.send("/account", name="Dr. Ada://", **rest).status_code == 422
    assert ada.send("/account", name="Dr. Ada / Acme: www", **rest).status_code == 302
