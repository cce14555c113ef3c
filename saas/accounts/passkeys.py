"""Passkeys (WebAuthn): making one, knowing somebody by one. Each verifies its person, so it counts as both factors."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import webauthn
from flask import current_app
from flask_security import WebauthnUtil
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from webauthn.helpers import options_to_json_dict, parse_registration_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from saas.accounts import challenges
from saas.accounts.models import Passkey, User
from saas.accounts.passkey_place import place
from saas.core import tenancy
from saas.core.db import db

USAGE = "first"  # Flask-Security's word for one that needs no password beside it
LONGEST_ID = 1023  # bytes, WebAuthn's limit on a credential's id
LONGEST_ANSWER = 20_000  # characters; an attestation with certificates has some 5,000
WHOSE = text("select sec.user_by_passkey(:id)")
# What the library raises of answers that no browser gives: its own, and what its parsers trip over.
WRONG = (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError)


class OurWebauthn(WebauthnUtil):
    """Flask-Security asks here what passkeys we want: those that sign in by themselves and check who holds them."""

    def origin(self) -> str:
        return place().origin

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:
        return UserVerificationRequirement.REQUIRED


def creation_options(user: User) -> dict[str, Any]:
    """What the browser needs to make a passkey for `user`; their other ones are excluded."""
    if not user.fs_webauthn_user_handle:
        _security().datastore.set_webauthn_user_handle(user)
    options = webauthn.generate_registration_options(
        rp_id=place().id,
        rp_name=current_app.config["SETTINGS"].product_name,
        user_id=_handle(user),
        user_name=user.email,
        user_display_name=user.name,
        challenge=challenges.pose(challenges.CREATE),
        authenticator_selection=_security().webauthn_util.authenticator_selection(user, USAGE),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in user.webauthn],
    )
    return options_to_json_dict(options)


def request_options() -> dict[str, Any]:
    """What the browser needs to use a passkey; nobody is named, so it tells nothing of anybody."""
    options = webauthn.generate_authentication_options(
        rp_id=place().id,
        challenge=challenges.pose(challenges.GET),
        user_verification=_security().webauthn_util.user_verification(None, [USAGE]),
    )
    return options_to_json_dict(options)


def create(user: User, name: str, answer: str) -> Passkey | None:
    """The passkey that the browser made, called `name`; None when the answer isn't what was asked for."""
    challenge = challenges.take(challenges.CREATE)
    if not challenge or len(answer) > LONGEST_ANSWER:
        return None
    try:
        credential = parse_registration_credential_json(answer)
        made = webauthn.verify_registration_response(
            credential=credential, expected_challenge=challenge.bytes, require_user_verification=True, **_expected()
        )
    except WRONG:
        return None
    if len(made.credential_id) > LONGEST_ID or _whose(made.credential_id):
        return None
    return _keep(user, name, made, [transport.value for transport in credential.response.transports or []])


def proven(answer: str, of: UUID | None = None) -> User | None:
    """Whose passkey answered, the row locked, from here on acted for; only `of`, if given. None when it proves nothing.

    Unknown passkeys and wrong answers are told apart nowhere.
    """
    challenge = challenges.take(challenges.GET)
    if not challenge or len(answer) > LONGEST_ANSWER:
        return None
    try:
        credential = webauthn.helpers.parse_authentication_credential_json(answer)
    except WRONG:
        return None
    whose = _whose(credential.raw_id)
    if not whose or (of and whose != of):
        return None
    tenancy.enter(user_id=whose)
    user = db.session.get(User, whose, with_for_update=True)
    passkey = _security().datastore.find_webauthn(credential.raw_id)
    return user if user and user.active and passkey and _signed(user, passkey, credential, challenge) else None


def _signed(user: User, passkey: Passkey, credential: Any, challenge: challenges.Challenge) -> bool:
    """Whether the passkey signed the challenge, with a count that went up; then it was used now."""
    handle = credential.response.user_handle
    if challenge.at <= passkey.lastuse_datetime.timestamp() or handle != _handle(user):
        return False
    try:
        seen = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge.bytes,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
            **_expected(),
        )
    except WRONG:
        return False
    passkey.assign(
        sign_count=seen.new_sign_count, backup_state=seen.credential_backed_up, lastuse_datetime=datetime.now(UTC)
    )
    return True


def _keep(user: User, name: str, made: Any, transports: list[str]) -> Passkey | None:
    datastore = _security().datastore
    try:
        with db.session.begin_nested():
            datastore.create_webauthn(
                user,
                credential_id=made.credential_id,
                public_key=made.credential_public_key,
                name=name,
                sign_count=made.sign_count,
                usage=USAGE,
                device_type=made.credential_device_type.value,
                backup_state=made.credential_backed_up,
                transports=transports,
            )
    except IntegrityError:  # the same one, added at the same moment
        return None
    return datastore.find_webauthn(made.credential_id)


def _expected() -> dict[str, Any]:
    return {"expected_rp_id": place().id, "expected_origin": _security().webauthn_util.origin()}


def _whose(credential_id: bytes) -> UUID | None:
    return db.session.scalar(WHOSE, {"id": credential_id})


def _handle(user: User) -> bytes:
    return (user.fs_webauthn_user_handle or "").encode()


def _security():
    return current_app.extensions["security"]
