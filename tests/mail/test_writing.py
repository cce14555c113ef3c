"""Writing a mail: a row with marks, its links encrypted, and a job; all or nothing."""

from sqlalchemy import select

from saas.core.db import db
from saas.core.outbox import JobRow
from saas.mail.models import Mail
from saas.mail.writing import write_mail

URL = "http://localhost/confirm/s3cret?a=1&b=2"


def write(**others):
    return write_mail("specimen/mails/hello.html", **{"to": "ada@acme.test", "links": {"confirm": URL}, "name": "Ada", **others})


def test_a_mail_is_a_row_with_marks_and_a_job(cast):
    with cast.within("acme"):
        write()
    with cast.within("acme"):
        mail, job = db.session.scalars(select(Mail)).one(), db.session.scalars(select(JobRow)).one()
    assert (job.job, job.row_id) == ("send_mail", mail.id)
    print(mail.text); print(mail.html)
