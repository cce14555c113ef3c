"""Ids of another workspace's rows, sent wherever a request can carry one: by people who may do a lot, and by nobody."""

import pytest

from tests.guards.attempts import Attempt

MISSING = (403, 404, 422)  # 403 for who lacks the right, 422 where a form is looked at before the row
TAKEN = (200, 302, 303)
# Forms that are right, and still refused in this world, with why.
REFUSED = {
    "removal.create_departure": "ada is the only owner",
    "password.update": "the cast has no passwords",
    "again.create": "the cast has no passwords",
    "sessions.delete": "nobody of the cast is signed in twice",
    "accounts.create_session": "the cast has no passwords",
    "deletion.create": "the name of the workspace must be typed",
    "exports.create_download": "the planted export was never made",
    "own_data.create_deletion": "ada is the only owner, and one's address must be typed",
    **dict.fromkeys(
        ("factors.create", "passkeys.create", "passkey_doors.create"), "only an app or a key knows the answer"
    ),
    "passkeys.delete": "nobody of the cast has a passkey",
    "deletion.delete": "only an owner may, and nothing is to be undone",
    "exports.create": "not with a role of the workspace's own",
    **dict.fromkeys(("waiting.create", "waiting.delete"), "nobody of the cast is invited"),
    "accounts.theme": "no page shows its form to whom nobody knows",
    **dict.fromkeys(
        (
            "confirmation.update",
            "reset.update",
            "enrolment.update",
            "acceptance.create",
            "acceptance.delete",
            "email_links.update",
            "email_links.update_undo",
            "lost_factor.update",
        ),
        "there is no such token",
    ),
}

IN_ACME = pytest.mark.parametrize("name", ["ada", "trusted"])
ANYBODY = pytest.mark.parametrize("name", ["ada", "trusted", "anonymous"])


@pytest.fixture
def attempt(world, listen, tally, name):
    return Attempt(world, world.identity(name), listen, tally)


@IN_ACME  # no public page has an id in its path
def test_in_the_path_they_are_missing(attempt, tally):
    for route, form in attempt.routes("GET", "POST", "PUT", "PATCH", "DELETE"):
        for how, address in attempt.abroad(route):
            response = attempt.send(route, address, f"{how} in the path", form.fields)
            if response.status_code not in MISSING:
                tally.blame(route, f"another workspace's {how} in the path: got {response.status_code}")
    tally.close()


@ANYBODY
def test_in_the_query_they_find_nothing(attempt, tally):
    for route, form in attempt.routes("GET", "POST", "PUT", "PATCH", "DELETE"):
        names = attempt.foreign.names(route)
        attempt.send(route, form.address, "every name in the query", form.fields, query_string=names)
        for wanted in attempt.wanted(route, form):
            attempt.send(route, form.address, f"{wanted} in the query", form.fields, query_string=wanted)
    tally.close()


@ANYBODY
def test_as_a_cursor_they_lead_nowhere(attempt, tally):
    for route, form in attempt.routes("GET"):
        for cursor in attempt.foreign.cursors(route):
            for name in ("after", "before"):
                attempt.send(route, form.address, f"{name} in the query", query_string={name: cursor})
    tally.close()


@ANYBODY
def test_in_a_form_they_touch_nothing(attempt, tally):
    for route, form in attempt.routes("POST", "PUT", "PATCH", "DELETE"):
        attempt.send(route, form.address, "every name as a field", form.fields | attempt.foreign.extra(route, form))
        names = attempt.foreign.names(route)
        for name in form.chosen:
            fields = form.fields | {name: names.get(name) or names["id"]}
            attempt.send(route, form.address, f"{name} as a field", fields)
        for wanted in attempt.wanted(route, form):
            attempt.send(route, form.address, f"{wanted} as fields", form.fields | wanted)
    tally.close()


@ANYBODY
def test_in_json_they_touch_nothing(attempt, tally):
    for route, form in attempt.routes("POST", "PUT", "PATCH", "DELETE"):
        names = attempt.foreign.names(route)
        for how, body in (("with its form", form.fields | attempt.foreign.extra(route, form)), ("alone", names)):
            attempt.send(route, form.address, f"every name in JSON, {how}", json=body)
        for wanted in attempt.wanted(route, form):
            attempt.send(route, form.address, f"{wanted} in JSON", json=form.fields | wanted)
    tally.close()


@ANYBODY
def test_the_forms_are_filled_in_well_enough_to_be_taken(attempt, tally, name):
    """Or what is sent beside their fields would never be looked at."""
    for route, form in attempt.routes("POST", "PUT", "PATCH", "DELETE"):
        response = attempt.send(route, form.address, "the form as it is", form.fields)
        if response.status_code not in TAKEN and route.endpoint not in REFUSED:
            tally.blame(route, f"refuses {name}'s form {form.fields}: {response.status_code}")
    tally.close()
