"""What anybody may read, and what search engines are told."""

from xml.etree import ElementTree

import pytest

from saas.plans import PLANS

PAGES = ["/", "/pricing", "/terms", "/privacy", "/signup", "/login"]


@pytest.mark.parametrize("page", PAGES)
def test_anybody_may_read(client, page):
    assert client.get(page).status_code == 200


def test_the_pricing_page_sells_what_plans_says(client):
    text = client.page("/pricing").get_text()
    assert all(str(plan.name) in text for plan in PLANS.values())
    assert "$12.00" in text


def test_the_legal_pages_name_who_runs_the_product(client, app):
    assert app.config["SETTINGS"].legal_name in client.get("/terms").text


def test_the_sitemap_lists_pages_that_answer(client):
    sitemap = ElementTree.fromstring(client.get("/sitemap.xml").text)
    urls = [element.text for element in sitemap.iter() if element.tag.endswith("loc")]
    assert len(urls) == 6
    for url in urls:
        assert client.get(url.removeprefix("http://localhost")).status_code == 200


def test_robots_keep_out_of_workspaces(client):
    assert "Disallow: /t/" in client.get("/robots.txt").text


def test_a_signed_in_visitor_is_led_to_their_workspace(ada):
    assert ada.get("/").location == "/t/acme/"
