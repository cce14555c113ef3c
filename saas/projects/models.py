"""A project and its comments: the example of a resource that belongs to a tenant."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from saas.core import clock
from saas.core.base import Text
from saas.core.models import TenantModel, belongs_to, within


class ProjectState(StrEnum):
    PLANNED = "planned"
    ACTIVE = "active"
    ARCHIVED = "archived"


class Project(TenantModel):
    __tablename__ = "projects"
    __table_args__ = (
        Index("ix_projects_tenant_id_name", "tenant_id", "name", "id"),
        Index("ix_projects_search", "tenant_id", "name", postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}),
    )

    name: Mapped[str] = mapped_column(String(80))
    state: Mapped[ProjectState] = mapped_column(Text(ProjectState), default=ProjectState.PLANNED)
    assignee_id: Mapped[UUID | None] = within("memberships", "SET NULL")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    assignee = belongs_to("Membership", "Project.assignee_id")

    __mapper_args__ = {"version_id_col": version}

    def __str__(self) -> str:
        return self.name


class Comment(TenantModel):
    __tablename__ = "comments"

    project_id: Mapped[UUID] = within("projects")
    author_id: Mapped[UUID | None] = within("memberships", "SET NULL")
    body: Mapped[str] = mapped_column(String(2000))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    project = belongs_to("Project", "Comment.project_id")
    author = belongs_to("Membership", "Comment.author_id")

    def __str__(self) -> str:
        return self.project.name
