"""What people do with their second factors. Each change is mailed; where one comes or goes, weaker sign-ins end."""

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from saas.accounts import emails, passkeys, second_factor
from saas.accounts.datastore import datastore
from saas.accounts.email_changes import EmailChange
from saas.accounts.models import Passkey, User, UserSession
from saas.core.db import db
from saas.core.errors import Refused


def accepts(user: User, code: str) -> bool:
    """Whether the code is theirs; it is used up then, and they are told when it was a recovery code. Row locked."""
    before = len(user.mf_recovery_codes)
    accepted = second_factor.accepts(user, code)
    if accepted and (left := len(user.mf_recovery_codes)) < before:
        emails.send_recovery_code_used(user, left)
    return accepted


def add_app(user: User, sealed: str, session: UserSession) -> list[str]:
    """Take codes of this app, in place of those of another; new recovery codes if it is their first factor."""
    first = not second_factor.has_one(user)
    second_factor.take(user, sealed)
    return _added(user, _("an authenticator app"), session, first)


def add_passkey(user: User, name: str, answer: str, session: UserSession) -> list[str] | None:
    """The same with the passkey that the browser made; None when it made none that we take."""
    first = not second_factor.has_one(user)
    if not passkeys.create(user, name, answer):
        return None
    return _added(user, _("the passkey “%(name)s”", name=name), session, first)


def has_one(user: User) -> bool:
    return second_factor.has_one(user)


def renew_codes(user: User) -> list[str]:
    """Recovery codes in place of the old ones."""
    emails.send_recovery_codes_renewed(user)
    return second_factor.new_codes(user)


def remove_app(user: User, session_id: UUID) -> None:
    """Raises Refused for staff who have nothing else."""
    if user.tf_primary_method:
        _ensure_other(user, len(user.webauthn))
        second_factor.forget(user)
        _removed(user, _("an authenticator app"), session_id)


def remove_passkey(user: User, passkey: Passkey, session_id: UUID) -> None:
    """Raises Refused for staff who have nothing else."""
    _ensure_other(user, len(user.webauthn) - 1 + bool(user.tf_primary_method))
    _drop(user, passkey)
    _removed(user, _("the passkey “%(name)s”", name=passkey.name), session_id)


def reset(user: User) -> None:
    """All of it gone, as if there had never been one, and every sign-in over: for who lost it."""
    second_factor.forget(user)
    user.mf_recovery_codes = []
    datastore.webauthn_reset(user)  # type: ignore[arg-type]  # no mixin, see datastore
    EmailChange.give_up()
    UserSession.revoke_all()
    emails.send_factors_reset(user)


def forget_since(user: User, moment: datetime) -> None:
    """What was added since goes, and the recovery codes, which may have been renewed: of an account taken back."""
    if user.tf_added_at and user.tf_added_at >= moment:
        second_factor.forget(user)
    for passkey in [each for each in user.webauthn if each.created_at >= moment]:
        _drop(user, passkey)
    user.mf_recovery_codes = []


def _drop(user: User, passkey: Passkey) -> None:
    user.webauthn.remove(passkey)
    datastore.delete_webauthn(passkey)


def _added(user: User, what: str, session: UserSession, first: bool) -> list[str]:
    """The factor was shown just now, so this sign-in counts as made with it."""
    session.refresh(mfa=True)
    UserSession.revoke_without_factor(but=session.id)
    emails.send_factor_added(user, what)
    return second_factor.new_codes(user) if first else []


def _removed(user: User, what: str, session_id: UUID) -> None:
    if not second_factor.has_one(user):
        user.mf_recovery_codes = []
        UserSession.get_or_404(session_id).mfa = False  # there is none that it could have been made with
    db.session.flush()
    UserSession.revoke_without_factor(but=session_id)
    emails.send_factor_removed(user, what)


def _ensure_other(user: User, left: int) -> None:
    if user.staff and not left:
        raise Refused(
            _("Staff sign in with a second factor. Add another one before you remove this."),
            title=_("The last second factor stays"),
        )
