"""The proof of the wall fails when a lost lock goes unnoticed, when a guard is blind, when a canary is heard."""

from dataclasses import replace
from functools import partial
from itertools import islice

import pytest

from tests import servers
from tests.guards.behaviour import tables
from tests.guards.rows import as_owner
from tests.prove import wall
from tests.prove.__main__ import PROOFS
from tests.prove.copies import Failed
from tests.prove.crowd import Crowd
from tests.prove.leaks import leaks
from tests.prove.mutants import policies, rights, views
from tests.prove.mutants.mutant import of_database
from tests.prove.planted import plant
from tests.prove.wall import Score, crowded, hunt, staged, verdict

SEES = "specimens: a wide policy for SELECT besides"  # shows in nothing but what is read


@pytest.fixture(scope="module")
def product(database):
    app = servers.create_app(servers.settings(database))
    plant(app)
    return app


@pytest.fixture
def stage(product, database):
    with staged(product, database) as stage:
        yield stage


@pytest.fixture
def crowd(product, database):
    with crowded(product, database) as crowd:
        yield crowd


def test_a_mutant_that_changes_nothing_survives_is_named_and_fails_the_proof(stage, capsys):
    score, check = Score(), partial(tables.others_rows_are_not_seen, stage, "specimens")
    hunt([of_database(stage, "nothing at all", "SELECT 1", check)], score)
    with pytest.raises(Failed, match=r"^mutants killed 0 of 1, leaks 0$"):
        verdict(score)
    assert capsys.readouterr().out == "wall: survived: nothing at all\nwall: by behaviour 0, by catalogue 0 of 1\n"


def test_mutants_that_are_seen_are_told_of_as_promised(stage, capsys):
    score = Score()
    hunt([mutant for mutant in policies.mutants(stage, "ci") if mutant.name == SEES], score)
    assert verdict(score) == "mutants killed 1 of 1, leaks 0"
    assert capsys.readouterr().out == "wall: by behaviour 1, by catalogue 1 of 1\n"


def test_a_blind_check_lets_its_mutants_survive(stage, monkeypatch):
    monkeypatch.setattr(tables, "REACHES", ("SELECT count(*) FROM {} WHERE id = :id AND false",))
    score = Score()
    hunt([mutant for mutant in policies.mutants(stage, "ci") if mutant.name == SEES], score)
    assert score.survivors == [SEES]


def test_what_only_the_catalogue_sees_survives(stage):
    score, check = Score(), partial(tables.others_rows_are_not_seen, stage, "specimens")
    sql = "ALTER FUNCTION sec.tenant_id() RESET search_path"
    hunt([of_database(stage, "no search_path", sql, check)], score)
    hunt([of_database(stage, "no search_path, of structure", sql, check, structural=True)], score)
    assert (score.survivors, score.by_behaviour, score.by_catalogue) == (["no search_path"], 0, 2)


def test_a_wall_that_is_down_already_ends_the_proof(stage):
    stage.as_superuser("ALTER TABLE specimens DISABLE ROW LEVEL SECURITY")
    every = [mutant for mutant in policies.mutants(stage, "ci") if mutant.name == SEES]
    with pytest.raises(
        Failed, match=r"^before anything is broken: public\.specimens has no forced row-level security$"
    ):
        hunt(every, Score())
    with pytest.raises(Failed, match=r"^before anything is broken: specimens: told .* another's row is seen$"):
        hunt([replace(mutant, found=tuple) for mutant in every], Score())


def test_views_without_their_guard_are_seen_by_somebody_and_by_nobody_who_looks_away(crowd, monkeypatch):
    seen, unseen = Score(), Score()
    hunt(islice(views.mutants(crowd, "ci"), 2), seen)
    monkeypatch.setattr(Crowd, "refused", lambda crowd, route: [])
    hunt(islice(views.mutants(crowd, "ci"), 2), unseen)
    assert (seen.killed, unseen.killed) == (2, 0)


def test_a_right_given_away_is_seen_and_taken_back(crowd):
    score = Score()
    hunt(islice(rights.mutants(crowd, "ci"), 4), score)
    hunt(islice(rights.mutants(crowd, "ci"), 4), score)
    assert score.killed == 8


def test_a_planted_leak_is_heard_and_fails_the_proof(crowd, capsys):
    assert list(leaks(crowd)) == []
    as_owner(crowd.world.connection)
    crowd.world.connection.exec_driver_sql("ALTER TABLE specimens DISABLE ROW LEVEL SECURITY")
    heard = list(leaks(crowd))
    assert any(leak.startswith("anonymous reads 'canary-name-") for leak in heard), heard
    with pytest.raises(Failed, match=rf"^mutants killed 0 of 0, leaks {len(heard)}$"):
        verdict(Score(leaks=heard))
    assert f"wall: leak: {heard[0]}\n" in capsys.readouterr().out


def test_what_is_counted_is_said_last():
    assert PROOFS["wall"][-1] is wall.prove
