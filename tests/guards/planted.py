"""Views that steal: each reads a row of globex as the tables' owner, and says it where one might not look."""

import gzip
import json
import logging
import re
import zipfile
from base64 import urlsafe_b64encode
from io import BytesIO
from itertools import count
from uuid import UUID

import structlog
from flask import Response, request, session
from sqlalchemy import select, text

from saas.core import tenancy
from saas.core.db import db
from saas.core.outbox import enqueue
from saas.jobs import Job
from saas.mail.models import Mail
from saas.tenants.models import Tenant
from tests.guards.rows import CANARY, as_owner
from tests.guards.visits import STREAM
from tests.specimen.models import Specimen


def stolen(*where) -> str:
    """The name of a specimen, past every policy; by itself one full of canaries."""
    as_owner(db.session.connection())
    name = db.session.scalar(select(Specimen.name).where(*where or (Specimen.name.startswith(CANARY),)))
    db.session.connection().exec_driver_sql("SET LOCAL ROLE saas_app; SET LOCAL app.migrating = 'off'")
    return name or ""


def in_a_mail():
    mail = Mail(kind="x", recipient="ada@acme.test", sender_name="x", subject="x", html="x", text=stolen()).save()
    enqueue(Job.SEND_MAIL, mail.id)
    return ""


def in_our_log():
    structlog.get_logger("planted").info("seen", name=stolen())
    return ""


def in_a_librarys_log():
    logging.getLogger("planted").debug("seen %s", stolen())
    return ""


def in_a_cookie():
    session["seen"] = {"name": stolen(), "long": "x" * 500}  # long enough for Flask to compress it
    return ""


def in_a_header():
    return Response("", headers={"X-Seen": stolen()})


def in_an_endless_stream():
    name = stolen()
    return Response((f"data: {name} {number}\n\n" for number in count()), mimetype=STREAM)


def in_an_archive():
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("rows.csv.gz", gzip.compress(f"name\n{stolen()}\n".encode()))
    return Response(file.getvalue(), mimetype="application/zip")


def in_a_file_of_another_encoding():
    return Response(f"name\n{stolen()}\n".encode("utf-16"), mimetype="text/csv")


def in_a_cursor():
    return urlsafe_b64encode(json.dumps(["Amber", stolen()]).encode()).decode()


def in_an_encoding_that_no_test_reads():
    return Response(b"\x0b\x02\x80", headers={"Content-Encoding": "br"})


def in_an_error():
    raise LookupError(stolen())


def in_a_row_of_ones_own():
    Specimen.create(name=stolen())
    return ""


WAYS = [
    (in_a_mail, "a mail"),
    (in_a_mail, "a new row of mails"),
    (in_our_log, "a log line"),
    (in_a_librarys_log, "a log line"),
    (in_a_cookie, "a cookie"),
    (in_a_header, "the headers"),
    (in_an_endless_stream, "the body"),
    (in_an_archive, "the body"),
    (in_a_file_of_another_encoding, "the body"),
    (in_a_cursor, "the body"),
    (in_an_encoding_that_no_test_reads, "a body that br hides"),
    (in_an_error, "the error"),
    (in_a_row_of_ones_own, "a new row of specimens"),
]


def asked() -> str:
    """The id that a careless view takes from wherever it stands."""
    sent = request.get_json() if request.is_json else {}
    return request.values.get("specimen_id") or sent.get("specimen_id") or ""


def shows_what_is_named(**_parameters):
    return stolen(Specimen.id == asked()) if asked() else ""


def shows_what_the_path_names(id):
    return stolen(Specimen.id == id)


def changes_what_is_named(**_parameters):
    if asked():
        as_owner(db.session.connection())
        db.session.execute(text("UPDATE specimens SET name = 'mine' WHERE id = :id"), {"id": asked()})
    return ""


def keeps_what_is_named(**_parameters):
    """As the app's own role: no policy looks at what an id names."""
    if asked():
        enqueue(Job.SEND_MAIL, asked())
    return ""


def shows_a_workspace_by_slug(**_parameters):
    """`?workspace=`"""
    as_owner(db.session.connection())
    id = db.session.scalar(select(Tenant.id).where(Tenant.slug == request.args.get("workspace")))
    db.session.connection().exec_driver_sql("SET LOCAL ROLE saas_app; SET LOCAL app.migrating = 'off'")
    return shown(id) if id else ""


def shows_a_workspace_by_hex(**_parameters):
    """`?t=`"""
    asked = request.values.get("t") or ""
    return shown(UUID(asked)) if re.fullmatch("[0-9a-f]{32}", asked) else ""


def changes_a_workspace(**_parameters):
    """A field `tenant_id` that no form has."""
    if asked := request.form.get("tenant_id"):
        tenancy.enter(UUID(asked))
        db.session.scalars(select(Specimen)).first().update(name="mine")
    return ""


def changes_what_two_names_say(**_parameters):
    """Both are asked for, the second only once the first is there."""
    if request.values.get("really") and (asked := request.values.get("of")):
        tenancy.enter(UUID(asked))
        db.session.scalars(select(Specimen)).first().update(name="mine")
    return ""


def changes_what_json_names(**_parameters):
    sent = request.get_json() if request.is_json else {}
    if asked := sent.get("of_whom"):
        tenancy.enter(UUID(asked))
        db.session.scalars(select(Specimen)).first().update(name="mine")
    return ""


def shown(tenant_id: UUID) -> str:
    """As the app's own role, behind every policy: Postgres believes whom the app acts for."""
    tenancy.enter(tenant_id)
    return db.session.scalar(select(Specimen.name)) or ""


def changes_by_opening():
    Tenant.here().update(name="Opened")
    return ""
