"""Prints .env.example: every setting with what it is for and its default, so that the file never lags behind."""

import json
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from saas.config import Settings

OPENING = """\
# Every setting of the product; made from saas/config.py by `python -m infra.environment_example > .env.example`.
# `make run` needs none of them. It reads the file .env, so copy the lines you want to change there and take off the #.
"""


def example() -> str:
    return OPENING + "".join(entry(name, field) for name, field in Settings.model_fields.items())


def entry(name: str, field: FieldInfo) -> str:
    return f"\n# {field.description}\n#{name.upper()}={written(field.default)}\n"


def written(default: Any) -> str:
    """As the variable would hold it: lists as JSON, secrets and what is unset as nothing."""
    if default is None or isinstance(default, SecretStr):
        return ""
    return str(default) if isinstance(default, str | Path) else json.dumps(default)


if __name__ == "__main__":
    print(example(), end="")
