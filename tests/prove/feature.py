"""A feature is added in minutes: README's steps are taken in a copy, with its tests and the guards; lint is green."""

import time
from pathlib import Path

from tests.prove.checks import check
from tests.prove.copies import copy_of_the_tree, run
from tests.prove.readme import steps
from tests.prove.removal import remove  # example


def prove(size: str) -> str:
    """At SIZE=ci the example is removed from the same copy first, so that the guards run once for both."""
    with copy_of_the_tree() as copy:
        if size == "ci":  # example
            remove(copy)  # example
        began = time.monotonic()
        add(copy)
        seconds = time.monotonic() - began
        return f"a feature added, tested and guarded in {seconds:.0f} s, {check(copy, 'ci')}"


def add(copy: Path) -> None:
    run(copy, steps("add-feature", (copy / "README.md").read_text()))
