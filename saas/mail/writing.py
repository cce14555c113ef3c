"""write_mail(), post_mail(): a mail as a row, rendered in its reader's language, marks where its one-time links go."""

import json
from html import unescape
from typing import Any

import css_inline
from flask import Blueprint, current_app
from flask_babel import force_locale
from jinja2 import Template
from sqlalchemy import text
from uuid_utils.compat import uuid7

from saas.core import clock, signing, tenancy
from saas.core.db import after_commit, db
from saas.core.outbox import enqueue, enqueue_each, send_hint
from saas.jobs import Job
from saas.mail.models import SUBJECT_LENGTH, Mail, mark
from saas.mail.plain import plain_text
from saas.mails import Mailing

bp = Blueprint("mail", __name__, template_folder="templates")  # no views: it lends the mails their layout
# The rules for dark mode can't be inlined, so they stay in <style>.
POST = text(
    "select sec.post_mail"
    "(:id, :kind, :recipient, :sender_name, :subject, :html, :text, :links, :at, :job_id, :job, :queue)"
)
inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def write_mail(
    mailing: Mailing, to: str, locale: str = "en", links: dict[str, str] | None = None, **context: Any
) -> Mail:
    """Add the mail to the current tenant's outbox and have it sent; all in this unit of work.

        write_mail(Mailing.CONFIRM, to=user.email, links={"confirm": url}, name=user.name)

    The template extends "mail/layout.html" with the blocks subject, preview and body. There is no request: it sees
    `context`, `links` and what all templates see (product, settings). One-time URLs belong into `links`, nowhere else:
    `links.confirm` is a mark there, and in the row; the URL itself is kept encrypted until the mail is sent.
    Mails about somebody's account go by post_mail().
    """
    mail = Mail(**rendered(mailing, to, locale, links or {}, context)).save()
    enqueue(Job.SEND_MAIL, mail.id)
    return mail


def write_each(mailing: Mailing, contexts: dict[str, dict[str, Any]], locale: str = "en") -> None:
    """The same mail to many, in a few statements for all; by address what its template sees. It has no links."""
    mails = [Mail(**rendered(mailing, to, locale, {}, context)) for to, context in contexts.items()]
    if mails:
        db.session.add_all(mails)
        enqueue_each(Job.SEND_MAIL, [mail.id for mail in mails])


def post_mail(
    mailing: Mailing, to: str, locale: str = "en", links: dict[str, str] | None = None, **context: Any
) -> None:
    """The same for a mail about somebody's account. It is the platform's, in whichever workspace this unit of work is.

    One unit of work acts for one workspace, so Postgres puts the row there: `sec.post_mail` takes mails, gives none.
    """
    job, fields = Job.SEND_MAIL, rendered(mailing, to, locale, links or {}, context)
    values = fields | {"at": clock.now(), "job_id": uuid7(), "job": str(job), "queue": str(job.terms.queue)}
    db.session.execute(POST, values)
    after_commit(lambda: send_hint(tenancy.PLATFORM, str(job.terms.queue)))


def rendered(mailing: Mailing, to: str, locale: str, links: dict[str, str], context: dict[str, Any]) -> dict[str, Any]:
    """The row's values."""
    with force_locale(locale):
        page = current_app.jinja_env.get_template(mailing.template)
        shown = {**context, "locale": locale, "links": {name: mark(name) for name in links}}
        subject, html = subject_of(page, shown), page.render(shown)
    return {
        "id": uuid7(),
        "kind": str(mailing),
        "recipient": to,
        "sender_name": current_app.config["SETTINGS"].product_name,
        "subject": subject,
        "html": inliner.inline(html),
        "text": plain_text(html),
        "links": signing.encrypt(json.dumps(links)) if links else None,
    }


def subject_of(page: Template, shown: dict[str, Any]) -> str:
    """The block `subject` as one line of plain text; a line break in a name can't add a header."""
    text = unescape("".join(page.blocks["subject"](page.new_context(shown))))
    return " ".join(text.split())[:SUBJECT_LENGTH]
