"""Hints again whatever is due: what waited for its time, and what lost its hint or its worker."""

from flask import Flask
from sqlalchemy import text

from saas.core import clock, outbox
from saas.core.db import db, unit_of_work

DUE = text("select tenant_id, queue from sec.due(:now)")


def sweep(app: Flask) -> int:
    """How many tenants' queues had something due."""
    with app.app_context():
        with unit_of_work():
            due = db.session.execute(DUE, {"now": clock.now()}).all()
        for tenant_id, queue in due:
            outbox.send_hint(tenant_id, queue)
    return len(due)
