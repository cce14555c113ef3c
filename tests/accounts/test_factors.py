"""One's second factors: switching the app on and off, recovery codes, and what each change does elsewhere."""

import time

import pytest
import time_machine
from bs4 import BeautifulSoup

from infra.local import totp
from saas.accounts import scanning
from tests.accounts.conftest import PASSWORD, SECRET
from tests.guards.rows import as_owner

ADA = {"email": "ada@acme.test", "password": PASSWORD}
PAGE, NEW = "/account/factors", "/account/factors/new"


def key_on(page):
    return page.select_one("#secret")["value"].replace("-", "").replace(" ", "")


def codes_in(answer):
    return [item.text for item in BeautifulSoup(answer.text, "html.parser").select("ul.mono li")]


@pytest.fixture
def switched_on(ada, with_password):
    """Ada switched an app on in the client `ada`: its key, and her recovery codes."""
    key = key_on(ada.page(NEW))
    answer = ada.send(PAGE, code=totp.code(key))
    assert answer.status_code == 200
    return key, codes_in(answer)


def test_who_switches_an_app_on_is_asked_for_its_code_from_then_on(app, client, switched_on):
    key, codes = switched_on
    assert len(codes) == 10
    assert client.send("/login", **ADA).location == "/login/code"
    with time_machine.travel(time.time() + 30):
        assert client.send("/login/code", code=totp.code(key, time.time())).location == "/t/acme/"


def test_the_recovery_codes_are_shown_once_and_counted(ada, app, switched_on):
    _key, codes = switched_on
    page = ada.get(PAGE).text
    assert not any(code in page for code in codes)
    assert "10 are left" in page
    other = app.test_client()
    other.send("/login", **ADA)
    other.send("/login/code", code=codes[0])
    assert "9 are left" in ada.get(PAGE).text


def test_the_key_stays_until_a_code_is_right_and_is_new_then(ada, cast):
    key = key_on(ada.page(NEW))
    for wrong in ("", "000000", "abc", "x" * 41):
        answer = ada.send(PAGE, code=wrong)
        assert answer.status_code == 422
        assert key_on(BeautifulSoup(answer.text, "html.parser")) == key
    assert ada.get("/account/factors/code.svg").mimetype == "image/svg+xml"
    ada.send(PAGE, code=totp.code(key))
    assert key_on(ada.page(NEW)) != key


def test_the_picture_and_the_page_show_one_key(mel, monkeypatch):
    seen = []
    monkeypatch.setattr(scanning, "picture", lambda user: seen.append(scanning.kept(user)) or "")
    mel.get("/account/factors/code.svg")
    mel.page(NEW)
    mel.get("/account/factors/code.svg")
    assert len(set(seen)) == 1


def test_the_code_that_set_the_app_up_opens_nothing_again(app, ada, with_password):
    key = key_on(ada.page(NEW))
    code = totp.code(key)
    ada.send(PAGE, code=code)
    other = app.test_client()
    other.send("/login", **ADA)
    assert other.send("/login/code", code=code).status_code == 422


def test_a_wrong_code_of_a_new_app_leaves_the_old_one_its_counter(ada, app, with_app, cast):
    with_app("ada")
    other, code = app.test_client(), totp.code(SECRET)
    other.send("/login", **ADA)
    other.send("/login/code", code=code)
    ada.page(NEW)
    ada.send(PAGE, code="000000")
    thief = app.test_client()
    thief.send("/login", **ADA)
    assert thief.send("/login/code", code=code).status_code == 422


def test_switching_on_ends_the_sign_ins_of_a_password_alone(app, with_password, cast):
    here, there, proven = cast.signed_in("ada"), cast.signed_in("ada"), cast.signed_in("ada", mfa=True)
    here.send(PAGE, code=totp.code(key_on(here.page(NEW))))
    assert [client.get("/t/acme/").status_code for client in (here, there, proven)] == [200, 302, 200]


def test_switching_off_is_mailed_and_ends_the_sign_ins_of_a_password_alone(ada, cast, switched_on, mailbox):
    there, proven = cast.signed_in("ada", mfa=False), cast.signed_in("ada", mfa=True)
    assert ada.send("/account/factors/app/delete").location == PAGE
    assert "removed" in mailbox.last(ADA["email"]).subject
    assert [client.get("/t/acme/").status_code for client in (ada, there, proven)] == [200, 302, 200]
    assert cast.app.test_client().send("/login", **ADA).location == "/t/acme/"


def test_once_all_is_switched_off_the_codes_are_dead(app, ada, switched_on, change):
    ada.send("/account/factors/app/delete")
    assert change("ada").mf_recovery_codes == []


def test_once_all_is_switched_off_this_sign_in_is_one_by_password(ada, switched_on, transaction):
    as_owner(transaction)
    transaction.exec_driver_sql("UPDATE tenants SET requires_second_factor = true WHERE slug = 'acme'")
    assert ada.get("/t/acme/").status_code == 200
    ada.send("/account/factors/app/delete")
    assert ada.get("/t/acme/").status_code == 302


def test_an_app_beside_a_passkey_leaves_the_recovery_codes(ada, with_password, with_passkey, change):
    with_passkey(ada)
    before = change("ada").mf_recovery_codes
    assert ada.send(PAGE, code=totp.code(key_on(ada.page(NEW)))).location == PAGE
    ada.send("/account/factors/app/delete")
    assert change("ada").mf_recovery_codes == before != []


def test_new_recovery_codes_kill_the_old_ones(app, ada, switched_on, mailbox):
    _key, old = switched_on
    new = codes_in(ada.send("/account/factors/codes"))
    assert "recovery codes" in mailbox.last(ADA["email"]).subject
    client = app.test_client()
    client.send("/login", **ADA)
    assert client.send("/login/code", code=old[0]).status_code == 422
    assert client.send("/login/code", code=new[0]).status_code == 302


def test_without_a_factor_there_are_no_codes_to_make(ada, cast, change):
    assert ada.send("/account/factors/codes").location == PAGE
    assert change("ada").mf_recovery_codes == []


def test_switching_on_is_mailed(ada, switched_on, mailbox):
    mail = mailbox.last(ADA["email"])
    assert "added" in mail.subject
    assert "authenticator app" in mail.text


def test_a_recovery_code_used_is_mailed(app, switched_on, mailbox):
    client = app.test_client()
    client.send("/login", **ADA)
    client.send("/login/code", code=switched_on[1][0])
    assert "Recovery codes left: 9" in mailbox.last(ADA["email"], "recovery code").text


def test_staff_keep_their_last_factor(olga, with_app, with_passkey):
    with_app("olga")
    answer = olga.send("/account/factors/app/delete")
    assert answer.status_code == 409
    assert "Add another one" in answer.text
    with_passkey(olga)
    assert olga.send("/account/factors/app/delete").status_code == 302
    last = olga.page(PAGE).select_one("[aria-label='Remove the passkey Laptop']").find_parent("form")["action"]
    assert olga.send(last).status_code == 409


def test_staff_with_a_passkey_alone_come_in(client, olga, with_password, with_passkey):
    with_passkey(olga)
    assert client.send("/login", email="olga@operator.test", password=PASSWORD).location == "/login/code"


def test_switching_off_what_is_off_changes_nothing(ada, cast, mailbox):
    assert ada.send("/account/factors/app/delete").location == PAGE
    assert mailbox.all == []
