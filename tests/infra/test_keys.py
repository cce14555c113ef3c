"""The instance's secrets: made once, private, never changed."""

import base64
import re
import stat

import pytest

from infra.local import keys
from infra.local.refusal import Refusal


def test_secrets_stay_the_same(tmp_path):
    assert keys.keep_or_make(tmp_path) == keys.keep_or_make(tmp_path)


def test_two_instances_have_different_secrets(tmp_path):
    (tmp_path / "other").mkdir()
    ours, theirs = keys.keep_or_make(tmp_path), keys.keep_or_make(tmp_path / "other")
    assert not set(ours.values()) & set(theirs.values())


def test_only_the_owner_can_read_them(tmp_path):
    keys.keep_or_make(tmp_path)
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_a_key_that_a_newer_version_needs_is_added(tmp_path):
    (tmp_path / "secrets.json").write_text('{"SECRET_KEY": "kept"}')
    made = keys.keep_or_make(tmp_path)
    assert made["SECRET_KEY"] == "kept"
    assert made.keys() == keys.MAKERS.keys()


def test_their_forms(tmp_path):
    made = keys.keep_or_make(tmp_path)
    assert re.fullmatch(r"1:[0-9a-f]{64}", made["CONTEXT_KEYS"])
    assert len(base64.urlsafe_b64decode(made["ENCRYPTION_KEYS"])) == 32
    assert len(base64.b32decode(made["OPERATOR_TOTP_SECRET"])) == 20


def test_a_damaged_file_is_refused_and_kept(tmp_path):
    (tmp_path / "secrets.json").write_text("{")
    with pytest.raises(Refusal, match="damaged"):
        keys.keep_or_make(tmp_path)
    assert (tmp_path / "secrets.json").read_text() == "{"
