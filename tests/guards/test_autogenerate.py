"""`flask db migrate` writes the helpers: what it writes for new models goes up, keeps the rules, and goes down."""

import os
import shutil
import subprocess
import sys

import psycopg
import pytest

from infra.local import postgres
from tests import servers
from tests.guards import catalogue, wall
from tests.guards.logins import drop

# An app with one new model of each kind, and a column more that names a row of one, as within() makes it.
PLANTED = """
from enum import StrEnum
from uuid import UUID
from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column
from saas.app import create_app
from saas.core.base import Text
from saas.core.models import Model, TenantModel, within
from saas.tenants.models import Invitation

class Mood(StrEnum):
    GOOD = "good"

class Memo(TenantModel):
    __tablename__ = "planted_memos"
    __table_args__ = (Index("ix_planted_memos_tenant_id_title", "tenant_id", "title"),)
    title: Mapped[str] = mapped_column(String(80))
    mood: Mapped[Mood] = mapped_column(Text(Mood))
    keeper_id: Mapped[UUID | None] = within("memberships", "SET NULL")
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

class Line(TenantModel):
    __tablename__ = "planted_lines"
    memo_id: Mapped[UUID] = within("planted_memos")

class Diary(Model):
    __tablename__ = "planted_diaries"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), unique=True)

class Word(Model):
    __tablename__ = "planted_words"
    __table_args__ = {"comment": "global: the same for everybody"}
    text: Mapped[str] = mapped_column(String(20))

table = Invitation.__table__
table.append_column(Column("memo_id", Uuid, info={"within": "planted_memos"}))
table.append_constraint(
    ForeignKeyConstraint(
        ["tenant_id", "memo_id"], ["planted_memos.tenant_id", "planted_memos.id"], ondelete="SET NULL (memo_id)"
    )
)
Index(None, table.c.tenant_id, table.c.memo_id)

app = create_app()
"""
TABLES = {"public.planted_memos", "public.planted_lines", "public.planted_diaries", "public.planted_words"}


@pytest.fixture
def database(worker_id):
    name = f"autogenerate_{worker_id}_{os.getpid()}"
    postgres.create_database(os.environ[servers.ADMIN], name)
    yield name
    drop(name)


@pytest.fixture
def flask_db(tmp_path, database):
    """`flask db …` in a process of its own, which knows the planted models and none of the tests'."""
    shutil.copytree("migrations", tmp_path / "migrations")
    (tmp_path / "planted.py").write_text(PLANTED)
    environment = os.environ | {
        "PYTHONPATH": str(tmp_path),
        "DATABASE_URL": servers.url(database, "saas_app"),
        "OPERATOR_DATABASE_URL": servers.url(database, "saas_operator"),
        "OWNER_DATABASE_URL": servers.url(database, "saas_owner"),
        "REDIS_URL": os.environ[servers.VALKEY],
        "SMTP_URL": "smtp://127.0.0.1:9",
    }

    def run(*words: str) -> None:
        command = [sys.executable, "-m", "flask", "--app", "planted", "db", *words, "-d", str(tmp_path / "migrations")]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stdout + ran.stderr

    return run


def test_new_models_become_safe_tables(flask_db, database, tmp_path):
    flask_db("upgrade")
    flask_db("migrate", "-m", "planted")
    written = next((tmp_path / "migrations" / "versions").glob("*_planted.py")).read_text()
    assert not [made for made in ("op.create_table", "op.create_foreign_key") if made in written]
    flask_db("upgrade")
    flask_db("check")
    assert known(database) >= TABLES
    assert faults(database) == []
    flask_db("downgrade")
    assert not TABLES & known(database)


def known(database: str) -> set[str]:
    with psycopg.connect(os.environ[servers.ADMIN], dbname=database) as connection:
        return {table.name for table in catalogue.tables(connection)}


def faults(database: str) -> list[str]:
    with psycopg.connect(os.environ[servers.ADMIN], dbname=database) as connection:
        return wall.table_faults(connection)
