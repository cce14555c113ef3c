"""What goes on beside the requests: workers' children are killed, leases lapse, and somebody looks for no tenant."""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event

import psutil
from flask import Flask

from saas.core import db as core
from saas.core.tenancy import PLATFORM
from tests.prove.load.clients import Tally
from tests.prove.load.looks import faults_of_nobody, look
from tests.prove.load.running import Running
from workers.sweep import sweep

LIFE = (5, 40)  # jobs that a child begins before it is killed: fewer, and the machine would only start new ones
GLANCE = 0.2  # seconds
SECONDS = 300  # for what is left at the end; far more than it takes
LAPSE = "update jobs set lease_until = now() - interval '1 second' where state = 'running'"
LEFT = "select count(*) from jobs where state in ('waiting', 'running') and tenant_id <> %s"


def kill(running: Running, tally: Tally, chance: random.Random, over: Event) -> None:
    """Kill a child that has begun some jobs, let the leases end, sweep; again and again, until it is over."""
    life = chance.randint(*LIFE)
    while not over.wait(GLANCE):
        if old := [child for child, jobs in running.children_at_work() if jobs >= life]:
            with suppress(psutil.NoSuchProcess):
                chance.choice(old).kill()
                tally.done["killed"] += 1
            recover(running)
            life = chance.randint(*LIFE)


def recover(running: Running) -> None:
    running.asked(LAPSE)
    sweep(running.app)


def look_for_nobody(app: Flask, tally: Tally, over: Event) -> None:
    """Work of no tenant in this process, over the same pool."""
    while not over.wait(GLANCE):
        with app.app_context(), core.unit_of_work():
            seen = look()
        tally.note("work of no tenant", faults_of_nobody(seen))
        tally.done["of no tenant"] += 1


def until(found: Callable[[], bool], step: Callable[[], object]) -> bool:
    """Take the step until `found`; whether that came within SECONDS."""
    deadline = time.monotonic() + SECONDS
    while not found():
        if time.monotonic() > deadline:
            return False
        step()
        time.sleep(GLANCE)
    return True


def drain(running: Running, tally: Tally) -> bool:
    """Let the workers do what is left, unless something is wrong already; whether it is done."""

    def ended() -> bool:
        return bool(tally.wrong) or running.asked(LEFT, PLATFORM) == [(0,)]

    return until(ended, lambda: sweep(running.app))
