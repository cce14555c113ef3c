"""Row security, table by table: one's own rows are all there, those of others can't be seen, hit or made.

Each check yields what is wrong, a sentence each. They run with every grant there is on the table and with keys and
triggers at rest, so that the policies hold alone.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, insert, update

from saas.core.tenancy import PLATFORM
from tests.guards.behaviour import promises
from tests.guards.behaviour.stage import DENIED, UNCHECKED, Speaker, Stage, fresh, table_of
from tests.guards.rows import of_tenants

CONFLICT = "23505"  # unique_violation
OWN = ("acme", "ada")
OTHERS = (OWN, ("acme", None), (None, "ada"), (None, None))
REACHES = (
    "SELECT count(*) FROM {} WHERE id = :id",
    "SELECT count(*) FROM {} a RIGHT JOIN {} b ON a.id = b.id WHERE b.id = :id",
    "SELECT count(*) FROM (SELECT 1) one WHERE EXISTS (SELECT FROM {} WHERE id = :id)",
    "SELECT count(*) FROM (SELECT 1) one, LATERAL (SELECT FROM {} WHERE id = :id) two",
    "SELECT count(*) FROM (SELECT id FROM {} UNION SELECT id FROM {}) both_ WHERE id = :id",
    "UPDATE {} SET id = id WHERE id = :id",
    "DELETE FROM {} WHERE id = :id",
    "UPDATE {} one SET id = one.id FROM {} other WHERE other.id = :id",
    "DELETE FROM {} one USING {} other WHERE other.id = :id",
    "WITH hit AS (UPDATE {} SET id = id RETURNING id) SELECT count(*) FROM hit WHERE id = :id",
    "WITH hit AS (DELETE FROM {} RETURNING id) SELECT count(*) FROM hit WHERE id = :id",
    "MERGE INTO {} t USING (SELECT cast(:id AS uuid) AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE",
)


def ones_own_rows_are_there(stage: Stage, name: str) -> Iterator[str]:
    table, row, me = table_of(name), stage.mine[name], stage.told(*OWN)
    given = granted(name)
    if stage.tried(me, f"SELECT count(*) FROM {name} WHERE id = :id", given, id=row["id"]) != 1:
        yield f"{name}: one's own row is not seen"
    if stage.tried(me, f"UPDATE {name} SET id = id WHERE id = :id", given, id=row["id"]) != 1:
        yield f"{name}: one's own row can not be changed"
    if stage.tried(me, insert(table).values(row), f"{given}; DELETE FROM {name}") != 1:
        yield f"{name}: a row of one's own can not be made"


def others_rows_are_not_seen(stage: Stage, name: str) -> Iterator[str]:
    for tenant, user in OTHERS:
        seen = stage.tried(stage.told(tenant, user), REACHES[0].format(name), id=stage.foreign[name]["id"])
        if seen not in (0, DENIED):
            yield f"{name}: told {tenant} and {user}, another's row is seen"


def others_rows_are_out_of_reach(stage: Stage, name: str) -> Iterator[str]:
    for tenant, user in OTHERS:
        speaker = stage.told(tenant, user)
        for reach in REACHES:
            hit = stage.tried(speaker, reach.format(name, name), granted(name), id=stage.foreign[name]["id"])
            if hit not in (0, DENIED):
                yield f"{name}: told {tenant} and {user}, {reach.format(name, name)!r} hits another's row ({hit})"


def a_blind_write_hits_ones_own_rows_only(stage: Stage, name: str) -> Iterator[str]:
    """Without WHERE and RETURNING no policy for SELECT helps."""
    for tenant, user in (OWN, (None, None)):
        speaker, column = stage.told(tenant, user), plain_column(stage, name)
        everywhere = update(table_of(name)).values({column: stage.mine[name][column]})
        for statement in (everywhere, f"DELETE FROM {name}"):
            hit, own = stage.tried(speaker, statement, granted(name)), owned(stage, name) if user else 0
            if hit not in (own, DENIED):
                yield f"{name}: {statement} without WHERE hits {hit} rows of {own}"


def no_row_is_made_for_others(stage: Stage, name: str) -> Iterator[str]:
    table = table_of(name)
    for tenant, user in OTHERS:
        made = insert(table).values(stage.foreign[name])
        if stage.tried(stage.told(tenant, user), made, f"{granted(name)}; DELETE FROM {name}") != DENIED:
            yield f"{name}: told {tenant} and {user}, a row is made for another"


def no_row_moves_to_others(stage: Stage, name: str) -> Iterator[str]:
    column = owner_column(name)
    whose = stage.foreign[name][column] if column != "id" else fresh()
    moved = f"UPDATE {name} SET {column} = :whose WHERE id = :id"
    values = {"whose": whose, "id": stage.mine[name]["id"]}
    if stage.tried(stage.told(*OWN), moved, granted(name), **values) != DENIED:
        yield f"{name}: a row moves to another"
    blind = f"UPDATE {name} SET {column} = :whose"
    if stage.tried(stage.told(*OWN), blind, granted(name), whose=whose) != DENIED:
        yield f"{name}: all rows move to another"


def another_tenant_may_hold_the_same(stage: Stage, name: str) -> Iterator[str]:
    """No conflict tells that a row, its id or its name is there already in a tenant that one doesn't see."""
    if of_tenants(table_of(name)):
        mine = stage.mine[name]["tenant_id"]
        emptied = f"{granted(name)}; DELETE FROM {name} WHERE tenant_id = '{mine}'"
        once = promises.ONCE_FOR_ALL.get(name, {})
        same = stage.foreign[name] | {"tenant_id": mine}
        for values, expected in ((same | once, 1), (same, CONFLICT if once else 1)):
            if (hit := stage.tried(stage.told(*OWN), insert(table_of(name)).values(values), emptied)) != expected:
                yield f"{name}: what globex has, acme can't have as well ({hit})"


def a_stranger_sees_nothing(stage: Stage, name: str) -> Iterator[str]:
    """Policies are for the roles they name: with all grants and none of them a role reaches nothing."""
    column = plain_column(stage, name)
    everywhere = update(table_of(name)).values({column: stage.mine[name][column]})
    for slug, user in (("acme", "ada"), ("globex", "eve")):
        told = stage.told(slug, user, login="", role=stage.stranger, migrating=True)
        for statement in (f"SELECT count(*) FROM {name}", f"DELETE FROM {name}", everywhere):
            if (hit := stage.tried(told, statement, granted(name, stage.stranger))) != 0:
                yield f"{name}: a role that no policy names hits {hit} rows"
        for owner in (stage.mine[name][owner_column(name)], PLATFORM):
            made = insert(table_of(name)).values(stage.mine[name] | {owner_column(name): owner})
            emptied = f"{granted(name, stage.stranger)}; DELETE FROM {name}"
            if (hit := stage.tried(told, made, emptied)) != DENIED:
                yield f"{name}: a role that no policy names makes a row ({hit})"


def granted(name: str, role: str = "saas_app") -> str:
    return f"{UNCHECKED}; GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO {role}"


def owner_column(name: str) -> str:
    table = table_of(name)
    return next((column for column in ("tenant_id", "user_id") if column in table.c), "id")


def owned(stage: Stage, name: str) -> int:
    """Of ada in acme: how many rows there are, as the superuser counts."""
    column, row = owner_column(name), stage.mine[name]
    counted = f"SELECT count(*) FROM {name} WHERE {column} = :whose"
    return int(stage.tried(Speaker(login=""), counted, whose=row[column]))


def plain_column(stage: Stage, name: str) -> str:
    """One that no key and no unique index holds."""
    table = table_of(name)
    return next(column for column in stage.mine[name] if column not in bound(table))


def bound(table: Table) -> set[Any]:
    unique = {column.name for index in table.indexes if index.unique for column in index.columns}
    keys = {column.name for column in table.columns if column.primary_key or column.unique or column.foreign_keys}
    return {"tenant_id", "id", "user_id"} | unique | keys


CHECKS = (  # the quickest first: a mutant needs one of them
    ones_own_rows_are_there,
    others_rows_are_not_seen,
    a_blind_write_hits_ones_own_rows_only,
    no_row_is_made_for_others,
    no_row_moves_to_others,
    another_tenant_may_hold_the_same,
    a_stranger_sees_nothing,
    others_rows_are_out_of_reach,
)
