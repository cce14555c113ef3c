"""The operator's current second factor (RFC 6238), so that the demo operator needs no phone."""

import base64
import hmac
import struct
import time

PERIOD = 30  # seconds; with SHA-1 and six digits what every authenticator app assumes


def code(secret: str, at: float | None = None) -> str:
    """The six digits for a base32 secret, now or `at` a time in seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    counter = int((time.time() if at is None else at) // PERIOD)
    digest = hmac.digest(key, struct.pack(">Q", counter), "sha1")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
