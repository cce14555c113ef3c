"""One row a mail: rendered when written, so that the worker that sends it needs no request."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from saas.core import clock
from saas.core.base import Text
from saas.core.models import TenantModel


class MailState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Mail(TenantModel):
    """`html` and `text` hold marks where one-time links go; `links` holds those, encrypted, until the mail is sent."""

    __tablename__ = "mails"
    unaudited = "what caused it is in the log"

    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(254))
    sender_name: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(200))
    html: Mapped[str]
    text: Mapped[str]
    links: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[MailState] = mapped_column(Text(MailState), default=MailState.WAITING)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(String(500), default="")

    def __str__(self) -> str:
        return self.subject
