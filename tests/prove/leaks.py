"""The other way round: a careless page selects every table, and nobody reads a word of a workspace they aren't in."""

from collections.abc import Iterator

from tests.guards.behaviour.promises import STAFF_READS
from tests.guards.rows import CANARY
from tests.guards.visits import Crash, visit
from tests.guards.world import PLAIN, Identity
from tests.prove.copies import Failed
from tests.prove.crowd import Crowd
from tests.prove.planted import NAME

ADDRESSES = (
    f"/t/acme/{NAME}/everything",
    f"/t/globex/{NAME}/everything",
    f"/{NAME}/everything",
    f"/console/{NAME}/everything",
)
INSIDE = "eve"  # globex's own: to her the words of the other workspaces are foreign
MEMBERS = (INSIDE, "adam")


def leaks(crowd: Crowd) -> Iterator[str]:
    """One for each page and identity that reads what it shouldn't."""
    prove_audible(crowd)
    for who in crowd.people:
        for address in ADDRESSES:
            if heard := sung(crowd, who, address):
                yield f"{who.name} reads {heard[0]!r} at {address}, and {len(heard) - 1} more"


def sung(crowd: Crowd, who: Identity, address: str) -> list[str]:
    """A member of globex may read its words there, and only there; staff may read the control plane."""
    text = read(crowd, who, address)
    if address.startswith("/console/"):
        text = "\n".join(line for line in text.splitlines() if line.split(":")[0] not in STAFF_READS)
    inside = who.name == INSIDE or (who.name in MEMBERS and address.startswith("/t/globex/"))
    return [word for word in words(crowd, inside) if word in text]


def words(crowd: Crowd, inside: bool) -> list[str]:
    planter, mark = (crowd.world.plain, PLAIN) if inside else (crowd.world.canaries, CANARY)
    return sorted(text for text in planter.texts if text.startswith(f"{mark}-"))


def read(crowd: Crowd, who: Identity, address: str) -> str:
    response = visit(crowd.world, who, address)
    if isinstance(response, Crash):
        raise Failed(f"{who.name} at {address}: {response}")
    return f"{response.headers}{response.get_data(as_text=True)}"


def prove_audible(crowd: Crowd) -> None:
    """Canaries that even globex's owner doesn't read prove nothing."""
    eve = next(who for who in crowd.people if who.name == INSIDE)
    heard = read(crowd, eve, f"/t/globex/{NAME}/everything")
    if sum(word in heard for word in words(crowd, inside=False)) < len(words(crowd, inside=False)) // 2:
        raise Failed("the careless page shows too little of globex to its own owner")
