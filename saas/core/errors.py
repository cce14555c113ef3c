"""What goes wrong on purpose. Each error knows its status; one handler shows them all."""

from typing import Any

from werkzeug.exceptions import NotFound

__all__ = [
    "Conflict",
    "Gone",
    "MissingRight",
    "Moved",
    "NotFound",
    "OverLimit",
    "Refused",
    "SecondFactorNeeded",
    "SignInNeeded",
    "Suspended",
]


class Moved(Exception):
    """What was asked for is at another address of ours now."""

    def __init__(self, url: str):
        super().__init__(url)
        self.url = url


class Refused(Exception):
    """A refusal that a person understands: `message` says what to do."""

    status = 409
    template = "errors/refused.html"

    def __init__(self, message: Any = "", **context: Any):
        super().__init__(message)
        self.message = message
        self.context = context


class SignInNeeded(Exception):
    """Nobody is signed in: a page sends them to log in and back."""


class SecondFactorNeeded(Exception):
    """The workspace requires a second factor, and this sign-in has none: it is sent to where one is set up or shown."""


class MissingRight(Refused):
    """403: the visitor belongs here, but lacks the right `message`."""

    status = 403
    template = "errors/missing_right.html"


class Suspended(Refused):
    """403: an operator suspended the workspace; `message` is the reason."""

    status = 403
    template = "errors/suspended.html"


class OverLimit(Refused):
    """402: the plan allows no more."""

    status = 402
    template = "errors/over_limit.html"


class Conflict(Refused):
    """409: somebody else was first."""


class Gone(Refused):
    """410: it was there and is no longer of use; the message says why."""

    status = 410
