"""The secrets of one instance: made at the first run, kept in `secrets.json`, the same ever after."""

import base64
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from infra.local import private

MAKERS: Mapping[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_hex(32),
    "SECURITY_PASSWORD_SALT": lambda: secrets.token_hex(16),
    "CONTEXT_KEYS": lambda: f"1:{secrets.token_hex(32)}",
    "ENCRYPTION_KEYS": lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),  # a Fernet key
    "OPERATOR_TOTP_SECRET": lambda: base64.b32encode(secrets.token_bytes(20)).decode(),  # RFC 4226 asks for 20 bytes
}


def keep_or_make(instance: Path) -> dict[str, str]:
    file = instance / "secrets.json"
    kept = private.read(file)
    missing = {name: make() for name, make in MAKERS.items() if name not in kept}
    if missing:
        private.write(file, kept | missing)
    return kept | missing
