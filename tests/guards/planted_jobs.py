"""Jobs that do harm, in the place of the product's: to a row of another workspace, or each time anew."""

from uuid import UUID

from sqlalchemy import text

from saas.core.db import db
from saas.core.outbox import enqueue
from saas.jobs import Job
from saas.mail.models import Mail
from tests.guards.planted import stolen
from tests.guards.rows import as_owner
from tests.specimen.models import Specimen
from workers.job import unit_of_work


def changes_a_foreign_row(row_id: UUID) -> None:
    with unit_of_work():
        as_owner(db.session.connection())
        db.session.execute(text("UPDATE mails SET subject = 'mine' WHERE id = :id"), {"id": row_id})


def mails_a_foreign_row(_row_id: UUID) -> None:
    with unit_of_work():
        words = {"sender_name": "x", "subject": "x", "html": "x", "text": stolen()}
        mail = Mail(kind="x", recipient="ada@acme.test", **words).save()
        enqueue(Job.PURGE_EXPIRED, mail.id)


def fails_with_foreign_words(_row_id: UUID) -> None:
    with unit_of_work():
        raise LookupError(stolen())


def keeps_a_foreign_id(row_id: UUID) -> None:
    with unit_of_work():
        Specimen.create(name=f"of {row_id}")


def adds_a_row_each_time(_row_id: UUID) -> None:
    with unit_of_work():
        Specimen.create(name="one more")
