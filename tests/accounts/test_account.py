"""One's own account: profile, password, theme."""

import pytest

from tests.accounts.conftest import PASSWORD

NEW = "velvet-onion-harbour"
PROFILE = {"name": "Ada M.", "zone": "Europe/Paris", "locale": "en_GB", "theme": "dark"}


def test_the_profile_is_saved_and_seen_by_colleagues(ada, mel):
    assert ada.send("/account", **PROFILE).status_code == 302
    assert "Ada M." in mel.get("/t/acme/members").text
    page = ada.page("/account")
    assert [page.select_one(f"select[name={name}] [selected]")["value"] for name in ("zone", "locale")] == [
        "Europe/Paris",
        "en_GB",
    ]
    assert page.html["data-theme"] == "dark"
    assert page.html["lang"] == "en-GB"


def test_dates_follow_the_language(ada, change):
    said = []
    for locale in ("en", "en_GB"):
        joined = change("ada", locale=locale).created_at
        said.append(ada.page("/t/acme/members").select_one("td[data-l=Joined]").text)
    month, day = joined.strftime("%b"), joined.day
    assert said == [f"{month} {day}, {joined.year}", f"{day} {month} {joined.year}"]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        *(
            PROFILE | wrong
            for wrong in (
                {"name": ""},
                {"name": "x" * 81},
                {"zone": "Mars/Base"},
                {"locale": "tlh"},
                {"theme": "sepia"},
            )
        ),
    ],
)
def test_a_bad_profile_is_422(ada, fields):
    assert ada.send("/account", **fields).status_code == 422


def test_the_account_is_for_those_signed_in(client):
    for url in ("/account", "/account/security", "/account/email", "/account/sessions/delete"):
        assert client.send(url).location.startswith("/login")


def test_changing_the_password_ends_the_other_sessions(app, with_password, mailbox):
    here, there = with_password.signed_in("ada"), with_password.signed_in("ada")
    assert here.send("/account/security", current=PASSWORD, password=NEW).status_code == 302
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302
    assert "changed" in mailbox.last("ada@acme.test").subject
    assert app.test_client().send("/login", email="ada@acme.test", password=NEW).status_code == 302


@pytest.mark.parametrize(
    "fields", [{}, {"current": "wrong", "password": NEW}, {"current": PASSWORD, "password": "password1"}]
)
def test_a_bad_password_change_is_422(ada, with_password, fields):
    answer = ada.send("/account/security", **fields)
    assert answer.status_code == 422
    assert PASSWORD not in answer.text


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
