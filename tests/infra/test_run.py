"""`make run` as a person types it, in a directory of its own: it answers, tells, recovers, and ends all it started."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest

from infra.local import environment, ports
from infra.local.paths import PROJECT

START_SECONDS = 180  # on a busy machine; a quiet one needs ten
STOP_SECONDS = 30
FOREIGN = (
    *environment.REPLACEABLE,
    "SAAS_ENV",
    "BASE_URL",
    "SECRET_KEY",
    "CONTEXT_KEYS",
    "ENCRYPTION_KEYS",
    "MAKELEVEL",
)
NAMES = {"postgres", "valkey", "smtp", "run", "web", "worker", "beat"}


class Run:
    """One local cloud that is started and stopped several times."""

    def __init__(self, directory: Path) -> None:
        self.instance = directory / "instance"
        self.port = ports.free_port()
        inherited = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        self.env = inherited | {"INSTANCE_DIR": str(self.instance), "PORT": str(self.port)}
        self.log = (directory / "log").open("wb")

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command("run"), cwd=PROJECT, env=self.env, stdout=self.log, stderr=self.log
        )
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            assert self.process.poll() is None, self.printed()
            assert time.monotonic() < deadline, self.printed()
            time.sleep(0.2)

    def answers(self) -> bool:
        try:
            with urlopen(f"http://{ports.HOST}:{self.port}/readyz") as answer:
                return answer.status == 200
        except URLError:
            return False

    def local(self, module: str) -> subprocess.CompletedProcess:
        return subprocess.run(self.command(module), cwd=PROJECT, env=self.env, capture_output=True, text=True)

    def command(self, module: str) -> list[str]:
        return [sys.executable, "-m", f"infra.local.{module}"]

    def pids(self) -> dict[str, int]:
        running = json.loads((self.instance / "cloud.json").read_text())["running"]
        return {name: int(recorded["pid"]) for name, recorded in running.items()}

    def processes(self) -> list[psutil.Process]:
        """Every recorded process with all its children."""
        leaders = [psutil.Process(pid) for pid in self.pids().values()]
        return [process for leader in leaders for process in (leader, *leader.children(recursive=True))]

    def printed(self) -> str:
        return Path(self.log.name).read_text()


@pytest.fixture(scope="module")
def cloud(tmp_path_factory):
    cloud = Run(tmp_path_factory.mktemp("run"))
    cloud.start()
    yield cloud
    cloud.process.terminate()
    cloud.process.wait(STOP_SECONDS)
    cloud.log.close()


def test_it_runs_every_process(cloud):
    assert cloud.pids().keys() == NAMES
    assert all(process.is_running() for process in cloud.processes())


def test_it_tells_its_addresses(cloud):
    told = dict(line.split("=", 1) for line in cloud.local("env").stdout.splitlines())
    assert told["WEB_URL"] == f"http://{ports.HOST}:{cloud.port}"
    assert told["MAIL_DIR"] == str(cloud.instance / "mail")
    assert told.keys() >= {"DATABASE_URL", "OWNER_DATABASE_URL", "OPERATOR_DATABASE_URL", "REDIS_URL", "SMTP_URL"}
    assert cloud.local("code").stdout.strip().isdecimal()


def test_a_second_one_is_refused(cloud):
    refused = cloud.local("run")
    assert refused.returncode == 1
    assert "already runs" in refused.stderr
    assert cloud.process.poll() is None


def test_a_killed_worker_comes_back(cloud):
    killed = cloud.pids()["worker"]
    os.kill(killed, signal.SIGKILL)
    deadline = time.monotonic() + STOP_SECONDS
    while cloud.pids()["worker"] == killed:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_after_a_kill_it_starts_again_with_the_same_secrets_and_addresses(cloud):
    secrets, told = (cloud.instance / "secrets.json").read_text(), cloud.local("env").stdout
    os.kill(cloud.process.pid, signal.SIGKILL)
    cloud.process.wait()
    cloud.start()
    assert (cloud.instance / "secrets.json").read_text() == secrets
    assert cloud.local("env").stdout == told


def test_a_signal_ends_every_process_and_frees_the_port(cloud):
    started = cloud.processes()
    cloud.process.send_signal(signal.SIGINT)
    assert cloud.process.wait(STOP_SECONDS) == 0
    _, alive = psutil.wait_procs(started, timeout=5)
    assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]
    assert ports.is_free(cloud.port)
    assert cloud.local("env").returncode == 1
