"""The real Celery app, with planted jobs in place of the purge's: one hangs, one kills its worker. Never import it."""

import os
import signal
from threading import Event
from uuid import UUID

from saas.jobs import TERMS, Queue, Terms
from tests.workers.plants import BRIEF, HANGS, KILLS
from workers.app import FUNCTIONS, celery

__all__ = ["celery"]


def hang(row_id: UUID) -> None:
    if row_id != BRIEF:
        Event().wait()


def kill(row_id: UUID) -> None:
    if row_id != BRIEF:
        os.kill(os.getpid(), signal.SIGKILL)


FUNCTIONS[HANGS], FUNCTIONS[KILLS] = hang, kill
TERMS[HANGS] = Terms(Queue.DEFAULT, limit=1, waits=())
TERMS[KILLS] = Terms(Queue.DEFAULT, limit=-5, waits=(TERMS[KILLS].waits[0],))  # its lease ends as it begins
