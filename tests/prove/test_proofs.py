"""A proof that can't fail proves nothing: each part of them is made to fail here."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.prove.__main__ import holds
from tests.prove.checks import check
from tests.prove.copies import Failed, copy_of_the_tree, run
from tests.prove.readme import steps


def test_a_step_that_fails_fails_the_proof(tmp_path):
    with pytest.raises(Failed, match="ended with 1"):
        run(tmp_path, "true\nfalse\ntrue")


def test_a_copy_that_is_not_green_fails_the_proof():
    with copy_of_the_tree() as copy:
        (copy / "saas/plans.py").write_text("import nothing_of_ours\n")
        with pytest.raises(Failed):
            check(copy, "ci")


def test_a_copy_holds_what_git_would_and_no_more():
    with copy_of_the_tree() as copy:
        assert (copy / "saas/app.py").read_text() == Path("saas/app.py").read_text()
        assert not (copy / "instance").exists()
        assert run(copy, "git status --porcelain") == ""


def test_steps_are_cut_out_as_they_stand():
    text = "# Title\n\n```sh here\necho 1\n\necho 2\n```\n\n```sh\nother\n```\n"
    assert steps("here", text) == "echo 1\n\necho 2\n"


@pytest.mark.parametrize("text", ["", "```sh here\na\n```\n```sh here\nb\n```\n"])
def test_steps_that_are_missing_or_doubled_fail_the_proof(text):
    with pytest.raises(Failed, match="blocks marked 'here'"):
        steps("here", text)


def test_one_failed_part_fails_the_name(monkeypatch, capsys):
    def fails(size):
        raise Failed("on purpose")

    monkeypatch.setitem(sys.modules["tests.prove.__main__"].PROOFS, "example", [fails, lambda size: "fine"])
    assert not holds("example", "ci")
    assert capsys.readouterr().out == "example: FAILED: on purpose\nexample: fine\n"


def test_an_unknown_name_is_refused():
    ended = subprocess.run([sys.executable, "-m", "tests.prove", "nonsense"], capture_output=True, text=True)
    assert ended.returncode == 2
    assert "no proof is called nonsense" in ended.stderr
