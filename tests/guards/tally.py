"""What a test of the matrix found: faults by name, and the numbers that `make bench` sums."""

from collections.abc import Callable, Iterable

from tests.guards.routes import Route
from tests.guards.world import Identity


class Tally:
    """`cases` are visits, `leaks` what came of them that must not. `close` fails the test when there is any fault."""

    def __init__(self, record: Callable[[str, object], None]):
        self.record = record
        self.cases = self.leaks = 0
        self.faults: list[str] = []

    def count(self, route: Route, who: Identity, leaks: Iterable[str], how: str = "", cases: int = 1) -> None:
        self.cases += cases
        for leak in leaks:
            self.leaks += 1
            self.blame(route, f"{who.name} {leak}{how}")

    def blame(self, route: Route, fault: str) -> None:
        self.faults.append(f"{route}: {fault}")

    def close(self) -> None:
        self.record("cases", self.cases)
        self.record("leaks", self.leaks)
        assert self.cases
        assert not self.faults, "\n".join(self.faults)
