"""The one-time links in mails: signed by Flask-Security's serializers, dead once used, replaced or too old."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeSerializer

from saas.accounts.datastore import datastore
from saas.accounts.email_changes import CONFIRM_LIFE, UNDO_LIFE, EmailChange
from saas.accounts.models import User
from saas.core import signing, tenancy
from saas.core.db import db
from saas.core.errors import Refused


@dataclass(frozen=True)
class Kind:
    """`again` is the page that sends a new one, if there is one."""

    endpoint: str
    serializer: str
    life: timedelta
    again: str | None


# Lives are machine time. A sign-up may wait for a weekend; a password is reset now or not at all.
CONFIRM = Kind("confirmation.edit", "confirm", timedelta(days=3), "confirmation.new")
RESET = Kind("reset.edit", "reset", timedelta(hours=1), "reset.new")
# Those of a change of address say themselves how long they live, see email_changes.py.
EMAIL = Kind("email_links.edit", "email-confirm", CONFIRM_LIFE, "email.edit")
UNDO = Kind("email_links.edit_undo", "email-undo", UNDO_LIFE, None)
ENROL = Kind("enrolment.edit", "tf_setup", timedelta(hours=24), None)

NOT_SENT_AGAIN = {UNDO}  # who needs it more than others is told to write to us


class DeadLink(Refused):
    """A link that does nothing (any more): 400 if we never made it, 410 if its time is over."""

    template = "accounts/dead_link.html"

    def __init__(self, kind: Kind, status: int):
        super().__init__(again=kind.again, to_write=kind in NOT_SENT_AGAIN)
        self.status = status
        self.message = (
            _("This link is not complete. Copy the whole of it from the mail, or ask for a new one.")
            if status == 400
            else _("This link was used before, a newer one was sent, or its time is over.")
        )


def link(kind: Kind, user: User) -> str:
    return address(kind.endpoint, token=token(kind, user))


def address(endpoint: str, **values: str) -> str:
    """The whole URL of a page, from the settings: a request's Host header has no say in mails."""
    base = urlsplit(current_app.config["SETTINGS"].base_url)
    urls = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return urls.build(endpoint, values, force_external=True)


def token(kind: Kind, user: User) -> str:
    return _serializer(kind).dumps(_says(user))


def follow(kind: Kind, token: str) -> User:
    """The person whose link this is, from here on acted for. Changes nothing. Raises DeadLink."""
    said = _said(kind, token)
    user = datastore.find_alike(fs_uniquifier=said[0])
    if not user or not user.active or said != _says(user):
        raise DeadLink(kind, 410)
    return user


def use(kind: Kind, token: str) -> User:
    """The same for the button behind it, the row locked: of many who press at once one goes on. Raises DeadLink."""
    user = follow(kind, token)
    db.session.refresh(user, with_for_update={"of": User})
    if not user.active or _said(kind, token) != _says(user):
        raise DeadLink(kind, 410)
    return user


def _said(kind: Kind, token: str) -> list[str]:
    """What the link says. One signed in the future is ours too: servers' clocks are never quite alike."""
    try:
        said, signed_at = _serializer(kind).loads(token, return_timestamp=True)
    except BadData as error:
        raise DeadLink(kind, 400) from error
    if datetime.now(UTC) - signed_at > kind.life:
        raise DeadLink(kind, 410)
    return said


def _says(user: User) -> list[str]:
    return [user.fs_uniquifier, _state(user)]


def change_link(kind: Kind, user: User, change: EmailChange) -> str:
    """EMAIL or UNDO, for this change of address. The row says whether it still does anything."""
    return address(kind.endpoint, token=_signer(kind).dumps([str(user.id), str(change.id), *_bound(kind, user)]))


def follow_change(kind: Kind, token: str) -> tuple[User, EmailChange]:
    """Whose change of address this is, from here on acted for, the person's row locked. Raises DeadLink."""
    try:
        said = _signer(kind).loads(token)
        user_id, change_id = map(UUID, said[:2])
    except BadData as error:
        raise DeadLink(kind, 400) from error
    tenancy.enter(user_id=user_id)
    user = db.session.get(User, user_id, with_for_update=True)
    change = EmailChange.get(change_id)
    if not user or not user.active or not change or said[2:] != _bound(kind, user):
        raise DeadLink(kind, 410)
    if not (change.waits if kind == EMAIL else change.can_be_undone):
        raise DeadLink(kind, 410)
    return user, change


def _bound(kind: Kind, user: User) -> list[str]:
    """What moves an address dies with the password under which it was asked for; what takes it back must not."""
    return [user.proof] if kind == EMAIL else []


def _signer(kind: Kind) -> URLSafeSerializer:
    """The salt is the purpose: a link of one is none of another."""
    return URLSafeSerializer(current_app.secret_key, salt=kind.serializer)  # type: ignore[arg-type]  # it is set


def _state(user: User) -> str:
    """Changes with the address and the password, so that a link dies with what it was made for."""
    return signing.fingerprint(f"{user.email} {user.password or ''}").hex()


def _serializer(kind: Kind):
    return getattr(current_app.extensions["security"], f"{kind.serializer}_serializer")
