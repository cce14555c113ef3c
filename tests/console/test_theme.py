"""The templates in place of Flask-Admin's: what they replace, and what none of their pages may contain."""

from hashlib import sha256
from pathlib import Path

import flask_admin
import pytest

from tests.console.conftest import LISTS

UPSTREAM = Path(flask_admin.__file__).parent / "templates" / "bootstrap4" / "admin"
OURS = Path("saas/console/templates/admin")
# A red line after an upgrade says which of ours to compare with the new original; then its hash goes here.
ORIGINALS = {
    "actions.html": "685288ebd9108462",
    "base.html": "a6add6a45c2ac3c5",
    "lib.html": "21a2c36fee3e1984",
    "model/create.html": "8930a13e4d81cd59",
    "model/details.html": "c4aa5d6ca9b9b82d",
    "model/edit.html": "b606efe0a695ead2",
    "model/inline_field_list.html": "67e95cc8006c11c5",
    "model/inline_form.html": "7c67695b482cae3d",
    "model/inline_list_base.html": "9385d36000f838cd",
    "model/list.html": "21003d92feb9a75c",
    "model/row_actions.html": "4dc1ade152ecd029",
}


@pytest.mark.parametrize("name", sorted(ORIGINALS))
def test_the_original_of_each_replaced_template_is_the_one_that_was_read(name):
    assert sha256((UPSTREAM / name).read_bytes()).hexdigest()[:16] == ORIGINALS[name]


def test_every_replaced_template_has_its_originals_hash():
    assert {str(path.relative_to(OURS)) for path in OURS.rglob("*.html")} == set(ORIGINALS)


@pytest.mark.parametrize("path", ["", *(f"{name}/" for name in LISTS)])
def test_pages_hold_to_the_content_security_policy(olga, planted, path):
    page = olga.page(f"/console/{path}")
    assert not page.select("style, script:not([src])")
    for tag in page.find_all(True):
        assert "style" not in tag.attrs, tag
        assert not any(name.startswith("on") for name in tag.attrs), tag
    links = [tag.get("src") or tag["href"] for tag in page.select("script[src], link[href]")]
    assert links
    assert all(link.startswith("/static/") for link in links)


def test_the_console_looks_like_no_workspace(olga):
    page = olga.page("/console/tenants/")
    assert page.html["data-console"] == "operator"
    assert page.select_one(".side .badge").text == "Staff"
    assert page.select_one(".side a[aria-current]").text.strip() == "Tenants"
    assert [label.text for label in page.select(".nav-label")] == ["Customers", "Work"]
