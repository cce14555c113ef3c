"""safe_next(): no way to another site."""

import pytest

from saas.core.redirects import safe_next
from tests.core.hostile import HOSTILE

LOCAL = ["/", "/t/acme/", "/t/acme/members?q=a&page=//x", "/t/acme/a%20b", "/x#part", "/t/acme/?next=https://a.test"]


@pytest.mark.parametrize("target", LOCAL)
def test_a_local_path_passes(target):
    assert safe_next(target) == target


@pytest.mark.parametrize("target", HOSTILE)
def test_a_hostile_target_does_not(target):
    assert safe_next(target) is None


def test_there_are_many_of_them_and_no_two_alike():
    assert len(set(HOSTILE)) == len(HOSTILE) >= 60


def test_a_path_in_another_script_is_quoted():
    assert safe_next("/t/acme/ü") == "/t/acme/%C3%BC"
