"""The matrix can fail: whatever way a canary leaves by, wherever an id is taken from, whatever writes, is named."""

import pytest

from saas.permissions import Can, public, requires, signed_in
from tests.guards import planted, test_matrix, test_matrix_ids
from tests.guards.attempts import Attempt
from tests.guards.routes import promised
from tests.guards.tally import Tally

PATH, QUERY = test_matrix_ids.test_in_the_path_they_are_missing, test_matrix_ids.test_in_the_query_they_find_nothing
FORM, JSON = test_matrix_ids.test_in_a_form_they_touch_nothing, test_matrix_ids.test_in_json_they_touch_nothing
SHOWN, CHANGED = "reads canary-name-", "changes specimens of the other workspace"
OF_A_MEMBER = requires(Can.VIEW_MEMBERS)
OF_ANYBODY = public("planted")


class AtThePlanted(Attempt):
    endpoint = "specimens.index"

    def routes(self, *methods):
        of_blueprint = self.endpoint.split(".")[0]
        return ((route, form) for route, form in super().routes(*methods) if route.blueprint == of_blueprint)


@pytest.fixture
def plant(app, monkeypatch):
    """`plant(endpoint, view)` puts the view in the place of another, for whom `guard` lets in."""

    def plant(endpoint, view, guard=OF_A_MEMBER):
        monkeypatch.setitem(app.view_functions, endpoint, guard(view))
        monkeypatch.setattr(AtThePlanted, "endpoint", endpoint)

    return plant


@pytest.mark.parametrize(("view", "where"), planted.WAYS)
def test_a_canary_is_heard(world, listen, plant, view, where):
    plant("specimens.index", view)
    heard = listen(world.identity("ada")).visit("/t/acme/specimens/")
    assert any(fault.startswith("reads canary") and where in fault for fault in heard.faults), heard.faults


def test_a_quiet_visit_has_no_fault(world, listen):
    assert listen(world.identity("ada")).visit("/t/acme/specimens/").faults == []


@pytest.mark.parametrize(
    ("attack", "endpoint", "view", "fault"),
    [
        (PATH, "specimens.show", planted.shows_what_the_path_names, SHOWN),
        (QUERY, "specimens.index", planted.shows_what_is_named, SHOWN),
        (FORM, "specimens.create", planted.shows_what_is_named, SHOWN),
        (JSON, "specimens.update", planted.shows_what_is_named, SHOWN),
        (FORM, "specimens.create", planted.changes_what_is_named, CHANGED),
        (JSON, "specimens.create", planted.changes_what_is_named, CHANGED),
        (
            FORM,
            "specimens.create",
            planted.keeps_what_is_named,
            "a row of jobs that names the other workspace's specimens",
        ),
    ],
)
def test_a_view_that_trusts_an_id_is_named(world, listen, plant, attack, endpoint, view, fault):
    plant(endpoint, view)
    counted = {}
    attacked(attack, world, listen, "ada", endpoint, fault, Tally(counted.__setitem__))
    assert 0 < counted["leaks"] <= counted["cases"] * 3


@pytest.mark.parametrize(
    ("who", "attack", "endpoint", "guard", "view", "fault"),
    [
        ("ada", QUERY, "workspaces.index", signed_in, planted.shows_a_workspace_by_slug, SHOWN),
        ("ada", QUERY, "workspaces.index", signed_in, planted.shows_a_workspace_by_hex, SHOWN),
        ("ada", QUERY, "legal.show", OF_ANYBODY, planted.shows_a_workspace_by_hex, SHOWN),
        ("anonymous", QUERY, "legal.show", OF_ANYBODY, planted.shows_a_workspace_by_slug, SHOWN),
        ("anonymous", QUERY, "legal.show", OF_ANYBODY, planted.shows_a_workspace_by_hex, SHOWN),
        ("anonymous", FORM, "accounts.theme", OF_ANYBODY, planted.changes_a_workspace, CHANGED),
        ("ada", FORM, "accounts.theme", OF_ANYBODY, planted.changes_a_workspace, CHANGED),
        ("anonymous", FORM, "accounts.theme", OF_ANYBODY, planted.changes_what_two_names_say, CHANGED),
        ("ada", JSON, "workspaces.create", signed_in, planted.changes_what_json_names, CHANGED),
        ("ada", FORM, "workspaces.create", signed_in, planted.changes_what_two_names_say, CHANGED),
    ],
)
def test_a_view_that_enters_what_a_request_names_is_named(
    world, listen, plant, who, attack, endpoint, guard, view, fault
):
    plant(endpoint, view, guard)
    attacked(attack, world, listen, who, endpoint, fault, Tally(lambda *_: None))


@pytest.mark.parametrize("name", ["ada", "vic"])
def test_a_page_that_changes_ones_own_workspace_by_being_opened_is_named(world, listen, plant, monkeypatch, name):
    plant("specimens.index", planted.changes_by_opening)
    planted_alone = [route for route in promised(world.cast.app) if route.endpoint == "specimens.index"]
    monkeypatch.setattr(test_matrix, "promised", lambda _app: planted_alone)
    with pytest.raises(AssertionError, match=r"specimens\.index .* changes tenants by opening a page"):
        test_matrix.test_everybody_gets_what_their_rights_say(world, listen, Tally(lambda *_: None), name)


def attacked(attack, world, listen, who, endpoint, fault, tally):
    with pytest.raises(AssertionError) as failed:
        attack(AtThePlanted(world, world.identity(who), listen, tally), tally)
    assert any(endpoint in line and fault in line for line in str(failed.value).splitlines()), failed.value
