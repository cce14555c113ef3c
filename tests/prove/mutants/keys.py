"""Mutants of keys: each composite key loses its tenant or goes, each unique index forgets whose rows it compares."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import ForeignKeyConstraint

from tests.guards import catalogue
from tests.guards.behaviour import keys, tables
from tests.guards.behaviour.keys import own_column
from tests.guards.behaviour.stage import Stage
from tests.guards.rows import tenant_tables
from tests.guards.wall import CROSS_TENANT_INDEXES
from tests.prove.mutants.mutant import Mutant, of_database

TWICE = "SELECT 1 FROM {0} GROUP BY {1} HAVING count(*) > 1"


def mutants(stage: Stage, _size: str) -> Iterator[Mutant]:
    for table in tenant_tables():
        for key in keys.keys(table):
            checks = [partial(check, stage, table) for check in keys.CHECKS]
            for name, sql in loosened(table, key).items():
                yield of_database(stage, f"{table}.{own_column(key)}: {name}", sql, *checks)
    yield from indexes(stage)


def loosened(table: str, key: ForeignKeyConstraint) -> dict[str, str]:
    parent, column = key.referred_table.name, own_column(key)
    dropped = f"ALTER TABLE {table} DROP CONSTRAINT {key.name}"
    alone = f"CREATE UNIQUE INDEX planted ON {parent} (id); ALTER TABLE {parent} ADD UNIQUE USING INDEX planted"
    found = {
        "no key": dropped,
        "a key on the id alone": f"{dropped}; {alone};"
        f" ALTER TABLE {table} ADD FOREIGN KEY ({column}) REFERENCES {parent} (id)",
        "a key that rests": f"ALTER TABLE {table} DISABLE TRIGGER ALL",
    }
    if (key.ondelete or "").startswith("SET NULL"):
        whole = f"ADD FOREIGN KEY (tenant_id, {column}) REFERENCES {parent} ON DELETE SET NULL"
        found["a key that would null the tenant"] = f"{dropped}; ALTER TABLE {table} {whole}"
    return found


def indexes(stage: Stage) -> Iterator[Mutant]:
    stage.as_superuser()
    for table in catalogue.tables(stage.connection.connection.driver_connection):
        name = table.name.removeprefix("public.")
        for index in table.indexes if name in tenant_tables() else []:
            check = partial(tables.another_tenant_may_hold_the_same, stage, name)
            if index.unique and index.name not in CROSS_TENANT_INDEXES:
                columns = ", ".join(column for column in index.columns if column != "tenant_id")
                if stage.connection.exec_driver_sql(TWICE.format(name, columns)).first():
                    continue  # two tenants hold the same already: such an index can't even be made
                sql = f"CREATE UNIQUE INDEX planted ON {name} ({columns})"
                yield of_database(stage, f"{name}: {index.name} over all tenants", sql, check)
