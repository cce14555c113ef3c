"""What runs on the machine's own Python: even one that is too old has to get as far as the sentence."""

import ast

import pytest

from infra import bootstrap
from infra.local.paths import PROJECT


@pytest.mark.parametrize("name", ["bootstrap", "clean", "doctor"])
def test_an_old_python_can_read_it(name):
    ast.parse((PROJECT / "infra" / f"{name}.py").read_text(), feature_version=(3, 6))


def test_an_old_python_is_refused_with_the_fix(monkeypatch):
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))
    assert "Python 99.0 or newer is needed" in bootstrap.old_python()


def test_python_without_venv_is_told_the_package(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(bootstrap, "find_spec", lambda name: None)
    assert "apt install python3." in bootstrap.no_venv()


def test_a_full_disk_is_refused_before_anything_is_installed(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "installed")
    monkeypatch.setattr(bootstrap, "ROOM", 2**60)
    assert "free some space" in bootstrap.crowded()


@pytest.mark.parametrize("lock", [*sorted(PROJECT.glob("requirements*.lock")), PROJECT / "package-lock.json"])
def test_locks_name_no_index(lock):
    text = lock.read_text()
    assert "--index-url" not in text
    assert "--find-links" not in text
    assert '"resolved"' not in text
    assert "file:" not in text
