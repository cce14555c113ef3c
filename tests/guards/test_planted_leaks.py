"""The matrix can fail: whatever way a canary leaves by, and wherever an id is taken from, it is named."""

import pytest

from tests.guards import planted, test_matrix_ids
from tests.guards.attempts import Attempt
from tests.guards.tally import Tally

PATH, QUERY = test_matrix_ids.test_in_the_path_they_are_missing, test_matrix_ids.test_in_the_query_they_find_nothing
FORM, JSON = test_matrix_ids.test_in_a_form_they_touch_nothing, test_matrix_ids.test_in_json_they_touch_nothing
SHOWN = "reads canary-name-"


class AtTheSpecimens(Attempt):
    def routes(self, *methods):
        return ((route, form) for route, form in super().routes(*methods) if route.blueprint == "specimens")


@pytest.fixture
def plant(app, monkeypatch):
    return lambda endpoint, view: monkeypatch.setitem(app.view_functions, endpoint, planted.guarded(view))


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
        (FORM, "specimens.create", planted.changes_what_is_named, "changes specimens of the other workspace"),
        (JSON, "specimens.create", planted.changes_what_is_named, "changes specimens of the other workspace"),
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
    tally = Tally(counted.__setitem__)
    with pytest.raises(AssertionError) as failed:
        attack(AtTheSpecimens(world, world.identity("ada"), listen, tally), tally)
    assert any(endpoint in line and fault in line for line in str(failed.value).splitlines()), failed.value
    assert 0 < counted["leaks"] <= counted["cases"] * 3
