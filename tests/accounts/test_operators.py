"""`flask operator add`, and the enrolment behind its link."""

import time

import pytest
import time_machine
from bs4 import BeautifulSoup
from sqlalchemy import select

from infra.local import totp
from saas.accounts.operators import make_operator
from saas.audit.models import AuditEntry
from saas.core import tenancy
from saas.core.db import db
from tests.accounts.conftest import PASSWORD, PERSON

EMAIL = "otto@operator.test"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def add(app, cast):
    def add(email=EMAIL, *options):
        """The link that the command prints."""
        result = app.test_cli_runner().invoke(args=["operator", "add", email, *options])
        assert result.exit_code == 0, result.output
        return result.output.split()[-1].removeprefix("http://localhost")

    return add


def key_on(page):
    return page.select_one("#secret")["value"].replace("-", "").replace(" ", "")


def enrol(client, link, **fields):
    key = key_on(client.page(link))
    return client.send(link, **{"password": PASSWORD, "code": totp.code(key), **fields})


def test_an_operator_enrols_and_lands_in_the_console(client, add):
    answer = enrol(client, add())
    codes = [item.text for item in BeautifulSoup(answer.text, "html.parser").select("ul.mono li")]
    assert answer.status_code == 200
    assert len(codes) == 10
    assert client.get("/console/").status_code == 200
    assert not any(code in client.get("/console/").text for code in codes)


def test_the_picture_to_scan_is_ours(client, add):
    link = add()
    page = client.page(link)
    answer = client.get(page.select_one("img[src*='code.svg']")["src"])
    assert answer.mimetype == "image/svg+xml"
    assert b"<svg" in answer.data
    assert client.application.test_client().get(f"{link}/code.svg").status_code == 404


def test_afterwards_log_in_asks_for_password_and_code(app, client, add):
    link = add()
    key = key_on(client.page(link))
    client.send(link, password=PASSWORD, code=totp.code(key))
    other = app.test_client()
    assert other.send("/login", email=EMAIL, password=PASSWORD).location == "/login/code"
    assert other.get("/console/").status_code in (302, 404)
    with time_machine.travel(time.time() + 30):
        assert other.send("/login/code", code=totp.code(key, time.time())).location == "/console/"


def test_the_link_works_once(client, app, add):
    link = add()
    enrol(client, link)
    assert app.test_client().get(link).status_code == 410
    assert app.test_client().send(link, password=PASSWORD, code="000000").status_code == 410


def test_a_newer_link_replaces_the_older(client, add):
    first, second = add(), add()
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_a_stranger_who_signs_up_with_that_address_changes_nothing(app, client, add, mailbox):
    link = add(EMAIL)
    app.test_client().send(
        "/signup", **{**PERSON, "email": EMAIL, "name": "A stranger", "password": "velvet-onion-tin"}
    )
    assert "already" in mailbox.last(EMAIL).subject
    assert "A stranger" not in mailbox.last(EMAIL).text
    assert enrol(client, link).status_code == 200


def test_the_link_is_too_old_after_a_day(client, add):
    link = add()
    with time_machine.travel(time.time() + 86_405):
        assert client.get(link).status_code == 410


@pytest.mark.parametrize(
    "fields", [{"password": "short"}, {"password": ""}, {"code": ""}, {"code": "000000"}, {"code": "abc"}]
)
def test_bad_input_is_422_and_keeps_the_key(client, add, fields):
    link = add()
    key = key_on(client.page(link))
    assert enrol(client, link, **fields).status_code == 422
    assert key_on(client.page(link)) == key
    assert enrol(client, link).status_code == 200


def test_a_code_of_ones_own_choosing_is_worth_nothing(app, add):
    """Without having seen a key here, no code is right."""
    assert app.test_client().send(add(), password=PASSWORD, code="123456").status_code == 422


def test_a_forged_link_is_400(client, cast):
    assert client.get("/enrol/x").status_code == 400


def test_adding_is_in_the_platforms_log_once(app, add):
    add()
    add()
    with app.app_context(), tenancy.acting_for(tenancy.PLATFORM):
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "operator.added")).all()
        assert [entry.subject_name for entry in entries] == ["otto"]


def test_a_user_can_become_an_operator(client, add, ada):
    enrol(client, add("Ada@acme.test"))
    assert client.get("/console/").status_code == 200
    assert client.get("/t/acme/").status_code == 200
    assert ada.get("/t/acme/").status_code == 302  # the sign-ins of before are over


def test_no_address_no_operator(app, cast):
    result = app.test_cli_runner().invoke(args=["operator", "add", "nobody"])
    assert result.exit_code == 1
    assert "not an e-mail address" in result.output


def test_the_seeds_operator_needs_no_enrolment(app, client, cast):
    with app.app_context():
        make_operator(EMAIL, "Otto", PASSWORD, SECRET)
        make_operator(EMAIL, "Otto", PASSWORD, SECRET)
    client.send("/login", email=EMAIL, password=PASSWORD)
    assert client.send("/login/code", code=totp.code(SECRET)).location == "/console/"
