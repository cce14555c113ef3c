"""E-mail addresses as people paste them: commas, spaces, lines, and `Ada Moreau <ada@acme.test>`."""

import re

from email_validator import EmailNotValidError, validate_email
from flask import current_app

from saas.accounts.addresses import same_email

NAMED = re.compile(r"[^,;<>\r\n]*<([^<>]*)>")
BETWEEN = re.compile(r"[\s,;]+")
LONGEST = 254  # characters, RFC 5321


def split(text: str) -> list[str]:
    """Each of what stands there once, in the form accounts are kept under and in its order, addresses or not."""
    parts = BETWEEN.split(NAMED.sub(r" \1 ", text))
    return list(dict.fromkeys(same_email(part) for part in parts if part))


def is_address(text: str) -> bool:
    if len(text) > LONGEST:
        return False
    try:
        # .test addresses are real in development, where the demo's people live
        testing = not current_app.config["SETTINGS"].production
        validate_email(text, check_deliverability=False, test_environment=testing)
    except EmailNotValidError:
        return False
    return True
