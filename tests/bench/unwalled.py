"""The product without the wall, to compare with: no row-level security, no context told, an explicit WHERE instead."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from sqlalchemy import create_engine, text

from saas.core import tenancy
from saas.tenants import people, roles
from saas.tenants.models import CustomRole, Membership
from tests import servers

GUARDED = "SELECT oid::regclass FROM pg_class WHERE relrowsecurity"


def take_down(database: str) -> None:
    """Switch row-level security off on every table of `database`."""
    engine = create_engine(servers.url(database, "postgres"))
    with engine.begin() as connection:
        for table in connection.scalars(text(GUARDED)).all():
            connection.execute(text(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY"))
    engine.dispose()


@contextmanager
def trusting_where() -> Iterator[None]:
    """The members page as one would write it without the wall: each statement names the tenant, Postgres isn't told."""
    listed, capped, own_rows = people.listed, people._capped, roles.own_rows
    with (
        patch.object(tenancy, "_tell", lambda *_: None),
        patch.object(roles, "own_rows", lambda: own_rows(CustomRole.tenant_id == tenancy.tenant_id())),
        patch.object(people, "listed", lambda *args: listed(*args).where(Membership.tenant_id == tenancy.tenant_id())),
        patch.object(
            people, "_capped", lambda model, *where: capped(model, model.tenant_id == tenancy.tenant_id(), *where)
        ),
    ):
        yield
