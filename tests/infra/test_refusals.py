"""A machine that can't run the product gets one sentence with the fix, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local import environment, ports, prerequisites, replaced
from infra.local.paths import PROJECT
from infra.local.refusal import Refusal
from infra.local.state import State, only_one


def local(module, **env):
    argv = [sys.executable, "-m", f"infra.local.{module}"]
    return subprocess.run(argv, cwd=PROJECT, env=os.environ | env, capture_output=True, text=True, timeout=60)


def assert_one_sentence(ran, words):
    assert ran.returncode == 1
    assert words in ran.stderr
    assert "Traceback" not in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("module", ["env", "code", "within"])
def test_without_a_running_cloud_there_is_nothing_to_print(module, tmp_path):
    assert_one_sentence(local(module, INSTANCE_DIR=str(tmp_path)), "start it with `make run`")


@pytest.mark.skipif(not Path("/sys").exists(), reason="needs a directory that not even root can write to")
def test_an_unwritable_directory_is_named():
    assert_one_sentence(local("run", INSTANCE_DIR="/sys/instance"), "/sys/instance can't be written to")


def test_a_full_disk_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(prerequisites, "ROOM", 2**60)
    assert "free some space" in prerequisites.crowded(tmp_path)


def test_a_second_run_is_refused(tmp_path):
    with only_one(tmp_path):
        State(tmp_path, environment={"BASE_URL": "http://127.0.0.1:8000"}).save()
        assert_one_sentence(local("run", INSTANCE_DIR=str(tmp_path)), "already runs at http://127.0.0.1:8000")


def test_a_damaged_state_is_named(tmp_path):
    (tmp_path / "cloud.json").write_text("{")
    assert_one_sentence(local("run", INSTANCE_DIR=str(tmp_path)), "cloud.json is damaged")


def test_a_database_of_ones_own_needs_all_three_urls():
    with pytest.raises(Refusal, match="OWNER_DATABASE_URL and OPERATOR_DATABASE_URL must be set too"):
        replaced.refuse_half_a_database({"DATABASE_URL": "postgresql+psycopg://db.test/saas"})
    replaced.refuse_half_a_database(dict.fromkeys(environment.DATABASE_LOGINS, "postgresql+psycopg://db.test/saas"))


def test_a_server_of_ones_own_has_to_answer(tmp_path):
    address = f"{ports.HOST}:{ports.free_port()}"
    ran = local("run", INSTANCE_DIR=str(tmp_path), PORT=str(ports.free_port()), REDIS_URL=f"redis://{address}/0")
    assert_one_sentence(ran, f"Nothing answers at {address}, which REDIS_URL names")
