"""Every table says what exports and erasure do with its rows, and what it says can be done."""

import pytest
from sqlalchemy import Column, LargeBinary, MetaData, String, Table

from saas.core import lifecycle
from saas.core.base import Base
from saas.core.lifecycle import Leaving, OnErasure, OnExport, declared, exported
from tests.guards.behaviour.promises import ALL, APP
from tests.guards.wall import SECRET


def undeclared(tables: list[Table]) -> list[str]:
    said = {mapper.local_table: getattr(mapper.class_, "leaving", None) for mapper in Base.registry.mappers}
    return [table.name for table in tables if not isinstance(said.get(table), Leaving)]


def telling(tables: list[Table]) -> list[str]:
    """Exported columns that by their name or type hold what opens something."""
    return [
        f"{table.name}.{column.name}"
        for table in tables
        for column in exported(table)
        if SECRET.search(column.name) or isinstance(column.type, LargeBinary)
    ]


@pytest.mark.usefixtures("app")
def test_every_table_declares():
    assert undeclared(list(Base.metadata.tables.values())) == []
    assert {table.name for table, _leaving in declared()} == set(Base.metadata.tables)


@pytest.mark.usefixtures("app")
def test_a_table_without_a_declaration_is_named_and_nothing_is_exported_or_erased(monkeypatch):
    planted = Table("planted", MetaData(), Column("tenant_id"))
    assert undeclared([planted]) == ["planted"]
    sorted_tables = [*Base.metadata.sorted_tables, planted]
    monkeypatch.setattr(lifecycle.Base, "metadata", type("Planted", (), {"sorted_tables": sorted_tables}))
    with pytest.raises(LookupError, match="planted doesn't say"):
        list(declared())


@pytest.mark.usefixtures("app")
def test_no_secret_is_exported():
    assert telling([table for table, leaving in declared() if leaving.export == OnExport.ROWS]) == []


def test_a_secret_that_is_not_private_is_named():
    columns = [Column("token_hash", String(3)), Column("photo", LargeBinary), Column("name", String(3))]
    assert telling([Table("planted", MetaData(), *columns)]) == ["planted.token_hash", "planted.photo"]


@pytest.mark.usefixtures("app")
def test_what_is_to_be_deleted_the_app_may_delete():
    for table, leaving in declared():
        may = "DELETE" in APP.get(table.name, ALL)
        assert may or leaving.erasure != OnErasure.DELETED, table.name


@pytest.mark.usefixtures("app")
def test_what_is_kept_holds_no_free_text():
    """Nobody's words: names, addresses and the like would outlive whose they are."""
    for table, leaving in declared():
        if leaving.erasure == OnErasure.KEPT and not table.comment:
            assert {column.name for column in table.columns} & {"name", "email", "text", "body"} == set(), table.name


@pytest.mark.parametrize(
    ("export", "erasure"), [(OnExport.NOTHING, OnErasure.DELETED), (OnExport.ROWS, OnErasure.KEPT)]
)
def test_what_is_left_out_or_kept_says_why(export, erasure):
    with pytest.raises(ValueError, match="say why"):
        Leaving(export, erasure)
