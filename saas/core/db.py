"""The database: one session a unit of work, one commit at its edge."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession

from saas.core.base import Base


class Session(FlaskSession):
    """Picks the engine by the role chosen with tenancy.acting_as()."""

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **options: Any) -> Any:
        if bind is None and (name := self.info.get("engine")):
            return self._db.engines[name]
        return super().get_bind(mapper, clause, bind, **options)


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"class_": Session, "expire_on_commit": False},
    engine_options={"hide_parameters": True},  # errors print the statement, never what people typed into it
)


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Commit on success and only then do what waits for the commit; on any exception leave no trace."""
    try:
        yield
        db.session.commit()
        for act in db.session().info.pop("after_commit", []):
            act()
    finally:
        # remove() expunges before it rolls back, so what an error page still holds isn't expired
        db.session.remove()


def after_commit(act: Callable[[], None]) -> None:
    """Do `act` once this unit of work has committed; never when it rolls back."""
    db.session().info.setdefault("after_commit", []).append(act)
