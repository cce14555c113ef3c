"""The servers themselves: they start anywhere, keep what they were given, and survive being killed."""

import os
import signal
import smtplib
from email import message_from_bytes
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from infra.local import postgres, smtp, unprivileged, valkey
from infra.local.refusal import Refusal


@pytest.fixture
def started():
    """A list of servers to stop in the end."""
    servers = []
    yield servers
    for server in servers:
        server.stop()


def kill(server):
    os.kill(server.pid, signal.SIGKILL)
    server.process.wait()


def database(server, name):
    return server.url.removesuffix("postgres") + name


def test_postgres_keeps_its_rows_and_its_port_over_a_kill(started, tmp_path):
    started.append(first := postgres.start(tmp_path / "postgres"))
    with psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1")
    kill(first)
    started.append(second := postgres.start(tmp_path / "postgres", urlsplit(first.url).port))
    assert second.url == first.url
    with psycopg.connect(second.url) as connection:
        assert connection.execute("SELECT * FROM kept").fetchall() == [(1,)]


def test_postgres_takes_over_from_a_server_left_behind(started, tmp_path):
    started.append(first := postgres.start(tmp_path / "postgres", fsync=False))
    started.append(second := postgres.start(tmp_path / "postgres", fsync=False))
    assert first.ended
    assert not second.ended


def test_a_database_is_made_once_and_copied(started, tmp_path):
    started.append(server := postgres.start(tmp_path / "postgres", fsync=False))
    for _ in range(2):
        postgres.create_roles(server.url)
        postgres.create_database(server.url, "saas")
    with psycopg.connect(database(server, "saas")) as connection:
        connection.execute("CREATE TABLE copied (n int)")
    postgres.create_database(server.url, "copy", template="saas")
    with psycopg.connect(database(server, "copy")) as connection:
        assert connection.execute("SELECT * FROM copied").fetchall() == []


def test_data_of_another_version_is_refused_with_the_fix(started, tmp_path):
    started.append(server := postgres.start(tmp_path / "postgres", fsync=False))
    server.stop()
    (tmp_path / "postgres" / "cluster" / "PG_VERSION").write_text("9\n")
    with pytest.raises(Refusal, match=r"was made by PostgreSQL 9, but version \d+ is installed"):
        postgres.start(tmp_path / "postgres")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends PostgreSQL another user")
def test_without_user_namespaces_root_is_told_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(unprivileged, "namespaces_work", lambda: False)
    tmp_path.chmod(0o700)
    with pytest.raises(Refusal, match="is closed to others: work as an ordinary user"):
        unprivileged.user_for(tmp_path / "cluster", postgres.found_programs())


def test_valkey_keeps_what_was_written_a_second_before_a_kill(started, tmp_path):
    started.append(first := valkey.start(tmp_path / "valkey"))
    with redis.Redis.from_url(first.url) as client:
        client.set("kept", "yes")
        client.execute_command("WAITAOF", 1, 0, 2000)
    kill(first)
    started.append(second := valkey.start(tmp_path / "valkey", urlsplit(first.url).port))
    with redis.Redis.from_url(second.url) as client:
        assert client.get("kept") == b"yes"


def test_the_sink_keeps_every_mail_whole_with_its_envelope(started, tmp_path):
    started.append(server := smtp.start(tmp_path / "mail"))
    address = urlsplit(server.url)
    with smtplib.SMTP(address.hostname, address.port) as client:
        for recipient in ("ada@acme.test", "bo@acme.test"):
            body = f"Subject: Grüße\r\nTo: {recipient}\r\n\r\n.Dots and ümlauts stay.\r\n".encode()
            client.sendmail("bounces@saas.test", [recipient], body, ["BODY=8BITMIME"])
    first, second = sorted((tmp_path / "mail").iterdir())
    mail = message_from_bytes(first.read_bytes())
    assert (mail["Return-Path"], mail["Delivered-To"]) == ("<bounces@saas.test>", "ada@acme.test")
    assert first.read_bytes().endswith("\r\n.Dots and ümlauts stay.\r\n".encode())
    assert message_from_bytes(second.read_bytes())["To"] == "bo@acme.test"
