"""What every answer and every request is held to: headers, the content security policy, CSRF, hosts, rate limits."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect

from saas.config import LOCAL_HOSTS, Settings

csrf = CSRFProtect()
# No in-memory fallback: with the store down, what is limited is refused (503), never let through uncounted.
limiter = Limiter(get_remote_address, swallow_errors=False, headers_enabled=False)

CSP = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
        "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
YEAR = 31_536_000  # seconds, the least that browsers' HSTS preload lists take


def init_security(app: Flask, settings: Settings) -> None:
    host = urlsplit(settings.base_url).hostname
    local = [] if settings.production else LOCAL_HOSTS
    app.config["TRUSTED_HOSTS"] = [host, *settings.trusted_hosts, *local]
    csrf.init_app(app)
    limiter.init_app(app)
    app.url_value_preprocessor(refuse_nul)

    @app.after_request
    def guard(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.production:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        if request.endpoint:
            response.vary.add("Cookie")
        return response


def refuse_nul(_endpoint: Any, _values: Any) -> None:
    """400: Postgres' text holds no NUL, and no person types one."""
    if "\0" in request.path or any("\0" in value for _name, value in request.values.items(multi=True)):
        abort(400)
