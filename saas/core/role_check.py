"""What a database role must not be: each way round row-level security, as a sentence that the refusal to boot names."""

from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from structlog import get_logger

from saas.config import BadSettings
from saas.core.db import db
from saas.core.tenancy import OPERATOR

# Each log-in by its bind key, with the setting that names it and the role that it should be.
LOG_INS: dict[str | None, tuple[str, str]] = {
    None: ("DATABASE_URL", "saas_app"),
    OPERATOR: ("OPERATOR_DATABASE_URL", "saas_operator"),
}

# As session_user, not current_user: a connection may begin with SET ROLE, but can always take it back.
# A superuser is and may everything; one sentence is enough.
WEAKNESSES = """
WITH me AS (SELECT * FROM pg_roles WHERE rolname = session_user AND NOT rolsuper),
ours AS (SELECT oid, nspname AS schema, nspowner AS owner FROM pg_namespace
          WHERE nspname !~ '^(pg_|information_schema)' AND to_regnamespace('sec') IS NOT NULL),
relations AS (SELECT c.oid, schema || '.' || relname AS name, relowner AS owner
                FROM pg_class c JOIN ours ON ours.oid = relnamespace WHERE relkind = ANY ('{r,p,v,m,f}'))
SELECT 'is a superuser' FROM pg_roles WHERE rolname = session_user AND rolsuper
UNION ALL SELECT 'has BYPASSRLS' FROM me WHERE rolbypassrls
UNION ALL SELECT 'has CREATEROLE' FROM me WHERE rolcreaterole
UNION ALL SELECT 'has CREATEDB' FROM me WHERE rolcreatedb
UNION ALL SELECT 'has REPLICATION' FROM me WHERE rolreplication
UNION ALL SELECT 'owns tables (' || min(name) || ')' FROM relations, me WHERE owner = me.oid HAVING count(*) > 0
UNION ALL SELECT 'owns functions (' || min(proname) || ')' FROM pg_proc, me WHERE proowner = me.oid HAVING count(*) > 0
UNION ALL SELECT 'owns the schema ' || schema FROM ours, me WHERE owner = me.oid
UNION ALL SELECT 'owns the database' FROM pg_database, me WHERE datname = current_database() AND datdba = me.oid
UNION ALL SELECT 'is a member of ' || other.rolname FROM pg_roles other, me
           WHERE other.oid <> me.oid AND pg_has_role(me.oid, other.oid, 'member')
UNION ALL SELECT 'may create in the schema ' || schema FROM ours, me
           WHERE has_schema_privilege(me.oid, ours.oid, 'CREATE')
UNION ALL SELECT 'may create schemas' FROM me WHERE has_database_privilege(me.oid, current_database(), 'CREATE')
UNION ALL SELECT 'may read or write the keys in sec.context_keys' FROM relations, me
           WHERE name = 'sec.context_keys'
             AND (has_any_column_privilege(me.oid, relations.oid, 'SELECT, INSERT, UPDATE')
                  OR has_table_privilege(me.oid, relations.oid, 'DELETE'))
UNION ALL SELECT 'holds ' || word || ' on ' || name FROM relations, me, unnest('{TRUNCATE,TRIGGER}'::text[]) word
           WHERE has_table_privilege(me.oid, relations.oid, word)
UNION ALL SELECT 'holds REFERENCES on ' || name FROM relations, me
           WHERE has_any_column_privilege(me.oid, relations.oid, 'REFERENCES')
UNION ALL SELECT 'may call pg_catalog.' || proname FROM pg_proc p, me
           WHERE pronamespace = 'pg_catalog'::regnamespace AND proacl IS NOT NULL
             AND has_function_privilege(me.oid, p.oid, 'EXECUTE')
             AND NOT has_function_privilege('public', p.oid, 'EXECUTE')
UNION ALL SELECT 'may switch foreign keys off by session_replication_role' FROM me
           WHERE has_parameter_privilege(me.oid, 'session_replication_role', 'SET, ALTER SYSTEM')
"""
# Staff see the control plane of all tenants; a role that does is none for the tenants' own pages.
SEES_ALL = """
UNION ALL SELECT 'sees every row of ' || min(c.relname) || ' by the policy ' || min(p.polname)
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_roles me ON me.rolname = session_user
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
 WHERE me.oid = ANY (p.polroles) AND pg_get_expr(p.polqual, p.polrelid) = 'true' HAVING count(*) > 0
"""
# Every new or copied database has this right for everybody, until migrations/env.py takes it away.
TEMPORARY = """
UNION ALL SELECT 'may make temporary tables, which outlive a tenant on a pooled connection'
                 ' (run `flask db upgrade`)' FROM me
           WHERE has_database_privilege(me.oid, current_database(), 'TEMPORARY')
             AND to_regnamespace('sec') IS NOT NULL
"""


def refuse_strong_roles(app: Flask) -> None:
    """Raise BadSettings when a URL logs in as a role that could step round the wall, or both as the same one.

    Asked at each engine's first connection: a database that was down at boot is no way in.
    """
    seen: dict[str | None, str] = {}
    migrates = bool(app.config.get("OWNER_DATABASE_URL"))  # `flask db upgrade` boots before it can mend anything
    with app.app_context():
        for bind in LOG_INS:
            event.listen(db.engines[bind], "first_connect", partial(refuse_strong_role, bind, seen, migrates))
            try:
                with db.engines[bind].connect() as connection:
                    connection.detach()  # a process that is forked later must not share it
            except OperationalError:
                get_logger().warning("the database does not answer; serving 503 until it does")


def refuse_strong_role(
    bind: str | None, seen: dict[str | None, str], migrates: bool, connection: Any, _record: Any
) -> None:
    """`connection` is psycopg's; `seen` gathers who logged in, by bind key. A process that migrates may be the cure."""
    setting, expected = LOG_INS[bind]
    connection.autocommit = True  # so that nothing stays begun
    seen[bind] = connection.execute("SELECT session_user").fetchone()[0]
    asked = WEAKNESSES + ("" if bind else SEES_ALL) + ("" if migrates else TEMPORARY)
    weaknesses = [why for (why,) in connection.execute(asked)]
    connection.autocommit = False
    if weaknesses:
        why = ", ".join(weaknesses)
        raise BadSettings(f"settings: {setting} logs in as {seen[bind]}, which {why}; use {expected}.")
    if list(seen.values()).count(seen[bind]) > 1:
        raise BadSettings(f"settings: DATABASE_URL and {setting} both log in as {seen[bind]}; use {expected}.")
