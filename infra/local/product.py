"""The product's own processes: the web server, the worker and its clock, and the commands run before them."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from infra.local import ports
from infra.local.paths import PROJECT
from infra.local.processes import Server, dying_with_parent, spawn
from infra.local.refusal import Refusal

WEB_THREADS = 4  # plenty for one person; open event streams don't hold one
WORKER_PROCESSES = 2
AS_ROOT = "ignore:You're running the worker with superuser privileges"  # no news on a development machine
KILL_AFTER = 5  # seconds a request has to finish when the web server reloads or stops
# A change of these is seen without a reload: Jinja and the browser read them anew.
NOT_CODE = r".*\.(html|txt|css|js|svg|png|ico|woff2|md|po|mo)$"


def starters(instance: Path, port: int, environment: Mapping[str, str]) -> dict[str, Callable[[], Server]]:
    """How to start each process, by name."""
    env = os.environ | environment | {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": AS_ROOT}
    commands = {"worker": worker(), "beat": beat(instance), "web": web(port)}  # once it answers, all run
    url = f"http://{ports.HOST}:{port}"

    def starter(name: str) -> Callable[[], Server]:
        log = instance / f"{name}.log"
        return lambda: Server(name, url if name == "web" else "", log, spawn(commands[name], log, env=env))

    return {name: starter(name) for name in commands}


def web(port: int) -> list[str]:
    reload = ["--reload", "--reload-ignore-worker-failure", "--reload-ignore-patterns", NOT_CODE]
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "saas.app:create_app"),
        *("--host", ports.HOST, "--port", str(port), "--workers", "1"),
        # no --backpressure: it counts idle connections too, and two browsers keep a dozen open
        *("--blocking-threads", str(WEB_THREADS)),
        *("--workers-kill-timeout", str(KILL_AFTER)),
        *(*reload, "--reload-paths", str(PROJECT / "saas"), "--reload-paths", str(PROJECT / "workers")),
    ]


def worker() -> list[str]:
    return [
        *(*celery(), "worker", "--loglevel", "info"),
        *("--pool", "prefork", "--concurrency", str(WORKER_PROCESSES)),
        *("--without-gossip", "--without-mingle"),  # there is only this one
    ]


def beat(instance: Path) -> list[str]:
    return [*celery(), "beat", "--loglevel", "info", "--schedule", str(instance / "beat"), "--pidfile", ""]


def celery() -> list[str]:
    return [sys.executable, "-m", "celery", "--quiet", "--app", "workers.app:celery"]


def flask(environment: Mapping[str, str], *words: str) -> None:
    """Run one `flask --app saas` command; a failure shows what it said."""
    ran = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "saas", *words],
        cwd=PROJECT,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=dying_with_parent(),
    )
    if ran.returncode:
        raise Refusal(f"{ran.stdout}\n`flask --app saas {' '.join(words)}` failed; what it said is above.")


def build_assets() -> None:
    """Draw the icon sprite anew, since a page may name another icon; it says itself which one doesn't exist."""
    subprocess.run([sys.executable, "-m", "infra.assets"], cwd=PROJECT, stdin=subprocess.DEVNULL)
