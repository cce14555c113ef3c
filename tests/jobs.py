"""The workers inside a test: what is due is done in the test's thread and transaction; mails reach a real sink."""

import email
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from infra.local import smtp
from saas.core import clock
from saas.core.db import db, unit_of_work
from workers.app import FUNCTIONS
from workers.batch import work_off

URL = re.compile(r"https?://\S+")


class Sink:
    """The SMTP server of a test session."""

    def __init__(self, directory: Path, app: Flask):
        self.directory, self.settings = directory, app.config["SETTINGS"]

    def __enter__(self) -> "Sink":
        self.server = smtp.start(self.directory)
        self.settings.smtp_url, self.settings.mail_dir = self.server.url, self.directory
        return self

    def __exit__(self, *error) -> None:
        self.server.stop()

    def clear(self) -> None:
        for file in self.directory.glob("*.eml"):
            file.unlink()


class RunJobs:
    """`run_jobs()` does what is due, and what that makes due, of all tenants; how many jobs that were."""

    def __init__(self, app: Flask):
        self.app = app

    def __call__(self) -> int:
        done = 0
        while due := self.due():
            done += sum(work_off(self.app, FUNCTIONS, tenant_id, queue) for tenant_id, queue in due)
        return done

    def due(self) -> list:
        with self.app.app_context(), unit_of_work():
            found = db.session.execute(text("select tenant_id, queue from sec.due(:now)"), {"now": clock.now()})
            return [tuple(row) for row in found]


class Caught:
    """A mail as it arrived. `links` are the addresses in its text, in order."""

    def __init__(self, message: EmailMessage):
        self.message = message
        self.to, self.subject, self.sender = message["To"], message["Subject"], message["From"]
        self.text = message.get_body(("plain",)).get_content()
        self.html = message.get_body(("html",)).get_content()
        self.links = URL.findall(self.text)


class Mailbox:
    """What the SMTP sink caught; asking runs the due jobs first."""

    def __init__(self, directory: Path, run_jobs: RunJobs):
        self.directory, self.run_jobs = directory, run_jobs

    @property
    def all(self) -> list[Caught]:
        """Oldest first."""
        self.run_jobs()
        files = sorted(self.directory.glob("*.eml"))
        return [Caught(email.message_from_bytes(file.read_bytes(), policy=default)) for file in files]

    def last(self, to: str, about: str = "") -> Caught:
        """The newest mail to this address, with `about` in its subject."""
        found = [mail for mail in self.all if mail.to == to and about in mail.subject]
        assert found, f"no mail to {to} about {about!r}"
        return found[-1]
