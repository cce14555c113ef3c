"""Each line of the log is of its own request."""

import json

import pytest

from tests.guards.logged import listening

HOME = "/t/acme/"


def test_a_refused_request_has_an_id_of_its_own(ada, eve):
    """A thread serves many people one after the other."""
    with listening() as log:
        answers = [ada.get(HOME), eve.get(HOME)]
    ids = [line["request_id"] for line in told(log) if line["event"] == "request"]
    assert ids == [answer.headers["X-Request-ID"] for answer in answers]
    assert len({*ids, ""}) == 3


@pytest.mark.parametrize("path", [HOME, "/nowhere", "/t/nowhere/"])
def test_a_line_never_names_who_came_before(ada, client, path):
    with listening() as log:
        ada.get(HOME)
        client.get(path)
    first, second = (line for line in told(log) if line["event"] == "request")
    assert first["tenant"]
    assert not {"user", "tenant"} & second.keys()


@pytest.mark.parametrize("path", ["/reset/{}", "/email/undo/{}", "/invitations/{}", "/login/lost/{}"])
def test_no_line_holds_a_link_that_opens_something(client, path):
    with listening() as log:
        client.get(path.format("secret-word"))
    line = next(line for line in told(log) if line["event"] == "request")
    assert line["path"] == path.format("…")
    assert "secret-word" not in log.getvalue()


def told(log) -> list[dict]:
    return [json.loads(line) for line in log.getvalue().splitlines()]
