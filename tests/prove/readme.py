"""The steps that README.md gives, cut out as they stand there, so that what is printed is what is proved."""

import re
from pathlib import Path

from tests.prove.copies import Failed


def steps(marker: str, text: str | None = None) -> str:
    """The fenced block that begins with ```sh <marker>."""
    text = Path("README.md").read_text() if text is None else text
    found = re.findall(rf"^```sh {marker}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    if len(found) != 1:
        raise Failed(f"README.md has {len(found)} blocks marked {marker!r}, not one")
    return found[0]
