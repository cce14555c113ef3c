"""Sends mail over SMTP. Connections are kept and used again, have time-outs, and never open inside a transaction.

`smtp://` is plain, for a server on this machine or a private network; `starttls://` turns TLS on after connecting
(port 587); `smtps://` has it from the start (port 465). With TLS the server's certificate is checked.
"""

import smtplib
import ssl
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from saas.core.db import db

SECONDS = 10  # for connecting and for each answer; well below the job's limit
IDLE_SECONDS = 20  # servers hang up after a while; by then we have
PORTS = {"smtp": 25, "starttls": 587, "smtps": 465}
PERMANENT = 500  # RFC 5321: from here on, trying again is of no use


class InTransaction(RuntimeError):
    """A slow server would hold our locks and a connection."""


class Rejected(Exception):
    """The server will never take this mail."""


@dataclass
class Idle:
    """A connection nobody uses, and since when (seconds of time.monotonic())."""

    url: str
    connection: smtplib.SMTP
    since: float


_idle: deque[Idle] = deque()  # append() and pop() are atomic; the youngest is used first


def send(url: str, message: EmailMessage) -> None:
    """Hand the message to the server at `url`. Raises Rejected, or what smtplib raises when a later try may do."""
    if db.session().in_transaction():
        raise InTransaction("read in one unit of work, send, then write in a second")
    connection = _take(url) or _open(url)
    try:
        connection.send_message(message)
    except smtplib.SMTPException as error:
        connection.close()
        raise _judge(error) from None
    except OSError:
        connection.close()
        raise
    _idle.append(Idle(url, connection, time.monotonic()))


def _take(url: str) -> smtplib.SMTP | None:
    """A kept connection that still answers."""
    while _idle:
        try:
            idle = _idle.pop()
        except IndexError:
            return None  # another thread was first
        if idle.url == url and time.monotonic() - idle.since < IDLE_SECONDS and _answers(idle.connection):
            return idle.connection
        idle.connection.close()
    return None


def _answers(connection: smtplib.SMTP) -> bool:
    try:
        return connection.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _open(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    connection = OPENERS[parts.scheme](parts.hostname or "", parts.port or PORTS[parts.scheme])
    try:
        if parts.username:
            connection.login(unquote(parts.username), unquote(parts.password or ""))
    except (smtplib.SMTPException, OSError):
        connection.close()
        raise
    return connection


def _plain(host: str, port: int) -> smtplib.SMTP:
    return smtplib.SMTP(host, port, timeout=SECONDS)


def _starttls(host: str, port: int) -> smtplib.SMTP:
    connection = _plain(host, port)
    try:
        connection.starttls(context=ssl.create_default_context())
    except (smtplib.SMTPException, OSError):
        connection.close()
        raise
    return connection


def _smtps(host: str, port: int) -> smtplib.SMTP:
    return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())


OPENERS: dict[str, Callable[[str, int], smtplib.SMTP]] = {"smtp": _plain, "starttls": _starttls, "smtps": _smtps}


def _judge(error: smtplib.SMTPException) -> Exception:
    """Rejected when the server refused the recipient or the message itself for good."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return Rejected(f"{code} {_text(said)}") if code >= PERMANENT else error
    if isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= PERMANENT:
        return Rejected(f"{error.smtp_code} {_text(error.smtp_error)}")
    return error


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
