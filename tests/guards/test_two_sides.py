"""Two workspaces side by side, at random; and that a fallen wall between them is noticed."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from saas.accounts import pace
from tests.guards.rows import as_owner
from tests.guards.two_sides import TwoSides

# A step is a handful of requests, some with a password's hash.
SIZE = settings(
    max_examples=8, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
# The first failure will do: no shrinking, and as many tries as chance may need before it reads where the wall fell.
UNTIL_SEEN = settings(SIZE, max_examples=200, phases=[Phase.generate])


@pytest.fixture
def machine(cast, transaction, mailbox, monkeypatch):
    monkeypatch.setattr(pace, "ANSWER_SECONDS", 0)
    return lambda: TwoSides(cast, transaction, mailbox)


def test_whatever_happens_nobody_reads_the_other_side(machine):
    run_state_machine_as_test(machine, settings=SIZE)


@pytest.mark.parametrize("table", ["specimens", "memberships"])
def test_a_fallen_wall_is_noticed(machine, transaction, table):
    as_owner(transaction)
    transaction.exec_driver_sql(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=UNTIL_SEEN)
