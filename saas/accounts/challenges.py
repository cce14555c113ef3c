"""What a passkey is to sign: asked for once, kept in the signed cookie for five minutes, gone with the first answer."""

import time
from base64 import urlsafe_b64decode
from dataclasses import dataclass

from flask import session as cookie

from saas.core import signing

CREATE, GET = "create", "get"  # as browsers call making a passkey and using one
KEPT = "challenge"  # the cookie's key
LIFE = 300  # seconds of machine time; a browser gives up sooner


@dataclass(frozen=True)
class Challenge:
    """`at` is when it was made, in seconds: a copy of the cookie is of no use once the passkey was used later."""

    text: str
    at: float

    @property
    def bytes(self) -> bytes:
        return urlsafe_b64decode(self.text + "=" * (-len(self.text) % 4))


def pose(act: str) -> bytes:
    """A new challenge for CREATE or GET; the one before it is void."""
    challenge = Challenge(signing.new_token(), time.time())
    cookie[KEPT] = {"act": act, "text": challenge.text, "at": challenge.at}
    return challenge.bytes


def take(act: str) -> Challenge | None:
    """The challenge that this browser was given for this act, if it isn't too old. It is used up by asking."""
    kept = cookie.pop(KEPT, None)
    if not kept or kept["act"] != act or time.time() - kept["at"] > LIFE:
        return None
    return Challenge(kept["text"], kept["at"])
