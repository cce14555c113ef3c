"""What goes wrong, as a page that says what to do. Uses the frozen visitor only: no query runs after a rollback."""

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from redis.exceptions import RedisError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from structlog import get_logger
from werkzeug.exceptions import BadRequest, HTTPException

from saas.core import reporting
from saas.core.errors import MissingRight, Moved, Refused, SecondFactorNeeded, SignInNeeded
from saas.permissions import GRANTS, Can

log = get_logger("errors")
FORWARDABLE = ("GET", "HEAD")


def init_errors(app: Flask) -> None:
    app.register_error_handler(SignInNeeded, to_log_in)
    app.register_error_handler(SecondFactorNeeded, to_second_factor)
    app.register_error_handler(Moved, moved)
    app.register_error_handler(MissingRight, missing_right)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, no_csrf_token)
    app.register_error_handler(StaleDataError, stale)
    app.register_error_handler(DataError, unstorable)
    app.register_error_handler(OperationalError, unavailable)
    app.register_error_handler(RedisError, unavailable)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, crashed)


def to_log_in(_error):
    back = request.full_path.rstrip("?") if request.method in FORWARDABLE else None
    return redirect(url_for("accounts.log_in", next=back))


def to_second_factor(_error):
    """To show the one they have, or else to set one up; and back."""
    back = request.full_path.rstrip("?") if request.method in FORWARDABLE else None
    return redirect(url_for("again.new" if g.visitor.second_factor else "factors.new", next=back))


def moved(error):
    """307: a form that was open meanwhile is sent again as it is; and not for good, since a workspace may move back."""
    return redirect(error.url, 307)


def missing_right(error):
    grantors = [role for role, rights in GRANTS.items() if {Can.MANAGE_MEMBERS, error.message} <= rights]
    return render_template(error.template, right=error.message, grantors=grantors), error.status


def refused(error):
    return render_template(error.template, message=error.message, status=error.status, **error.context), error.status


def no_csrf_token(error):
    return render_template("errors/csrf.html", reason=error.description), 400


def stale(_error):
    return render_template("errors/refused.html", status=409, message=None), 409


def unstorable(error):
    """Something in the address or a cursor that no column can hold, such as a zero byte."""
    log.warning("unstorable", error=str(error.orig))
    return http_error(BadRequest())


def unavailable(error):
    """Postgres or Valkey is down: a static page, nothing asked of either."""
    log.error("unavailable", error=type(error).__name__)
    return current_app.jinja_env.get_template("errors/503.html").render(), 503, {"Retry-After": "5"}


def http_error(error):
    if error.code is None or error.code < 400:
        return error
    return render_template("errors/error.html", status=error.code, name=error.name), error.code


def crashed(error):
    if current_app.debug or current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    reporting.report(error)
    log.error("crashed", exc_info=error, request_id=g.get("request_id", ""))
    return current_app.jinja_env.get_template("errors/500.html").render(), 500
