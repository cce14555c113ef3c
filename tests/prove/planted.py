"""Pages that only the proof has: one for each right, and careless ones that select every table without a WHERE."""

from collections.abc import Callable

from flask import Blueprint, Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from saas.console.base import enter_console
from saas.core.base import Base
from saas.core.db import db
from saas.permissions import Can, StaffCan, public, requires, requires_staff
from saas.tenants.scope import TenantBlueprint

NAME = "planted"


def plant(app: Flask) -> None:
    """Before the app's first request."""
    for blueprint in (of_tenants(), of_nobody(), of_staff()):
        app.register_blueprint(blueprint)


def of_tenants() -> Blueprint:
    blueprint = TenantBlueprint(NAME, __name__, NAME)
    for right in Can:
        blueprint.get(f"/{right}", endpoint=right.name)(requires(right)(page()))
    blueprint.get("/everything", endpoint="everything")(public("careless on purpose")(everything))
    return blueprint


def of_nobody() -> Blueprint:
    blueprint = Blueprint(f"{NAME}_nowhere", __name__, url_prefix=f"/{NAME}")
    for right in StaffCan:
        blueprint.get(f"/{right}", endpoint=right.name)(requires_staff(right)(page()))
    blueprint.get("/everything", endpoint="everything")(public("careless on purpose")(everything))
    return blueprint


def of_staff() -> Blueprint:
    blueprint = Blueprint(f"{NAME}_staff", __name__, url_prefix=f"/console/{NAME}")
    blueprint.url_value_preprocessor(enter_console)
    blueprint.get("/everything", endpoint="everything")(requires_staff(StaffCan.VIEW_CONSOLE)(everything))
    return blueprint


def page() -> Callable[[], str]:
    return lambda: "here"


def everything():
    """All that Postgres gives to whoever asks; a table that it refuses is skipped."""
    found = [f"{name}: {row}" for name in sorted(Base.metadata.tables) for row in selected(name)]
    return "\n".join(found), {"Content-Type": "text/plain"}


def selected(name: str) -> list:
    try:
        with db.session.begin_nested():
            return list(db.session.execute(text(f"SELECT * FROM {name}")))  # nobody's words
    except ProgrammingError:
        return []
