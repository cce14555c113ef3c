"""The three kinds of table. One call makes all that is safe: keys, row-level security, policies, grants.

    tenant_table("projects", Column("name", String(80), nullable=False))

There is no fourth kind and no way to make a table without its policies.
"""

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, PrimaryKeyConstraint, Uuid

# Only a log-in that is a member of saas_owner, and only while env.py or the backup says so: the setting alone would be
# a hole, since the app could set it and read through any function that the owner owns.
MIGRATING = "pg_has_role(session_user, 'saas_owner', 'member') AND current_setting('app.migrating', true) = 'on'"
TENANT = "tenant_id = (select sec.tenant_id())"
ALL = "SELECT, INSERT, UPDATE, DELETE"


def tenant_table(name, *columns, app=ALL, operator=()):
    """A table whose rows belong to a tenant. `app` is what the app may do; `operator` the columns staff may read."""
    op.create_table(
        name,
        Column("tenant_id", Uuid(), nullable=False),
        Column("id", Uuid(), nullable=False),
        *columns,
        PrimaryKeyConstraint("tenant_id", "id"),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
    )
    protect(name, TENANT, app)
    operator_reads(name, operator)


def user_table(name, *columns, key="user_id", app=ALL, operator=()):
    """A table whose rows belong to a person: each sees their own. `key` is the column that names the user."""
    op.create_table(name, Column("id", Uuid(), nullable=False), *columns, PrimaryKeyConstraint("id"))
    protect(name, f"{key} = (select sec.user_id())", app)
    operator_reads(name, operator)


def global_table(name, *columns, why, app="SELECT", operator=()):
    """A table of no tenant and no person; `why` says so, in its comment. It holds no personal or tenant text."""
    op.create_table(
        name, Column("id", Uuid(), nullable=False), *columns, PrimaryKeyConstraint("id"), comment=f"global: {why}"
    )
    protect(name, "true", app)
    operator_reads(name, operator)


def composite_key(table, column, parent, ondelete="CASCADE"):
    """A foreign key to a row of the same tenant, and its index."""
    rule = f"SET NULL ({column})" if ondelete == "SET NULL" else ondelete
    op.create_foreign_key(
        op.f(f"fk_{table}_tenant_id_{column}"), table, parent, ["tenant_id", column], ["tenant_id", "id"], ondelete=rule
    )
    op.create_index(op.f(f"ix_{table}_tenant_id_{column}"), table, ["tenant_id", column])


def one_of(table, column, enum):
    """A CHECK that the text column holds one of the enum's values."""
    values = ", ".join(f"'{value}'" for value in enum)
    op.create_check_constraint(op.f(f"ck_{table}_{column}"), table, f"{column} IN ({values})")


def protect(table, test, app):
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY app ON {table} TO saas_app USING ({test}) WITH CHECK ({test})")
    op.execute(f"CREATE POLICY migrate ON {table} TO saas_owner USING ({MIGRATING}) WITH CHECK ({MIGRATING})")
    op.execute(f"GRANT {app} ON {table} TO saas_app")


def operator_reads(table, columns):
    """Let staff read these columns of all rows: the control plane, never secrets or what tenants store."""
    if columns:
        op.execute(f"CREATE POLICY operator ON {table} TO saas_operator USING (true) WITH CHECK (true)")
        op.execute(f"GRANT SELECT ({', '.join(columns)}) ON {table} TO saas_operator")


def reads(role, table, *columns, policy="true"):
    """Let a function owner read these columns, for the functions it owns."""
    op.execute(f"CREATE POLICY {role.removeprefix('saas_')} ON {table} FOR SELECT TO {role} USING ({policy})")
    op.execute(f"GRANT SELECT ({', '.join(columns)}) ON {table} TO {role}")


def function(owner, signature, returns, body, to="saas_app, saas_operator", language="sql", volatility="STABLE"):
    """A SECURITY DEFINER function in schema sec, owned by `owner`, callable by `to` only; replaces an older one."""
    op.execute(f"GRANT CREATE ON SCHEMA sec TO {owner}")
    op.execute(f"SET LOCAL ROLE {owner}")
    op.execute(
        f"CREATE OR REPLACE FUNCTION sec.{signature} RETURNS {returns} LANGUAGE {language} {volatility}"
        f" SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body${body}$body$"
    )
    op.execute(f"REVOKE ALL ON FUNCTION sec.{_types(signature)} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION sec.{_types(signature)} TO {to}")
    op.execute("RESET ROLE")
    op.execute(f"REVOKE CREATE ON SCHEMA sec FROM {owner}")


def _types(signature):
    """`f(a uuid, b text)` as `f(uuid, text)`."""
    name, arguments = signature.rstrip(")").split("(")
    return f"{name}({', '.join(argument.split()[-1] for argument in arguments.split(',') if argument)})"
