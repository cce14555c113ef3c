"""`make run`: the local cloud and the product on it, from nothing to a page that answers, until Ctrl-C."""

import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from types import FrameType
from typing import NoReturn
from urllib.parse import urlsplit

from watchfiles import PythonFilter, watch

from infra.local import cloud, environment, prerequisites, processes, product, welcome
from infra.local.orphans import end_orphans
from infra.local.paths import PROJECT, instance_directory
from infra.local.ports import HOST
from infra.local.processes import Server
from infra.local.refusal import Refusal, as_sentences
from infra.local.state import State, only_one
from infra.local.supervisor import Supervisor

PRODUCT_PAUSE = 1.0  # seconds until a process of the product that ended comes back
SERVER_PAUSE = 5.0  # and a server: long enough to see what the product does without it
RELOADED = ("worker", "beat")  # the web server sees by itself that code changed
READY_WITHIN = 120.0  # seconds
LOOK_EVERY = 200  # milliseconds


def main() -> None:
    began = time.monotonic()
    catch_signals()
    instance = instance_directory()
    with as_sentences(), suppress(KeyboardInterrupt):
        prerequisites.prepare(instance)
        with only_one(instance):
            run(State.of(instance), began)


def catch_signals() -> None:
    """Every wish to stop arrives as KeyboardInterrupt; so does the death of the `make` that started us."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if name != signal.SIGHUP or signal.getsignal(name) != signal.SIG_IGN:  # nohup wants to go on
            signal.signal(name, interrupt)
    if "MAKELEVEL" in os.environ and (die_with_parent := processes.dying_with_parent()):
        die_with_parent()


def interrupt(signum: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def run(state: State, began: float) -> None:
    if ended := end_orphans(state.running):
        print(f"Ended what an earlier run left behind: {', '.join(ended)}.", flush=True)
    supervisor = Supervisor(state)
    try:
        port = prerequisites.web_port()
        start_everything(supervisor, port)
        print(welcome.text(state.environment, time.monotonic() - began), flush=True)
        follow(supervisor)
    except KeyboardInterrupt:
        print("\nStopping.", flush=True)
    finally:
        stop(supervisor)
        state.all_ended()


def start_everything(supervisor: Supervisor, port: int) -> None:
    state = supervisor.state
    for log in state.instance.glob("*.log"):
        log.unlink()
    servers = start_servers(supervisor)
    state.environment = environment.of_product(state.instance, port, servers)
    state.ports |= {name: urlsplit(server.url).port or 0 for name, server in servers.items()} | {"web": port}
    state.started("run", os.getpid())
    if postgres := servers.get("postgres"):
        cloud.prepare_database(postgres)
    product.flask(state.environment, "db", "upgrade")
    product.flask(state.environment, "seed")
    for name, start in product.starters(state.instance, port, state.environment).items():
        supervisor.start(name, start, PRODUCT_PAUSE)
    wait_until_ready(supervisor, port)


def start_servers(supervisor: Supervisor) -> dict[str, Server]:
    starters = cloud.starters(supervisor.state)
    return {name: supervisor.start(name, start, SERVER_PAUSE) for name, start in starters.items()}


def wait_until_ready(supervisor: Supervisor, port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not is_ready(port, supervisor.state.environment):
        supervisor.follower.print_new()
        supervisor.charges["web"].server.refuse_if_ended()
        if time.monotonic() > deadline:
            raise Refusal(f"The web server was not ready within {READY_WITHIN:.0f} s; its log is above.")
        time.sleep(0.1)


def is_ready(port: int, env: Mapping[str, str]) -> bool:
    host = urlsplit(env["BASE_URL"]).netloc  # the product answers to its own name only
    request = urllib.request.Request(f"http://{HOST}:{port}/readyz", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def follow(supervisor: Supervisor) -> None:
    """Look after the processes until interrupted; what they don't see by themselves of a change, we tell them."""
    code, seen = (PROJECT / "saas", PROJECT / "workers"), PythonFilter(extra_extensions=[".html"])
    for changes in watch(*code, watch_filter=seen, rust_timeout=LOOK_EVERY, yield_on_timeout=True):
        if any(path.endswith(".py") for _, path in changes):
            supervisor.restart(RELOADED)
        if changes:
            product.build_assets()
        supervisor.look_after()


def stop(supervisor: Supervisor) -> None:
    """The product first, then the servers under it; a second signal kills."""
    try:
        supervisor.stop([name for name in supervisor.charges if name not in cloud.PIECES])
        supervisor.follower.print_new()
        supervisor.stop(list(cloud.PIECES))
    except KeyboardInterrupt:
        supervisor.kill()


if __name__ == "__main__":
    main()
