"""A workspace as a ZIP: a JSON file for each table, and a manifest with counts and checksums. Memory stays flat.

Uploaded files, once there are any, follow the tables, in a folder `uploads/`.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import ColumnElement, Result, Table, func, select, text
from sqlalchemy import Text as LongText

from saas.core import clock
from saas.core.db import db
from saas.core.lifecycle import Leaving, OnExport, declared, exported
from saas.tenants.models import Tenant

FORMAT = 1  # of the manifest and of the files; raised when a reader would have to change
PART = 1 << 20  # bytes; a row of the database bears it, and a worker holds no more of a ZIP than this
FETCHED = 500  # rows at a time
VERSION = text("SELECT version_num FROM alembic_version")

Sink = Callable[[int, bytes], object]


@dataclass(frozen=True)
class Written:
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True)
class File:
    """What the manifest says of one of the files."""

    name: str
    table: str
    rows: int
    bytes: int
    sha256: str


class Parts:
    """What ZipFile writes to: hands on (number, data) for each full part. Can't seek, and need not."""

    def __init__(self, sink: Sink):
        self.sink, self.held, self.number = sink, bytearray(), 0
        self.size, self.digest = 0, sha256()

    def write(self, data: bytes) -> int:
        self.held += data
        while len(self.held) >= PART:
            self._hand_on(PART)
        return len(data)

    def flush(self) -> None:
        """ZipFile asks; a part is handed on when it is full."""

    def close(self) -> None:
        if self.held:
            self._hand_on(len(self.held))

    def _hand_on(self, length: int) -> None:
        data = bytes(self.held[:length])
        del self.held[:length]
        self.size += length
        self.digest.update(data)
        self.sink(self.number, data)
        self.number += 1


def write(sink: Sink, tenant: Tenant) -> Written:
    """Read the workspace that was entered, and hand the ZIP to `sink` part by part."""
    parts = Parts(sink)
    kept = [(table, leaving) for table, leaving in declared() if of_workspace(table)]
    with ZipFile(cast(Any, parts), "w", ZIP_DEFLATED) as zip_file:
        # All are opened before the first is read: Postgres shows each as it was when it was opened.
        opened = [(table, opened_rows(table, tenant)) for table, leaving in kept if leaving.export == OnExport.ROWS]
        files = [write_table(zip_file, table, rows) for table, rows in opened]
        zip_file.writestr("manifest.json", manifest(tenant, files, kept))
    parts.close()
    return Written(sum(file.rows for file in files), parts.size, parts.digest.hexdigest())


def of_workspace(table: Table) -> bool:
    return table.name == Tenant.__tablename__ or "tenant_id" in table.c


def opened_rows(table: Table, tenant: Tenant) -> Result[Any]:
    """The rows as JSON that Postgres makes, in a cursor that it keeps; in the order in which they were made."""
    whose = table.c.tenant_id if "tenant_id" in table.c else table.c.id
    return db.session.execute(
        as_json(table, whose == tenant.id), execution_options={"stream_results": True, "yield_per": FETCHED}
    )


def as_json(table: Table, where: ColumnElement[bool]) -> Any:
    rows = select(*exported(table)).where(where).order_by(table.c.id).subquery("exported")
    return select(func.row_to_json(rows.table_valued()).cast(LongText))


def write_table(zip_file: ZipFile, table: Table, rows: Result[Any]) -> File:
    """An array with a row a line, so that it can be read whole or line by line."""
    name, counted, length, digest = f"{table.name}.json", 0, 0, sha256()
    with zip_file.open(name, "w", force_zip64=True) as file:
        for found, data in lines(rows):
            counted, length = counted + found, length + len(data)
            digest.update(data)
            file.write(data)
    return File(name, table.name, counted, length, digest.hexdigest())


def lines(rows: Result[Any]) -> Iterator[tuple[int, bytes]]:
    before = "[\n"
    for some in rows.scalars().partitions():
        yield len(some), (before + ",\n".join(some)).encode()
        before = ",\n"
    yield 0, b"[]\n" if before == "[\n" else b"\n]\n"


def manifest(tenant: Tenant, files: list[File], kept: list[tuple[Table, Leaving]]) -> str:
    said = {
        "format": FORMAT,
        "schema": db.session.scalar(VERSION),
        "made_at": clock.now().isoformat(),
        "workspace": {"id": str(tenant.id), "slug": tenant.slug, "name": tenant.name},
        "files": [vars(file) for file in files],
        "left_out": {table.name: leaving.why for table, leaving in kept if leaving.export == OnExport.NOTHING},
    }
    return json.dumps(said, indent=2, ensure_ascii=False)
