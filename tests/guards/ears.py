"""A visit with all that comes of it: answer, cookies, log lines, rows, and the mails that the workers send."""

import email
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.policy import default

from werkzeug.http import parse_cookie

from tests.guards.asked import NAMES
from tests.guards.logged import listening
from tests.guards.rows import as_owner
from tests.guards.snapshots import Snapshot, Watch
from tests.guards.songs import READABLE, SONGS, sung, unsigned
from tests.guards.visits import Crash, visited
from tests.guards.world import Identity, World
from tests.jobs import Sink
from workers.app import FUNCTIONS
from workers.batch import work_off

DUE = """
SELECT DISTINCT tenant_id, queue FROM jobs
 WHERE state = 'waiting' AND run_at <= clock_timestamp() AND NOT id = ANY(%s)
"""

Said = tuple[str, bytes]  # where, and what


@dataclass
class Heard:
    """`said` is everything that came out, `changed` what became of the other workspace's rows.

    `written` are the tables with any row that changed, `asked` the names that the view asked the request for.
    """

    response: object
    said: list[Said] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    asked: frozenset[str] = frozenset()

    def sung(self, songs: tuple[str, ...] = SONGS) -> list[str]:
        return heard(self.said, songs)

    @property
    def crash(self) -> list[str]:
        status = self.response.status_code
        return [f"crashes: {self.response}"] if isinstance(self.response, Crash) or status >= 500 else []

    @property
    def faults(self) -> list[str]:
        """What nobody outside globex may cause."""
        return [*self.crash, *(f"reads {song}" for song in self.sung()), *self.changed]


def heard(said: list[Said], songs: tuple[str, ...] = SONGS) -> list[str]:
    return [f"{song} in {where}" for where, what in said for song in sung(what, songs)]


class Ears:
    """Hears what comes of somebody's visits. Make it when all rows and people are there: it watches for changes."""

    def __init__(self, world: World, who: Identity, sink: Sink, watched: str):
        self.world, self.who, self.sink = world, who, sink
        self.watch = Watch(world.connection, world.cast.tenants[watched])
        self.planted = 0
        as_owner(world.connection)
        self.jobs = list(world.connection.exec_driver_sql("SELECT id FROM jobs").scalars())

    def visit(self, address: str, method: str = "GET", fields=None, **options) -> Heard:
        self.know_planted()
        NAMES.clear()
        with listening() as log, visited(self.world, self.who, address, method, fields, **options) as response:
            asked = frozenset(NAMES)
            after, mails = self.aftermath()
        stored = [(f"a new row of {name}", row.encode()) for name, row in after.new(self.watch.before)]
        said = [*answered(response), *mails, *stored, ("a log line", log.getvalue().encode())]
        return Heard(response, said, list(self.watch.faults(after)), after.written(self.watch.before), asked)

    def know_planted(self) -> None:
        """Some rows are planted only when an address needs one."""
        planted = len(self.world.plain.planted) + len(self.world.canaries.planted)
        if planted != self.planted:
            self.planted, self.watch.before = planted, self.watch.snapshot()

    def aftermath(self) -> tuple[Snapshot, list[Said]]:
        """The rows, once the workers have done what the visit asked for, and the mails they sent."""
        after, mails = self.watch.snapshot(), []
        while any(name == "jobs" for name, _row in after.new(self.watch.before)) and (due := self.due()):
            for tenant_id, queue in due:
                work_off(self.world.cast.app, FUNCTIONS, tenant_id, queue)
            mails += arrived(self.sink)
            after = self.watch.snapshot()
        return after, mails

    def due(self) -> list[tuple]:
        as_owner(self.world.connection)
        return self.world.connection.exec_driver_sql(DUE, (self.jobs,)).all()


def answered(response) -> Iterator[Said]:
    if isinstance(response, Crash):
        yield "the error", str(response.error).encode()
        return
    yield "the headers", str(response.headers).encode()
    yield "the body", response.get_data()
    if (encoding := response.headers.get("Content-Encoding", "")) not in READABLE:
        yield f"a body that {encoding} hides from this test, so perhaps", SONGS[0].encode()
    for header in response.headers.getlist("Set-Cookie"):
        for cookie in parse_cookie(header.split(";")[0]).values():
            yield from (("a cookie", inside) for inside in unsigned(cookie))


def arrived(sink: Sink) -> list[Said]:
    """The mails at the SMTP server, which forgets them."""
    mails = [file.read_bytes() for file in sorted(sink.directory.glob("*.eml"))]
    sink.clear()
    return [said for mail in mails for said in unfolded(mail)]


def unfolded(mail: bytes) -> Iterator[Said]:
    """Each part of a mail, attachments too, with its headers."""
    for part in email.message_from_bytes(mail, policy=default).walk():
        yield "a mail", "\n".join(f"{name}: {value}" for name, value in part.items()).encode()
        yield "a mail", part.get_payload(decode=True) or b""
