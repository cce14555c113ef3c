"""The console's lists: what an operator sees, searches, filters, sorts and takes away as CSV."""

import csv
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from uuid_utils.compat import uuid7

from saas.audit.record import record
from saas.core import clock
from saas.events import Event
from saas.tenants.models import Tenant
from tests.console.conftest import LISTS


def lead(page):
    """The names in the first column of the list's rows."""
    return [(cell.select_one(".who .strong") or cell).get_text(" ", strip=True) for cell in page.select("td.lead")]


def table(answer):
    return list(csv.DictReader(StringIO(answer.text)))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_leads_to_each_row(olga, planted, name):
    page = olga.page(f"/console/{name}/")
    assert len(page.select("tbody tr")) >= 1
    for link in page.select("td.lead a"):
        assert olga.page(link["href"]).select("dl dt")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_downloaded_with_all_its_columns(olga, planted, name):
    answer = olga.get(f"/console/{name}/export/csv/")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(table(answer)) == len(olga.page(f"/console/{name}/").select("tbody tr"))


@pytest.mark.parametrize(
    ("name", "search", "found"),
    [
        ("tenants", "GLOB", ["Globex"]),
        ("users", "adam keller", ["Adam Keller"]),
        ("memberships", "eve@", ["Eve Stone"]),
        ("invitations", "new@acme", ["new@acme.test"]),
        ("mails", "come", ["Come to Acme"]),
        ("jobs", "gave", ["send_mail"]),
        ("audit", "invitation.sent", ["invitation.sent"]),
    ],
)
def test_a_list_is_searched(olga, planted, name, search, found):
    assert lead(olga.page(f"/console/{name}/?search={search}")) == found
    assert lead(olga.page(f"/console/{name}/?search=nobody-has-this")) == []


@pytest.mark.parametrize("text", ["%", "_", "\\", "=\\", "^\\", "'", '"><b>', "/", "x" * 5000])
def test_a_search_is_taken_literally(olga, text):
    answer = olga.get("/console/tenants/", query_string={"search": text})
    assert answer.status_code == 200
    assert "Nothing matches" in answer.text
    assert "<b>" not in answer.text


def test_an_id_finds_its_row(olga, cast):
    assert lead(olga.page(f"/console/tenants/?search={cast.tenants['acme']}")) == ["Acme"]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("tenants/?flt_state=suspended", 0),
        ("tenants/?flt_state=active&flt_plan=free", 2),
        ("tenants/?flt_since=2200-01-01", None),
        ("tenants/?flt_since=2199-12-31", 0),
        ("users/?flt_staff=1", 1),
        ("users/?flt_staff=0", 6),
        ("users/?flt_second_factor=1", 0),
        ("users/?flt_confirmed=0", 0),
        ("memberships/?flt_tenant=globex", 2),
        ("memberships/?flt_role=owner", 2),
        ("memberships/?flt_email=adam@acme.test", 2),
        ("invitations/?flt_state=open", 1),
        ("invitations/?flt_state=expired", 0),
        ("mails/?flt_state=failed&flt_recipient=new@acme.test", 1),
        ("mails/?flt_kind=invitation&flt_tenant=globex", 0),
        ("jobs/?flt_state=dead&flt_job=send_mail", 1),
        ("audit/?flt_event=invitation.sent&flt_kind=system&flt_tenant=acme", 1),
        ("audit/?flt_until=2000-01-01", 0),
        ("tenants/?flt_state=nonsense", None),
        ("tenants/?flt_since=yesterday", None),
        ("tenants/?flt_since=0001-01-01", None),
        ("users/?flt_staff=maybe", None),
    ],
)
def test_a_list_is_filtered_and_nonsense_refused(olga, planted, address, found):
    answer = olga.get(f"/console/{address}")
    assert answer.status_code == (400 if found is None else 200)
    if found is not None:
        assert len(lead(olga.page(f"/console/{address}"))) == found


def test_a_filter_of_free_text_is_a_chip_that_takes_it_off(olga, planted):
    page = olga.page("/console/mails/?flt_tenant=globex&search=come")
    (chip,) = page.select("a.chip")
    assert "globex" in chip.text
    assert lead(olga.page(chip["href"])) == ["Come to Acme"]


def test_a_date_filter_starts_at_its_day(olga):
    day = clock.now().date()
    assert len(lead(olga.page(f"/console/tenants/?flt_since={day - timedelta(days=1)}"))) == 2
    assert lead(olga.page(f"/console/tenants/?flt_since={day + timedelta(days=2)}")) == []


def test_a_list_is_sorted_both_ways(olga):
    up = lead(olga.page("/console/tenants/?sort=0"))
    assert up == ["Acme", "Globex"]
    page = olga.page("/console/tenants/?sort=0&desc=1")
    assert lead(page) == up[::-1]
    assert page.select_one("th[aria-sort=descending]").text.strip() == "Name"


def test_a_long_list_has_pages(olga, many_tenants):
    first = olga.page("/console/tenants/?page_size=20&sort=0")
    assert len(lead(first)) == 20
    second = olga.page(first.select_one("a[rel=next]")["href"])
    assert len(lead(second)) == 5
    assert not second.select("a[rel=next]")
    assert lead(olga.page(second.select_one("a[rel=prev]")["href"])) == lead(first)
    assert not set(lead(first)) & set(lead(second))


@pytest.mark.parametrize(
    "query",
    [
        "page=-1", "page=99999999999999999999", "page=x", "page_size=0", "page_size=7", "page_size=-1",
        "sort=99", "sort=-1", "sort=x", "desc=x", "endpoint=x", "_scheme=javascript", "_external=1", "_anchor=x", "url=https://evil.example/",
    ],
)  # fmt: skip
def test_nonsense_in_the_address_shows_the_list(olga, query):
    assert olga.get(f"/console/tenants/?{query}").status_code == 200
    assert olga.get(f"/console/tenants/export/csv/?{query}").status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_row_that_is_none_is_404(olga, name):
    for id in ("x", "1", "1,2,3", str(uuid4()), f"{uuid4()},{uuid4()}", "%27", ","):
        assert olga.get(f"/console/{name}/details/?id={id}").status_code == 404, id
    assert olga.get(f"/console/{name}/export/xlsx/").status_code == 404


@pytest.mark.parametrize("query", ["search=%00", "flt_tenant=%00"])
def test_a_nul_is_400(olga, query):
    assert olga.get(f"/console/mails/?{query}").status_code == 400


def test_a_formula_is_text_in_the_csv(olga, cast):
    with cast.within("acme"):
        tenant = Tenant.get(cast.tenants["acme"])
        tenant.assign(name='=HYPERLINK("https://evil.example")')
        record(Event.TENANT_UPDATED, tenant)
    names = [row["Name"] for row in table(olga.get("/console/tenants/export/csv/"))]
    assert """'=HYPERLINK("https://evil.example")""" in names


def test_the_platform_is_no_tenant(olga):
    assert not any("Platform" in name for name in lead(olga.page("/console/tenants/")))


def test_a_mail_shows_marks_where_it_has_links(olga, planted):
    page = olga.page(f"/console/mails/details/?id={planted.mail.tenant_id},{planted.mail.id}")
    assert "Follow [[link 1]] to accept." in page.text


def test_a_list_says_whether_it_is_empty_or_nothing_matches(olga):
    assert "Nothing here yet" in olga.page("/console/mails/").text
    assert "Nothing matches" in olga.page("/console/mails/?search=x").text


def test_a_tenant_leads_to_all_of_its_rows(olga, cast, planted):
    page = olga.page(f"/console/tenants/details/?id={cast.tenants['acme']}")
    links = {link.text.strip(): link["href"] for link in page.select("main a.btn-s")}
    assert list(links) == ["Memberships", "Invitations", "Mails", "Jobs", "Audit log"]
    assert [len(lead(olga.page(url))) for url in links.values()] == [5, 1, 1, 1, 7]


def test_the_overview_counts(olga, planted):
    page = olga.page("/console/")
    figures = {card.a.text: card.select_one(".v").text for card in page.select(".stat")}
    assert figures == {
        "Tenants": "2", "Suspended": "0", "Users": "7", "Unconfirmed": "0",
        "Jobs waiting": "0", "Jobs dead": "1", "Mails waiting": "0", "Mails failed": "1",
    }  # fmt: skip
    for link in page.select("main a"):
        assert olga.get(link["href"]).status_code == 200


@pytest.fixture
def many_tenants(cast):
    for number in range(23):
        cast.tenants[f"many-{number:02}"] = uuid7()
        with cast.within(f"many-{number:02}"):
            tenant = Tenant(id=cast.tenants[f"many-{number:02}"], slug=f"many-{number:02}", name=f"Many {number:02}")
            record(Event.TENANT_CREATED, tenant.save())
