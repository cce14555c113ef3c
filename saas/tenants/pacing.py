"""How often one address may be invited, by all workspaces together, so that nobody is pestered."""

from limits import parse

from saas.core import signing
from saas.core.security import limiter

MAILS_TO_ADDRESS = parse("5 per hour")


def may_mail(address: str) -> bool:
    """Count one more invitation to `address`; False when that is one too many. Valkey holds nobody's address."""
    return not limiter.enabled or limiter.limiter.hit(MAILS_TO_ADDRESS, "invited", signing.fingerprint(address).hex())
