"""What is done later: every job, its queue, its tries and its time limits, each with its why."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Queue(StrEnum):
    """By urgency: a person waits for a mail; nobody waits for a sweep."""

    MAIL = "mail"
    DEFAULT = "default"


class Job(StrEnum):
    SEND_MAIL = "send_mail"
    PURGE_EXPIRED = "purge_expired"
    PURGE_TENANTS = "purge_tenants"
    EXPORT_TENANT = "export_tenant"
    ERASE_TENANT = "erase_tenant"
    ERASE_PERSON = "erase_person"
    PERFORM_ACT = "perform_act"
    ASK_FOR_FACTORS = "ask_for_factors"

    @property
    def terms(self) -> "Terms":
        return TERMS[self]


@dataclass(frozen=True)
class Terms:
    """`limit` seconds are what one run may take; `waits` lie between the tries, so there are len(waits) + 1 tries."""

    queue: Queue
    limit: int
    waits: tuple[timedelta, ...]

    @property
    def tries(self) -> int:
        return len(self.waits) + 1


SOON = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))

TERMS = {
    # 30 s: a slow SMTP server answers within 10; two hours of tries outlast a mail server's restart
    Job.SEND_MAIL: Terms(Queue.MAIL, 30, SOON),
    # nightly; what it leaves, the next night takes
    Job.PURGE_EXPIRED: Terms(Queue.DEFAULT, 60, SOON[:2]),
    # a few hundred tenants at a time, a few milliseconds each
    Job.PURGE_TENANTS: Terms(Queue.DEFAULT, 60, SOON[:2]),
    # 15 min: some ten million rows; it is one transaction
    Job.EXPORT_TENANT: Terms(Queue.DEFAULT, 900, SOON),
    # after half of it the job asks for another turn, so a workspace of any size ends
    Job.ERASE_TENANT: Terms(Queue.DEFAULT, 300, SOON),
    # a few milliseconds for each workspace that knew them; their logs are read whole
    Job.ERASE_PERSON: Terms(Queue.DEFAULT, 300, SOON),
    # a few rows of one person; staff see in the list whether it was done
    Job.PERFORM_ACT: Terms(Queue.DEFAULT, 30, SOON),
    # some thousand mails are written in a minute; a try that is cut off goes on where it was
    Job.ASK_FOR_FACTORS: Terms(Queue.DEFAULT, 60, SOON),
}
