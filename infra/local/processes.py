"""A process of the local cloud: started in a group of its own, dies with its parent, and ends as a whole."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from infra.local.paths import PROJECT
from infra.local.refusal import Refusal

PR_SET_PDEATHSIG = 1  # prctl(2): the signal a process gets when its parent dies; Linux only
PATIENCE = 10.0  # seconds a process has to end by itself before it is killed
CLOCK_SLACK = 2.0  # seconds by which the start time of a process may seem to move when the clock is set


@dataclass
class Server:
    """A running process: what it is called, where it answers, where it logs, and the signal that ends it well."""

    name: str
    url: str
    log: Path
    process: subprocess.Popen[bytes]
    ends_on: signal.Signals = signal.SIGTERM
    asked_to_stop: bool = False  # Celery takes a second signal for impatience

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def ask_to_stop(self) -> None:
        if not self.ended and not self.asked_to_stop:
            self.asked_to_stop = True
            self.process.send_signal(self.ends_on)

    def stop(self, patience: float = PATIENCE) -> None:
        """End it and everything it started; after `patience` seconds by force."""
        self.ask_to_stop()
        try:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        finally:
            kill_group(self.pid)
            self.process.wait()

    def refuse_if_ended(self) -> None:
        """Raise, with the end of its log, when it ended while somebody waited for it."""
        if self.ended:
            raise Refusal(f"{self.name} ended with status {self.process.returncode}:\n{last_words(self.log)}")


def spawn(
    argv: Sequence[str | Path],
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    dies_with: signal.Signals = signal.SIGTERM,
    user: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process that appends to `log`. It gets `dies_with` when the thread that called this ends."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(word) for word in argv],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=PROJECT,
            env=env,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            start_new_session=True,
            preexec_fn=dying_with_parent(dies_with),
        )


def dying_with_parent(death_signal: signal.Signals = signal.SIGTERM) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, death_signal)


def kill_group(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):  # the second is macOS' answer when only zombies are left
        os.killpg(group, signal.SIGKILL)


def end(processes: Iterable[psutil.Process], patience: float = PATIENCE) -> None:
    """Wait for processes that were asked to stop, and kill those that don't."""
    _, alive = psutil.wait_procs(list(processes), timeout=patience)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=patience)


def last_words(log: Path, lines: int = 5) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def identity(pid: int, ends_on: signal.Signals = signal.SIGTERM) -> dict[str, float]:
    """What tells this process from a later one with the same number, and the signal that ends it well."""
    return {"pid": pid, "started": psutil.Process(pid).create_time(), "ends_on": int(ends_on)}


def is_running(recorded: Mapping[str, float]) -> bool:
    """Whether a recorded process still runs; its number alone proves nothing, it may have been given away again."""
    try:
        process = psutil.Process(int(recorded["pid"]))
        same = abs(process.create_time() - recorded["started"]) < CLOCK_SLACK
        return bool(same and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
