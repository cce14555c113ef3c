"""Errors go to Sentry when SENTRY_DSN is set: the stack, and ids of tenant and user, but nothing that people typed."""

import re
from typing import Any

import sentry_sdk
from structlog.contextvars import get_contextvars

EMAIL = re.compile(r"[^\s<>()'\"=]+@[^\s<>()'\"=]+")
URL = re.compile(r"https?://\S+")  # may hold a one-time token
TAGS = ("tenant", "user", "request_id", "job")
LONGEST = 500  # characters of a summary


def init_reporting(dsn: str, environment: str) -> None:
    """No integrations: they would gather requests, queries and log lines. We report by hand, in two places."""
    if dsn:
        sentry_sdk.init(
            dsn=dsn,
            environment=environment,
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,  # and send_default_pii is off unless asked for
            max_breadcrumbs=0,
            before_send=scrub,
        )


def report(error: BaseException) -> None:
    """Send the error; without a DSN this does nothing."""
    sentry_sdk.capture_exception(error)


def flush(seconds: float) -> None:
    """Wait until what was reported is sent: this process is about to end."""
    sentry_sdk.flush(seconds)


def scrub(event: Any, _hint: Any) -> Any:
    """Tag with ids; keep of each message its first line, without addresses and links."""
    known = get_contextvars()
    event["tags"] = {name: known[name] for name in TAGS if name in known}
    if "user" in known:
        event["user"] = {"id": known["user"]}
    for fault in event.get("exception", {}).get("values", []):
        fault["value"] = clean(fault.get("value") or "")
    return event


def summary(error: BaseException) -> str:
    """One line about an error that staff may read: no addresses, no links, no detail of rows."""
    return f"{type(error).__name__}: {clean(str(error))}".removesuffix(": ")


def clean(text: str) -> str:
    """Postgres tells the row in the second line, so the first is kept."""
    first = text.strip().partition("\n")[0]
    return EMAIL.sub("…", URL.sub("…", first))[:LONGEST]
