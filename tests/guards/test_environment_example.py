""".env.example holds every setting, as the code has it."""

from pathlib import Path

from infra.environment_example import example
from saas.config import Settings


def test_the_example_is_up_to_date():
    written = Path(".env.example").read_text()
    assert written == example(), "run `python -m infra.environment_example > .env.example`"


def test_every_setting_says_what_it_is_for():
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
