"""The log's page: sentences, filters, pages, and the CSV file."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
import time_machine

from saas.core import clock
from saas.core.pages import PAGE_ROWS

LOG = "/t/acme/audit"


def sentences(page) -> list[str]:
    return [" ".join(entry.text.split()) for entry in page.select("tbody td.lead p")]


@pytest.fixture
def history(ada, adam, cast):
    """Ada makes Mel an admin, Adam renames the workspace."""
    ada.send(f"/t/acme/members/{cast.memberships['acme', 'mel']}", role="admin")
    adam.send("/t/acme/settings", workspace="Acme & Sons")


@pytest.mark.usefixtures("history")
def test_entries_are_sentences_the_newest_first(ada):
    first, second, third, *_ = sentences(ada.page(LOG))
    assert first == "Adam Keller changed the workspace Acme & Sons"
    assert second == "Ada Moreau changed the role of Mel Okafor"
    assert third == "Vic Tran joined the workspace"


@pytest.mark.usefixtures("history")
def test_a_change_shows_before_and_after(ada):
    details = ada.page(f"{LOG}?event=member.role_changed").find("details")
    assert [details.dt.text, details.find("del").text, details.find(class_="strong").text] == [
        "role",
        "member",
        "admin",
    ]


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("event=member.role_changed", 1),
        ("event=nonsense", 8),
        ("q=mel", 2),
        ("q=MEL&event=member.joined", 1),
        ("q=%25", 0),
        ("since=2020-01-01&until=2199-12-31", 8),
        ("until=2020-01-01", 0),
        ("since=0001-01-01&until=9999-12-31", 8),
        ("since=yesterday&actor=x", 8),
        ("actor=00000000-0000-0000-0000-000000000000", 0),
    ],
)
def test_entries_are_filtered(ada, query, count):
    assert len(sentences(ada.page(f"{LOG}?{query}"))) == count


@pytest.mark.usefixtures("history")
def test_the_actor_is_picked_by_name(ada, cast):
    page = ada.page(LOG)
    choices = {option.text: option["value"] for option in page.select("select[name=actor] option")}
    assert choices["Adam Keller"] == str(cast.users["adam"])
    assert sentences(ada.page(f"{LOG}?actor={choices['Adam Keller']}")) == [
        "Adam Keller changed the workspace Acme & Sons"
    ]


def test_the_last_day_is_part_of_the_range(ada):
    today = clock.now().date().isoformat()
    assert sentences(ada.page(f"{LOG}?since={today}&until={today}"))
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert not sentences(ada.page(f"{LOG}?since={clock.now().date().isoformat()}"))


def test_no_match_says_so(ada):
    assert "No entry matches" in ada.page(f"{LOG}?q=zzz").text


def test_pages_follow_each_other(ada, adam):
    for number in range(PAGE_ROWS):
        adam.send("/t/acme/settings", workspace=f"Acme {number}")
    first = ada.page(LOG)
    second = ada.page(first.find("a", rel="next")["href"])
    assert len(sentences(first)) == PAGE_ROWS
    assert sentences(second)[-1] == "The system created the workspace Acme"
    assert ada.get(f"{LOG}?after=x").status_code == 400


@pytest.mark.parametrize("who", ["mel", "bea", "vic"])
def test_roles_without_the_right_get_403(cast, who):
    person = cast.signed_in(who)
    assert person.get(LOG).status_code == 403
    assert person.get(f"{LOG}/entries.csv").status_code == 403


def test_outsiders_find_nothing(eve, client):
    assert eve.get(LOG).status_code == 404
    assert eve.get(f"{LOG}/entries.csv").status_code == 404
    assert client.get(LOG).status_code == 302


def test_another_workspaces_entries_stay_there(eve):
    assert not any("Ada Moreau" in sentence for sentence in sentences(eve.page("/t/globex/audit")))


def test_the_file_holds_what_the_filters_leave_and_no_formula(ada, adam):
    adam.send("/t/acme/settings", workspace="=HYPERLINK(0)")
    response = ada.get(f"{LOG}/entries.csv?event=tenant.updated")
    assert response.headers["Content-Disposition"] == "attachment; filename=audit-acme.csv"
    header, row = csv.reader(StringIO(response.text))
    assert header == ["at", "actor", "event", "subject", "changes"]
    assert row[1:] == ["Adam Keller", "tenant.updated", "'=HYPERLINK(0)", "name: Acme → =HYPERLINK(0)"]
