"""Processes end with everything they started, and with the one that started them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from infra.local import orphans, processes
from infra.local.paths import PROJECT

# A parent that ignores SIGTERM, with a child of its own.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid, flush=True)
time.sleep(600)
"""
STARTER = """
import os, sys
from pathlib import Path
from infra.local.processes import spawn
print(spawn([sys.executable, "-c", "import time; time.sleep(600)"], Path(sys.argv[1])).pid, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def server(tmp_path):
    log = tmp_path / "log"
    server = processes.Server("stubborn", "", log, processes.spawn([sys.executable, "-c", STUBBORN], log))
    eventually(lambda: log.read_text().endswith("\n"))
    yield server
    server.stop(patience=0)


def child_of(server: processes.Server) -> int:
    return int(server.log.read_text())


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def eventually(holds, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_one_that_ignores_the_signal_is_killed_with_its_children(server):
    child = child_of(server)
    server.stop(patience=0.2)
    eventually(lambda: not alive(server.pid) and not alive(child))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a process of its parent's death")
def test_a_process_ends_when_its_parent_is_killed(tmp_path):
    started = subprocess.run(
        [sys.executable, "-c", STARTER, tmp_path / "log"], cwd=PROJECT, capture_output=True, text=True
    )
    eventually(lambda: not alive(int(started.stdout)))


def test_orphans_are_ended_even_when_their_leader_is_gone(server):
    child, recorded = child_of(server), {"web": processes.identity(server.pid)}
    os.kill(server.pid, signal.SIGKILL)
    server.process.wait()
    assert orphans.end_orphans(recorded, patience=0.2) == ["web"]
    assert not alive(child)


def test_a_stranger_with_a_recorded_number_is_left_alone(server):
    somebody_else = processes.identity(server.pid) | {"started": 1.0}
    assert orphans.end_orphans({"web": somebody_else}) == []
    assert alive(server.pid)


def test_one_that_ended_while_waited_for_shows_its_last_words(tmp_path):
    log = Path(tmp_path / "log")
    argv = [sys.executable, "-c", "import sys; sys.exit('no such setting')"]
    server = processes.Server("web", "", log, processes.spawn(argv, log))
    server.process.wait()
    with pytest.raises(processes.Refusal, match="no such setting"):
        server.refuse_if_ended()
