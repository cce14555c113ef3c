"""Every page, for everybody: nothing is drawn that doesn't work, nothing is said that isn't translated or names us."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from saas.config import Settings
from saas.core.security import limiter
from tests import servers
from tests.clients import Client
from tests.guards import markup, pseudo
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
IN_ONE_LANGUAGE = ("/terms", "/privacy")  # documents, not pages of the program


@pytest.fixture(scope="module")
def app(database, tmp_path_factory):
    """The product under another name, in a language that shows what is translated."""
    app = servers.create_app(servers.settings(database, "saas_test", **BRAND))
    app.test_client_class = Client
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limiter, "enabled", False)
        pseudo.speak(app, tmp_path_factory.mktemp("translations"), patch)
        yield app


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


def test_the_products_name_stands_in_the_settings_alone():
    files = [path for folder in ("saas", "workers") for path in Path(folder).rglob("*.*") if path.suffix in READABLE]
    named = [str(path) for path in files if OUR_WORDS[0] in path.read_text().casefold()]
    assert named == ["saas/config.py"]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ("<p>⟦Hello⟧</p>", []),
        ("<p>⟦Hello ⟦owner⟧⟧</p>", []),
        ("<p>⟦Hello⟧ Ada Moreau, 12</p>", []),
        ("<p>⟦Read our <a>terms</a> first⟧</p>", []),
        ("<p>⟦Read our⟧ <a>terms</a></p>", ["terms"]),
        ('<input placeholder="Name">', ["Name"]),
        ("<button>Save ⟦changes⟧</button>", ["Save "]),
        ('<span aria-hidden="true">AM</span><code>make run</code>', []),
    ],
)
def test_a_bare_text_is_found(html, found):
    assert pseudo.bare_texts(BeautifulSoup(html, "html.parser"), {"Ada Moreau"}) == found


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<a href="#">More</a>', "leads nowhere"),
        ("<a>More</a>", "leads nowhere"),
        ('<a href="/t/acme/nothing">More</a>', "/t/acme/nothing, which answers 404"),
        (
            '<form method="post" action="/t/acme/"><button>Go</button></form>',
            "sends to POST /t/acme/, which isn't there",
        ),
        ('<form method="post" action="/logout"><button>Go</button></form>', "has no CSRF token"),
        (
            '<form action="/t/acme/specimens/" method="post"><button>Go</button></form>',
            "drawn for somebody who is denied",
        ),
        ("<button>Go</button>", "does nothing"),
        ('<button type="button" popovertarget="menu">Go</button>', "points at #menu"),
        ('<button onclick="go()">Go</button>', "has onclick="),
        ('<p style="color: red">Go</p>', "has style="),
        ("<script>go()</script>", "an inline <script>"),
        ('<a href="javascript:go()">Go</a>', "has href="),
        ('<input name="q">', "has no label"),
        ('<button data-close aria-label=""></button>', "has no name"),
        ('<p id="a"></p><p id="a"></p>', "#a is there 2 times"),
        ('<img src="/static/nothing.png" alt="">', "/static/nothing.png isn't there"),
    ],
)
def test_a_planted_dead_control_is_named(world, html, fault):
    crawl = Crawl(world, world.identity("mel"))
    crawl.read(Page("mel", "/t/acme/", 200, BeautifulSoup(html, "html.parser")))
    while crawl.queue:
        crawl.look(*crawl.queue.popleft())
    assert any(fault in found for found in crawl.faults), crawl.faults.values()


def test_a_clean_form_has_no_fault():
    token, field = '<input type="hidden" name="csrf_token" value="x">', '<label>Name <input name="name"></label>'
    assert markup.faults(BeautifulSoup(f'<form method="post">{token}{field}</form>', "html.parser")) == []
