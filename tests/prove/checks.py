"""What must hold in a changed copy: lint and tests, all of them or a sample."""

from pathlib import Path

from tests.prove.copies import run

PYTEST = ".venv/bin/python -m pytest -q -n 2 --ignore=tests/prove"  # the proofs' own tests would copy the copy
CHECKS = {
    "full": ("make lint", f"{PYTEST} tests"),
    "ci": (
        ".venv/bin/ruff check",
        ".venv/bin/ruff format --check",
        ".venv/bin/lint-imports",
        f"{PYTEST} tests/specimen tests/dashboard",
    ),
}
GREEN = {"full": "lint and suite green", "ci": "lint and a sample of the suite green"}


def check(copy: Path, size: str) -> str:
    """What was found green; raises Failed where one isn't."""
    for command in CHECKS[size]:
        run(copy, command)
    return GREEN[size]
