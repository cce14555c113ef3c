"""A link that is forged, cut off, too old, used or of something else: one page for all, and nothing happens."""

import re

import pytest

from tests.cast import PEOPLE
from tests.guards.faults import FAULTS, Live, address
from tests.guards.links import ELSEWHERE, KINDS, NEW
from tests.guards.routes import Route, routes
from tests.guards.snapshots import Watch

CHANGING = re.compile(r'name="csrf_token" value="[^"]*"|[0-9a-f]{32}')
OF_FILES = {"dev_mail"}  # development's pages, whose <name> is a file's
CASES = [
    pytest.param(kind, name, id=f"{kind.name} {name}")
    for kind in KINDS
    for name in FAULTS
    if name != f"of the purpose {kind.name}"
]


@pytest.fixture(autouse=True)
def crashes_come_through(app, monkeypatch):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", True)


@pytest.fixture
def watch(cast, transaction):
    return Watch(transaction, cast.tenants["acme"])


def knock(live: Live, token: str, client=None) -> list[tuple[int, str]]:
    """Status and text of every route that takes it, as nobody would see them who is signed in."""
    answers = []
    for route in live.routes:
        client = client or live.cast.app.test_client()
        url = address(route, token)
        answer = client.get(url) if route.method == "GET" else client.send(url, **NEW)
        text = CHANGING.sub("", answer.get_data(as_text=True)).replace(token, "")
        answers.append((answer.status_code, text))
    return answers


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_link_that_is_no_good_does_nothing_and_tells_nothing(cast, watch, kind, name):
    fault, told = FAULTS[name], {}
    for short in ("mel", "bea"):
        live = Live(cast, kind, short)
        before_it = knock(live, live.token) if name in kind.untouched else None
        token = fault.spoil(live)
        with fault.when(live):
            before = watch.snapshot()
            told[short] = knock(live, token)
            assert watch.snapshot().written(before) == []
        if before_it:
            assert told[short] == before_it
            return
        assert {status for status, _text in told[short]} == {fault.status}
    assert told["mel"] == told["bea"]
    said = " ".join(text for _status, text in told["mel"])
    assert not [word for person in PEOPLE.values() for word in person[:2] if word in said]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_link_that_is_good_works(cast, kind):
    """Or the test above would hold for links that never do."""
    live = Live(cast, kind, "mel")
    assert live.routes[0].method == "GET"
    assert cast.app.test_client().get(address(live.routes[0], live.token)).status_code == 200
    live.use()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_somebody_elses_link_does_nothing_to_who_is_signed_in(cast, transaction, kind):
    live, adam = Live(cast, kind, "mel"), cast.signed_in("adam")
    before = rows_of("adam", cast, transaction)
    assert {status for status, _text in knock(live, live.token, adam)} <= {200, 302, 403, 404, 422}
    assert rows_of("adam", cast, transaction) == before


def rows_of(short: str, cast, transaction) -> set:
    """All that name this person."""
    now = Watch(transaction, cast.tenants["acme"]).before
    return {row for row in now.theirs | now.others if str(cast.users[short]) in row[1]}


def test_every_route_with_a_token_has_a_case(app):
    assert faults_of(routes(app)) == []
    known = {route.endpoint for route in routes(app)}
    assert [each for kind in KINDS for each in kind.endpoints if each not in known] == [], "they are no longer there"


@pytest.mark.parametrize("argument", ["token", "secret"])
def test_a_planted_route_is_named(argument):
    rule = f"/undo/<{argument}>"
    planted = Route("GET", rule, "undo.edit", "public: the link", frozenset({argument}))
    assert planted.rule in faults_of([planted])[0]


def faults_of(found: list[Route]) -> list[str]:
    """A public page that something unguessable opens calls it a token, and stands in tests/guards/links.py."""
    covered = {endpoint for kind in KINDS for endpoint in kind.endpoints}
    return [
        f"{route}: add its kind of link to tests/guards/links.py"
        for route in found
        if (
            "token" in route.arguments
            and route.endpoint not in covered
            and not {route.blueprint, route.endpoint} & set(ELSEWHERE)
        )
        or (route.public and route.arguments - {"token"} and route.blueprint not in OF_FILES)
    ]
