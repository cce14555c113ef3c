"""The keys between a tenant's tables: no row names another tenant's, and none loses its tenant with what it names."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ForeignKeyConstraint, insert

from tests.guards.behaviour.stage import Speaker, Stage, fresh, table_of
from tests.guards.rows import EITHER, of_tenants

NO_SUCH_ROW = "23503"  # foreign_key_violation
SUPERUSER = Speaker(login="")


def no_row_names_another_tenants(stage: Stage, name: str) -> Iterator[str]:
    for key in keys(name):
        parent, column = key.referred_table.name, own_column(key)
        for told in (stage.told("acme", "ada"), SUPERUSER):
            named = renewed(stage, name) | alternatives(column) | {column: stage.foreign[parent]["id"]}
            if (hit := stage.tried(told, insert(table_of(name)).values(named))) != NO_SUCH_ROW:
                yield f"{name}.{column}: a row names another tenant's in {parent} ({hit})"
        cleared = "".join(f"{other} = NULL, " for other in alternatives(column))
        renamed = f"UPDATE {name} SET {cleared}{column} = :foreign WHERE id = :id"
        values = {"foreign": stage.foreign[parent]["id"], "id": stage.mine[name]["id"]}
        if (hit := stage.tried(SUPERUSER, renamed, **values)) != NO_SUCH_ROW:
            yield f"{name}.{column}: a row comes to name another tenant's in {parent} ({hit})"


def what_is_named_can_go(stage: Stage, name: str) -> Iterator[str]:
    """By the key's own rule: with its row, or leaving it in its tenant without a name."""
    for key in keys(name):
        if (key.ondelete or "").startswith("SET NULL"):
            yield from left_behind(stage, name, key)


def left_behind(stage: Stage, name: str, key: ForeignKeyConstraint) -> Iterator[str]:
    parent, column = key.referred_table.name, own_column(key)
    cleared = "".join(f"{other} = NULL, " for other in alternatives(column))
    named = f"UPDATE {name} SET {cleared}{column} = '{stage.mine[parent]['id']}' WHERE id = '{stage.mine[name]['id']}'"
    gone = f"WITH gone AS (DELETE FROM {parent} WHERE id = :id RETURNING 1) SELECT count(*) FROM gone"
    if (hit := stage.tried(SUPERUSER, gone, named, id=stage.mine[parent]["id"])) not in (1, NO_SUCH_ROW):
        yield f"{name}.{column}: what a row names in {parent} can't go ({hit})"


def keys(name: str) -> list[ForeignKeyConstraint]:
    """Those to tables of tenants."""
    return sorted(
        (key for key in table_of(name).foreign_key_constraints if of_tenants(key.referred_table)), key=own_column
    )


def own_column(key: ForeignKeyConstraint) -> str:
    return next(column for column in key.column_keys if column != "tenant_id")


def alternatives(column: str) -> dict[str, None]:
    """What must be empty where `column` is set: a built-in role, say, where there is one of the tenant's own."""
    return {other: None for other in EITHER if column == f"{other}_id"}


def renewed(stage: Stage, name: str) -> dict[str, Any]:
    """Acme's row again under another id, and with what no index has met yet: then only a key can refuse it."""
    row = stage.mine[name] | {"id": fresh()}
    unique = {column.name for index in table_of(name).indexes if index.unique for column in index.columns}
    new = {column: f"{fresh()}@stage.test" for column in unique if isinstance(row.get(column), str) and column != "job"}
    return row | new | {column: stage.users["eve"] for column in unique if column == "user_id"}


CHECKS = (no_row_names_another_tenants, what_is_named_can_go)
