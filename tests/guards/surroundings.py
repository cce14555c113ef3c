"""What stands around the tables and could lead past the wall: one query a kind, each answer a sentence."""

from psycopg import Connection

from tests.guards import catalogue

OUR_ROLES = "'{saas_owner,saas_app,saas_operator,saas_key,saas_gate,saas_search,saas_sweep,saas_copy,saas_eraser}'"
# A grantee of an access list that isn't the owner, by name.
GRANTEE = "coalesce((SELECT rolname FROM pg_roles WHERE oid = g.grantee), 'PUBLIC')"
OWN_RELATIONS = f"pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND {catalogue.OURS}"
NAME = "n.nspname || '.' || c.relname"

QUERIES = [
    # Schemas and extensions, which bring whatever they like.
    f"SELECT 'there is a schema ' || nspname FROM pg_namespace n"
    f" WHERE {catalogue.OURS} AND nspname NOT IN ('public', 'sec')",
    "SELECT 'there is an extension ' || extname FROM pg_extension"
    " WHERE extname NOT IN ('plpgsql', 'pg_trgm', 'btree_gin')",
    "SELECT rolname || ' may make temporary tables, which outlive a tenant on a pooled connection' FROM pg_roles"
    f" WHERE rolname = ANY ({OUR_ROLES}) AND rolname <> 'saas_owner'"
    " AND has_database_privilege(oid, current_database(), 'TEMPORARY')",
    # Rows that come from, or go, where no policy is.
    "SELECT 'there is a foreign server ' || srvname FROM pg_foreign_server",
    "SELECT 'there is a foreign data wrapper ' || fdwname FROM pg_foreign_data_wrapper",
    "SELECT 'there is a publication ' || pubname FROM pg_publication",
    "SELECT 'there is a subscription ' || subname FROM pg_subscription s JOIN pg_database d ON d.oid = subdbid"
    " WHERE datname = current_database()",
    "SELECT 'there is a large object, which has no policy: ' || oid FROM pg_largeobject_metadata",
    # What acts by itself.
    "SELECT 'there is an event trigger ' || evtname FROM pg_event_trigger",
    f"SELECT {NAME} || ' has the rule ' || rulename FROM pg_rewrite r JOIN {OWN_RELATIONS} ON c.oid = r.ev_class"
    " WHERE rulename <> '_RETURN'",
    f"SELECT {NAME} || ' has the trigger ' || tgname FROM pg_trigger t JOIN {OWN_RELATIONS} ON c.oid = t.tgrelid"
    " WHERE NOT tgisinternal"
    " AND (c.relname, tgname, tgfoid::regproc::text) <> ('users', 'copy_person', 'sec.copy_person')",
    f"SELECT {NAME} || ' has a trigger that is switched off' FROM pg_trigger t"
    f" JOIN {OWN_RELATIONS} ON c.oid = t.tgrelid WHERE tgenabled <> 'O'",
    # Rights that no table's own list shows.
    f"SELECT {NAME} || ' grants ' || privilege_type || ' to ' || {GRANTEE} FROM {OWN_RELATIONS}"
    " CROSS JOIN aclexplode(c.relacl) g WHERE c.relkind = 'S' AND g.grantee <> c.relowner",
    f"SELECT 'by default ' || privilege_type || ' is granted to ' || {GRANTEE} FROM pg_default_acl"
    " CROSS JOIN aclexplode(defaclacl) g WHERE g.grantee <> defaclrole",
    f"SELECT 'the parameter ' || parname || ' may be set by ' || {GRANTEE} FROM pg_parameter_acl"
    f" CROSS JOIN aclexplode(paracl) g WHERE {GRANTEE} = ANY ({OUR_ROLES}) OR g.grantee = 0",
    f"SELECT 'sec.' || proname || ' can be called by ' || {GRANTEE} FROM pg_proc p"
    " CROSS JOIN aclexplode(p.proacl) g WHERE pronamespace = 'sec'::regnamespace AND g.grantee <> p.proowner"
    f" AND {GRANTEE} <> ALL ("
    f"CASE prorettype WHEN 'trigger'::regtype THEN '{{saas_owner}}' ELSE {OUR_ROLES} END::text[])",
    "SELECT n.nspname || '.' || proname || ' runs as its owner, outside sec' FROM pg_proc p"
    " JOIN pg_namespace n ON n.oid = pronamespace WHERE prosecdef AND n.nspname <> 'sec'",
    # What a log-in begins with: app.migrating for the owner, or row_security for anybody, would be enough.
    "SELECT coalesce(rolname, 'everybody') || ' begins with ' || setting FROM pg_db_role_setting s"
    " LEFT JOIN pg_roles r ON r.oid = setrole LEFT JOIN pg_database d ON d.oid = setdatabase, unnest(setconfig) setting"
    f" WHERE (setrole = 0 OR rolname = ANY ({OUR_ROLES})) AND (setdatabase = 0 OR datname = current_database())"
    " AND setting !~ '^(random_page_cost|idle_in_transaction_session_timeout)='",
]


def faults(connection: Connection) -> list[str]:
    return [sentence for query in QUERIES for (sentence,) in connection.execute(query)]
