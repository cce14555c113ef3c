"""The console's lists, as an operator sees them."""

import pytest

LISTS = ("tenants", "users", "memberships", "invitations", "mails", "jobs", "audit")


@pytest.mark.parametrize("name", LISTS)
def test_an_operator_sees_the_list(olga, name):
    assert olga.page(f"/console/{name}/").h1
