"""The same with projects: made, changed, commented on, archived, deleted and searched on both sides at random."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from saas.accounts import pace
from tests.guards.test_two_sides import SIZE
from tests.guards.two_sides import CANARIES, PAGES, SIDES, TwoSides, other

ACTS = ("", "/archival", "/archival/delete", "/comments", "/delete")


class WithProjects(TwoSides):
    @rule(side=SIDES)
    def make_a_project(self, side):
        answer = self.owner[side].send(f"/t/{side}/projects/", name=self.typed(side), state="planned", assignee_id="")
        assert answer.status_code in (302, 402)  # the plan's projects are used up

    @rule(side=SIDES, act=st.sampled_from(ACTS))
    def change_a_project(self, side, act):
        for id in self.scalars("SELECT id FROM projects WHERE tenant_id = :it", self.cast.tenants[side])[:1]:
            fields = {"name": self.typed(side), "body": self.typed(side), "state": "active", "assignee_id": ""}
            address = f"projects/{id}{act}"
            assert self.owner[other(side)].send(f"/t/{other(side)}/{address}", **fields).status_code == 404
            version = self.scalars("SELECT version FROM projects WHERE id = :it", id)[0]
            answer = self.owner[side].send(f"/t/{side}/{address}", version=version, **fields)
            assert answer.status_code in (302, 409)  # archived

    @rule(side=SIDES, letters=st.integers(1, 9))
    def search_projects(self, side, letters):
        found = self.owner[other(side)].page(f"/t/{other(side)}/projects/?q={CANARIES[side][:letters]}")
        assert not any(CANARIES[side] in cell.text for cell in found.select("tbody td"))

    def pages(self, side):
        yield from (f"/t/{slug}/projects/" for slug in CANARIES)
        yield from (f"/t/{side}/{page}" for page in PAGES[:2])


def test_nobody_reads_the_other_sides_projects(cast, transaction, mailbox, monkeypatch):
    monkeypatch.setattr(pace, "ANSWER_SECONDS", 0)
    run_state_machine_as_test(lambda: WithProjects(cast, transaction, mailbox), settings=settings(SIZE, max_examples=5))
