"""The clients: each takes the next request of the plan, sends it as one of the tenant's members, judges the answer."""

import http.client
import json
import socket
import struct
from collections import Counter
from collections.abc import Iterable

from infra.local import ports
from tests.prove.load.kinds import ASKS, BETWEEN, HANGS_UP, KINDS, LEAVES, NOBODY, STRANGER, STREAMED, Kind
from tests.prove.load.looks import Look, Owned, faults_of_nobody
from tests.prove.load.plants import SEEN
from tests.prove.load.world import Customer

SECONDS = 60  # far longer than anything takes here
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing throws away what is unread, as when a machine goes


class Tally:
    """What came of it: how often each kind was done, looks, and what was wrong. Appending is atomic."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.looks = 0
        self.wrong: list[str] = []

    def judge(self, who: str, customer: Customer, seen: Iterable[tuple[str, Look]]) -> None:
        """`seen` are looks, each with for whom it was."""
        for whose, look in seen:
            self.note(who, faults_of_nobody(look) if whose == NOBODY else customer.has.faults(look))

    def note(self, who: str, faults: list[str]) -> None:
        """What was wrong with a look."""
        self.looks += 1
        self.wrong += [f"{who}: {fault}" for fault in faults]


class Client:
    """One connection, kept alive, used by one member after the other."""

    def __init__(self, port: int, tally: Tally):
        self.port, self.tally = port, tally
        self.kept = self.connection()

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(ports.HOST, self.port, timeout=SECONDS)

    def send(self, name: str, customer: Customer) -> None:
        """Do one request of the plan."""
        if name in WAYS:
            WAYS[name](self, customer)
        else:
            self.ask(name, KINDS.get(name, ASKS), customer)
        self.tally.done[name] += 1

    def ask(self, name: str, kind: Kind, customer: Customer) -> None:
        status, looks, body = self.get(f"/t/{customer.slug}/load/{kind.path}", customer.cookie)
        who = f"{customer.slug} {name}"
        if status != kind.status or len(looks) != len(kind.looks):
            self.tally.wrong.append(f"{who}: answered {status} with {len(looks)} looks")
        self.tally.judge(who, customer, zip(kind.looks, looks, strict=False))
        if kind.path == "streams":
            told = [json.loads(line) for line in body.splitlines() if line.startswith(b"{")]
            self.tally.judge(f"{who}, body", customer, zip(STREAMED, told, strict=True))

    def get(self, path: str, cookie: str) -> tuple[int, list[Look], bytes]:
        self.kept.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = self.kept.getresponse()
        return answer.status, json.loads(answer.headers.get(SEEN, "[]")), answer.read()

    def hang_up(self, customer: Customer) -> None:
        """Before the answer."""
        connection = self.connection()
        connection.request("GET", f"/t/{customer.slug}/load/dawdles", headers={"Cookie": customer.cookie})
        reset(connection)

    def leave(self, customer: Customer) -> None:
        """After the first lines of a long answer."""
        connection = self.connection()
        connection.request("GET", f"/t/{customer.slug}/load/streams", headers={"Cookie": customer.cookie})
        answer = connection.getresponse()
        told = [json.loads(answer.readline()) for _ in STREAMED[:2]]
        reset(connection)
        self.tally.judge(f"{customer.slug} {LEAVES}", customer, zip(STREAMED, told, strict=False))

    def be_nobody(self, customer: Customer) -> None:
        self.outside(STRANGER, "", None)

    def be_between(self, customer: Customer) -> None:
        self.outside(BETWEEN, customer.cookie, customer.has)

    def outside(self, name: str, cookie: str, asks: Owned | None) -> None:
        status, looks, _ = self.get("/load", cookie)
        if status != 200 or len(looks) != 1:
            self.tally.wrong.append(f"{name}: answered {status} with {len(looks)} looks")
        for look in looks:
            self.tally.note(name, faults_of_nobody(look, asks))


def reset(connection: http.client.HTTPConnection) -> None:
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    connection.close()


WAYS = {HANGS_UP: Client.hang_up, LEAVES: Client.leave, STRANGER: Client.be_nobody, BETWEEN: Client.be_between}
