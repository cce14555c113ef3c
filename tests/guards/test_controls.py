"""Nothing is drawn that doesn't work: every link, button and form of every page, for everybody."""

import pytest
from bs4 import BeautifulSoup

from saas.accounts import pace
from tests.guards import markup
from tests.guards.crawl import Crawl
from tests.guards.visits import Page
from tests.guards.world import World

STARTS = {
    "anonymous": ("/", "/login", "/signup", "/reset", "/t/acme/", "/nowhere"),
    "ada": ("/t/acme/", "/account", "/nowhere"),
    "adam": ("/t/acme/", "/account", "/t/globex/"),
    "mel": ("/t/acme/", "/account", "/t/acme/audit"),
    "bea": ("/t/acme/", "/t/acme/projects/"),
    "vic": ("/t/acme/", "/account"),
    "custom": ("/t/acme/",),
    "removed": ("/", "/workspaces", "/t/acme/"),
    "suspended": ("/", "/t/initech/", "/t/initech/settings"),
    "olga": ("/console/", "/account"),
}


@pytest.fixture
def world(app, cast, transaction, monkeypatch):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", True)
    monkeypatch.setattr(pace, "ANSWER_SECONDS", 0)
    return World(cast, transaction)


@pytest.mark.parametrize("name", STARTS)
def test_everything_drawn_works(world, name):
    crawl = Crawl(world, world.identity(name), *STARTS[name])
    assert not crawl.faults, "\n".join(crawl.faults.values())


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
