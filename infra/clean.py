"""`make clean`: removes what was installed, built and stored in this checkout. Standard library only."""

import fcntl
import os
import shutil
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
INSTANCE = (PROJECT / os.environ.get("INSTANCE_DIR", "instance")).resolve()
MADE = (PROJECT / ".venv", PROJECT / "node_modules", PROJECT / "saas" / "static" / "vendor", INSTANCE)


def main() -> None:
    if running(INSTANCE):
        sys.exit("\nThe local cloud runs here: stop it first (Ctrl-C in its terminal), then `make clean` again.")
    for directory in filter(Path.exists, MADE):
        print(f"Removing {directory}", flush=True)
        shutil.rmtree(directory)


def running(instance: Path) -> bool:
    """Whether a `make run` holds the instance's lock."""
    try:
        with open(instance / "lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


if __name__ == "__main__":
    main()
