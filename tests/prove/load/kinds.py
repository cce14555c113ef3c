"""The kinds of requests: where each goes, what it is answered, and what it must have seen."""

from dataclasses import dataclass

TENANT, NOBODY = "tenant", "nobody"


@dataclass(frozen=True)
class Kind:
    """`looks` says for whom each look was, in order; `share` how often the kind comes beside the others."""

    path: str
    status: int
    looks: tuple[str, ...]
    share: int = 10


KINDS = {
    "reads": Kind("reads", 200, (TENANT,), 30),
    "raises": Kind("raises", 500, (TENANT,)),
    "refuses": Kind("refuses", 409, (TENANT,)),
    "aborts": Kind("aborts", 410, (TENANT,)),
    "rolls back to a savepoint": Kind("savepoints", 200, (TENANT,) * 3),
    "breaks in a savepoint": Kind("breaks", 200, (TENANT,)),
    "works in units": Kind("units", 200, (TENANT, NOBODY, TENANT)),
    "dawdles": Kind("dawdles", 200, (TENANT, TENANT), 3),
    "streams": Kind("streams", 200, (TENANT,), 2),
}
ASKS = Kind("asks", 200, (TENANT,))
# Those whose client goes away: before the answer, and in the middle of it.
HANGS_UP, LEAVES = "hangs up", "leaves"
GOES = {HANGS_UP: 4, LEAVES: 2}
# Without a workspace: signed in, and not.
BETWEEN, STRANGER = "between workspaces", "a stranger"
OUTSIDE = {BETWEEN: 5, STRANGER: 5}
STREAMED = (NOBODY, TENANT, TENANT)  # what a stream's body tells
