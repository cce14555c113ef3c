"""PgBouncer in transaction mode before the test's Postgres: many clients, few connections, lent for a transaction."""

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from infra.local import ports, unprivileged
from infra.local.processes import Server, spawn
from tests.prove.copies import Failed

SBIN = "/usr/sbin"  # where Debian puts it, and few people's PATH leads
CONNECTIONS = 4  # to Postgres for each database and role; the web process and the workers open five times as many
ROLES = ("saas_app", "saas_operator")
SETTINGS = """\
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = {here}
listen_port = {free}
unix_socket_dir =
auth_type = trust
auth_file = {users}
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 500
log_connections = 0
log_disconnections = 0
"""


def start(directory: Path, postgres: str) -> Server:
    """Start one before the server at the URL `postgres`; `.url` is host and port. Raises Failed where there is none."""
    program = binary()
    directory.mkdir()
    server, free = urlsplit(postgres), ports.free_port()
    users, written = directory / "users.txt", directory / "pgbouncer.ini"
    users.write_text("".join(f'"{role}" ""\n' for role in ROLES))
    written.write_text(
        SETTINGS.format(
            host=server.hostname, port=server.port, here=ports.HOST, free=free, users=users, connections=CONNECTIONS
        )
    )
    user = unprivileged.user_for(directory, program)  # it refuses to be root
    log = directory.with_suffix(".log")
    started = Server(
        "pgbouncer", f"{ports.HOST}:{free}", log, spawn([*user.prefix, program, written], log, user=user.uid)
    )
    ports.wait_until_open(free, started)
    return started


def binary() -> Path:
    path = found()
    if not path:
        raise Failed("there is no pgbouncer: install it with your package manager (`apt-get install pgbouncer`)")
    return Path(path)


def found() -> str | None:
    return shutil.which("pgbouncer", path=os.pathsep.join((os.environ.get("PATH", ""), SBIN)))
