"""The list of members: search, filter, pages, and what each role may press."""

import pytest
from sqlalchemy import event, text

from saas.core.pages import PAGE_ROWS

LIST = "/t/acme/members"
CROWD = text(
    """
    WITH people AS (
      INSERT INTO users (id, email, name, active, fs_uniquifier, confirmed_at, created_at, locale, zone, theme,
                         totp_counter, mf_recovery_codes)
      SELECT gen_random_uuid(), gen_random_uuid() || '@crowd.test', 'Person ' || lpad(n::text, 3, '0'), true,
             gen_random_uuid(), now(), now(), 'en', 'UTC', 'system', 0, '{}' FROM generate_series(1, :count) n
      RETURNING id, name, email)
    INSERT INTO memberships (tenant_id, id, user_id, role, name, email, joined_at)
    SELECT :tenant, gen_random_uuid(), id, 'viewer', name, email, now() FROM people
    """
)
FRAME = ("select set_config", "set local role", "savepoint", "release", "rollback")
STATEMENTS = 3  # sec.enter, the rows, the counts


def names(page) -> list[str]:
    return [cell.find(class_="strong").text.split(" (")[0] for cell in page.select("tbody td.lead")]


@pytest.fixture
def crowd(transaction, cast):
    """`crowd(500)`: so many more members of acme, by the migrations' role, since one statement makes them all."""

    def add(count: int) -> None:
        transaction.exec_driver_sql("set local role saas_owner")
        transaction.exec_driver_sql("select set_config('app.migrating', 'on', true)")
        transaction.execute(CROWD, {"count": count, "tenant": cast.tenants["acme"]})
        transaction.exec_driver_sql("select set_config('app.migrating', '', true)")

    return add


@pytest.fixture
def statements(transaction):
    """The statements of this test but for telling the tenant and the frame of transactions."""
    told = []

    def listen(_connection, _cursor, statement, *_):
        if not statement.lower().startswith(FRAME):
            told.append(statement)

    event.listen(transaction, "before_cursor_execute", listen)
    yield told
    event.remove(transaction, "before_cursor_execute", listen)


def test_every_member_sees_the_people_by_name(mel):
    assert names(mel.page(LIST)) == ["Ada Moreau", "Adam Keller", "Bea Lindt", "Mel Okafor", "Vic Tran"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=kell", ["Adam Keller"]),
        ("q=ACME.TEST", ["Ada Moreau", "Adam Keller", "Bea Lindt", "Mel Okafor", "Vic Tran"]),
        ("q=ad", ["Ada Moreau", "Adam Keller"]),
        ("q=k", []),
        ("q=ada&role=owner", ["Ada Moreau"]),
        ("role=viewer", ["Vic Tran"]),
        ("q=%25%25%25", []),
        ("q=%25", []),
        ("q=_____", []),
        ("q=%5C", []),
        ("q=%5C%5C%5C", []),
        ("role=nonsense&q=mel", ["Mel Okafor"]),
    ],
)
def test_the_list_is_searched_and_filtered(ada, query, found):
    assert names(ada.page(f"{LIST}?{query}")) == found


def test_no_match_says_so_and_leads_back(ada):
    page = ada.page(f"{LIST}?q=zzz")
    assert "Nobody matches" in page.text
    assert page.find("a", string="Show all members")["href"] == LIST


def test_the_search_finds_nobody_of_another_workspace(ada):
    assert names(ada.page(f"{LIST}?q=stone")) == []


def test_pages_follow_each_other_without_gap(ada, crowd):
    crowd(PAGE_ROWS)
    first = ada.page(LIST)
    second = ada.page(first.find("a", rel="next")["href"])
    assert len(names(first)) == PAGE_ROWS
    assert names(first) + names(second) == sorted(names(first) + names(second))
    assert names(ada.page(second.find("a", rel="prev")["href"])) == names(first)
    assert "55 members" in first.text


@pytest.mark.parametrize("cursor", ["x", "bnVsbA==", "WyJhIl0=", "é", "WyJcdTAwMDAiLCAieCJd", "W1wiXHVkODAwXCJd"])
def test_a_malformed_cursor_is_400(ada, cursor):
    assert ada.get(LIST, query_string={"after": cursor}).status_code == 400


def test_odd_words_in_the_address_do_no_harm(ada, crowd):
    crowd(PAGE_ROWS + 1)
    page = ada.page(f"{LIST}?endpoint=x&_external=1&tenant_slug=globex&q=person")
    assert page.find("a", rel="next")["href"].startswith(f"{LIST}?endpoint=x")
    assert ada.get(f"{LIST}?q=%00").status_code == 400
    assert ada.get("/t/%00/members").status_code == 400


def test_the_page_costs_three_statements_however_many_rows(ada, crowd, statements):
    costs = []
    for more in (5, 40, 450):
        crowd(more)
        statements.clear()
        ada.get(LIST)
        costs.append(len(statements))
    assert costs == [STATEMENTS] * 3, statements


def test_who_manages_members_gets_menus_for_those_below(adam):
    page = adam.page(LIST)
    # not the owner, not who pays, not oneself
    menus = {button["aria-label"] for button in page.select(".role-btn")}
    assert menus == {"Role of Mel Okafor: Member", "Role of Vic Tran: Viewer"}
    offered = {button["value"] for button in page.select(".role-menu button[name=role]")}
    assert offered == {"admin", "member", "viewer"}


def test_others_get_no_menus(mel):
    page = mel.page(LIST)
    assert not page.select(".role-btn")
    assert not page.find("a", string=lambda label: label and "Invite" in label)


def test_an_outsider_gets_404_and_an_anonymous_visitor_the_log_in_page(eve, client):
    assert eve.get(LIST).status_code == 404
    assert client.get(LIST).location.startswith("/login")
