"""What no page and no file of the console ever contains."""

import pytest
from sqlalchemy import text

from saas.accounts.models import User
from saas.core import tenancy
from saas.core.db import db, unit_of_work
from tests.console.conftest import LISTS


def test_no_secret_is_shown_or_downloaded(olga, planted, people_with_secrets):
    for name in LISTS:
        page = olga.get(f"/console/{name}/")
        seen = [page.text, olga.get(f"/console/{name}/export/csv/").text]
        seen += [olga.get(link["href"]).text for link in olga.page(f"/console/{name}/").select("td.lead a")]
        assert not any("CANARY" in each for each in seen), name
    assert "CANARY" not in olga.get("/console/").text


def test_the_canaries_are_there(planted, people_with_secrets, cast):
    with cast.within("acme"):
        assert b"CANARY" in db.session.scalar(text("select token_hash from invitations"))
        assert "CANARY" in db.session.scalar(text("select html from mails"))


@pytest.fixture
def people_with_secrets(app, cast):
    with app.app_context(), unit_of_work():
        tenancy.enter(user_id=cast.users["ada"])
        user = db.session.get(User, cast.users["ada"])
        user.assign(password="CANARY", fs_uniquifier="CANARY", tf_totp_secret="CANARY", mf_recovery_codes=["CANARY"])
