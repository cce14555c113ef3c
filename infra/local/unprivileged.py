"""As whom PostgreSQL runs: it refuses to be root, so root lends it a user namespace, or the user "nobody"."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from infra.local.refusal import Refusal

NOBODY = 65534
UNSHARE = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")


@dataclass(frozen=True)
class User:
    """How to run a program (`prefix`, `uid`) and who has to own its files (`owner`; None: they are ours already)."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    owner: int | None = None

    def give(self, directory: Path) -> None:
        if self.owner is None or directory.stat().st_uid == self.owner:
            return
        for path in (directory, *directory.rglob("*")):
            os.chown(path, self.owner, self.owner)


def user_for(cluster: Path, programs: Path) -> User:
    """Ourselves, unless we are root. The files change hands when another way was taken last time."""
    if os.geteuid() != 0:
        return User()
    user = User(prefix=UNSHARE, owner=0) if namespaces_work() else as_nobody(cluster, programs)
    if cluster.exists():
        user.give(cluster)
    return user


@cache
def namespaces_work() -> bool:
    return bool(shutil.which("unshare")) and subprocess.run([*UNSHARE, "true"], capture_output=True).returncode == 0


def as_nobody(*needed: Path) -> User:
    parents = {parent for path in needed for parent in path.parents if parent.exists()}
    closed = [str(parent) for parent in sorted(parents) if not parent.stat().st_mode & 0o001]
    if closed or not has_account(NOBODY):
        why = f"{closed[0]} is closed to others" if closed else "there is no user nobody"
        raise Refusal(
            f"PostgreSQL refuses to run as root, and can't run as another user here because {why}: "
            "work as an ordinary user, or set DATABASE_URL."
        )
    return User(uid=NOBODY, owner=NOBODY)


def has_account(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
