"""What the product's processes are given, and what wins."""

import pytest

from infra.local import environment


@pytest.fixture
def dotenv(tmp_path, monkeypatch):
    """A project whose .env a test writes."""
    monkeypatch.setattr(environment, "PROJECT", tmp_path)
    for name in ("SECRET_KEY", "SAAS_ENV"):
        monkeypatch.delenv(name, raising=False)  # the suite has its own
    return tmp_path / ".env"


def test_dotenv_is_read_plainly(dotenv):
    dotenv.write_text("# a comment\n\nA=1\n B = two words \nC='it'\nD=\"x=y\"\nE=\nno line\n")
    assert environment.dotenv(dotenv) == {"A": "1", "B": "two words", "C": "it", "D": "x=y"}


def test_dotenv_wins_over_what_is_made_and_the_real_environment_over_both(dotenv, tmp_path, monkeypatch):
    dotenv.write_text("SECRET_KEY=from-the-file\nBASE_URL=http://file.test\nPRODUCT_NAME=Zebra9\n")
    monkeypatch.setenv("BASE_URL", "http://real.test")
    given = environment.of_product(tmp_path, 8000, {})
    assert given["SECRET_KEY"] == "from-the-file"
    assert given["BASE_URL"] == "http://real.test"
    assert given["PRODUCT_NAME"] == "Zebra9"
    assert given["SAAS_ENV"] == "development"


def test_a_key_left_empty_counts_as_not_set(dotenv, tmp_path, monkeypatch):
    dotenv.write_text("SECRET_KEY=\n")
    monkeypatch.setenv("BASE_URL", "")
    given = environment.of_product(tmp_path, 8000, {})
    assert given["SECRET_KEY"]
    assert given["BASE_URL"] == "http://127.0.0.1:8000"
