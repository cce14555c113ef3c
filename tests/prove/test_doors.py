"""The proof of the doors sees a leak: without the pace, an address that has an account takes another time."""

import os

import pytest

from saas.accounts import pace
from tests.cast import Cast
from tests.prove import doors
from tests.prove.copies import Failed

FEW = 6  # samples a side; the leak is several times as wide as the bar


def test_without_the_pace_a_sign_up_tells(worker_id, monkeypatch):
    cast = Cast(doors.app_on(f"doors_told_{worker_id}_{os.getpid()}"))
    monkeypatch.setattr(pace, "ANSWER_SECONDS", 0)
    sides = dict(doors.doors(cast))["/signup"]
    _itself, others = doors.gaps(sides, FEW)
    with pytest.raises(Failed, match="/signup"):
        doors.verdict({"/signup": others}, FEW)


def test_a_machine_that_is_too_busy_proves_nothing(monkeypatch):
    monkeypatch.setattr(doors, "gaps", lambda _acts, _samples: (doors.MOST_MS, 0.0))
    with pytest.raises(Failed, match="too busy to measure"):
        doors.least_gap("/login", [], FEW)


def test_the_widest_gap_is_told():
    assert "medians 3.00 ms apart at most (/reset)" in doors.verdict({"/login": 1.0, "/reset": 3.0}, FEW)
    with pytest.raises(Failed, match=r"/reset 5\.1 ms$"):
        doors.verdict({"/login": 1.0, "/reset": 5.1}, FEW)
