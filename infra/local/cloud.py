"""Which servers the local cloud has, and how each is started unless its URL names another one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from infra.local import environment, postgres, replaced, smtp, valkey
from infra.local.processes import Server
from infra.local.state import State


@dataclass(frozen=True)
class Piece:
    """A server of the cloud: the variable that replaces it, where it keeps its data, and how it is started."""

    replaced_by: str
    directory: str
    start: Callable[[Path, int | None], Server]


PIECES: Mapping[str, Piece] = {
    "postgres": Piece("DATABASE_URL", "postgres", postgres.start),
    "valkey": Piece("REDIS_URL", "valkey", valkey.start),
    "smtp": Piece("SMTP_URL", "mail", smtp.start),
}


def starters(state: State) -> dict[str, Callable[[], Server]]:
    """How to start each server that nobody replaced, at the port it had last time if that is free."""
    given = environment.given()
    replaced.refuse_unfit(given)
    return {
        name: partial(piece.start, state.instance / piece.directory, state.ports.get(name))
        for name, piece in PIECES.items()
        if not given.get(piece.replaced_by)
    }


def prepare_database(server: Server) -> None:
    postgres.create_roles(server.url)
    postgres.create_database(server.url, environment.DATABASE)
