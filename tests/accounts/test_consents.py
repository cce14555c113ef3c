"""What somebody agreed to, on the page of their data."""

from saas.accounts.models import Consent
from saas.core import tenancy
from saas.core.db import unit_of_work


def test_it_says_what_was_agreed_to_and_when(app, cast, ada, eve):
    with app.app_context(), unit_of_work():
        tenancy.enter(user_id=cast.users["ada"])
        Consent(user_id=cast.users["ada"], document="privacy", version="2025-04-01").save()
    cells = [cell.text.strip() for cell in ada.page("/account/data").select("tbody td")]
    assert cells[:2] == ["Privacy", "2025-04-01"]
    assert "2025-04-01" not in eve.get("/account/data").text


def test_who_agreed_to_nothing_is_told_so(ada):
    assert "Nothing yet" in ada.get("/account/data").text


def test_it_is_for_those_signed_in(client):
    assert client.get("/account/data").location.startswith("/login")
