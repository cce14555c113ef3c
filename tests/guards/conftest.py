"""What guards stand on: the database as its superuser sees it, and a world of people and rows."""

import os

import psycopg
import pytest

from saas.accounts import pace
from tests import servers
from tests.guards.asked import noting
from tests.guards.ears import Ears
from tests.guards.tally import Tally
from tests.guards.world import World


@pytest.fixture
def superuser(database):
    """Sees everything; whatever is planted through it is gone after the test."""
    with psycopg.connect(os.environ[servers.ADMIN], dbname=database) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def world(app, cast, transaction, monkeypatch):
    """Crashes come through, requests note what they are asked for, and no answer waits to hide how long it took."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", True)
    monkeypatch.setattr(app, "request_class", noting(app.request_class))
    monkeypatch.setattr(pace, "ANSWER_SECONDS", 0)
    return World(cast, transaction)


@pytest.fixture
def listen(world, sink):
    """`listen(who)`: ears for all that comes of the visits of `who`, and eyes on the rows of another workspace."""
    sink.clear()
    return lambda who, watched="globex": Ears(world, who, sink, watched)


@pytest.fixture
def tally(record_property):
    return Tally(record_property)
