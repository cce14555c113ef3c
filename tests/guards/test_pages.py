"""Every page, for everybody: nothing is drawn that doesn't work, nothing is said that isn't translated or names us."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import render_template

from saas.config import Settings
from saas.core.security import limiter
from saas.permissions import Can, Role
from saas.site import legal
from tests import servers
from tests.clients import Client
from tests.guards import pseudo
from tests.guards.crawl import Crawl
from tests.guards.visits import Page
from tests.guards.world import World

STARTS = {
    "anonymous": ("/", "/login", "/signup", "/reset", "/t/acme/", "/nowhere"),
    "ada": ("/t/acme/", "/account", "/nowhere"),
    "adam": ("/t/acme/", "/account", "/t/globex/"),
    "mel": ("/t/acme/", "/account", "/t/acme/audit"),
    "bea": ("/t/acme/", "/t/acme/audit"),
    "vic": ("/t/acme/", "/account"),
    "custom": ("/t/acme/",),
    "removed": ("/", "/workspaces", "/t/acme/"),
    "suspended": ("/", "/t/initech/", "/t/initech/settings"),
    "olga": ("/console/", "/account"),
}
BRAND = {
    "product_name": "Zebra9",
    "legal_name": "Zebra9 GmbH",
    "support_email": "care@zebra9.test",
    "mail_from": "post@zebra9.test",
}
OUR_WORDS = tuple(Settings.model_fields[name].default.casefold() for name in BRAND)
READABLE = {".py", ".html", ".xml", ".css", ".js", ".svg", ".md", ".txt"}
ERRORS = sorted(
    path.name for path in Path("saas/templates/errors").glob("*.html") if path.stem not in ("base", "static")
)
IN_ONE_LANGUAGE = ("/terms", "/privacy")  # documents, not pages of the program


@pytest.fixture(scope="module")
def app(database, tmp_path_factory):
    """The product under another name, in a language that shows what is translated."""
    app = servers.create_app(servers.settings(database, **BRAND))
    app.test_client_class = Client
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limiter, "enabled", False)
        pseudo.speak(app, tmp_path_factory.mktemp("translations"), patch)
        forget_documents()
        yield app
        forget_documents()


def forget_documents() -> None:
    """The legal pages are rendered once a process, with the settings of whichever app came first."""
    legal.documents.reload()
    legal.documents._file_cache.clear()


@pytest.mark.parametrize("name", STARTS)
def test_everything_drawn_works_in_every_language_under_any_name(world, name):
    crawl = Crawl(world, world.identity(name), *STARTS[name])
    for page in crawl.pages:
        if page.path not in IN_ONE_LANGUAGE:
            crawl.blame(page, *(f"“{text}” is bare" for text in bare(world, page)))
    for address, text in crawl.texts.items():
        crawl.blame(address, *(f"says {word}" for word in OUR_WORDS if word in text.casefold()))
    assert not crawl.faults, "\n".join(crawl.faults.values())


def bare(world: World, page: Page) -> list[str]:
    return pseudo.bare_texts(page.soup, world.names | set(BRAND.values()))


@pytest.mark.parametrize("template", pseudo.mails())
def test_every_mail_is_translated_and_named_after_the_product(app, template):
    html = pseudo.mail(app, template)
    assert pseudo.bare_texts(BeautifulSoup(html, "html.parser"), {*BRAND.values(), pseudo.ANYTHING}) == []
    assert [word for word in OUR_WORDS if word in html.casefold()] == []
    assert BRAND["product_name"] in html


@pytest.mark.parametrize("status", [400, 402, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503])
def test_every_error_page_is_translated(app, status):
    for template in ERRORS:
        with app.test_request_context("/"):
            html = render_template(f"errors/{template}", status=status, right=Can.VIEW_AUDIT, grantors=list(Role))
        assert pseudo.bare_texts(BeautifulSoup(html, "html.parser"), BRAND.values()) == [], template


def test_the_products_name_stands_in_the_settings_alone():
    files = [path for folder in ("saas", "workers") for path in Path(folder).rglob("*.*") if path.suffix in READABLE]
    named = [str(path) for path in files if OUR_WORDS[0] in path.read_text().casefold()]
    assert named == ["saas/config.py"]
