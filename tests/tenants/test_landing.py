"""Where a person lands: the start page, a 404, a workspace lost."""

import pytest


def test_the_start_page_opens_the_workspace_used_last(adam):
    assert adam.get("/").location == "/workspaces"  # a new browser knows none
    adam.get("/t/globex/")
    assert adam.get("/").location == "/t/globex/"
    adam.get("/t/acme/")
    assert adam.get("/").location == "/t/acme/"


def test_a_new_browser_opens_it_too(cast, adam):
    adam.get("/t/globex/")
    assert cast.signed_in("adam").get("/").location == "/t/globex/"
    adam.get("/t/acme/")
    assert cast.signed_in("adam").get("/").location == "/t/acme/"


def test_it_is_opened_under_its_new_address_too(ada, adam):
    adam.get("/t/acme/")
    ada.send("/t/acme/settings/address", slug="acme-works")
    assert adam.get("/").location == "/t/acme-works/"


def test_one_workspace_is_opened_at_once(ada, client):
    assert ada.get("/").location == "/t/acme/"
    assert client.get("/").status_code == 200


def test_with_none_left_a_page_offers_what_there_is(mel):
    mel.send("/t/acme/members/leave")
    assert mel.get("/").location == "/workspaces"
    page = mel.page("/workspaces")
    assert "no workspace at the moment" in page.text
    assert page.find("a", href="/workspaces/new")


def test_staff_without_a_workspace_land_in_the_console(olga):
    assert olga.get("/").location == "/console/"


@pytest.mark.parametrize("path", ["/t/globex/members?q=x", "/nowhere"])
def test_a_404_says_who_one_is_and_offers_to_switch(ada, path):
    answer = ada.get(path)
    assert answer.status_code == 404
    assert "signed in as ada@acme.test" in answer.text
    assert 'href="/t/acme/"' in answer.text
    assert "Globex" not in answer.text


def test_somebody_else_logs_in_and_comes_back_to_the_page(ada):
    page = ada.get("/t/globex/members?q=x")
    back = "/login?next=/t/globex/members"  # what stood behind the question mark isn't repeated on a page that refuses
    assert f'name="next" value="{back}"' in page.text
    assert ada.send("/logout", next=back).location.startswith("/login?next=/t/globex")


def test_a_stranger_is_offered_nothing_of_it(client):
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "Log in as somebody else" not in answer.text
