"""The mails that a workspace caused: to whom, which, and what became of them. Never what they say."""

from flask import render_template
from sqlalchemy import select

from saas.core.pages import page
from saas.mail.models import Mail
from saas.mails import Mailing
from saas.permissions import Can, requires
from saas.tenants.scope import TenantBlueprint

bp = TenantBlueprint("mails", "saas.mail", "mails")


@bp.get("")
@requires(Can.VIEW_AUDIT)
def index():
    listed = select(Mail.id, Mail.kind, Mail.recipient, Mail.state, Mail.created_at, Mail.sent_at, Mail.fault)
    return render_template("mail/index.html", mails=page(listed, Mail.id, descending=True), title_of=title_of)


def title_of(kind: str):
    """What the list calls a mail; the kind itself of one that is sent no more."""
    return Mailing(kind).terms.title if kind in set(Mailing) else kind
