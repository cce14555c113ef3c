"""From a workspace's name to the address it gets: /t/<slug>."""

import re
import secrets
from collections.abc import Iterator
from unicodedata import normalize

ROOM = 40  # characters, as the column holds
LONGEST = 32  # of what is made of a name; that leaves room for a number
NUMBERED = 9  # acme, acme-2 … acme-9; where so many are taken, a few random letters come sooner to an end
FALLBACK = "workspace"  # a name in a script without Latin letters

# What a visitor would take for the product's own, and what may become an address of ours one day.
RESERVED = {
    "about", "account", "accounts", "admin", "api", "app", "apps", "assets", "auth", "billing", "blog", "cdn",
    "console", "contact", "dashboard", "demo", "dev", "docs", "download", "email", "enrol", "faq", "files",
    "healthz", "help", "home", "hooks", "images", "internal", "invite", "invitations", "jobs", "legal", "login",
    "logout", "mail", "me", "members", "metrics", "new", "null", "oauth", "operator", "owner", "platform",
    "pricing", "privacy", "profile", "projects", "public", "readyz", "reset", "root", "saml", "scim",
    "security", "settings", "signup", "sso", "staff", "static", "status", "support", "system", "t", "team",
    "teams", "terms", "test", "undefined", "user", "users", "webhooks", "workspace", "workspaces", "www",
}  # fmt: skip


def candidates(name: str) -> Iterator[str]:
    """Addresses for this name, the nicest first, without end."""
    base = slug_of(name)
    if base not in RESERVED:
        yield base
    for number in range(2, NUMBERED + 1):
        yield f"{base}-{number}"
    while True:
        yield f"{base}-{secrets.token_hex(3)}"


def slug_of(name: str) -> str:
    """`Müller & Söhne` as `muller-sohne`."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words[:LONGEST].strip("-") or FALLBACK
