"""What the local cloud remembers in `cloud.json`: its ports, its processes, and the environment it gave them."""

import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from infra.local import private, processes
from infra.local.refusal import Refusal


@dataclass
class State:
    """The ports outlive a run, so that addresses stay; the rest says what runs now."""

    instance: Path
    ports: dict[str, int] = field(default_factory=dict)
    running: dict[str, dict[str, float]] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, instance: Path) -> "State":
        return cls(instance, **private.read(instance / "cloud.json"))

    def save(self) -> None:
        kept = asdict(self)
        del kept["instance"]
        private.write(self.instance / "cloud.json", kept)

    def started(self, name: str, pid: int, ends_on: signal.Signals = signal.SIGTERM) -> None:
        self.running[name] = processes.identity(pid, ends_on)
        self.save()

    def all_ended(self) -> None:
        self.running.clear()
        self.environment.clear()
        self.save()


def environment_of_running(instance: Path) -> dict[str, str]:
    """The environment of the cloud that runs now; refuses when none does."""
    state = State.of(instance) if instance.exists() else State(instance)
    if not state.environment or not processes.is_running(state.running.get("run", {"pid": 0, "started": 0})):
        raise Refusal("The local cloud is not running here: start it with `make run`.")
    return state.environment


@contextmanager
def only_one(instance: Path) -> Iterator[None]:
    """Hold the instance; the system lets go of it when this process ends, however it ends."""
    with open(os.open(instance / "lock", os.O_RDWR | os.O_CREAT, 0o600), "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(already_running(instance)) from None
        yield


def already_running(instance: Path) -> str:
    state = State.of(instance)
    where, pid = state.environment.get("BASE_URL", "here"), state.running.get("run", {}).get("pid", "?")
    return f"It already runs at {where} (process {pid}): stop that one first, or use another INSTANCE_DIR and PORT."
