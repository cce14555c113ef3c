"""Programs that PyPI packages carry inside them."""

import importlib.util
from pathlib import Path


def program_in(package: str, pattern: str) -> Path | None:
    """The first program of an installed package that matches `pattern`. The package itself is not imported."""
    found = importlib.util.find_spec(package)
    for directory in (found and found.submodule_search_locations) or []:
        for program in sorted(Path(directory).rglob(pattern)):
            return program
    return None
