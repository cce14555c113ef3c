"""No page leads to another site, however it is asked to."""

import pytest

from saas.accounts import second_factor
from saas.accounts.models import User
from saas.accounts.sign_in import PENDING
from saas.core import tenancy
from saas.core.db import unit_of_work
from tests.core.hostile import HOSTILE
from tests.guards.leaving import RIGHT, by_next, by_referrer, leaves, who_may_log_in

FORMS = [form for form in HOSTILE if form]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def world(world):
    who_may_log_in(world.cast)
    return world


def test_no_next_leads_away(world):
    led = list(by_next(world, FORMS))
    assert [str(each) for each in led if leaves(each.location) or each.status >= 500] == []
    landed = {each.location for each in led if each.route.endpoint == "accounts.create_session"}
    assert "/t/acme/" in landed, "nobody got in"


def test_a_next_of_ours_is_followed(world):
    led = list(by_next(world, ["/t/acme/members"]))
    assert {each.route.endpoint for each in led if each.location == "/t/acme/members"} >= {
        "accounts.log_in", "accounts.create_session", "accounts.log_out",
    }  # fmt: skip


def test_no_page_one_came_from_leads_away(world):
    led = list(by_referrer(world, FORMS))
    assert [str(each) for each in led if leaves(each.location) or each.status >= 500] == []
    assert {"accounts.theme"} <= {each.route.endpoint for each in led if each.location == "/"}


def test_what_waits_for_a_code_holds_no_way_out(world):
    app = world.cast.app
    with app.app_context(), unit_of_work():
        tenancy.enter(user_id=world.cast.users["ada"])
        second_factor.enable(User.get(world.cast.users["ada"]), app.extensions["security"].totp_factory.seal(SECRET))
    for form in FORMS:
        client = app.test_client()
        answer = client.send("/login", **RIGHT, next=form)
        if answer.status_code != 400:  # a NUL is refused at the gate
            assert answer.location == "/login/code"
            with client.session_transaction() as cookie:
                assert cookie[PENDING]["next"] is None, form
