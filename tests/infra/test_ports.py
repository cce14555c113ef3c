"""Ports: free ones are found, taken ones are named with the fix."""

import socket

import pytest

from infra.local import ports, prerequisites
from infra.local.refusal import Refusal


@pytest.fixture
def taken():
    with socket.create_server((ports.HOST, 0)) as listener:
        yield listener.getsockname()[1]


def test_a_free_port_is_free():
    assert ports.is_free(ports.free_port())


def test_a_taken_port_is_replaced(taken):
    assert ports.same_or_free(taken) != taken


def test_the_port_of_last_time_is_taken_again():
    port = ports.free_port()
    assert ports.same_or_free(port) == port


def test_a_taken_port_is_refused_with_its_holder_and_the_fix(taken, monkeypatch):
    monkeypatch.setenv("PORT", str(taken))
    with pytest.raises(Refusal, match=rf"Port {taken} is taken by process \d+ .*: PORT=\d+ make run"):
        prerequisites.web_port()


@pytest.mark.parametrize("value", ["0", "65536", "eighty", "-1"])
def test_what_is_no_port_is_refused(value, monkeypatch):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(Refusal, match="no port"):
        prerequisites.web_port()
