"""Mutants of the functions in sec: each condition of each dropped, the signature's checks dropped, calls opened."""

import re
from collections.abc import Iterator
from functools import partial

from tests.guards.behaviour import functions, gate
from tests.guards.behaviour.stage import Stage
from tests.prove.copies import Failed
from tests.prove.mutants.mutant import Mutant, of_database

OPERAND = r"(?:\(select sec\.\w+\(\)\)|[\w.]+\(\)|(?!ANY\b)[\w.]+|'[^']*'|\$1)(?! \|\|)"
CONDITION = rf"{OPERAND} (?:=|<=|>=|<|>|ILIKE) {OPERAND}|[\w.]+ IS (?:NOT )?NULL|\w+\.\w+(?= AND\b)"
CONDITIONS = re.compile(rf"\b(WHERE|ON|AND|OR)(\s+\(?)({CONDITION})")
# What a search reads of the workspace's own index, before it turns to the trigrams that all share.
READ_FIRST = "20000"
# What is no such condition: part of the body, and what takes its place.
SPECIAL = {
    "tenant_id": [
        (r"right\(sent.*?'hex'\)", "false", "no signature"),
        (r"to_timestamp\(.*?< now\(\)", "false", "no expiry"),
        (r"WHERE id::text = [^;]*", "LIMIT 1", "any key"),
        (r"':', 2\)", "':', 3)", "the user's id"),
        (r"RETURN NULL", "RETURN (SELECT id FROM public.tenants LIMIT 1)", "somebody, where nothing was told"),
    ],
    "tenant_ids_after": [(r"least\(([\w.]+), 1000\)", r"\1", "no page")],
    "due": [(r"LIMIT 1000", "LIMIT 0", "nothing")],
}
SPECIAL["user_id"] = [
    (*SPECIAL["tenant_id"][0],),
    (*SPECIAL["tenant_id"][1],),
    (*SPECIAL["tenant_id"][2],),
    (r"':', 3\)", "':', 2)", "the tenant's id"),
]
TELLS_MORE = {
    "due": "DROP FUNCTION sec.due(timestamptz); CREATE FUNCTION sec.due(business_now timestamptz)"
    " RETURNS TABLE(tenant_id uuid, queue text, row_id uuid) LANGUAGE sql SECURITY DEFINER AS"
    " 'SELECT tenant_id, queue, row_id FROM public.jobs WHERE state = ''waiting'' AND run_at <= business_now';"
    " GRANT EXECUTE ON FUNCTION sec.due TO saas_app",
}
DEFINITION = "SELECT pg_get_functiondef(p.oid) FROM pg_proc p WHERE p.oid = 'sec.{}'::regproc"


def mutants(stage: Stage, _size: str) -> Iterator[Mutant]:
    for name in functions.names(stage):
        tells = partial(functions.a_function_tells_nothing_of_others, stage, name)
        for what, sql in rewritten(stage, name):
            yield of_database(stage, f"sec.{name}: {what}", sql, tells)
        yield from opened(stage, name)
    tells = partial(functions.a_function_tells_nothing_of_others, stage, "due")
    yield from (of_database(stage, f"sec.{name} tells more", sql, tells) for name, sql in TELLS_MORE.items())
    yield from triggers(stage)


def rewritten(stage: Stage, name: str) -> Iterator[tuple[str, str]]:
    stage.as_superuser()
    definition = stage.connection.exec_driver_sql(DEFINITION.format(name)).scalar_one()
    for part, text, found in conditions(definition):
        yield f"without {found[3]}{part}", text[: found.start(3)] + "true" + text[found.end(3) :]
    for pattern, instead, what in SPECIAL.get(name, ()):
        changed, times = re.subn(pattern, instead, definition, flags=re.DOTALL)
        if not times:
            raise Failed(f"sec.{name} has no {pattern} any more: say in {__name__} what its checks are")
        yield what, changed


def conditions(definition: str) -> Iterator[tuple[str, str, re.Match[str]]]:
    """Each with the definition it stands in: a search's second half is reached where the first reads nothing."""
    second = definition.replace(READ_FIRST, "0")
    for found in CONDITIONS.finditer(definition):
        if "$1" not in found[3] and not only_asks_for_more(definition, found):
            yield "", definition, found
    for found in CONDITIONS.finditer(second):
        if "$1" in found[3]:
            yield " in the second half", second, found


def only_asks_for_more(definition: str, found: re.Match[str]) -> bool:
    """Whether a search goes on to its second half: a wrong answer costs time and tells nothing."""
    return (
        READ_FIRST in definition[found.end() :].split(";")[0] and "EXISTS" in definition[: found.start()].split(";")[-1]
    )


def opened(stage: Stage, name: str) -> Iterator[Mutant]:
    calls = partial(functions.only_its_callers_call_it, stage, name)
    for role in ("PUBLIC", "saas_operator"):
        if role not in functions.CALLERS.get(name, ()):
            sql = f"GRANT EXECUTE ON FUNCTION sec.{name} TO {role}"
            yield of_database(stage, f"sec.{name} for {role}", sql, calls)
    owner = f"ALTER FUNCTION sec.{name} OWNER TO postgres"
    path = f"ALTER FUNCTION sec.{name} RESET search_path"
    for what, sql in (("owned by a superuser", owner), ("without a search_path", path)):
        yield of_database(stage, f"sec.{name} {what}", sql, calls, structural=True)


def triggers(stage: Stage) -> Iterator[Mutant]:
    copies = partial(gate.copy_person, stage)
    yield of_database(stage, "users: no trigger copies names", "DROP TRIGGER copy_person ON users", copies)
