"""What was last used: a session, to the hour, and of a person's workspaces which; in Valkey, so that reading a page
writes nothing to Postgres.

With Valkey down nothing waits and nothing fails: the page of sessions then tells when they began.
"""

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from threading import Lock
from typing import cast
from uuid import UUID

from flask import current_app
from redis import Redis, RedisError
from structlog import get_logger

from saas.accounts.models import SESSION_LIFE

log = get_logger("last_seen")

HOUR = 3600  # seconds
PATIENCE = 0.05  # seconds that a request waits for Valkey, once a process and hour and session
PAUSE = 60  # seconds; so long nobody asks a Valkey that didn't answer
MOST = 10_000  # sessions that a process remembers having noted, a megabyte
KEPT = int(SESSION_LIFE.total_seconds())

_noted: dict[UUID, int] = {}  # session: the hour that this process told Valkey
_pause = {"until": 0.0}
_lock = Lock()


def note(session_id: UUID) -> None:
    """This session is in use; one short word to Valkey in an hour."""
    hour = int(time.time()) // HOUR
    if _noted.get(session_id) == hour or time.monotonic() < _pause["until"]:
        return
    try:
        _valkey(_url()).set(_key(session_id), hour * HOUR, ex=KEPT)
    except (RedisError, OSError) as error:
        _rest(error)
        return
    with _lock:
        if len(_noted) >= MOST:
            _noted.clear()
        _noted[session_id] = hour


def last_seen(session_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """The hours that Valkey knows of."""
    ids = list(session_ids)
    try:
        answers = ids and time.monotonic() >= _pause["until"]
        hours = cast(list[bytes | None], _valkey(_url()).mget(map(_key, ids))) if answers else []
    except (RedisError, OSError) as error:
        _rest(error)
        return {}
    return {id: datetime.fromtimestamp(int(hour), UTC) for id, hour in zip(ids, hours, strict=False) if hour}


def note_workspace(user_id: UUID, mark: str) -> None:
    """They went to the workspace of this mark, another one than before."""
    try:
        if time.monotonic() >= _pause["until"]:
            _valkey(_url()).set(_workspace_key(user_id), mark, ex=KEPT)
    except (RedisError, OSError) as error:
        _rest(error)


def last_workspace(user_id: UUID) -> str | None:
    try:
        found = time.monotonic() >= _pause["until"] and _valkey(_url()).get(_workspace_key(user_id))
    except (RedisError, OSError) as error:
        _rest(error)
        return None
    return cast(bytes, found).decode() if found else None


def _rest(error: Exception) -> None:
    _pause["until"] = time.monotonic() + PAUSE
    log.warning("sessions are not noted for a while", error=type(error).__name__)


def _url() -> str:
    return str(current_app.config["SETTINGS"].redis_url)


@cache
def _valkey(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)


def _key(session_id: UUID) -> str:
    return f"seen:{session_id}"


def _workspace_key(user_id: UUID) -> str:
    return f"workspace:{user_id}"
