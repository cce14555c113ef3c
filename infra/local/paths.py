"""Where things are: the project, and the instance directory that holds all state of the local cloud."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def instance_directory() -> Path:
    """`INSTANCE_DIR`, or `instance/` in the project."""
    return (PROJECT / os.environ.get("INSTANCE_DIR", "instance")).resolve()
