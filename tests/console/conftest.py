"""What the console's tests look at: its addresses, and rows of every kind to see."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from uuid_utils.compat import uuid7

from saas.audit.record import record
from saas.core import clock
from saas.core.outbox import JobRow, JobState
from saas.events import Event
from saas.mail.models import Mail, MailState
from saas.permissions import Role
from saas.tenants.models import Invitation

LISTS = ("tenants", "users", "memberships", "invitations", "mails", "jobs", "audit")


def addresses(app):
    """Every (method, URL) of the console."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/console"):
            for method in sorted(rule.methods & {"GET", "POST"}):
                yield method, rule.rule.replace("<export_type>", "csv")


@pytest.fixture
def planted(cast):
    """An invitation, a mail and a job in acme; in those columns that nobody may see, the word CANARY."""
    with cast.within("acme"):
        invitation = Invitation(
            email="new@acme.test",
            role=Role.MEMBER,
            token_hash=b"CANARY" * 5 + b"..",
            invited_by=cast.memberships["acme", "ada"],
            expires_at=clock.now() + timedelta(days=7),
        ).save()
        record(Event.INVITATION_SENT, invitation)
        mail = Mail(
            kind="invitation",
            recipient="new@acme.test",
            sender_name="Ada Moreau",
            subject="Come to Acme",
            html="<p>CANARY</p>",
            text="Follow [[link 1]] to accept.",
            links=b"CANARY",
            state=MailState.FAILED,
            fault="550 no such user",
        ).save()
        job = JobRow(job="send_mail", queue="mail", row_id=uuid7(), state=JobState.DEAD, last_error="gave up").save()
    return SimpleNamespace(invitation=invitation, mail=mail, job=job)
