"""The proof of the context under load fails where the tenant is told carelessly, and where there is no pooler."""

from types import SimpleNamespace

import pytest

from saas.core.tenancy import PLATFORM
from tests.prove.copies import Failed
from tests.prove.load import careless, ends, pooler, proof
from tests.prove.load.clients import Tally
from tests.prove.load.looks import Owned, faults_of_nobody

FEW, TENANTS, SEED = 300, 5, 7  # the first of them would do
MISTAKES = ("rows of another", "without a tenant", " of its ")  # more is seen than may be, or less than there is

with_pooler = pytest.mark.skipif(not pooler.found(), reason="there is no pgbouncer")  # CI refuses to skip


@with_pooler
def test_a_tenant_told_for_the_session_reaches_work_without_one():
    wrong = proof.load(FEW, TENANTS, SEED, careless.for_the_session.__name__).wrong
    assert any("without a tenant" in fault for fault in wrong)


@with_pooler
def test_a_tenant_told_once_for_each_connection_is_mistaken_for_another_or_for_nobody():
    """The first fault ends the load, and whose connection it was that was told wrongly is a matter of moments."""
    wrong = proof.load(FEW, TENANTS, SEED, careless.once_for_each_connection.__name__).wrong
    assert any(mistake in fault for mistake in MISTAKES for fault in wrong)


def test_without_a_pooler_it_fails_and_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(pooler, "SBIN", "")
    with pytest.raises(Failed, match="install"):
        pooler.binary()


def test_an_empty_look_is_no_good_look():
    assert Owned(PLATFORM, PLATFORM, specimens=3, memberships=1).faults({}) == [
        "0 of its 3 specimens",
        "0 of its 1 memberships",
        "0 of its 1 tenants",
    ]
    assert faults_of_nobody({}) == []


@pytest.mark.parametrize(
    ("jobs", "noted", "fault"),
    [
        ([], set(), "1 jobs were asked for, there are 0"),
        ([("a", "waiting", 1)], {"a"}, "job a is waiting after 1 tries, noted: True"),
        ([("a", "dead", 1)], {"a"}, "job a is dead after 1 tries, noted: True"),
        ([("a", "done", 1)], set(), "job a is done after 1 tries, noted: False"),
    ],
)
def test_a_job_that_is_lost_or_left_fails_it(jobs, noted, fault):
    tally = Tally()
    ends.judge_jobs(SimpleNamespace(asked=lambda *_: jobs), 1, noted, tally)
    assert tally.wrong == [fault]
