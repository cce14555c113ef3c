"""The ways to look at a page: light and dark, on a desk and on a phone. A run takes one, `make prove P=looks` all."""

import os
import subprocess
from hashlib import sha256

from tests.browser.people import DESKTOP, PHONE

WAYS = {
    "light-1440": {"size": DESKTOP, "scheme": "light"},
    "dark-1440": {"size": DESKTOP, "scheme": "dark"},
    "light-390": {"size": PHONE, "scheme": "light"},
    "dark-390": {"size": PHONE, "scheme": "dark"},
}
ALL = "SAAS_ALL_WAYS"


def of(name: str, ways: dict = WAYS) -> list[str]:
    """Which of the ways `name` is looked at in this run; another commit chooses another one."""
    if all_of_them():
        return list(ways)
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False).stdout
    return [list(ways)[sha256((commit + name).encode()).digest()[0] % len(ways)]]


def all_of_them() -> bool:
    return bool(os.environ.get(ALL))
