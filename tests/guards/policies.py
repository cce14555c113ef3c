"""Every policy, grant and function in sec, as Postgres has it. Run as a program it prints tests/guards/policies.txt."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path

import psycopg

from tests import servers
from tests.guards import catalogue, wall
from tests.guards.catalogue import Relation

SPECIMENS = ("public.specimens", "public.specimen_labels")
WRITTEN = Path(__file__).with_name("policies.txt")
COMMANDS = {"*": "ALL", "r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}
FUNCTIONS = """
SELECT p.oid::regprocedure::text AS signature, o.rolname AS owner, p.provolatile::text AS volatility, p.prosrc AS body,
       array(SELECT coalesce(r.rolname::text, 'PUBLIC') FROM aclexplode(p.proacl) g
               LEFT JOIN pg_roles r ON r.oid = g.grantee WHERE g.grantee <> p.proowner ORDER BY 1) AS callers
  FROM pg_proc p JOIN pg_roles o ON o.oid = p.proowner WHERE p.pronamespace = 'sec'::regnamespace ORDER BY 1
"""
VOLATILITY = {"i": "IMMUTABLE", "s": "STABLE", "v": "VOLATILE"}


def listing(connection: psycopg.Connection) -> str:
    """A line for each thing; the tests' own tables are left out."""
    tables = [table for table in catalogue.tables(connection) if table.name not in SPECIMENS]
    lines = [line for table in tables for line in (*policies(table), *grants(table))]
    return "".join(f"{line}\n" for line in [*lines, *functions(connection)])


def policies(table: Relation) -> Iterator[str]:
    for policy in table.policies.values():
        kind = "" if policy.permissive else "RESTRICTIVE "
        test = told(policy.using) if policy.check in (None, policy.using) else f"{policy.using} CHECK {policy.check}"
        what = f"{kind}{COMMANDS[policy.command]} TO {', '.join(sorted(policy.roles))} WHERE {test}"
        yield f"{table.name} POLICY {policy.name} {what}"


def told(test: str | None) -> str:
    return "MIGRATING" if test == wall.MIGRATING else str(test)


def grants(table: Relation) -> Iterator[str]:
    """To each role but the owner: what it may do to the whole table, and to which columns."""
    others = sorted(grant for grant in table.grants if grant.role != table.owner)
    for (role, privilege, some), granted in groupby(others, key=lambda row: (row.role, row.privilege, row.column > "")):
        columns = f" ({', '.join(grant.column for grant in granted)})" if some else ""
        yield f"{table.name} GRANT {privilege}{columns} TO {role}"


def functions(connection: psycopg.Connection) -> Iterator[str]:
    """With a fingerprint of the body: whoever changes one means it."""
    for function in catalogue.ask(connection, FUNCTIONS):
        told = (
            f"OWNER {function.owner} {VOLATILITY[function.volatility]} {sha256(function.body.encode()).hexdigest()[:8]}"
        )
        yield f"{function.signature} {told} CALLED BY {', '.join(function.callers)}"


def of_new_database() -> str:
    """The listing of a database that is made for it, on servers of its own."""
    directory = Path(tempfile.mkdtemp(prefix="saas-policies-"))
    started = servers.start(directory)
    with psycopg.connect(os.environ[servers.ADMIN], dbname=servers.database("policies")) as connection:
        printed = listing(connection)
    for server in started:
        server.stop()
    shutil.rmtree(directory, ignore_errors=True)
    return printed


if __name__ == "__main__":
    print(of_new_database(), end="")
