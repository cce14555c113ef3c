"""All rows of all tables before and after a visit: what became of another workspace's, and who names them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy import Connection

from tests.guards.rows import as_owner

# From the catalogue, not from the models: a table that no model knows counts as well.
TABLES = """
SELECT c.oid::regclass::text, array_agg(a.attname::text)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relkind IN ('r', 'p') AND c.relowner = 'saas_owner'::regrole GROUP BY c.oid ORDER BY 1
"""
# Adam is a member of both workspaces, so he isn't meant.
PEOPLE = "SELECT user_id FROM memberships GROUP BY user_id HAVING bool_and(tenant_id = '{}')"

Row = tuple[str, str]  # the table, and the whole row as text


@dataclass(frozen=True)
class Snapshot:
    """`theirs` are the watched workspace's rows, `others` all other ones."""

    theirs: frozenset[Row]
    others: frozenset[Row]

    def new(self, before: "Snapshot") -> list[Row]:
        return sorted(self.others - before.others)

    def written(self, before: "Snapshot") -> list[str]:
        """The tables with a row that came, went or changed, whosever it is."""
        return sorted({name for name, _row in (self.theirs | self.others) ^ (before.theirs | before.others)})


class Watch:
    """Watches the rows of one tenant, and of the people who are in no other."""

    def __init__(self, connection: Connection, tenant_id: UUID):
        self.connection, self.tenant_id = connection, tenant_id
        as_owner(connection)
        self.tables = dict(map(tuple, connection.exec_driver_sql(TABLES)))
        self.people = tuple(connection.exec_driver_sql(PEOPLE.format(tenant_id)).scalars())
        self.before, self.ids = self.snapshot(), self.ids_of_theirs()

    def snapshot(self) -> Snapshot:
        as_owner(self.connection)
        rows = self.connection.exec_driver_sql(self.query).all()
        theirs = frozenset((name, row) for name, of_theirs, row in rows if of_theirs)
        return Snapshot(theirs, frozenset((name, row) for name, _of_theirs, row in rows) - theirs)

    @cached_property
    def query(self) -> str:
        return " UNION ALL ".join(
            f"SELECT '{name}', {self.theirs(name)}, t::text FROM {name} t" for name in self.tables
        )

    def theirs(self, name: str) -> str:
        """The condition under which a row is of the watched tenant."""
        columns, people = self.tables[name], ", ".join(f"'{id}'" for id in self.people)
        if "tenant_id" in columns:
            return f"tenant_id = '{self.tenant_id}'"
        if name in ("tenants", "users"):
            return f"id IN ('{self.tenant_id}', {people})"
        return f"user_id IN ({people})" if "user_id" in columns else "false"

    def ids_of_theirs(self) -> dict[str, str]:
        """With their tables."""
        query = " UNION ALL ".join(
            f"SELECT id::text, '{name}' FROM {name} WHERE {self.theirs(name)}"
            for name, columns in self.tables.items()
            if "id" in columns
        )
        as_owner(self.connection)
        return dict(map(tuple, self.connection.exec_driver_sql(query)))

    @cached_property
    def named(self) -> re.Pattern[str]:
        return re.compile("|".join(self.ids))

    def faults(self, after: Snapshot) -> Iterator[str]:
        for name in sorted({name for name, _row in after.theirs ^ self.before.theirs}):
            yield f"changes {name} of the other workspace"
        for name, row in after.new(self.before):
            for id in sorted(set(self.named.findall(row))):
                yield f"writes a row of {name} that names the other workspace's {self.ids[id]}"
