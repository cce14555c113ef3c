"""What Postgres itself says about tables, policies, keys, grants, functions and roles: read from the real catalogue."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from psycopg import Connection
from psycopg.rows import namedtuple_row

OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"

RELATIONS = f"""
SELECT c.oid, n.nspname || '.' || c.relname AS name, c.relkind::text AS kind, o.rolname AS owner,
       c.relrowsecurity AS secured, c.relforcerowsecurity AS forced, c.reloptions AS options,
       coalesce(obj_description(c.oid, 'pg_class'), '') AS comment,
       array(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles o ON o.oid = c.relowner
 WHERE c.relkind = any(%s) AND {OURS} ORDER BY 2
"""

POLICIES = """
SELECT p.polrelid AS of_table, p.polname::text AS name, p.polcmd::text AS command, p.polpermissive AS permissive,
       array(SELECT coalesce(r.rolname::text, 'PUBLIC')
               FROM unnest(p.polroles) id LEFT JOIN pg_roles r ON r.oid = id) AS roles,
       pg_get_expr(p.polqual, p.polrelid) AS "using", pg_get_expr(p.polwithcheck, p.polrelid) AS "check"
  FROM pg_policy p WHERE p.polrelid = any(%(oids)s) ORDER BY 2
"""

INDEXES = """
SELECT i.indrelid AS of_table, c.relname::text AS name, i.indisunique AS "unique", i.indisprimary AS "primary",
       array(SELECT pg_get_indexdef(i.indexrelid, k, true) FROM generate_series(1, i.indnkeyatts) k) AS columns
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = any(%(oids)s) ORDER BY 2
"""

KEYS = """
SELECT k.conrelid AS of_table, k.conname::text AS name, n.nspname || '.' || c.relname AS parent,
       k.confdeltype::text AS on_delete,
       array(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(num, place)
             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num ORDER BY u.place) AS columns,
       array(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(num, place)
             JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num ORDER BY u.place) AS parents_columns,
       array(SELECT a.attname::text FROM unnest(k.confdelsetcols) u(num)
             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num) AS nulled
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE k.conrelid = any(%(oids)s) AND k.contype = 'f' ORDER BY 2
"""

GRANTS = """
SELECT DISTINCT c.oid AS of_table, coalesce(r.rolname::text, 'PUBLIC') AS role, g.privilege_type AS privilege,
       ''::text AS column
  FROM pg_class c CROSS JOIN aclexplode(c.relacl) g LEFT JOIN pg_roles r ON r.oid = g.grantee
 WHERE c.oid = any(%(oids)s)
UNION ALL
SELECT a.attrelid, coalesce(r.rolname::text, 'PUBLIC'), g.privilege_type, a.attname::text
  FROM pg_attribute a CROSS JOIN aclexplode(a.attacl) g LEFT JOIN pg_roles r ON r.oid = g.grantee
 WHERE a.attrelid = any(%(oids)s) AND NOT a.attisdropped
"""

FUNCTIONS = f"""
SELECT n.nspname || '.' || p.proname AS name, o.rolname AS owner, p.prosecdef AS definer, p.proconfig AS settings,
       p.prosrc AS body, has_function_privilege('public', p.oid, 'EXECUTE') AS for_public
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles o ON o.oid = p.proowner
 WHERE {OURS} AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1
"""

ROLES = """
SELECT r.rolname::text AS name, r.rolcanlogin AS logs_in, r.rolinherit AS inherits,
       r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication AS strong,
       array(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
              WHERE m.member = r.oid) AS member_of,
       array(SELECT n.nspname::text FROM pg_namespace n
              WHERE has_schema_privilege(r.oid, n.oid, 'CREATE')) AS creates_in
  FROM pg_roles r WHERE r.rolname LIKE 'saas@_%' ESCAPE '@' ORDER BY 1
"""


@dataclass(frozen=True)
class Relation:
    """A table or view with all that guards ask about it. `name` is schema.table."""

    oid: int
    name: str
    kind: str
    owner: str
    secured: bool
    forced: bool
    comment: str
    options: list[str] | None
    columns: list[str]
    policies: dict = field(default_factory=dict)
    indexes: list = field(default_factory=list)
    keys: list = field(default_factory=list)
    grants: list = field(default_factory=list)

    @property
    def of_tenants(self) -> bool:
        return "tenant_id" in self.columns

    @property
    def primary_key(self) -> list[str]:
        return next((index.columns for index in self.indexes if index.primary), [])

    def granted(self, role: str) -> set[str]:
        """What `role` may do to the whole table."""
        return {grant.privilege for grant in self.grants if grant.role == role and not grant.column}


def tables(connection: Connection) -> Iterator[Relation]:
    rows = ask(connection, RELATIONS, (["r", "p", "f"],))
    policies, indexes, keys, grants = (
        by_table(connection, query, [row.oid for row in rows]) for query in (POLICIES, INDEXES, KEYS, GRANTS)
    )
    for row in rows:
        yield Relation(
            **row._asdict(),
            policies={policy.name: policy for policy in policies[row.oid]},
            indexes=indexes[row.oid],
            keys=keys[row.oid],
            grants=grants[row.oid],
        )


def by_table(connection: Connection, query: str, oids: list[int]) -> dict[int, list]:
    """One question about all tables: the proof of the wall asks hundreds of times."""
    found = defaultdict(list)
    for row in ask(connection, query, {"oids": oids}):
        found[row.of_table].append(row)
    return found


def views(connection: Connection) -> Iterator[Relation]:
    for row in ask(connection, RELATIONS, (["v", "m"],)):
        yield Relation(**row._asdict())


def functions(connection: Connection) -> list:
    return ask(connection, FUNCTIONS)


def roles(connection: Connection) -> list:
    return ask(connection, ROLES)


def ask(connection: Connection, query: str, values=()) -> list:
    with connection.cursor(row_factory=namedtuple_row) as cursor:
        return cursor.execute(query, values or None).fetchall()
