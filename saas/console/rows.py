"""What the console reads: SELECTs mapped as rows. What isn't named there can't be loaded, so no secret slips out."""

from sqlalchemy import String, type_coerce
from sqlalchemy.orm import DeclarativeBase

from saas.core.base import Base
from saas.tenants.models import Tenant

OF_TENANT = (Tenant.name.label("tenant"), Tenant.slug.label("tenant_slug"))  # for a SELECT that joins tenants


class Row(DeclarativeBase):
    """A read-only row: `__table__ = select(…).subquery()`, with columns that saas_operator may SELECT and no others."""

    type_annotation_map = Base.type_annotation_map


def plain(column):
    """An enum's column as the text that is kept: one made up matches nothing, and one of a later version shows."""
    return type_coerce(column, String).label(column.key)
