"""One page asked for on two sides in turn: the CPU of the web process and of the Postgres backend behind it."""

import statistics
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from saas.core.db import db
from tests.bench.figures import BLOCK, ROUNDS, Figure

WEB, POSTGRES = "ms CPU of the web process", "ms CPU of Postgres"


@dataclass
class Side:
    """A visitor of `app`, which holds one connection; `within()` is in force while pages are asked for."""

    app: Any
    visitor: Any
    within: Callable[[], AbstractContextManager[None]] = nullcontext

    def block(self, path: str) -> dict[str, float]:
        """CPU milliseconds of one page, by who used them."""
        backend = self.backend()
        before, begun = seconds_of(backend), time.process_time()
        with self.within():
            for _ in range(BLOCK):
                assert self.visitor.get(path).status_code == 200
        used = {WEB: time.process_time() - begun, POSTGRES: seconds_of(backend) - before}
        assert self.backend() == backend, "the pages ran on another connection"
        return {who: seconds * 1000 / BLOCK for who, seconds in used.items()}

    def backend(self) -> int:
        with self.app.app_context(), db.engine.connect() as connection:
            return connection.connection.driver_connection.info.backend_pid


def seconds_of(process: int) -> float:
    """CPU seconds. Linux's scheduler counts nanoseconds, where /proc/<pid>/stat has only ticks of 10 ms."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


def compared(name: str, path: str, one: Side, other: Side, who: tuple[str, ...], rounds: int = ROUNDS) -> list[Figure]:
    """A figure for each of `who`: what a page costs on `one` side against the `other`."""
    for warm in (one, other):
        warm.block(path)
    pairs = [(one.block(path), other.block(path)) for _ in range(rounds)]
    return [figure(name, each, [(mine[each], theirs[each]) for mine, theirs in pairs]) for each in who]


def figure(name: str, unit: str, pairs: list[tuple[float, float]]) -> Figure:
    mine, theirs = (round(statistics.median(column), 3) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / two for one, two in pairs)
    return Figure(name, mine, unit, theirs, round(ratio, 2))
