"""The example can go: README's steps are taken in a copy, then nothing names it any more and all else still holds."""

import re
import time
from pathlib import Path

from tests.prove.checks import check
from tests.prove.copies import Failed, copy_of_the_tree, run
from tests.prove.readme import steps

MARKED = re.compile(r"# example( #\})?$")  # a line that goes with the example ends like this
# The example's module, pages, rights, events and limits; its name in a sentence is nobody's business.
NAMED = re.compile(
    r"saas[./]projects|[\"']projects\.\w|/projects\b|\bPROJECTS?_[A-Z]|_PROJECTS?\b|Limit\.PROJECTS|make\.project"
)
SEARCHED = ("saas", "workers", "tests")
OWN = ("saas/projects/", "tests/projects/", "tests/prove/")


def prove(size: str) -> str:
    if size == "ci":
        return "removed before a feature is added, see below"
    with copy_of_the_tree() as copy:
        began = time.monotonic()
        remove(copy)
        green = check(copy, size)
        return f"removed in {time.monotonic() - began:.0f} s, {green}"


def remove(copy: Path) -> None:
    run(copy, steps("remove-example", (copy / "README.md").read_text()))
    if left := names_in(copy):
        raise Failed("the example is gone, but still named in " + ", ".join(left))


def names_in(tree: Path) -> list[str]:
    """The places that name the example without being its own files or marked as going with it."""
    paths = (
        path for folder in SEARCHED for path in sorted((tree / folder).rglob("*")) if path.suffix in (".py", ".html")
    )
    return [
        f"{path.relative_to(tree)}:{number}"
        for path in paths
        if not str(path.relative_to(tree)).startswith(OWN)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if NAMED.search(line) and not MARKED.search(line)
    ]
