"""Logs: one line an event, with the request's id, the tenant and the user on each."""

import logging
import re
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars
from structlog.typing import Processor

REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,40}")


def configure(level: str, pretty: bool) -> None:
    """Readable in development, JSON elsewhere; the standard library's loggers go the same way."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer = structlog.dev.ConsoleRenderer(colors=False) if pretty else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
    out = logging.StreamHandler()
    tidy = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    steps: list[Processor] = [tidy, structlog.processors.format_exc_info, renderer]
    out.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=steps))
    logging.getLogger().handlers[:] = [out]
    logging.getLogger().setLevel(level)


def init_logs(app: Flask) -> None:
    log = structlog.get_logger("request")

    @app.url_value_preprocessor
    def name_request(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
        """Before a blueprint turns anybody away: that line isn't the request's that this thread served before."""
        clear_contextvars()
        sent = request.headers.get("X-Request-ID", "")
        g.request_id = sent if REQUEST_ID.fullmatch(sent) else uuid4().hex
        bind_contextvars(request_id=g.request_id)

    @app.before_request
    def name_visitor() -> None:
        bind_contextvars(**who())

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        log.info("request", method=request.method, path=path(), status=response.status_code, **who())
        return response


def path() -> str:
    """Without what opens a door: whoever reads the log could use a link before the one it was mailed to."""
    token = (request.view_args or {}).get("token")
    return request.path.replace(token, "…") if token else request.path


def who() -> dict[str, str]:
    """Ids only: no log line holds a name or an address."""
    visitor = g.get("visitor")
    if not visitor:
        return {}
    return {"user": str(visitor.id), **({"tenant": str(visitor.tenant.id)} if visitor.tenant else {})}
