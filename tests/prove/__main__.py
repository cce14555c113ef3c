"""The long proofs, a line each: `python -m tests.prove [--size ci] [name …]`, or P and SIZE; 1 where one fails."""

import argparse
import os
import sys

from tests.prove import doors, feature, looks, versions, wall
from tests.prove.copies import Failed
from tests.prove.load import proof as load
from tests.prove.removal import prove as remove_example  # example

PROOFS = {
    "example": [
        remove_example,  # example
        feature.prove,
    ],
    "wall": [load.prove, versions.prove, wall.prove],
    "doors": [doors.prove],
    "looks": [looks.prove],
}
SIZES = ("ci", "full")


def main() -> int:
    wanted = arguments()
    failed = [name for name in wanted.names or PROOFS if not holds(name, wanted.size)]
    return 1 if failed else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.prove")
    parser.add_argument("--size", choices=SIZES, default=os.environ.get("SIZE") or "full")
    parser.add_argument("names", nargs="*", default=os.environ.get("P", "").split(), help=", ".join(PROOFS))
    wanted = parser.parse_args()
    if unknown := set(wanted.names) - set(PROOFS):
        parser.error(f"no proof is called {', '.join(sorted(unknown))}; there are {', '.join(PROOFS)}")
    return wanted


def holds(name: str, size: str) -> bool:
    """Run what belongs to one name and print how each ended."""
    ended = [attempt(name, proof, size) for proof in PROOFS[name]]
    return all(ended)


def attempt(name: str, proof, size: str) -> bool:
    try:
        print(f"{name}: {proof(size)}", flush=True)
    except Failed as failure:
        print(f"{name}: FAILED: {failure}", flush=True)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
