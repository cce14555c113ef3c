"""Names and the addresses they get."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas.tenants.slugs import LONGEST, RESERVED, candidates, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Acme", "acme"), ("Müller & Söhne", "muller-sohne"), ("  a  b  ", "a-b"), ("株式会社", "workspace"),
        ("../../etc", "etc"), ("-", "workspace"), ("x" * 80, "x" * 32), ("a" * 31 + " b", "a" * 31), ("ﬁne", "fine"),
        ("🪴", "workspace"),
    ],
)  # fmt: skip
def test_a_name_becomes_an_address(name, slug):
    assert slug_of(name) == slug


@pytest.mark.parametrize("name", ["Admin", "API", "new", "株式会社", "Console!"])
def test_reserved_words_are_never_given(name):
    assert next(candidates(name)) == f"{slug_of(name)}-2"


@given(st.text(max_size=80))
def test_every_name_gets_addresses_that_fit(name):
    for slug in islice(candidates(name), 15):
        assert slug not in RESERVED
        assert len(slug) <= LONGEST + 8 <= 40
        assert slug.strip("-") == slug
        assert slug.replace("-", "").isascii()
        assert slug.replace("-", "").isalnum()
