"""Small JSON files that only their owner can read, and that are always whole."""

import json
import os
from pathlib import Path
from typing import Any

from infra.local.refusal import Refusal


def read(file: Path) -> dict[str, Any]:
    """What the file holds; nothing when there is no file."""
    try:
        return dict(json.loads(file.read_text()))
    except FileNotFoundError:
        return {}
    except ValueError:
        raise Refusal(f"{file} is damaged: remove it and run the command again.") from None


def write(file: Path, values: dict[str, Any]) -> None:
    part = file.with_name(f".{file.name}.{os.getpid()}")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        json.dump(values, stream, indent=2)
    part.replace(file)
