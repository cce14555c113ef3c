"""What happens once, before the first request: Flask's configuration, and what refuses to boot."""

from typing import Any

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from saas.config import BadSettings, Settings
from saas.core import signing
from saas.core.cookies import Sessions
from saas.core.db import db

CONNECT_SECONDS = 3  # a database that doesn't answer by then is down: a static 503
DEMO = ("ada@acme.test", "eve@globex.test", "olga@operator.test")
BY_EMAIL = text("select sec.user_by_email(:email)")


def configure(app: Flask, settings: Settings) -> None:
    """Settings as Flask and its extensions want to read them."""
    secure = settings.base_url.startswith("https://")
    app.session_interface = Sessions()
    app.config.update(
        SETTINGS=settings,
        TESTING=settings.saas_env == "test",
        TEMPLATES_AUTO_RELOAD=settings.development,
        SECRET_KEY=settings.secret_key.get_secret_value(),
        CONTEXT_KEYS=settings.context_keys.get_secret_value(),
        ENCRYPTION_KEYS=settings.encryption_keys.get_secret_value(),
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_BINDS={"operator": settings.operator_database_url},
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings),
        OWNER_DATABASE_URL=settings.owner_database_url,
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,  # the session's row has the last word
        RATELIMIT_STORAGE_URI=settings.redis_url,
        RATELIMIT_STORAGE_OPTIONS={"socket_connect_timeout": 1, "socket_timeout": 1},
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open as long as the session lives
        BABEL_DEFAULT_LOCALE="en",
        SECURITY_PASSWORD_SALT=settings.security_password_salt.get_secret_value(),
        SECURITY_PASSWORD_HASH="argon2",
        # OWASP's second choice for argon2id: 19 MiB, two passes, one lane
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS={
            "argon2__memory_cost": 19456,
            "argon2__time_cost": 2,
            "argon2__parallelism": 1,
        },
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": not settings.production},
        SECURITY_USE_REGISTER_V2=True,
        SECURITY_TOTP_SECRETS=signing.named_keys(settings.encryption_keys.get_secret_value()),
        SECURITY_TOTP_ISSUER=settings.product_name,
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
    )


def engine_options(settings: Settings) -> dict[str, Any]:
    connect: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS}
    if settings.pooler:
        connect["prepare_threshold"] = None  # the next transaction runs on another connection, which hasn't prepared it
    return {"pool_size": settings.pool_size, "connect_args": connect}


def refuse_demo(app: Flask) -> None:
    """Raise BadSettings in production when the demo's people, whose password is known, are in the database."""
    if not app.config["SETTINGS"].production:
        return
    try:
        with app.app_context(), db.engine.connect() as connection:
            found = [email for email in DEMO if connection.scalar(BY_EMAIL, {"email": email})]
    except DBAPIError:  # down, or not migrated yet
        return
    if found:
        raise BadSettings(
            f"settings: the demo's {found[0]}, whose password is known, is in this database; use another."
        )


def refuse_undeclared(app: Flask) -> None:
    """Raise RuntimeError for a view that doesn't say who may use it."""
    undeclared = [name for name, view in app.view_functions.items() if not hasattr(view, "declared")]
    if undeclared:
        raise RuntimeError(f"{', '.join(undeclared)}: say @requires, @requires_staff, @signed_in or @public")
