"""Policies, grants and the functions of sec are written down, so that a change of the wall shows as a diff."""

import pytest

from tests.guards.policies import SPECIMENS, WRITTEN, listing

# One of each sort that the rules of wall.py leave room for: what a function's owner and staff may.
CHANGES = [
    ("ALTER POLICY gate ON memberships USING (user_id IS NOT NULL)", "memberships POLICY gate"),
    ("ALTER POLICY sweep ON jobs USING (true)", "jobs POLICY sweep"),
    ("CREATE POLICY planted ON users FOR SELECT TO saas_search USING (true)", "users POLICY planted"),
    ("CREATE POLICY planted ON mails AS RESTRICTIVE TO saas_app USING (true)", "mails POLICY planted RESTRICTIVE"),
    ("DROP POLICY operator ON jobs", "jobs POLICY operator"),
    ("GRANT SELECT (password) ON users TO saas_gate", "users GRANT SELECT (active"),
    ("GRANT UPDATE (email) ON memberships TO saas_operator", "memberships GRANT UPDATE (email) TO saas_operator"),
    ("GRANT SELECT ON mails TO saas_sweep", "mails GRANT SELECT TO saas_sweep"),
    ("REVOKE DELETE ON roles FROM saas_app", "roles GRANT DELETE TO saas_app"),
    ("GRANT EXECUTE ON FUNCTION sec.due TO saas_operator", "sec.due(timestamp with time zone) OWNER saas_sweep"),
    ("ALTER FUNCTION sec.my_tenant_ids() OWNER TO saas_search", "sec.my_tenant_ids() OWNER"),
    (
        "CREATE OR REPLACE FUNCTION sec.user_by_email(email text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER"
        " AS 'SELECT NULL::uuid'",
        "sec.user_by_email(text) OWNER",
    ),
]


def test_what_is_written_down_is_what_postgres_has(superuser):
    assert listing(superuser) == WRITTEN.read_text(), "run `make routes` and look at the diff"


def test_the_tests_own_tables_are_not_written_down():
    assert not [name for name in SPECIMENS if name in WRITTEN.read_text()]


@pytest.mark.parametrize(("change", "line"), CHANGES)
def test_a_change_shows_on_its_line(superuser, change, line):
    before = set(listing(superuser).splitlines())
    superuser.execute(change)
    changed = before ^ set(listing(superuser).splitlines())
    assert changed
    assert all(found.removeprefix("public.").startswith(line) for found in changed), changed
