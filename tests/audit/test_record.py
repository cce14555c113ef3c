"""What is recorded: every change of an audited row, with who made it; and what refuses to be forgotten."""

import pytest
from sqlalchemy.exc import ProgrammingError

from saas.audit.changes import UnauditedWrite
from saas.audit.models import AuditActor, AuditEntry
from saas.core import clock, tenancy
from saas.core.db import db
from saas.tenants.models import Membership, Tenant


def test_a_change_that_is_not_recorded_is_not_committed(cast):
    with pytest.raises(UnauditedWrite, match="Tenant"), cast.within("acme"):
        Tenant.here().name = "Quiet"
    with cast.within("acme"):
        assert Tenant.here().name == "Acme"


def test_a_column_that_says_why_needs_no_entry(cast):
    with cast.within("acme"):
        before = AuditEntry.count()
        Membership.get(cast.memberships["acme", "mel"]).setup_dismissed_at = clock.now()
    with cast.within("acme"):
        assert AuditEntry.count() == before


def test_an_unaudited_column_does_not_cover_its_neighbour(cast):
    with pytest.raises(UnauditedWrite), cast.within("acme"):
        Membership.get(cast.memberships["acme", "mel"]).assign(setup_dismissed_at=clock.now(), name="Melanie")


def test_the_actors_name_is_kept_beside_the_log_and_follows_them(cast):
    for name in ("Ada Moreau", "Ada Keller"):
        with cast.within("acme"):
            tenancy.name_actor(tenancy.Actor("user", cast.users["ada"], name))
            Tenant.here().update(name=f"{name}'s")
    with cast.within("acme"):
        assert [actor.name for actor in AuditActor.all()] == ["Ada Keller"]


@pytest.mark.parametrize("sql", ["update audit_entries set subject_name = ''", "delete from audit_entries"])
def test_entries_are_neither_changed_nor_removed(cast, sql):
    with pytest.raises(ProgrammingError, match="permission denied"), cast.within("acme"):
        db.session.connection().exec_driver_sql(sql)
