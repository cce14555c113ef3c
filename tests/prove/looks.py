"""Every page and journey in all its ways: light and dark, desk and phone."""

import os
import re
import subprocess
import sys

from tests.browser.ways import ALL
from tests.prove.copies import TAIL, Failed

PASSED = re.compile(r"(\d+) passed")


def prove(size: str) -> str:
    """The browser's tests with no way left out; at SIZE=ci `make test` has looked at one of each."""
    if size == "ci":
        return "left to make test, which looks at each page in one of its ways"
    command = [sys.executable, "-m", "pytest", "-q", "tests/browser"]
    ended = subprocess.run(command, env=os.environ | {ALL: "1"}, capture_output=True, text=True)
    if ended.returncode:
        raise Failed("\n".join(ended.stdout.splitlines()[-TAIL:]))
    return f"{PASSED.search(ended.stdout)[1]} journeys and pages, no fault"
