"""A feature is added in minutes: README's steps are taken in a copy, then its tests, the guards and lint hold there."""

import time
from pathlib import Path

from tests.prove.checks import check
from tests.prove.copies import copy_of_the_tree, run
from tests.prove.readme import steps


def prove(size: str) -> str:
    with copy_of_the_tree() as copy:
        began = time.monotonic()
        add(copy)
        seconds = time.monotonic() - began
        check(copy, "ci")
        return f"a feature added, tested and guarded in {seconds:.0f} s, lint green"


def add(copy: Path) -> None:
    run(copy, steps("add-feature", (copy / "README.md").read_text()))
