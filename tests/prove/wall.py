"""The wall, proven by mutation: every lock is broken in turn, and a behavioural guard goes red; then nothing leaks.

Mutants of the database are DDL in a savepoint, seen by raw SQL as each log-in; mutants of views and rights are swapped
in the running app, seen by everybody whom the matrix knows. What is expected stands in routes.txt and rights.txt.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType

from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from saas.accounts import pace
from tests import servers
from tests.cast import Cast
from tests.clients import Client
from tests.guards.behaviour.stage import Stage
from tests.guards.world import World
from tests.prove.copies import Failed
from tests.prove.crowd import Crowd, held
from tests.prove.leaks import leaks
from tests.prove.mutants import functions, grants, keys, policies, rights, views
from tests.prove.mutants.mutant import Mutant
from tests.prove.planted import plant
from tests.transactions import one_transaction

CORES = 2


@dataclass
class Score:
    """How the mutants fared. `by_catalogue` counts those that the catalogue names as well, or alone."""

    mutants: int = 0
    by_behaviour: int = 0
    by_catalogue: int = 0
    survivors: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def killed(self) -> int:
        return self.mutants - len(self.survivors)

    def __str__(self) -> str:
        return f"by behaviour {self.by_behaviour}, by catalogue {self.by_catalogue} of {self.mutants}"


def prove(size: str) -> str:
    """Its parts side by side: each has a process and a database of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="saas-wall-") as directory,
        servers.started(Path(directory)),
        ProcessPoolExecutor(CORES, get_context("spawn"), max_tasks_per_child=1) as pool,
    ):
        ended = [pool.submit(part, size) for part in (policies_broken, keys_and_functions_broken, views_broken)]
        scores = [each.result() for each in ended]
    return verdict(sum(scores, Score()))


def policies_broken(size: str) -> Score:
    return broken((policies,), size)


def keys_and_functions_broken(size: str) -> Score:
    return broken((keys, grants, functions), size)


def broken(kinds: Iterable[ModuleType], size: str) -> Score:
    score = Score()
    app, database = wired()
    with staged(app, database) as stage:
        for kind in kinds:
            hunt(kind.mutants(stage, size), score)
    return score


def views_broken(size: str) -> Score:
    score = Score()
    app, database = wired()
    with crowded(app, database) as crowd:
        for kind in (views, rights):
            hunt(kind.mutants(crowd, size), score)
        score.leaks += leaks(crowd)
    return score


def hunt(mutants: Iterable[Mutant], score: Score) -> None:
    """Break one lock after the other. A guard that is red before anything is broken ends the proof."""
    every = list(mutants)
    for named in islice((fault for mutant in every[:1] for fault in mutant.found()), 1):
        raise Failed(f"before anything is broken: {named}")
    for check in {(check.func, check.args): check for mutant in every for check in mutant.checks}.values():
        if fault := next(iter(check()), None):
            raise Failed(f"before anything is broken: {fault}")
    for mutant in every:
        with mutant.broken():
            behaves = next(mutant.faults(), None)
            named = next(iter(mutant.found()), None)
        score.mutants += 1
        score.by_behaviour += behaves is not None
        score.by_catalogue += named is not None
        if not (behaves or (named and mutant.structural)):
            score.survivors.append(mutant.name)


def verdict(score: Score) -> str:
    """The lines above the last one, and that one; raises Failed with it unless all were killed and none leaks."""
    for line in (
        *(f"survived: {name}" for name in score.survivors),
        *(f"leak: {leak}" for leak in score.leaks),
        str(score),
    ):
        print(f"wall: {line}", flush=True)
    last = f"mutants killed {score.killed} of {score.mutants}, leaks {len(score.leaks)}"
    if score.survivors or score.leaks:
        raise Failed(last)
    return last


def wired() -> tuple[Flask, str]:
    """The app as the tests have it, with the planted pages, and the name of its database."""
    database = servers.database(f"wall_{os.getpid()}")
    app = servers.create_app(servers.settings(database))
    app.test_client_class = Client
    app.config["PROPAGATE_EXCEPTIONS"] = True  # a crash should be seen as one
    plant(app)
    return app, database


@contextmanager
def staged(app: Flask, database: str) -> Iterator[Stage]:
    with create_engine(servers.admin_url(database), poolclass=NullPool).connect() as connection:
        connection.begin()
        yield Stage(app, connection)
        connection.rollback()


@contextmanager
def crowded(app: Flask, database: str) -> Iterator[Crowd]:
    """Nobody waits for an answer that hides how long it took."""
    engine = create_engine(servers.url(database, "saas_test"), poolclass=NullPool)
    with held(vars(pace), "ANSWER_SECONDS", 0), one_transaction(app, engine) as connection:
        yield Crowd(World(Cast(app), connection))
