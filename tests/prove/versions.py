"""The guards of the wall once more on each Postgres that is promised, the oldest and the newest."""

import subprocess
import sys

from tests.prove.copies import TAIL, Failed

FILE = "tests/prove/on_each_postgres.py"


def prove(_size: str) -> str:
    """The same at every size. Where the oldest isn't installed it fails: a proof doesn't skip."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", FILE]
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode or "skipped" in ended.stdout:
        raise Failed("\n".join(ended.stdout.splitlines()[-TAIL:]))
    return "the oldest and the newest Postgres hold it alike, with roles made by no superuser; a hole there is seen"
