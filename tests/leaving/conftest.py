"""What the tests of the end of things stand on: a clock that moves, a ZIP opened, and the whole database searched."""

import json
from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import Connection

from saas.core import clock
from tests.guards.rows import as_owner
from tests.guards.snapshots import TABLES

EXPORTS = "/t/acme/exports"


@pytest.fixture
def days_later(monkeypatch):
    """`days_later(14)`: business time goes on."""

    def move(days):
        then = clock.now() + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda: then)

    return move


@pytest.fixture
def search(transaction):
    """`search("Ada Moreau", …)`: every column of every table that holds one of the words, past every wall."""
    return lambda *words: found(transaction, words)


def found(connection: Connection, words: Iterable[str]) -> dict[str, str]:
    """`table.column` with the first value that holds a word. From the catalogue: tables that no model knows as well."""
    as_owner(connection)
    tables = dict(map(tuple, connection.exec_driver_sql(TABLES)))
    hits = {}
    for table, columns in tables.items():
        for column in columns:
            for word in words:
                query = (
                    f"SELECT left({column}::text, 200) FROM {table} WHERE strpos(lower({column}::text), lower(%s)) > 0"
                )
                if hit := connection.exec_driver_sql(query, (word,)).scalar():
                    hits[f"{table}.{column}"] = hit
    return hits


class Opened:
    """A ZIP: `rows("members")`, and its manifest."""

    def __init__(self, data: bytes):
        self.zip = ZipFile(BytesIO(data))
        assert self.zip.testzip() is None
        self.manifest = json.loads(self.zip.read("manifest.json"))
        self.text = "".join(self.zip.read(name).decode() for name in self.zip.namelist())

    def rows(self, table: str) -> list[dict]:
        return json.loads(self.zip.read(f"{table}.json"))


def export_of(client, run_jobs) -> Opened:
    """Asked for, made, and taken."""
    assert client.send(EXPORTS).status_code == 302
    run_jobs()
    return Opened(client.send(download_of(client)).data)


def download_of(client) -> str:
    (form,) = client.page(EXPORTS).select("form[action$='/download']")
    return form["action"]
