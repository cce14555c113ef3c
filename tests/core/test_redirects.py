"""safe_next(): no way to another site."""

import pytest

from saas.core.redirects import safe_next

LOCAL = ["/", "/t/acme/", "/t/acme/members?q=a&page=//x", "/t/acme/a%20b", "/x#part", "/t/acme/?next=https://a.test"]
HOSTILE = [
    None, "", "?x", "#x", "t/acme",
    "//evil.test", "///evil.test", "/\\evil.test", "\\\\evil.test", "/\\/evil.test", "https:evil.test",
    "https://evil.test", "http:///evil.test", "javascript:alert(1)", "data:text/html,x", "%2f%2fevil.test",
    "/%2fevil.test",
    "/%5cevil.test", "/%255cevil.test", "/%252f%252fevil.test", "/\t/evil.test", "/%09/evil.test", "\t//evil.test",
    " //evil.test", "/ /evil.test", "/\r\nLocation: x", "/%0d%0aLocation:x", "/x\x00y", "/%00", "/..//evil.test",
    "/.//evil.test", "/\uff0fevil.test", "/\uff3cevil.test", "\uff0f\uff0fevil.test", "/%ef%bc%8fevil.test",
    "/\u200b/evil.test", "/" + "x" * 3000, "@evil.test", "//[::1",
]  # fmt: skip


@pytest.mark.parametrize("target", LOCAL)
def test_a_local_path_passes(target):
    assert safe_next(target) == target


@pytest.mark.parametrize("target", HOSTILE)
def test_a_hostile_target_does_not(target):
    assert safe_next(target) is None


def test_a_path_in_another_script_is_quoted():
    assert safe_next("/t/acme/ü") == "/t/acme/%C3%BC"
