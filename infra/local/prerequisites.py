"""What must hold before anything starts; each check answers with a sentence and its fix, or with nothing."""

import os
import shutil
from pathlib import Path

from infra.local import environment, ports
from infra.local.refusal import Refusal

ROOM = 500 * 1024 * 1024  # bytes: a fresh cluster, its log of changes, and a day of work
DEFAULT_PORT = 8000


def prepare(instance: Path) -> None:
    """Make the instance directory, and refuse one that can't serve."""
    private = 0o700 if os.geteuid() else 0o711  # root may have to let PostgreSQL in as another user
    instance.mkdir(parents=True, exist_ok=True, mode=private)
    for problem in (unwritable(instance), crowded(instance)):
        if problem:
            raise Refusal(problem)


def unwritable(instance: Path) -> str | None:
    if os.access(instance, os.W_OK | os.X_OK):
        return None
    return f"{instance} can't be written to: change its owner, or set INSTANCE_DIR to a directory of your own."


def crowded(instance: Path) -> str | None:
    free = shutil.disk_usage(instance).free
    if free >= ROOM:
        return None
    return (
        f"Only {free // 1024**2} MB are free on the disk of {instance}, {ROOM // 1024**2} MB are needed: "
        "free some space, or set INSTANCE_DIR to a directory on another disk."
    )


def web_port() -> int:
    """`PORT`, or 8000; refuses one that is no port or is taken."""
    asked = environment.given().get("PORT") or str(DEFAULT_PORT)
    if not asked.isdecimal() or not 0 < int(asked) < 65536:
        raise Refusal(f"PORT is {asked!r}, which is no port: use a number from 1024 to 65535.")
    if problem := taken(int(asked)):
        raise Refusal(problem)
    return int(asked)


def taken(port: int) -> str | None:
    if ports.is_free(port):
        return None
    if port < 1024 and os.geteuid() != 0:
        return f"Port {port} is for root only: PORT={DEFAULT_PORT} make run."
    other = ports.first_free_from(port + 1)
    return f"Port {port} is taken by {ports.holder(port)}: stop it, or choose another: PORT={other} make run."
