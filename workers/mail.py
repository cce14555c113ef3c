"""Sends the mails of the outbox."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from flask import current_app

from saas.config import Settings
from saas.core import reporting
from saas.jobs import Job
from saas.mail.models import Mail, MailState
from workers import smtp
from workers.job import job, unit_of_work


@job(Job.SEND_MAIL)
def send(mail_id: UUID) -> None:
    """Once it is sent or refused for good, running this again does nothing."""
    settings = current_app.config["SETTINGS"]
    with unit_of_work():
        mail = Mail.get(mail_id)
    if not mail or mail.state != MailState.WAITING:
        return
    try:
        smtp.send(settings.smtp_url, message(mail, settings))
    except smtp.Rejected as refusal:
        end(mail_id, MailState.FAILED, reporting.clean(str(refusal)))
    else:
        end(mail_id, MailState.SENT)


def end(mail_id: UUID, state: MailState, fault: str = "") -> None:
    with unit_of_work():
        if mail := Mail.get(mail_id):
            mail.end(state, fault)


def message(mail: Mail, settings: Settings) -> EmailMessage:
    """Text and html with the links filled in. The id is the row's, so that a mail sent twice is known as one."""
    text, html = mail.parts()
    sender = settings.mail_from
    message = EmailMessage()
    message["From"] = Address(mail.sender_name, addr_spec=sender)
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message
