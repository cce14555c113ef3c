"""The product's workers with a job that looks around and notes what it saw. Only Celery imports it."""

import json
import os
from pathlib import Path
from uuid import UUID

from flask import g
from sqlalchemy import text
from uuid_utils.compat import uuid7

from saas.core import db as core
from saas.core.db import db
from saas.jobs import TERMS, Queue, Terms
from tests.prove.load import careless
from tests.prove.load.looks import Look, look
from tests.prove.load.plants import (
    ADD,
    BEGAN,
    CHANGE_ALL,
    DIRECTORY,
    FAILS_ONE_IN,
    JOB,
    LIMIT,
    LOCK_ALL,
    NAME,
    PAUSE,
    SAW,
    UNDONE,
    WAITS,
)
from workers.app import FUNCTIONS, celery
from workers.job import unit_of_work

__all__ = ["celery"]


def look_around(row_id: UUID) -> None:
    """Two units of work with a savepoint, and between them, for nobody, a third."""
    note(BEGAN, [])
    with unit_of_work():
        seen = [look()]
        if g.claim.attempt == 1 and row_id.int % FAILS_ONE_IN == 0:
            db.session.execute(text(ADD), {"tenant": g.claim.tenant_id, "id": uuid7(), "name": UNDONE})
            raise ValueError("on purpose")
    with core.unit_of_work():
        seen.append(look())
    with unit_of_work():
        undo_one()
        seen.append(look())
        db.session.execute(text(PAUSE))
        db.session.execute(text(LOCK_ALL))
        db.session.execute(text(CHANGE_ALL), {"name": f"{NAME}{g.claim.tenant_id}"})
        seen.append(look())
    note(SAW, seen)


def undo_one() -> None:
    rolled_back = db.session.begin_nested()
    db.session.execute(text(ADD), {"tenant": g.claim.tenant_id, "id": uuid7(), "name": UNDONE})
    rolled_back.rollback()


def note(what: str, seen: list[Look]) -> None:
    """One write, so that a kill leaves a whole line or none."""
    line = json.dumps([what, str(g.claim.tenant_id), str(g.claim.id), seen])
    with (Path(os.environ[DIRECTORY]) / f"{os.getpid()}").open("ab", buffering=0) as file:
        file.write(line.encode() + b"\n")


careless.tell(os.environ.get(careless.VARIABLE, ""))
FUNCTIONS[JOB] = look_around
TERMS[JOB] = Terms(Queue.DEFAULT, LIMIT, WAITS)
