"""What guards stand on: the test's database as its superuser, in a transaction that is rolled back."""

import os

import psycopg
import pytest

from tests import servers


@pytest.fixture
def superuser(database):
    """Sees everything; whatever is planted through it is gone after the test."""
    with psycopg.connect(os.environ[servers.ADMIN], dbname=database) as connection:
        yield connection
        connection.rollback()
