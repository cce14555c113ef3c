"""Chromium says where our answers would lead it: its URL parser is the judge, not Python's."""

from unittest.mock import patch

import pytest

from saas.accounts import pace
from tests.core.hostile import HOSTILE
from tests.guards.leaving import HERE, RIGHT, who_may_log_in
from tests.guards.visits import visit
from tests.guards.world import World

FORMS = [form for form in HOSTILE if form]
LEAVE = """([locations, base]) => locations.filter(location => {
  try { return new URL(location, base).origin !== new URL(base).origin } catch { return false }
})"""
MANY = 30  # of the forms lead away by themselves; the rest are what a router or proxy might make of one


@pytest.fixture
def leaving(chromium):
    """`leaving(locations)`: those that a browser on the log-in page would leave the site for."""
    page = chromium.new_page()
    yield lambda locations: page.evaluate(LEAVE, [sorted(locations), f"{HERE}/login"])
    page.close()


def test_chromium_would_follow_the_hostile_forms_away(leaving):
    assert len(leaving(FORMS)) >= MANY


def test_chromium_stays_here_whatever_we_are_asked(cast, transaction, leaving):
    with patch.object(pace, "ANSWER_SECONDS", 0):
        world = World(cast, transaction)
        who_may_log_in(cast)
        led = [log_in_towards(world, form) for form in FORMS]
    assert "/t/acme/" in led, "nobody got in"
    assert leaving({*filter(None, led)}) == []


def log_in_towards(world: World, form: str) -> str | None:
    return visit(world, world.identity("anonymous"), "/login", "POST", RIGHT | {"next": form}).headers.get("Location")
