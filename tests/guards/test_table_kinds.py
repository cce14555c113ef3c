"""Migrations make tables by the helpers of rls.py alone: what these make is safe, and goes without a trace."""

import ast
import os
import re

import psycopg
import pytest

from migrations import rls
from tests import servers
from tests.guards import wall
from tests.guards.logins import drop
from tests.guards.sources import Source, sources
from tests.guards.test_migrations import shape
from tests.guards.versions import Versions

ROOT = {"tenants", "sec.context_keys"}  # the root of one kind, and the keys that no policy guards but their owner
MAKES_TABLES = re.compile(r"CREATE\s+(?:\w+\s+)*(?:TABLE|VIEW)\s+(?:IF NOT EXISTS )?(?P<name>[\w.]+)", re.IGNORECASE)
ADDS_KEYS = re.compile(r"FOREIGN\s+KEY|\bREFERENCES\s+\w+\s*\(", re.IGNORECASE)

# A migration with everything a kind of table takes, and its way back.
KINDS = {
    "tenant": (
        """tenant_table("planted", Column("name", String(9)), Column("specimen_id", Uuid), operator=("id", "name"))
    composite_key("planted", "specimen_id", "specimens", "SET NULL")
    one_of("planted", "name", ("a", "b"))""",
        'op.drop_table("planted")',
    ),
    "user": (
        """user_table("planted", Column("user_id", Uuid, nullable=False), app="SELECT", operator=("id",))
    plain_key("planted", "user_id", "users")""",
        'op.drop_table("planted")',
    ),
    "global": (
        'global_table("planted", Column("name", String(9)), why="planted by a test", operator=("id",))',
        'op.drop_table("planted")',
    ),
    "key": (
        """op.add_column("specimens", Column("label_id", Uuid))
    composite_key("specimens", "label_id", "specimen_labels", "SET NULL")""",
        """drop_key("specimens", "label_id")
    op.drop_column("specimens", "label_id")""",
    ),
    "function": (
        """reads("saas_search", "specimens", "tenant_id", "id")
    function("saas_search", "planted(part text, n integer)", "bigint", "SELECT count(*) FROM public.specimens")""",
        """op.execute("DROP FUNCTION sec.planted(text, integer)")
    reads_no_more("saas_search", "specimens")""",
    ),
}


@pytest.fixture
def versions(tmp_path, worker_id):
    versions = Versions(tmp_path, servers.database(f"kinds_{worker_id}_{os.getpid()}"))
    yield versions
    drop(versions.database)


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_helper_makes_keeps_the_rules_and_goes_without_a_trace(versions, kind):
    before = everything(versions.database)
    versions.up(*KINDS[kind])
    assert everything(versions.database) != before
    with psycopg.connect(os.environ[servers.ADMIN], dbname=versions.database) as connection:
        assert wall.table_faults(connection) == []
        assert wall.function_faults(connection) == []
    versions.down()
    assert everything(versions.database) == before


@pytest.mark.parametrize("granted", ["ALL", "SELECT, TRUNCATE", "TRIGGER", "SELECT, REFERENCES"])
def test_no_helper_grants_what_goes_past_policies(granted):
    with pytest.raises(ValueError, match="would go past its policies"):
        rls.protect("planted", "true", granted)


@pytest.mark.parametrize(
    ("column", "why"),
    [("tenant_id", "a reason"), ("user_id", "a reason"), ("name", "")],
    ids=lambda word: word or "none",
)
def test_what_belongs_to_somebody_is_no_global_table(column, why):
    with pytest.raises(ValueError, match="is no global table"):
        rls.global_table("planted", rls.Column(column, rls.Uuid), why=why)


def test_migrations_make_tables_and_keys_by_the_helpers_alone():
    assert [fault for source in sources("migrations/versions") for fault in by_hand(source)] == []


@pytest.mark.parametrize(
    "line",
    [
        'op.create_table("planted", Column("id", Uuid))',
        'op.rename_table("specimens", "planted")',
        'op.create_foreign_key("k", "planted", "specimens", ["a"], ["id"])',
        'op.execute("CREATE TABLE planted (id uuid)")',
        'op.execute("create unlogged table planted (id uuid)")',
        'op.execute(f"CREATE TABLE IF NOT EXISTS planted{1} AS SELECT 1")',
        'op.execute("CREATE MATERIALIZED VIEW planted AS SELECT 1")',
        'op.execute("ALTER TABLE planted ADD FOREIGN KEY (a) REFERENCES b (c)")',
        'op.execute("ALTER TABLE planted ADD COLUMN a uuid REFERENCES b (c)")',
    ],
)
def test_a_table_or_key_made_by_hand_is_named(tmp_path, line):
    planted = tmp_path / "0099_planted.py"
    planted.write_text(f'"""Planted."""\n{line}')
    assert by_hand(Source(planted)) != []


def by_hand(source: Source) -> list[str]:
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    names = [(node.lineno, ast.unparse(node.func), first(node)) for node in calls]
    found = [
        f"{source.path}:{line} calls {name} for {table}"
        for line, name, table in names
        if name in ("op.create_table", "op.rename_table", "op.create_foreign_key") and table not in ROOT
    ]
    texts = [
        (node.lineno, node.value)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return found + [f"{source.path}:{line} says {text!r}" for line, text in texts if makes(text)]


def first(call: ast.Call) -> str:
    return call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else ""


def makes(text: str) -> bool:
    table = MAKES_TABLES.search(text)
    return bool(ADDS_KEYS.search(text)) or bool(table and table["name"] not in ROOT)


def everything(database: str) -> dict:
    """The tables and functions with all that hangs on them, and who may create in which schema."""
    with psycopg.connect(os.environ[servers.ADMIN], dbname=database) as connection:
        schemas = connection.execute(
            "SELECT nspname, nspacl::text FROM pg_namespace WHERE nspname IN ('public', 'sec')"
        )
        return shape(database) | {"schemas": sorted(schemas.fetchall())}
