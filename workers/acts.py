"""Does what staff ordered in the console, in the tenant that the order stands in."""

from collections.abc import Callable
from uuid import UUID

from saas.accounts import resets
from saas.audit.acts import OperatorAct
from saas.core import clock
from saas.core.db import db
from saas.jobs import Job
from saas.permissions import StaffCan
from workers.job import job, unit_of_work

ACTS: dict[StaffCan, Callable[[OperatorAct], None]] = {StaffCan.RESET_FACTORS: resets.perform}


@job(Job.PERFORM_ACT)
def perform(act_id: UUID) -> None:
    """Once; what can't be done any more is let be."""
    with unit_of_work():
        act = db.session.get(OperatorAct, OperatorAct.key(act_id), with_for_update=True)
        if act and not act.done_at and act.act in ACTS:
            ACTS[act.act](act)
            act.done_at = clock.now()
