"""The workers as real processes: what is lost when one is killed, hangs, or finds its broker gone. Nothing is."""

import os

import pytest
from redis import Redis
from uuid_utils.compat import uuid7

from infra.local import valkey
from saas.core.outbox import JobState, enqueue
from tests import servers
from tests.mail.servers import smtp_that_waits
from tests.mail.test_writing import SECRET, write
from tests.workers.plants import BRIEF, HANGS, KILLS
from tests.workers.processes import product, until
from tests.workers.receiver import receiver
from workers.claims import WORKER_DIED

PLANTED = "tests.workers.planted:celery"


@pytest.fixture
def running(tmp_path, worker_id):
    with product(tmp_path, servers.database(f"workers_{worker_id}_{os.getpid()}")) as made:
        yield made


def write_some(running, count=1):
    with running.cast.within("acme"):
        for number in range(count):
            write(name=number)


def test_more_than_a_batch_leaves_by_one_hint_and_no_secret_stays(running):
    write_some(running, 60)
    broker = Redis.from_url(running.valkey.url)
    assert broker.llen("mail") == 1
    running.worker()
    jobs = until(running.ended)
    assert {(job.state, job.attempts) for job in jobs} == {(JobState.DONE, 1)}
    assert len(running.mails()) == 60
    assert broker.llen("mail") == 0
    written = b"".join(file.read_bytes() for file in (running.directory / "valkey").rglob("*") if file.is_file())
    assert "hint" in written.decode(errors="replace")
    assert SECRET not in written.decode(errors="replace") + running.logs()


def test_with_the_broker_down_the_write_stands_and_the_sweep_sends(running):
    port = int(running.valkey.url.split(":")[2].split("/")[0])
    running.valkey.stop()
    write_some(running)
    running.valkey = valkey.start(running.directory / "valkey", port)
    running.worker()
    running.beat()
    (job,) = until(running.ended)
    assert (job.state, len(running.mails())) == (JobState.DONE, 1)


def test_a_worker_killed_at_work_loses_nothing(running):
    write_some(running)
    with smtp_that_waits("DATA") as server:
        worker = running.worker(SMTP_URL=server.url)
        until(server.reached.is_set)
        running.kill(worker)
    assert [job.state for job in running.jobs()] == [JobState.RUNNING]
    running.lapse()
    running.worker()
    (job,) = until(running.swept)
    assert (job.state, job.attempts, len(running.mails())) == (JobState.DONE, 2, 1)


def test_a_job_that_kills_its_workers_dies_and_other_tenants_go_on(running):
    for slug, row_id in (("acme", uuid7()), ("globex", BRIEF)):
        with running.cast.within(slug):
            enqueue(KILLS, row_id)
    running.worker(PLANTED)
    (deadly,) = until(running.swept)
    (brief,) = until(lambda: running.swept("globex"))
    assert (deadly.state, deadly.last_error, deadly.attempts) == (JobState.DEAD, WORKER_DIED, 2)
    assert brief.state == JobState.DONE


def test_a_job_that_hangs_is_given_up_and_its_process_replaced(running):
    with receiver() as sentry:
        running.worker(PLANTED, SENTRY_DSN=sentry.dsn)
        with running.cast.within("acme"):
            enqueue(HANGS, uuid7())
        (hung,) = until(running.swept)
        assert until(lambda: sentry.events)[0]["tags"]["job"] == HANGS
    assert (hung.state, hung.last_error) == (JobState.DEAD, "TooLong: ran longer than 1 s")
    assert until(lambda: "a job hangs in it" in running.logs())
    with running.cast.within("acme"):
        enqueue(HANGS, BRIEF)
    _, brief = until(running.swept)
    assert brief.state == JobState.DONE
