"""What judging a password costs."""

import time

import pytest

from saas.accounts import passwords
from tests.accounts.conftest import PERSON

READ_AS_LETTERS = ("4@8({[<369!1|70$5+7%2" * 4)[:72]  # each character may stand for others: the most to try
CPU_SECONDS = 1.5  # it takes 0.2; without a bound 3


def test_no_password_takes_long_to_judge(app):
    with app.test_request_context():
        begun = time.process_time()
        passwords.refusal(READ_AS_LETTERS, "Zoë Quill", "zoe@quill.test")
        assert time.process_time() - begun < CPU_SECONDS


@pytest.mark.parametrize(("wrong", "judged"), [({"email": "zoe"}, 0), ({"workspace": ""}, 0), ({}, 1)])
def test_a_password_is_judged_when_all_else_is_right(client, monkeypatch, wrong, judged):
    calls = []
    original = passwords.zxcvbn
    monkeypatch.setattr(passwords, "zxcvbn", lambda *args: calls.append(1) or original(*args))
    client.send("/signup", **{**PERSON, **wrong})
    assert len(calls) == judged
