"""Servers that the person brings along: their URLs have to be complete, and somebody has to answer there."""

import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

from infra.local.environment import DATABASE_LOGINS
from infra.local.refusal import Refusal

PORTS = {"DATABASE_URL": 5432, "REDIS_URL": 6379, "SMTP_URL": 25}  # where each listens unless its URL says otherwise
PATIENCE = 5  # seconds


def refuse_unfit(given: Mapping[str, str]) -> None:
    refuse_half_a_database(given)
    for name, port in PORTS.items():
        if given.get(name):
            refuse_silent(name, given[name], port)


def refuse_half_a_database(given: Mapping[str, str]) -> None:
    missing = [name for name in DATABASE_LOGINS if not given.get(name)]
    if 0 < len(missing) < len(DATABASE_LOGINS):
        raise Refusal(
            f"{' and '.join(missing)} must be set too: a database of your own needs the URLs of all three roles "
            f"({', '.join(DATABASE_LOGINS.values())}), which infra/postgres/roles.sql creates."
        )


def refuse_silent(name: str, url: str, usual_port: int) -> None:
    place = urlsplit(url)
    if not place.hostname:
        return  # a Unix socket
    try:
        socket.create_connection((place.hostname, place.port or usual_port), PATIENCE).close()
    except OSError:
        where = f"{place.hostname}:{place.port or usual_port}"
        raise Refusal(f"Nothing answers at {where}, which {name} names: start it, or unset {name}.") from None
