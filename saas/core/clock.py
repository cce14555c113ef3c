"""Business time: trials, invitations, retention and schedules read it; tests and the sandbox move it.

Signatures, sessions, leases, one-time codes and rate limits use machine time instead (`time.time()`).
"""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment of the business, aware, in UTC."""
    return datetime.now(UTC)
