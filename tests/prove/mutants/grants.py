"""Mutants of grants: every privilege that a log-in isn't promised, on every table and column, given to it."""

from collections.abc import Iterator
from functools import partial

from saas.core.base import Base
from tests.guards.behaviour import contexts, functions, grants
from tests.guards.behaviour.promises import promised
from tests.guards.behaviour.stage import Stage
from tests.prove.mutants.mutant import Mutant, of_database

KEYS = "sec.context_keys"
STRENGTHS = ("SUPERUSER", "BYPASSRLS")


def mutants(stage: Stage, size: str) -> Iterator[Mutant]:
    for table in sorted(Base.metadata.tables):
        for role in grants.LOG_INS:
            for what in unpromised(role, table, size):
                may = partial(grants.a_log_in_may_what_is_promised, stage, table, role, what.split()[0])
                yield of_database(stage, f"{what} ON {table} TO {role}", f"GRANT {what} ON {table} TO {role}", may)
        anybody = partial(grants.nobody_else_may_anything, stage, table)
        yield of_database(stage, f"SELECT ON {table} TO PUBLIC", f"GRANT SELECT ON {table} TO PUBLIC", anybody)
    yield from of_roles(stage)


def unpromised(role: str, table: str, size: str) -> Iterator[str]:
    """Column by column where that can be granted; at SIZE=ci one of them."""
    for privilege in grants.COLUMNWISE:
        hidden = [column for column in grants.columns(table) if not promised(role, table, privilege, column)]
        yield from (f"{privilege} ({column})" for column in (hidden[-1:] if size == "ci" else hidden))
    if not promised(role, table, "DELETE", ""):
        yield "DELETE"
    yield from grants.NEVER


def of_roles(stage: Stage) -> Iterator[Mutant]:
    for role in grants.LOG_INS:
        hidden = partial(contexts.the_keys_are_hidden, stage)
        yield of_database(stage, f"SELECT ON {KEYS} TO {role}", f"GRANT SELECT ON {KEYS} TO {role}", hidden)
        stays = partial(functions.no_role_becomes_another, stage, role)
        for other in functions.ROLES:
            if other != role:
                yield of_database(stage, f"{role} is a member of {other}", f"GRANT {other} TO {role}", stays)
        for strength in STRENGTHS:
            strong = partial(grants.row_security_binds, stage, role)
            yield of_database(stage, f"{role} is {strength}", f"ALTER ROLE {role} {strength}", strong)
