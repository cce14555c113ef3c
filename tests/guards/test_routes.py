"""The list of routes and rights is written down, so that a change of rights shows as a diff."""

import re
import subprocess
import sys
from collections import Counter

import pytest
from flask import Flask

from tests.guards import rights
from tests.guards import routes as listed
from tests.guards.routes import listing, parsed, promised, routes, unlisted
from tests.specimen.views import bp as specimens


@pytest.mark.parametrize("module", [listed, rights])
def test_the_lists_of_routes_and_rights_are_up_to_date(module):
    """In a process of its own: an app without servers would leave its limiter and its logs to the other tests."""
    printed = subprocess.run([sys.executable, "-m", module.__name__], capture_output=True, text=True, check=True)
    assert printed.stdout == module.WRITTEN.read_text(), "run `make routes` and look at the diff"


def test_what_is_written_reads_back(app):
    assert sorted(map(str, promised(app))) == sorted(map(str, routes(app)))
    assert [parsed(str(route)) for route in routes(app)] == routes(app)


def test_every_route_is_written_down(app):
    assert [line for line in unlisted(app) if f" {specimens.name}." not in line] == []


def test_no_route_is_undeclared(app):
    assert [str(route) for route in routes(app) if route.declared == "NOTHING"] == []


def test_no_view_stands_behind_another(app):
    """Of two with one address only the first is ever asked."""
    answered = Counter((route.method, re.sub(r"<.*?>", "<>", route.rule)) for route in routes(app))
    assert [address for address, views in answered.items() if views > 1] == []


def test_writing_is_never_done_by_get(app):
    verbs = ("create", "update", "delete", "resend")
    assert [
        str(route) for route in routes(app) if route.method == "GET" and route.endpoint.split(".")[-1] in verbs
    ] == []


def test_a_planted_view_without_a_right_is_named():
    planted = Flask("planted")
    planted.add_url_rule("/planted", view_func=lambda: "", endpoint="planted")
    assert "NOTHING" in next(line for line in listing(planted).splitlines() if "/planted" in line)


@pytest.mark.parametrize(
    ("method", "declared"), [("DELETE", "public: legal pages"), ("GET", "public: whoever likes"), ("GET", "NOTHING")]
)
def test_a_planted_method_or_right_is_named(method, declared):
    planted = Flask("planted")
    view = lambda: ""  # noqa: E731  # only its mark counts
    view.declared = declared
    planted.add_url_rule("/terms", "legal.show", view, methods=[method])
    assert [line.split()[:2] for line in unlisted(planted) if "/terms" in line] == [[method, "/terms"]]
