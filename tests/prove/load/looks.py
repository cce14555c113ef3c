"""A look: whose rows a transaction sees, in every table of tenants and of people, asked without any WHERE."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Table, text

from saas.core.base import Base
from saas.core.db import db
from tests.specimen import models as _models  # noqa: F401  # its tables are looked at too

Look = dict[str, dict[str, int]]  # by table: how many rows of which tenant or person

NOBODYS = ("schedule_runs",)  # rows of no tenant and no person


def owner(table: Table) -> str:
    """The column that says whose a row is."""
    return next((name for name in ("tenant_id", "user_id") if name in table.columns), "id")


OWNERS = {table.name: owner(table) for table in Base.metadata.sorted_tables if table.name not in NOBODYS}
OF_PEOPLE = {"users"} | {table for table, column in OWNERS.items() if column == "user_id"}
ROWS = " union all ".join(
    f"select '{table}', {column}, count(*) from {table} group by {column}" for table, column in OWNERS.items()
)


def look() -> Look:
    """What the current transaction sees."""
    seen: Look = {}
    for table, whose, count in db.session.execute(text(ROWS)):
        seen.setdefault(table, {})[str(whose)] = count
    return seen


@dataclass(frozen=True)
class Owned:
    """What a tenant has, and so what each look in it must show: all of this and nothing else."""

    id: UUID
    member: UUID  # the person who asks
    specimens: int
    memberships: int

    def faults(self, seen: Look) -> list[str]:
        foreign = [
            f"rows of another in {table}"
            for table, ids in seen.items()
            if set(ids) - {str(self.member if table in OF_PEOPLE else self.id)}
        ]
        return foreign + [
            f"{seen.get(table, {}).get(str(self.id), 0)} of its {count} {table}"
            for table, count in (("specimens", self.specimens), ("memberships", self.memberships), ("tenants", 1))
            if seen.get(table, {}).get(str(self.id), 0) != count
        ]


def faults_of_nobody(seen: Look, asks: Owned | None = None) -> list[str]:
    """Without a tenant there are no rows, but for who is signed in what is theirs and the names of their workspaces."""
    open_to = {table: str(asks.member) for table in OF_PEOPLE} | {"tenants": str(asks.id)} if asks else {}
    return [f"rows in {table} without a tenant" for table, ids in seen.items() if set(ids) - {open_to.get(table)}]
