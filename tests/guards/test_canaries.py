"""Every column of another workspace that can hold words holds a canary: what has none could leak unheard."""

import pytest
from sqlalchemy import ARRAY, Column, MetaData, String, Table, Uuid, text

from saas.core.base import Base
from tests.guards.rows import as_owner, of_tenants, sort_of_text, user_tables
from tests.guards.snapshots import Watch
from tests.guards.songs import sung

# Columns that hold one of a few words, whoever's they are, or what a request names itself; with why.
SAME_FOR_ALL = {
    "jobs.job": "the name of a job of ours",
    "jobs.queue": "the name of a queue of ours",
    "tenants.plan": "the name of a plan of ours",
    "tenants.slug": "stands in the addresses that strangers try",
    "users.locale": "one of our languages",
    "users.zone": "one of the world's time zones",
    "users.theme": "one of three looks",
}


def test_every_column_that_holds_words_holds_a_canary(world):
    assert silent(world, [table for table in Base.metadata.tables.values() if holds_theirs(table)]) == []


def test_no_exception_is_out_of_date(world):
    columns = {f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns}
    assert SAME_FOR_ALL.keys() - columns == set()


@pytest.mark.parametrize("kind", [String(80), ARRAY(String(40))])
def test_a_planted_column_without_a_canary_is_named(world, kind):
    as_owner(world.connection)
    world.connection.execute(text("ALTER TABLE specimens ADD COLUMN planted text DEFAULT 'words'"))
    columns = Column("tenant_id", Uuid), Column("planted", kind)
    assert silent(world, [Table("specimens", MetaData(), *columns)]) == ["specimens.planted"]


def silent(world, tables: list[Table]) -> list[str]:
    """The columns in which no row of globex, or of its people, sings."""
    watch = Watch(world.connection, world.cast.tenants["globex"])
    return [
        f"{table.name}.{column.name}"
        for table in tables
        for column in table.columns
        if sort_of_text(column) and f"{table.name}.{column.name}" not in SAME_FOR_ALL
        if not any(map(sung, said_in(world, watch, table, column)))
    ]


def said_in(world, watch: Watch, table: Table, column: Column) -> list[bytes]:
    as_owner(world.connection)
    rows = world.connection.exec_driver_sql(
        f"SELECT {column.name}::text FROM {table.name} WHERE {watch.theirs(table.name)}"
    )
    return [(said or "").encode() for said in rows.scalars()]


def holds_theirs(table: Table) -> bool:
    return of_tenants(table) or table.name in ("tenants", *user_tables())
