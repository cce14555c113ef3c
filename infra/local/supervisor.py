"""Keeps the processes of one run alive: starts them, starts again what ends by itself, stops them."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from infra.local.logs import Follower
from infra.local.processes import Server
from infra.local.refusal import Refusal
from infra.local.state import State

SETTLED = 5.0  # seconds a process has to live to count as well started
LONGEST_PAUSE = 60.0  # seconds


@dataclass
class Charge:
    """A process in our care; `pause` is for how many seconds it stays down when it ended by itself."""

    start: Callable[[], Server]
    server: Server
    pause: float
    started_at: float
    back_at: float | None = None

    def next_pause(self) -> float:
        """Twice as long after each start that failed at once."""
        lived = time.monotonic() - self.started_at
        return self.pause if lived > SETTLED else min(2 * self.pause, LONGEST_PAUSE)


class Supervisor:
    """Owns every process of one run."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.follower = Follower()
        self.charges: dict[str, Charge] = {}

    def start(self, name: str, start: Callable[[], Server], pause: float) -> Server:
        server = start()
        self.charges[name] = Charge(start, server, pause, started_at=time.monotonic())
        self.state.started(name, server.pid, server.ends_on)
        self.follower.follow(name, server.log)
        return server

    def restart(self, names: Collection[str]) -> None:
        """Stop these together, then start them anew."""
        self.stop(names)
        for name in names:
            self.start(name, self.charges[name].start, self.charges[name].pause)

    def stop(self, names: Collection[str]) -> None:
        """Ask all of them first, so that they end side by side."""
        servers = [self.charges[name].server for name in names if name in self.charges]
        for server in servers:
            server.ask_to_stop()
        for server in servers:
            server.stop()

    def kill(self) -> None:
        for charge in self.charges.values():
            charge.server.stop(patience=0)

    def look_after(self) -> None:
        """Print what the logs gained, and bring back what ended."""
        self.follower.print_new()
        for name, charge in list(self.charges.items()):
            if charge.server.ended:
                self.bring_back(name, charge)

    def bring_back(self, name: str, charge: Charge) -> None:
        now = time.monotonic()
        if charge.back_at is None:
            charge.pause = charge.next_pause()
            charge.back_at = now + charge.pause
            status = charge.server.process.returncode
            print(f"\n{name} ended with status {status}; it comes back in {charge.pause:.0f} s.\n", flush=True)
        elif now > charge.back_at:
            charge.server.stop()  # what it left of its group
            self.try_to_start(name, charge)

    def try_to_start(self, name: str, charge: Charge) -> None:
        try:
            self.start(name, charge.start, charge.pause)
        except Refusal as refusal:
            print(refusal, flush=True)
            charge.back_at = time.monotonic() + charge.pause
