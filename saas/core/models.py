"""The bases of all models: Model, TenantModel, and the keys that keep a tenant's rows together."""

from typing import Any, Self
from uuid import UUID

from flask import abort
from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, ScalarSelect, Table, func, literal_column, select
from sqlalchemy.orm import Mapped, Relationship, mapped_column, relationship
from uuid_utils.compat import uuid7

from saas.core import tenancy
from saas.core.base import Base
from saas.core.db import db


class Model(Base):
    """A row with an id made here, known before the flush."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)

    def __init__(self, **fields: Any):
        fields.setdefault("id", uuid7())
        super().__init__(**fields)

    @classmethod
    def get(cls, id: UUID) -> Self | None:
        return db.session.get(cls, cls.key(id))

    @classmethod
    def get_anew(cls, id: UUID) -> Self | None:
        """As it is now, even if it was read before in this unit of work."""
        return db.session.get(cls, cls.key(id), populate_existing=True)

    @classmethod
    def get_or_404(cls, id: UUID) -> Self:
        return cls.get(id) or abort(404)

    @classmethod
    def key(cls, id: UUID) -> Any:
        return id

    @classmethod
    def all(cls, *order_by: Any) -> list[Self]:
        return list(db.session.scalars(select(cls).order_by(*order_by)))

    @classmethod
    def count(cls, *where: Any) -> int:
        return db.session.scalar(select(cls.counted(*where))) or 0

    @classmethod
    def counted(cls, *where: Any) -> ScalarSelect[int]:
        """How many there are, as a column of a larger question."""
        return select(func.count()).select_from(cls).where(*where).scalar_subquery()

    def assign(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self, name, value)

    def save(self) -> Self:
        db.session.add(self)
        return self


class TenantModel(Model):
    """A row that belongs to a tenant. Postgres hides it from all others."""

    __abstract__ = True

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenants.id"), primary_key=True, sort_order=-2)

    def __init__(self, **fields: Any):
        fields.setdefault("tenant_id", tenancy.tenant_id())
        super().__init__(**fields)

    @classmethod
    def key(cls, id: UUID) -> Any:
        return tenancy.tenant_id(), id

    @classmethod
    def __table_cls__(cls, *args: Any, **options: Any) -> Any:
        """Make of every column from within() its composite key and index."""
        return _with_composite_keys(Table(*args, **options))


def within(table: str, ondelete: str = "CASCADE", **options: Any) -> Any:
    """A column naming a row of `table` in the same tenant. `ondelete` is CASCADE, RESTRICT or SET NULL."""
    return mapped_column(info={"within": table, "ondelete": ondelete}, **options)


def belongs_to(model: str, column: str, **options: Any) -> Relationship[Any]:
    """The row that `column` names: `belongs_to("Project", "Comment.project_id")`.

    Only the id half is foreign(): two whole composite keys in a table would both want to write tenant_id.
    """
    child = column.split(".")[0]
    return relationship(
        model, primaryjoin=f"and_({child}.tenant_id == {model}.tenant_id, foreign({column}) == {model}.id)", **options
    )


def has_many(column: str, of: str, **options: Any) -> Relationship[Any]:
    """The list side of belongs_to: `has_many("Comment.project_id", of="Project")`; the database deletes them."""
    child = column.split(".")[0]
    join = f"and_({child}.tenant_id == {of}.tenant_id, foreign({column}) == {of}.id)"
    return relationship(child, primaryjoin=join, passive_deletes="all", **options)


def by_beginning(table: str, name: str) -> Index:
    """The index that finds a text by its first letters; search_function() in migrations/sec/search.py makes it."""
    lower = func.lower(literal_column(name)).label("lower")
    return Index(f"ix_{table}_begin_{name}", "tenant_id", lower, postgresql_ops={"lower": "text_pattern_ops"})


def _with_composite_keys(table: Table) -> Table:
    for column in list(table.columns):
        if parent := column.info.get("within"):
            rule = column.info["ondelete"]
            table.append_constraint(
                ForeignKeyConstraint(
                    ["tenant_id", column.name],
                    [f"{parent}.tenant_id", f"{parent}.id"],
                    # plain SET NULL would null tenant_id as well
                    ondelete=f"SET NULL ({column.name})" if rule == "SET NULL" else rule,
                )
            )
            Index(None, table.c.tenant_id, column)
    return table
