"""A look: whose rows a transaction sees, in every table of tenants, asked without any WHERE."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from saas.core.base import Base
from saas.core.db import db
from tests.specimen import models as _models  # noqa: F401  # its tables are looked at too

Look = dict[str, dict[str, int]]  # by table: how many rows of which tenant

TABLES = sorted(table.name for table in Base.metadata.tables.values() if "tenant_id" in table.columns)
ROWS = " union all ".join(
    [
        *(f"select '{table}', tenant_id, count(*) from {table} group by tenant_id" for table in TABLES),
        "select 'tenants', id, 1 from tenants",
    ]
)


def look() -> Look:
    """What the current transaction sees."""
    seen: Look = {}
    for table, tenant, count in db.session.execute(text(ROWS)):
        seen.setdefault(table, {})[str(tenant)] = count
    return seen


@dataclass(frozen=True)
class Owned:
    """What a tenant has, and so what each look in it must show: all of this and nothing else."""

    id: UUID
    specimens: int
    memberships: int

    def faults(self, seen: Look) -> list[str]:
        foreign = [f"rows of another tenant in {table}" for table, ids in seen.items() if set(ids) - {str(self.id)}]
        return foreign + [
            f"{seen.get(table, {}).get(str(self.id), 0)} of its {count} {table}"
            for table, count in (("specimens", self.specimens), ("memberships", self.memberships), ("tenants", 1))
            if seen.get(table, {}).get(str(self.id), 0) != count
        ]


def faults_of_nobody(seen: Look, member_of: UUID | None = None) -> list[str]:
    """Without a tenant there are no rows; who is signed in sees the names of the workspaces that are theirs."""
    mine = {str(member_of)} if member_of else set()
    return [
        f"rows in {table} without a tenant"
        for table, ids in seen.items()
        if set(ids) - (mine if table == "tenants" else set())
    ]
