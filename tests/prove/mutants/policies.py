"""Mutants of row security: every table's policies dropped, widened, turned to others, joined by a wide one."""

from collections.abc import Iterator
from functools import partial

from tests.guards.behaviour import functions, grants, owners, tables
from tests.guards.behaviour.stage import Stage
from tests.guards.behaviour.stage import tables as owned_tables
from tests.prove.mutants.mutant import Mutant, of_database

POLICIES = """
SELECT p.polname, p.polroles::regrole[]::text[], coalesce(pg_get_expr(p.polqual, p.polrelid),
       pg_get_expr(p.polwithcheck, p.polrelid)), p.polcmd = 'a' FROM pg_policy p
 WHERE p.polrelid = '{}'::regclass AND p.polname NOT IN ('app', 'migrate') ORDER BY 1
"""
MIGRATING = "current_setting('app.migrating', true) = 'on'"
OWNER = "pg_has_role(session_user, 'saas_owner', 'member')"
WEAKENED = {
    "no policy for the app": "DROP POLICY app ON {}",
    "row security off": "ALTER TABLE {} DISABLE ROW LEVEL SECURITY",
    "no FORCE": "ALTER TABLE {} NO FORCE ROW LEVEL SECURITY",
    "USING (true)": "ALTER POLICY app ON {} USING (true)",
    "WITH CHECK (true)": "ALTER POLICY app ON {} WITH CHECK (true)",
    "USING and WITH CHECK (true)": "ALTER POLICY app ON {} USING (true) WITH CHECK (true)",
    "USING the tenant's id for the user's, or the other way round": "ALTER POLICY app ON {} USING ({swapped})",
    "USING what is told or nothing told": "ALTER POLICY app ON {} USING ({test} OR {told} IS NULL)",
    "the app's policy TO PUBLIC": "ALTER POLICY app ON {} TO PUBLIC",
    "the app's policy for SELECT alone": "DROP POLICY app ON {}; CREATE POLICY app ON {} FOR SELECT TO saas_app"
    " USING ({test}); CREATE POLICY more ON {} FOR INSERT TO saas_app WITH CHECK (true); CREATE POLICY most ON {}"
    " FOR UPDATE TO saas_app USING (true); CREATE POLICY gone ON {} FOR DELETE TO saas_app USING (true)",
    "a wide policy besides": "CREATE POLICY planted ON {} USING (true)",
    "a wide policy for SELECT besides": "CREATE POLICY planted ON {} FOR SELECT TO saas_app USING (true)",
    "a wide policy for INSERT besides": "CREATE POLICY planted ON {} FOR INSERT TO saas_app WITH CHECK (true)",
    "a wide policy for UPDATE besides": "CREATE POLICY planted ON {} FOR UPDATE TO saas_app USING (true)",
    "a wide policy for DELETE besides": "CREATE POLICY planted ON {} FOR DELETE TO saas_app USING (true)",
    "a wide policy for a stranger": "CREATE POLICY planted ON {} TO {stranger} USING (true)",
    "no policy for migrations": "DROP POLICY migrate ON {}",
    "migrations by the setting alone": f"ALTER POLICY migrate ON {{}} USING ({MIGRATING})",
    "migrations' checks by the setting alone": f"ALTER POLICY migrate ON {{}} WITH CHECK ({MIGRATING})",
    "migrations by the log-in alone": f"ALTER POLICY migrate ON {{}} USING ({OWNER})",
    "migrations' checks by the log-in alone": f"ALTER POLICY migrate ON {{}} WITH CHECK ({OWNER})",
    "migrations by anybody": "ALTER POLICY migrate ON {} USING (true) WITH CHECK (true)",
    "migrations' policy TO PUBLIC": "ALTER POLICY migrate ON {} TO PUBLIC",
}


def mutants(stage: Stage, _size: str) -> Iterator[Mutant]:
    for table in owned_tables():
        *quick, thorough = tables.CHECKS
        checks = [partial(check, stage, table) for check in (*quick, *owners.CHECKS, thorough)]
        for name, sql in {**WEAKENED, **others(stage, table)}.items():
            yield of_database(stage, f"{table}: {name}", filled(stage, table, sql), *checks, *more(stage, table, name))


def filled(stage: Stage, table: str, sql: str) -> str:
    """With the words of the table's own test."""
    column = tables.owner_column(table)
    mine, theirs = ("user_id", "tenant_id") if column == "user_id" or table == "users" else ("tenant_id", "user_id")
    words = {"told": f"sec.{mine}()", "test": f"{column} = sec.{mine}()", "swapped": f"{column} = sec.{theirs}()"}
    for mark, word in {"": table, "stranger": stage.stranger, **words}.items():
        sql = sql.replace(f"{{{mark}}}", word)
    return sql


def others(stage: Stage, table: str) -> dict[str, str]:
    """The policies of staff and of functions' owners, turned to the app and to all; the conditional ones widened."""
    found = {}
    stage.as_superuser()
    for name, roles, test, adds in stage.connection.exec_driver_sql(POLICIES.format(table)):
        told = ", ".join(roles)
        found[f"the policy {name} TO PUBLIC"] = f"ALTER POLICY {name} ON {table} TO PUBLIC"
        if test != "true":
            part = "WITH CHECK" if adds else "USING"
            found[f"the policy {name} widened"] = f"ALTER POLICY {name} ON {table} {part} (true)"
        if "saas_app" not in roles and test == "true":
            found[f"the policy {name} for the app too"] = f"ALTER POLICY {name} ON {table} TO {told}, saas_app"
        if roles == ["saas_operator"]:
            found[f"no policy {name}"] = f"DROP POLICY {name} ON {table}"
    return found


def more(stage: Stage, table: str, name: str) -> list[partial]:
    """A policy of staff or of a function's owner shows in what those see."""
    if "the policy" not in name and "no policy" not in name:
        return []
    staff = partial(grants.staff_see_all_rows_of_the_control_plane, stage, table)
    return [staff, *(partial(functions.a_function_tells_nothing_of_others, stage, each) for each in BOUND)]


# Whose roles see, write or delete some rows only.
BOUND = ("due", "forget_sessions", "erase_audit", "tenants_that_name_me", "post_mail")
