"""What may be wrong with a link, whatever kind it is of: each way to spoil a live one, and the status that answers."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta

import time_machine

from saas.core import clock
from tests.cast import Cast
from tests.guards.links import KINDS, Link, set_person
from tests.guards.routes import Route, routes

A_WHILE = timedelta(minutes=5)  # more than what clocks may differ by
TAIL = 10  # characters
OTHERS = {"mel": "vic", "bea": "ada"}  # whose link each one's is mixed with


@dataclass
class Live:
    """A link that works, somebody's, and its token."""

    cast: Cast
    kind: Link
    short: str
    token: str = field(init=False)

    def __post_init__(self) -> None:
        self.token = self.kind.token(self.cast, self.short)

    @property
    def routes(self) -> list[Route]:
        """The page behind it first, then what changes something."""
        return [route for route in routes(self.cast.app) if route.endpoint in self.kind.endpoints]

    def use(self) -> None:
        button = next(route for route in self.routes if route.method == "POST")
        assert self.kind.use(self.cast, self.short, address(button, self.token)) in (200, 302)


@dataclass(frozen=True)
class Fault:
    """`spoil` says under which token the link is knocked with; `when` is entered before."""

    status: int
    spoil: Callable[[Live], str]
    when: Callable[[Live], AbstractContextManager] = lambda _live: nullcontext()


def address(route: Route, token: str) -> str:
    return route.rule.replace("<token>", token)


def changed(live: Live) -> str:
    """By one letter of the signature; the very last one holds unused bits."""
    before, letter, after = live.token[:-TAIL], live.token[-TAIL], live.token[1 - TAIL :]
    return before + ("A" if letter != "A" else "B") + after


def signed_for_another(live: Live) -> str:
    """What one's own link says, under the signature of somebody else's."""
    other = live.kind.token(live.cast, OTHERS[live.short])
    return ".".join([*live.token.split(".")[:-1], other.split(".")[-1]])


def said_of_another(live: Live) -> str:
    other = live.kind.token(live.cast, OTHERS[live.short])
    return ".".join([*other.split(".")[:-1], live.token.split(".")[-1]])


def of_another_purpose(name: str) -> Callable[[Live], str]:
    kind = next(kind for kind in KINDS if kind.name == name)
    return lambda live: kind.token(live.cast, live.short)


def used(live: Live) -> str:
    live.use()
    return live.token


def of_nobody(live: Live) -> str:
    live.kind.forget(live.cast, live.short)
    return live.token


def of_a_deactivated(live: Live) -> str:
    set_person(live.cast, live.short, active=False)
    return live.token


FAULTS = {
    "made up": Fault(400, lambda _live: "no-such-token"),
    "made up, with dots": Fault(400, lambda _live: "W10.aaaaaa.bbbbbbbbbb"),
    "changed by a letter": Fault(400, changed),
    "cut off": Fault(400, lambda live: live.token[:-TAIL]),
    "cut in half": Fault(400, lambda live: live.token[: len(live.token) // 2]),
    "written twice": Fault(400, lambda live: live.token * 2),
    "with another's signature": Fault(400, signed_for_another),
    "with another's words": Fault(400, said_of_another),
    "expired": Fault(
        410, lambda live: live.token, lambda live: time_machine.travel(clock.now() + live.kind.life + A_WHILE)
    ),
    "used": Fault(410, used),
    "of nobody": Fault(410, of_nobody),
    "of a deactivated person": Fault(410, of_a_deactivated),
    **{f"of the purpose {kind.name}": Fault(400, of_another_purpose(kind.name)) for kind in KINDS},
}
