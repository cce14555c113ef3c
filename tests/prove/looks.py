"""Every page and journey in all its ways: light and dark, desk and phone; with mouse, finger, keys, without scripts."""

import os
import re
import subprocess
import sys

from tests.browser.steps import HEAD
from tests.browser.ways import ALL
from tests.prove.copies import TAIL, Failed

PASSED = re.compile(r"(\d+) passed")
WORKERS = "2"  # a running product each
ROW = re.compile(rf"^.+( [|] .+){{{len(HEAD) - 1}}}$", re.MULTILINE)


def prove(size: str) -> str:
    """The browser's tests with no way left out; at SIZE=ci `make test` has looked at one of each."""
    if size == "ci":
        return "left to make test, which looks at each page and walks each journey in one of its ways"
    command = [sys.executable, "-m", "pytest", "-q", "-n", WORKERS, "-m", "browser"]
    ended = subprocess.run(command, env=os.environ | {ALL: "1"}, capture_output=True, text=True)
    if ended.returncode:
        raise Failed("\n".join(ended.stdout.splitlines()[-TAIL:]))
    table = [found[0] for found in ROW.finditer(ended.stdout)]
    return "\n".join([f"{PASSED.search(ended.stdout)[1]} journeys and pages, no fault", *table])
