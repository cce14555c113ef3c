"""The checks of pages can fail: what is planted is found and named."""

import pytest
from bs4 import BeautifulSoup

from tests.guards import markup, pseudo
from tests.guards.crawl import Crawl
from tests.guards.visits import Page

DEAD = (
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
)


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


def test_planted_dead_controls_are_named(world):
    mel = world.identity("mel")
    for html, fault in DEAD:
        crawl = Crawl(world, mel)
        crawl.read(Page("mel", "/t/acme/", 200, BeautifulSoup(html, "html.parser")))
        for address, source in list(crawl.queue):
            crawl.look(address, source)
        assert any(fault in found for found in crawl.faults), html


def test_a_clean_form_has_no_fault():
    token, field = '<input type="hidden" name="csrf_token" value="x">', '<label>Name <input name="name"></label>'
    assert markup.faults(BeautifulSoup(f'<form method="post">{token}{field}</form>', "html.parser")) == []
