"""From a clone to a running product: with an empty pip cache, and again with the packages at hand."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

from infra.local.ports import free_port
from tests.bench.figures import Figure
from tests.browser.cloud import clean_environment

LONGEST = 900  # seconds; a slow package registry
LOOK_EVERY = 0.1


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="saas-start-") as directory:
        cache = Path(directory) / "pip"
        for name in ("cold", "warm"):
            clone = Path(directory) / name
            subprocess.run(["git", "clone", "--quiet", ".", clone], check=True)
            yield Figure(f"clone to ready, {name}", round(seconds(clone, cache), 1), "s")
            if name == "warm":
                yield Figure("started again", round(seconds(clone, cache), 1), "s")


def seconds(clone: Path, cache: Path) -> float:
    """Seconds from `make run` to /readyz; stops what it started."""
    port = free_port()
    place = {"PORT": str(port), "PIP_CACHE_DIR": str(cache), "INSTANCE_DIR": str(clone / "instance")}
    begun = time.monotonic()
    run = subprocess.Popen(["make", "run"], cwd=clone, env=clean_environment() | place, stdout=subprocess.DEVNULL)
    try:
        wait(run, f"http://127.0.0.1:{port}/readyz", begun + LONGEST)
        return time.monotonic() - begun
    finally:
        run.terminate()
        run.wait()


def wait(run: subprocess.Popen, url: str, deadline: float) -> None:
    while time.monotonic() < deadline and run.poll() is None:
        try:
            with urlopen(url):
                return
        except OSError:
            time.sleep(LOOK_EVERY)
    raise RuntimeError("`make run` did not get ready")
