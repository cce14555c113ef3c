"""Where passkeys work: they belong to one host name, which an IP address isn't."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app, request

from saas.config import Settings

PORTS = {"http": 80, "https": 443}  # a browser leaves these out of an origin
LOCALHOST = "localhost"  # what browsers take for safe without https; it is our own 127.0.0.1 by another name


@dataclass(frozen=True)
class Place:
    """`id` is the host that a passkey is made for, `origin` the beginning of its pages' addresses."""

    id: str
    origin: str

    @property
    def here(self) -> bool:
        """Whether the request came to it."""
        return urlsplit(self.origin).netloc == request.host


def place() -> Place:
    return place_of(current_app.config["SETTINGS"])


def place_of(settings: Settings) -> Place:
    """The host of BASE_URL; `localhost` where that is the address of this machine."""
    base = urlsplit(settings.base_url)
    host = base.hostname or LOCALHOST
    if not settings.production and _is_address(host):
        host = LOCALHOST
    port = f":{base.port}" if base.port and base.port != PORTS.get(base.scheme) else ""
    return Place(host, f"{base.scheme}://{host}{port}")


def _is_address(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False
