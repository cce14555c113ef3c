"""A project and its comments: the example of a resource that belongs to a tenant."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, Index, Select, String, any_, func, select
from sqlalchemy.orm import Mapped, mapped_column

from saas.audit.record import record
from saas.core import clock
from saas.core.base import Text
from saas.core.db import db
from saas.core.errors import Conflict
from saas.core.lifecycle import Leaving, OnErasure, OnExport
from saas.core.models import TenantModel, belongs_to, by_beginning, within
from saas.events import Event
from saas.plans import Limit
from saas.tenants.limits import ensure_room
from saas.tenants.models import Membership

TRIGRAMS = {"name": "gin_trgm_ops"}


class ProjectState(StrEnum):
    PLANNED = "planned"
    ACTIVE = "active"
    ARCHIVED = "archived"

    @property
    def text(self) -> LazyString:
        return STATE_TEXTS[self]


STATE_TEXTS = {
    ProjectState.PLANNED: lazy_gettext("Planned"),
    ProjectState.ACTIVE: lazy_gettext("Active"),
    ProjectState.ARCHIVED: lazy_gettext("Archived"),
}
OPEN_STATES = (ProjectState.PLANNED, ProjectState.ACTIVE)


class Project(TenantModel):
    """What a team works on. Archived, it can only be read, restored or deleted."""

    __tablename__ = "projects"
    leaving = Leaving(OnExport.ROWS, OnErasure.DELETED)
    __table_args__ = (
        Index("ix_projects_tenant_id_name", "tenant_id", "name", "id"),
        Index("ix_projects_search", "tenant_id", "name", postgresql_using="gin", postgresql_ops=TRIGRAMS),
        by_beginning("projects", "name"),
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

    @classmethod
    def create(cls, **fields: Any) -> Self:
        ensure_room(Limit.PROJECTS, cls.count)
        project = cls(**fields).save()
        record(Event.PROJECT_CREATED, project)
        return project

    def update(self, **fields: Any) -> None:
        self.ensure_open()
        self.assign(**fields)
        record(Event.PROJECT_UPDATED, self)

    def archive(self) -> None:
        self.ensure_open()
        self.state = ProjectState.ARCHIVED
        record(Event.PROJECT_ARCHIVED, self)

    def restore(self) -> None:
        self.state = ProjectState.ACTIVE
        record(Event.PROJECT_RESTORED, self)

    def delete(self) -> None:
        db.session.delete(self)  # the database deletes its comments
        record(Event.PROJECT_DELETED, self)

    def comment(self, **fields: Any) -> "Comment":
        self.ensure_open()
        comment = Comment(project=self, **fields).save()
        record(Event.COMMENT_CREATED, comment)
        return comment

    def ensure_open(self) -> Self:
        """Raise Conflict when archived."""
        if self.state == ProjectState.ARCHIVED:
            raise Conflict(gettext("“%(name)s” is archived. Restore it first, then change it.", name=self.name))
        return self

    @classmethod
    def listed(cls, part: str = "", state: ProjectState | None = None) -> Select[Any]:
        """The list's rows as columns, which cost a third of objects; `part` and `state` narrow it."""
        columns: list[Any] = [cls.id, cls.name, cls.state, cls.created_at, Membership.name.label("assignee")]
        rows = select(*columns).outerjoin(cls.assignee)
        if part:
            rows = rows.where(cls.matches(part))
        if state:
            rows = rows.where(cls.state == state)
        return rows

    @classmethod
    def matches(cls, part: str) -> ColumnElement[bool]:
        """Whether the name contains `part`; with fewer than three letters, whether it begins so."""
        return cls.id == any_(func.array(select(func.sec.search_projects(part)).scalar_subquery()))


class Comment(TenantModel):
    """What somebody said about a project."""

    __tablename__ = "comments"
    leaving = Leaving(OnExport.ROWS, OnErasure.DELETED)

    project_id: Mapped[UUID] = within("projects")
    author_id: Mapped[UUID | None] = within("memberships", "SET NULL")
    body: Mapped[str] = mapped_column(String(2000))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    project = belongs_to("Project", "Comment.project_id")
    author = belongs_to("Membership", "Comment.author_id")

    def __str__(self) -> str:
        return str(self.project)

    def delete(self) -> None:
        db.session.delete(self)
        record(Event.COMMENT_DELETED, self)

    @classmethod
    def listed(cls, project: Project) -> Select[Any]:
        """The rows of one project, with their authors' names."""
        columns: list[Any] = [cls.id, cls.body, cls.created_at, Membership.name.label("author")]
        return select(*columns).outerjoin(cls.author).where(cls.project_id == project.id)
