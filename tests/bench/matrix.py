"""The route matrix: how many cases it runs, how many leaks it finds, and how long that takes on two cores."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tests.bench.figures import Figure

MATRIX = ("tests/guards/test_matrix.py", "tests/guards/test_matrix_ids.py")
BAR = 180  # seconds
COUNTED = ("cases", "leaks")


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="saas-matrix-") as directory:
        report = Path(directory) / "report.xml"
        begun = time.monotonic()
        run = [sys.executable, "-m", "pytest", "-q", "-n", "2", *MATRIX, f"--junitxml={report}"]
        ran = subprocess.run(run, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        took = time.monotonic() - begun
        if ran.returncode:
            raise RuntimeError(f"the route matrix failed:\n{ran.stdout}")
        found = counts(report)
    yield Figure("route matrix cases", found["cases"], "cases")
    yield Figure("route matrix leaks", found["leaks"], "leaks", 0)
    yield Figure("route matrix", round(took, 1), "s", BAR, round(took / BAR, 2))


def counts(report: Path) -> dict[str, int]:
    """What the tests said with record_property(), added up over all of them."""
    properties = list(ElementTree.parse(report).iter("property"))
    found = {name: [int(each.get("value", "")) for each in properties if each.get("name") == name] for name in COUNTED}
    for name, values in found.items():
        if not values:
            raise RuntimeError(f"no test of {MATRIX[0]} says how many {name}: record_property({name!r}, n)")
    return {name: sum(values) for name, values in found.items()}
