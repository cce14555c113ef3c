"""One row a mail: rendered when written, so that the worker that sends it needs no request."""

import json
import re
from datetime import datetime
from enum import StrEnum
from html import escape

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from saas.core import clock, signing
from saas.core.base import Text
from saas.core.db import db
from saas.core.lifecycle import Leaving, OnErasure, OnExport
from saas.core.models import TenantModel
from saas.mails import Mailing

SUBJECT_LENGTH = 200
FAULT_LENGTH = 500
PASSING = {str(mailing) for mailing in Mailing if mailing.terms.passing}
MARK = re.compile(r"\[link:(\w+)\]")


def mark(name: str) -> str:
    """What stands in a mail's row where the one-time link `name` goes; staff see it in the console."""
    return f"[link:{name}]"


class MailState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Mail(TenantModel):
    """`html` and `text` hold marks where one-time links go; `links` holds those, encrypted, until the mail is sent."""

    __tablename__ = "mails"
    leaving = Leaving(OnExport.ROWS, OnErasure.DELETED)
    unaudited = "what caused it is in the log"
    __table_args__ = (Index("ix_mails_recipient", "recipient"),)  # sec.tenants_that_name_me

    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(254))
    sender_name: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(SUBJECT_LENGTH))
    html: Mapped[str] = mapped_column(LongText)
    text: Mapped[str] = mapped_column(LongText)
    links: Mapped[bytes | None] = mapped_column(LargeBinary, info={"private": True})
    state: Mapped[MailState] = mapped_column(Text(MailState), default=MailState.WAITING)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(String(FAULT_LENGTH), default="")

    def __str__(self) -> str:
        return self.subject

    def parts(self) -> tuple[str, str]:
        """The text and the html as they are sent: with the links. Of no use once those are emptied."""
        links = json.loads(signing.decrypt(self.links)) if self.links else {}
        text = MARK.sub(lambda found: links.get(found[1], found[0]), self.text)
        return text, MARK.sub(lambda found: escape(links.get(found[1], found[0])), self.html)

    def end(self, state: MailState, fault: str = "") -> None:
        """Sent or failed for good. The links have served."""
        if self.kind in PASSING:
            return db.session.delete(self)
        self.state, self.fault, self.links = state, fault[:FAULT_LENGTH], None
        self.sent_at = clock.now() if state == MailState.SENT else None
