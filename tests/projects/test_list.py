"""The list of projects: searched, filtered, paged, and what it says when it is empty."""

import pytest

from saas.core import pages
from saas.projects.models import ProjectState

LIST = "/t/acme/projects/"
ZERO_BYTE = "WyJhXHUwMDAwIiwgIjAxOTAwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMCJd"  # in the cursor's name


@pytest.fixture
def three(make):
    make.project("acme", name="Alpine hut")
    make.project("acme", name="100% wool", state=ProjectState.ACTIVE)
    make.project("acme", name="Palpable_gain")


def names(client, query=""):
    return [link.text for link in client.page(LIST + query).select("td.lead a")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["100% wool", "Alpine hut", "Palpable_gain"]),
        ("?q=alp", ["Alpine hut", "Palpable_gain"]),
        ("?q=al", ["Alpine hut"]),
        ("?q=0%25+w", ["100% wool"]),
        ("?q=%25%25%25", []),
        ("?q=%25", []),
        ("?q=___", []),
        ("?q=ble_", ["Palpable_gain"]),
        ("?q=%5C%5C%5C", []),
        ("?state=active", ["100% wool"]),
        ("?state=planned&q=hut", ["Alpine hut"]),
        ("?state=nonsense", ["100% wool", "Alpine hut", "Palpable_gain"]),
    ],
)
def test_search_and_state_narrow_the_list(mel, three, query, found):
    assert names(mel, query) == found


def test_paging_keeps_the_filter(mel, three, monkeypatch):
    monkeypatch.setattr(pages, "PAGE_ROWS", 1)
    monkeypatch.setattr(pages.page, "__kwdefaults__", {**pages.page.__kwdefaults__, "rows": 1})
    first = mel.page(f"{LIST}?q=alp")
    second = mel.page(first.find("a", rel="next")["href"])
    assert [page.select_one("td.lead").text for page in (first, second)] == ["Alpine hut", "Palpable_gain"]
    assert second.find("a", rel="next") is None
    assert mel.page(second.find("a", rel="prev")["href"]).select_one("td.lead").text == "Alpine hut"


@pytest.mark.parametrize("cursor", ["x", "W10=", "WyJhIiwgImIiXQ==", ZERO_BYTE])
def test_a_malformed_cursor_is_400(mel, three, cursor):
    assert mel.get(f"{LIST}?after={cursor}").status_code == 400


@pytest.mark.parametrize("query", ["q=%00", "q=a%00bcd", "q=%C3%28bc", "state=%00"])
def test_an_odd_search_is_no_server_error(mel, three, query):
    assert mel.get(f"{LIST}?{query}").status_code in (200, 400)


def test_none_yet_and_no_match_say_different_things(mel, make):
    assert "No projects yet" in mel.get(LIST).text
    assert "No project matches" in mel.get(f"{LIST}?q=zebra").text


def test_a_viewer_is_offered_no_button(cast):
    vic = cast.signed_in("vic")
    assert vic.page(LIST).main.find("a", href=f"{LIST}new") is None


def test_a_name_is_escaped(mel, make):
    project = make.project("acme", name="<b>bold</b>")
    for page in (LIST, f"{LIST}{project.id}", f"{LIST}{project.id}/edit"):
        assert "<b>bold" not in mel.get(page).text
