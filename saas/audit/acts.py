"""What staff have done in a tenant: the console orders it, a worker does it as the app, by the model's own method."""

from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from saas.core import clock
from saas.core.base import Text
from saas.core.lifecycle import Leaving, OnErasure, OnExport
from saas.core.models import TenantModel
from saas.core.outbox import enqueue
from saas.jobs import Job
from saas.permissions import StaffCan

REASON_LENGTH = 500


class OperatorAct(TenantModel):
    """An order: `act` is the right that it takes, `row_id` the row it is about."""

    __tablename__ = "operator_acts"
    leaving = Leaving(
        OnExport.NOTHING, OnErasure.DELETED, "notes of staff on what they ordered; the log says what they did"
    )
    unaudited = "recorded when it is ordered"

    operator_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    act: Mapped[StaffCan] = mapped_column(Text(StaffCan))
    row_id: Mapped[UUID]
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]

    about = ""  # whom or what, as the log says it

    def __str__(self) -> str:
        return self.about or self.reason

    @classmethod
    def order(cls, act: StaffCan, row_id: UUID, operator_id: UUID, reason: str, about: str) -> Self:
        """Have it done, in the tenant entered. As the operator's role, which may add these rows and no others."""
        order = cls(act=act, row_id=row_id, operator_id=operator_id, reason=reason).save()
        order.about = about
        enqueue(Job.PERFORM_ACT, order.id)
        return order
