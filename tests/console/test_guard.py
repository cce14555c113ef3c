"""Who gets into the console, and as whom it reads."""

import pytest
from sqlalchemy import event

from saas.core.db import Session
from tests.console.conftest import LISTS, addresses


@pytest.mark.parametrize("who", ["ada", "adam", "mel", "bea", "vic", "eve"])
def test_customers_find_no_console(app, cast, who):
    person = cast.signed_in(who, mfa=True)
    for method, url in addresses(app):
        answer = person.get(url) if method == "GET" else person.send(url)
        assert answer.status_code == 404, f"{method} {url}"


def test_a_stranger_finds_no_console(app, client):
    for method, url in addresses(app):
        answer = client.get(url) if method == "GET" else client.send(url)
        assert answer.status_code == 404, f"{method} {url}"


def test_an_operator_without_the_second_factor_is_told_to_sign_in_with_it(app, cast):
    careless = cast.signed_in("olga", mfa=False)
    for method, url in addresses(app):
        answer = careless.get(url) if method == "GET" else careless.send(url)
        assert answer.status_code == 403, f"{method} {url}"
        assert "sign in again with password and code" in answer.text


def test_every_endpoint_says_which_staff_right_it_asks_for(app):
    console = {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.startswith("/console")}
    rights = {name: app.view_functions[name].declared for name in console}
    assert {name for name, right in rights.items() if right == "tenants.suspend"} == {
        "console_tenants.suspension",
        "console_tenants.reactivation",
    }
    assert set(rights.values()) == {"console.view", "tenants.suspend", "factors.reset"}


def test_only_what_is_used_has_an_address(app):
    kinds = {rule.endpoint.split(".")[1] for rule in app.url_map.iter_rules() if rule.rule.startswith("/console")}
    assert kinds == {"index", "index_view", "details_view", "export", "suspension", "reactivation", "removal"}


def test_everything_is_read_as_the_operator(olga):
    engines = []

    def note(session, transaction, _connection):
        engines.append(session.info.get("engine"))

    event.listen(Session, "after_begin", note)
    try:
        for name in LISTS:
            olga.page(f"/console/{name}/")
        olga.page("/console/")
    finally:
        event.remove(Session, "after_begin", note)
    assert set(engines) == {"operator"}


def test_a_form_without_its_token_is_refused(olga, cast):
    acme = cast.tenants["acme"]
    for url in (f"/console/tenants/suspension/?id={acme}", f"/console/tenants/reactivation/?id={acme}"):
        assert olga.post(url, data={"reason": "Unpaid"}).status_code == 400
        assert olga.post(url, data={"reason": "Unpaid", "csrf_token": "forged"}).status_code == 400
