"""How often a door may be tried, counted in Valkey for all processes. With Valkey down the doors stay shut (503)."""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import g, request
from flask import session as cookie

from saas.accounts.addresses import same_email
from saas.core import signing
from saas.core.forms import trim
from saas.core.security import limiter

# Of one address. A whole office or school may share one, so these only stop machines.
LOG_INS_OF_ADDRESS = "60 per minute; 600 per hour"
SIGN_UPS_OF_ADDRESS = "20 per minute; 200 per hour"
MAILS_OF_ADDRESS = "20 per minute; 100 per hour"
# Of one account, from wherever. NIST SP 800-63B allows at most 100 failed tries in a row; an hour lifts the bar again,
# because whoever can shut an account for good by guessing badly has a weapon too.
LOG_INS_OF_ACCOUNT = "20 per minute; 100 per hour"
# A code has a million values, three of them valid at a time: 20 an hour guess right once in two years.
CODES_OF_ACCOUNT = "10 per minute; 20 per hour"
CODES = "codes"  # what log-in, the question "is it you?" and setting an app up count together
# Mails to one person. Beyond this somebody is being pestered.
MAILS_TO_PERSON = "5 per hour"
# Of one account. Nobody changes their address often, and each try writes to a stranger, perhaps.
EMAIL_CHANGES_OF_ACCOUNT = "5 per hour; 20 per day"

NETWORK_BITS = 64  # one customer of an IPv6 provider has at least a /64, and every address in it


def address() -> str:
    """Who calls, by their address or IPv6 network."""
    caller = ip_address(request.remote_addr or "127.0.0.1")
    if isinstance(caller, IPv6Address):
        return str(ip_network((caller, NETWORK_BITS), strict=False))
    return str(caller)


def typed_email() -> str:
    """The address typed into the form, known or not; hashed, so that Valkey holds nobody's address.

    Read as the form reads it: one account has one counter, however its address is spelt.
    """
    return signing.fingerprint(same_email(trim(request.form.get("email", "")))).hex()


def waiting_email() -> str:
    """The address that this browser waits for a mail at."""
    return signing.fingerprint(cookie.get("waiting", {}).get("email", "")).hex()


def visitor() -> str:
    """Who is signed in."""
    return str(g.visitor.id)


def token() -> str:
    """The link that was followed: it stands for an account."""
    return signing.fingerprint((request.view_args or {}).get("token", "")).hex()


def of_address(limit: str):
    return limiter.limit(limit, key_func=address)


def of_account(limit: str, account=typed_email):
    return limiter.limit(limit, key_func=account)


def of_codes(account):
    """Tries of codes, wherever this person is asked for one; `account` gives their id."""
    return limiter.shared_limit(CODES_OF_ACCOUNT, scope=CODES, key_func=account)
