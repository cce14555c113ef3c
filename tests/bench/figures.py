"""A figure: a number measured here and now, beside what it is compared with in the same run."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

ROUNDS = 15  # pairs of blocks; the median of their ratios is what counts
BLOCK = 20  # requests a block: long enough for the clock, short enough that both meet the same weather


@dataclass
class Figure:
    """`ratio` is value / vs where there is something to compare with."""

    name: str
    value: float
    unit: str
    vs: float | None = None
    ratio: float | None = None

    def show(self) -> None:
        print(json.dumps(asdict(self)), flush=True)


def cpu_seconds(act: Callable[[], object], times: int) -> float:
    """Processor time of this process for one call."""
    begun = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - begun) / times


def compared(name: str, act: Callable[[], object], other: Callable[[], object]) -> Figure:
    """The CPU milliseconds of `act` against those of `other`, block by block in turn."""
    for warm in (act, other):
        cpu_seconds(warm, BLOCK)
    pairs = [(cpu_seconds(act, BLOCK), cpu_seconds(other, BLOCK)) for _ in range(ROUNDS)]
    mine, theirs = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / two for one, two in pairs)
    return Figure(name, round(mine, 3), "ms CPU", round(theirs, 3), round(ratio, 2))
