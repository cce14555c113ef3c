"""What becomes of a table's rows when their workspace or person goes: each model says so in one line.

    leaving = Leaving(OnExport.ROWS, OnErasure.DELETED)

Columns with `info={"private": True}` (hashes, sealed links, keys) are never exported.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Table

from saas.core.base import Base

GONE = "deleted person"  # stands wherever the name of somebody erased stood


class OnExport(StrEnum):
    ROWS = "rows"  # a file holds them, without private columns
    NOTHING = "nothing"  # left out; `why` says so in the export's manifest


class OnErasure(StrEnum):
    DELETED = "deleted"  # by the app, in batches, as the tenant or the person
    BLANKED = "blanked"  # the row stays with its id; what people wrote in it goes
    LOGGED = "logged"  # the app may not delete them: sec.erase_audit and sec.forget_person do
    KEPT = "kept"  # they stay; `why` says so, and they hold nobody's words


@dataclass(frozen=True)
class Leaving:
    """`why` is asked for where rows are left out or kept."""

    export: OnExport
    erasure: OnErasure
    why: str = ""

    def __post_init__(self) -> None:
        if (self.export == OnExport.NOTHING or self.erasure == OnErasure.KEPT) and not self.why:
            raise ValueError("say why rows are left out of exports, or kept")


def declared() -> Iterator[tuple[Table, Leaving]]:
    """Every table with what its model declares, children before those that they name. Raises where one says nothing."""
    said = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    for table in reversed(Base.metadata.sorted_tables):
        if not isinstance(leaving := getattr(said.get(table), "leaving", None), Leaving):
            raise LookupError(
                f"{table.name} doesn't say what exports and erasure do with its rows: leaving = Leaving(…)"
            )
        yield table, leaving


def of_tenants() -> Iterator[tuple[Table, Leaving]]:
    return ((table, leaving) for table, leaving in declared() if "tenant_id" in table.c)


def of_people() -> Iterator[tuple[Table, Leaving]]:
    """`users` itself is not among them."""
    return ((table, leaving) for table, leaving in declared() if "user_id" in table.c and "tenant_id" not in table.c)


def exported(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if not column.info.get("private")]
