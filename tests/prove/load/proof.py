"""Context under load: requests and jobs of many tenants in disorder, over one small pool."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Event, Thread

from tests.prove.copies import Failed
from tests.prove.load import disorder, ends
from tests.prove.load.clients import Client, Tally
from tests.prove.load.kinds import GOES, KINDS, OUTSIDE
from tests.prove.load.plants import JOBS_A_REQUEST
from tests.prove.load.pooler import CONNECTIONS
from tests.prove.load.running import Running, running
from tests.prove.load.world import TENANTS, Customer, customers

PIECES = {"full": 10_000, "ci": 3_000}  # requests and jobs; the whole takes minutes on a busy machine
JOBS_ONE_IN = 10  # of the pieces
CLIENTS = 8
SHOWN = 5  # faults

Plan = list[tuple[str, Customer]]


def prove(size: str) -> str:
    """LOAD_SEED takes an earlier run's plan again."""
    seed = int(os.environ.get("LOAD_SEED") or random.SystemRandom().randrange(10**6))
    tally = load(PIECES[size], TENANTS, seed)
    if tally.wrong:
        raise Failed("\n".join([f"{len(tally.wrong)} faults (seed {seed}):", *tally.wrong[:SHOWN]]))
    return f"{report(tally)} (seed {seed})"


def report(tally: Tally) -> str:
    done, gone = tally.done, sum(tally.done[name] for name in GOES)
    return (
        f"{done['requests'] + done['jobs asked for']:,} requests and jobs of {TENANTS} tenants over {CONNECTIONS} "
        f"connections by PgBouncer, {done['killed']} workers' children killed, {gone} clients gone, "
        f"{tally.looks:,} looks: 0 rows of a wrong tenant, 0 without one"
    )


def load(pieces: int, tenants: int, seed: int, careless: str = "") -> Tally:
    """Do so many requests and jobs in disorder; what came of them. The first fault ends it."""
    chance, tally = random.Random(seed), Tally()
    with running(f"load_{os.getpid()}") as product:
        people = customers(product.app, tenants)
        product.begin(careless)
        with in_disorder(product, tally, seed):
            send(product.port, tally, planned(pieces, people, chance))
            disorder.drain(product, tally)
        if not tally.wrong:
            judge(product, people, tally)
    return tally


def planned(pieces: int, people: list[Customer], chance: random.Random) -> Plan:
    """The requests, in an order of chance; some of them ask for the jobs."""
    asks = pieces // JOBS_ONE_IN // JOBS_A_REQUEST
    shares = {name: kind.share for name, kind in KINDS.items()} | GOES | OUTSIDE
    others = pieces - asks - asks * JOBS_A_REQUEST
    names = chance.choices(list(shares), list(shares.values()), k=others) + ["asks"] * asks
    chance.shuffle(names)
    return [(name, chance.choice(people)) for name in names]


@contextmanager
def in_disorder(product: Running, tally: Tally, seed: int) -> Iterator[None]:
    over = Event()
    threads = [
        Thread(target=disorder.kill, args=(product, tally, random.Random(seed), over)),
        Thread(target=disorder.look_for_nobody, args=(product.app, tally, over)),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def send(port: int, tally: Tally, plan: Plan) -> None:
    waiting: SimpleQueue[tuple[str, Customer]] = SimpleQueue()
    for piece in plan:
        waiting.put(piece)
    clients = [Thread(target=work_off, args=(port, tally, waiting)) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    tally.done["requests"] = len(plan)


def work_off(port: int, tally: Tally, waiting: SimpleQueue) -> None:
    client = Client(port, tally)
    try:
        while not tally.wrong:
            client.send(*waiting.get_nowait())
    except Empty:
        pass
    except Exception as error:  # the proof says so, not a thread's traceback
        tally.wrong.append(f"a client got no answer: {error!r}")


def judge(product: Running, people: list[Customer], tally: Tally) -> None:
    asked = tally.done["asks"] * JOBS_A_REQUEST
    tally.done["jobs asked for"] = asked
    disorder.recover(product)
    if not disorder.drain(product, tally):
        tally.wrong.append("jobs are left that nobody does")
    noted = ends.judge_notes(product.notes, people, tally)
    ends.judge_jobs(product, asked, noted, tally)
    ends.judge_rows(product, tally)
    ends.judge_service(product, people, tally)
    ends.judge_disorder(product, tally)
