"""Every function in sec: who may call it, and that it tells one tenant or one person nothing of others."""

from collections.abc import Callable, Iterator

from sqlalchemy.exc import DBAPIError

from tests.guards import catalogue
from tests.guards.behaviour import belonging, contexts, factors, forgetting, gate, leaving, letters, sweep
from tests.guards.behaviour.stage import DENIED, Speaker, Stage
from tests.guards.wall import FUNCTION_OWNERS

ROLES = ("saas_app", "saas_operator", "saas_owner", *FUNCTION_OWNERS)
CONTEXT = {"saas_app", "saas_operator", "saas_gate", "saas_search", "saas_eraser", "saas_key"}  # as policies ask it
# Who may call what others than the app may too; the owner of a function always may.
CALLERS = {
    "tenant_id": CONTEXT,
    "user_id": CONTEXT,
    "enter": {"saas_app", "saas_operator"},
    "copy_person": {"saas_owner"},
}
BEHAVIOURS: dict[str, Callable[[Stage], Iterator[str]]] = {
    "tenant_id": lambda stage: every(contexts.CHECKS, stage),
    "user_id": lambda stage: every(contexts.CHECKS, stage),
    "enter": gate.enter,
    "user_by_email": gate.user_by_email,
    "user_by_uniquifier": gate.user_by_uniquifier,
    "user_by_passkey": gate.user_by_passkey,
    "address_held": letters.address_held,
    "post_mail": letters.post_mail,
    "my_tenant_ids": gate.my_tenant_ids,
    "copy_person": gate.copy_person,
    "members_without_factor": factors.members_without_factor,
    "my_invitations": belonging.my_invitations,
    "slug_now": belonging.slug_now,
    "due": sweep.due,
    "tenant_ids_after": sweep.tenant_ids_after,
    "forget_sessions": sweep.forget_sessions,
    "erase_audit": leaving.erase_audit,
    "forget_person": forgetting.forget_person,
    "tenants_that_name_me": leaving.tenants_that_name_me,
    "owned_alone": leaving.owned_alone,
}
SIGNATURE = """
SELECT array_to_string(array(SELECT 'NULL::' || format_type(t, NULL) FROM unnest(p.proargtypes) t), ', ')
  FROM pg_proc p WHERE p.pronamespace = 'sec'::regnamespace AND p.proname = :name
"""


def a_function_tells_nothing_of_others(stage: Stage, name: str) -> Iterator[str]:
    """Each rests on rows of its own, which are gone again afterwards."""
    undone = stage.connection.begin_nested()
    try:
        if name in BEHAVIOURS:
            yield from BEHAVIOURS[name](stage)
        elif name.startswith("search_"):
            yield from sweep.search(stage, name)
        else:
            yield f"say in tests/guards/behaviour/functions.py how sec.{name} is tried"
    except DBAPIError as error:
        yield f"sec.{name} fails: {error.orig}"
    finally:
        undone.rollback()


def only_its_callers_call_it(stage: Stage, name: str) -> Iterator[str]:
    arguments = stage.asked(Speaker(login=""), SIGNATURE, name=name)[0][0]
    owner = next(each.owner for each in functions(stage) if each.name == f"sec.{name}")
    for role in ROLES:
        may = stage.refusal(Speaker("", role), f"SELECT sec.{name}({arguments})") != DENIED
        if may != (role in CALLERS.get(name, {"saas_app"}) | {owner}):
            yield f"sec.{name} {'can' if may else 'can not'} be called by {role}"


def no_role_becomes_another(stage: Stage, name: str) -> Iterator[str]:
    """A log-in is what it is. `name` is the log-in's."""
    for other in ROLES:
        if other != name and stage.refusal(Speaker(name), f"SET ROLE {other}") != DENIED:
            yield f"{name} becomes {other}"


def names(stage: Stage) -> list[str]:
    return [each.name.removeprefix("sec.") for each in functions(stage) if each.name.startswith("sec.")]


def functions(stage: Stage) -> list:
    return catalogue.functions(stage.connection.connection.driver_connection)


def every(checks, stage: Stage) -> Iterator[str]:
    for check in checks:
        yield from check(stage)


CHECKS = (a_function_tells_nothing_of_others, only_its_callers_call_it)
