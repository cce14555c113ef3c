"""The rules of the wall: what is wrong with a table, a function, a view or a role, a sentence each."""

import re
from collections import Counter
from collections.abc import Iterator

from psycopg import Connection

from tests.guards import catalogue
from tests.guards.catalogue import Relation

FUNCTION_OWNERS = ("saas_key", "saas_gate", "saas_search", "saas_sweep", "saas_copy", "saas_eraser")
OUTSIDE = {
    "public.alembic_version": "Alembic's own",
    "sec.context_keys": "saas_key's alone, see test_the_keys_are_hidden",
}
ROOTS = ("public.tenants", "public.users")  # never deleted: their rows are blanked
ONLY_ADDED = ("public.audit_entries",)
# Indexes that look over all tenants, each with the function in sec that does.
CROSS_TENANT_INDEXES = {
    "ix_jobs_due": "sec.due",
    "ix_jobs_lease": "sec.due",
    "ix_memberships_user_id": "sec.my_tenant_ids",
    "ix_invitations_waiting": "sec.my_invitations",
    "uq_tenant_slugs_hash": "sec.slug_now",
    "ix_audit_actors_id": "sec.tenants_that_name_me",
    "ix_invitations_email": "sec.tenants_that_name_me",
    "ix_mails_recipient": "sec.tenants_that_name_me",
}
MIGRATING = (
    "(pg_has_role(SESSION_USER, 'saas_owner'::name, 'member'::text) AND"
    " (current_setting('app.migrating'::text, true) = 'on'::text))"
)
OF_TENANT = "({} = ( SELECT sec.tenant_id() AS tenant_id))"
OF_USER = "({} = ( SELECT sec.user_id() AS user_id))"
MINE = "(id = ANY (( SELECT sec.my_tenant_ids() AS my_tenant_ids)::uuid[]))"
SECRET = re.compile(r"secret|hash|token|password|recovery|uniquifier|counter|links")
ROWS = {"SELECT", "INSERT", "UPDATE", "DELETE"}
NULLS_ITS_COLUMNS = "n"  # ON DELETE SET NULL


def table_faults(connection: Connection) -> list[str]:
    known = {table.name: table for table in catalogue.tables(connection)}
    guarded = [table for table in known.values() if table.name not in OUTSIDE]
    rules = (unprotected, misowned, wrong_policies, wrong_grants, wrong_key)
    found = [fault for table in guarded for rule in rules for fault in rule(table)]
    return found + [fault for table in guarded for fault in crossing(table, known)]


def unprotected(table: Relation) -> Iterator[str]:
    if not (table.secured and table.forced):
        yield f"{table.name} has no forced row-level security"


def misowned(table: Relation) -> Iterator[str]:
    if table.owner != "saas_owner":
        yield f"{table.name} belongs to {table.owner}"


def wrong_policies(table: Relation) -> Iterator[str]:
    app, migrate = table.policies.get("app"), table.policies.get("migrate")
    if not app or shape(app) != ("*", True, ["saas_app"]) or app.using not in tests_of(table) or app.check != app.using:
        yield f"{table.name} is of no kind: its policy for saas_app is {app and tested(app)}"
    if not migrate or shape(migrate) != ("*", True, ["saas_owner"]) or {migrate.using, migrate.check} != {MIGRATING}:
        yield f"{table.name} has another policy for migrations than all: {migrate and tested(migrate)}"
    for policy in table.policies.values():
        if policy.name not in ("app", "migrate") and not permitted(table, policy):
            yield f"{table.name} has the policy {policy.name} to {', '.join(policy.roles)} for {tested(policy)}"


def tested(policy) -> str:
    return f"USING ({policy.using}) WITH CHECK ({policy.check})"


def shape(policy) -> tuple:
    return policy.command, policy.permissive, policy.roles


def tests_of(table: Relation) -> list[str]:
    """The tests that make it a table of one of the three kinds; `tenants` and `users` are the roots of two."""
    if table.name in ROOTS:
        return [(OF_TENANT if table.name == "public.tenants" else OF_USER).format("id")]
    if not {"tenant_id", "user_id"} & set(table.columns):  # a comment doesn't make somebody's rows everybody's
        return ["true"] if table.comment.startswith("global: ") else []
    return [(OF_TENANT if table.of_tenants else OF_USER).format("tenant_id" if table.of_tenants else "user_id")]


def permitted(table: Relation, policy) -> bool:
    """Staff read the control plane, functions in sec what they need; a person also sees their own workspaces' rows."""
    if (table.name, policy.using) == ("public.tenants", MINE):
        return shape(policy) == ("r", True, ["saas_app"])
    return policy.roles in ([role] for role in (*FUNCTION_OWNERS, "saas_operator"))


def wrong_grants(table: Relation) -> Iterator[str]:
    for grant in table.grants:
        if grant.role != table.owner and (grant.privilege not in ROWS or grant.role not in known_roles()):
            yield f"{table.name} grants {grant.privilege} to {grant.role}"
        if grant.role == "saas_operator" and grant.column and SECRET.search(grant.column):
            yield f"{table.name} shows staff {grant.column}"
    if "SELECT" in table.granted("saas_operator"):
        yield f"{table.name} shows staff every column, those of the future too"
    if table.name in ROOTS and "DELETE" in table.granted("saas_app"):
        yield f"{table.name} can be deleted from: its cascades cross tenants"
    if table.name in ONLY_ADDED and table.granted("saas_app") - {"SELECT", "INSERT"}:
        yield f"{table.name} can be changed"


def known_roles() -> tuple[str, ...]:
    return ("saas_app", "saas_operator", *FUNCTION_OWNERS)


def wrong_key(table: Relation) -> Iterator[str]:
    if table.primary_key != (["tenant_id", "id"] if table.of_tenants else ["id"]):
        yield f"{table.name} has the primary key {table.primary_key}"
    for index in table.indexes if table.of_tenants else []:
        if index.columns[0] != "tenant_id" and index.name not in CROSS_TENANT_INDEXES:
            yield f"{table.name}: {index.name} doesn't begin with tenant_id"


def crossing(table: Relation, known: dict[str, Relation]) -> Iterator[str]:
    """Foreign keys through which a row could name another tenant's."""
    for key in table.keys:
        parent = known[key.parent]
        if parent.of_tenants and not (table.of_tenants and key.columns[0] == key.parents_columns[0] == "tenant_id"):
            yield f"{table.name}: {key.name} could name another tenant's row in {parent.name}"
        if key.on_delete == NULLS_ITS_COLUMNS and "tenant_id" in (key.nulled or key.columns):
            yield f"{table.name}: {key.name} would null tenant_id"


def function_faults(connection: Connection) -> list[str]:
    functions = catalogue.functions(connection)
    return [fault for function in functions for fault in wrong_function(function)] + list(overloaded(functions))


def overloaded(functions) -> Iterator[str]:
    """A behaviour is named after its function, so that of a second signature nobody would miss."""
    for name, times in Counter(function.name for function in functions).items():
        if name.startswith("sec.") and times > 1:
            yield f"{name} has {times} signatures: behaviours know it by its name alone"


def wrong_function(function) -> Iterator[str]:
    settings = function.settings or []
    if not function.name.startswith("sec."):
        if function.definer:
            yield f"{function.name} runs as its owner, outside sec"
        return
    if not function.definer or "search_path=pg_catalog, pg_temp" not in settings:
        yield f"{function.name} is not SECURITY DEFINER with a fixed search_path"
    if function.owner not in FUNCTION_OWNERS:
        yield f"{function.name} belongs to {function.owner}"
    if function.for_public:
        yield f"{function.name} can be called by PUBLIC"


def view_faults(connection: Connection) -> list[str]:
    found = []
    for view in catalogue.views(connection):
        if view.kind == "m":
            found.append(f"{view.name} is materialised: it keeps rows without policies")
        elif "security_invoker=true" not in (view.options or []):
            found.append(f"{view.name} reads as its owner: make it security_invoker")
    return found


def role_faults(connection: Connection) -> list[str]:
    return [fault for role in catalogue.roles(connection) if role.name != "saas_test" for fault in wrong_role(role)]


def wrong_role(role) -> Iterator[str]:
    if role.strong:
        yield f"{role.name} has an attribute that goes round the wall"
    if role.inherits:
        yield f"{role.name} inherits"
    if role.logs_in == (role.name in FUNCTION_OWNERS):
        yield f"{role.name} {'can' if role.logs_in else 'can not'} log in"
    if set(role.member_of) - (set(FUNCTION_OWNERS) if role.name == "saas_owner" else set()):
        yield f"{role.name} is a member of {', '.join(role.member_of)}"
    if role.name != "saas_owner" and role.creates_in:
        yield f"{role.name} creates in {', '.join(role.creates_in)}"
