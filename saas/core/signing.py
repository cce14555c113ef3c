"""What we sign and encrypt: the tenant context for Postgres, one-time tokens, secrets at rest."""

import hashlib
import hmac
import secrets
import time
from uuid import UUID

from cryptography.fernet import Fernet, MultiFernet
from flask import current_app

SKEW_SECONDS = 60  # what the clocks of two servers may differ by; more is something to mend
# From the transaction's start. Postgres compares with its now(), so it never expires inside one; and by its own clock.
CONTEXT_SECONDS = 60 + SKEW_SECONDS
TOKEN_BYTES = 32
BLOCK = 64  # bytes; the block size of SHA-256, which HMAC pads its key to (RFC 2104)


def context(tenant_id: UUID | None, user_id: UUID | None) -> str:
    """The signed statement of who asks, which `sec.tenant_id()` and `sec.user_id()` verify."""
    key_id, key = context_keys(current_app.config["CONTEXT_KEYS"])[0]
    message = f"{key_id}:{tenant_id or ''}:{user_id or ''}:{int(time.time()) + CONTEXT_SECONDS}"
    return f"{message}:{hmac.digest(key, message.encode(), 'sha256').hex()}"


def context_keys(text: str) -> list[tuple[int, bytes]]:
    """`"2:ab…,1:cd…"` as [(2, b"…"), (1, b"…")]; the first signs, all verify."""
    return [(int(key_id), bytes.fromhex(key)) for key_id, key in (pair.split(":") for pair in text.split(","))]


def pads(key: bytes) -> tuple[bytes, bytes]:
    """HMAC's inner and outer pad, so that Postgres needs nothing but sha256()."""
    padded = key.ljust(BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)


def new_token() -> str:
    """256 random bits for a link or a cookie; only `fingerprint` of it is stored."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def fingerprint(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def named_keys(text: str) -> dict[str, str]:
    """The encryption keys by a name that stays when others are added or dropped; the first is in use."""
    return {fingerprint(key).hex()[:8]: key for key in text.split(",")}


def encrypt(text: str) -> bytes:
    return _fernet().encrypt(text.encode())


def decrypt(sealed: bytes) -> str:
    """Raises cryptography.fernet.InvalidToken when no current key made it."""
    return _fernet().decrypt(sealed).decode()


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in current_app.config["ENCRYPTION_KEYS"].split(",")])
