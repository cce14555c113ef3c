"""What can happen: one name for the audit log, and later for webhooks and notifications."""

from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString


class Event(StrEnum):
    TENANT_CREATED = "tenant.created"
    TENANT_UPDATED = "tenant.updated"
    TENANT_SUSPENDED = "tenant.suspended"
    TENANT_REACTIVATED = "tenant.reactivated"
    TENANT_DELETION_ASKED = "tenant.deletion_asked"
    TENANT_DELETION_UNDONE = "tenant.deletion_undone"
    EXPORT_ASKED = "export.asked"
    EXPORT_DOWNLOADED = "export.downloaded"
    MEMBER_JOINED = "member.joined"
    MEMBER_ROLE_CHANGED = "member.role_changed"
    MEMBER_REMOVED = "member.removed"
    MEMBER_LEFT = "member.left"
    ROLE_CREATED = "role.created"
    ROLE_UPDATED = "role.updated"
    ROLE_DELETED = "role.deleted"
    INVITATION_SENT = "invitation.sent"
    INVITATION_RESENT = "invitation.resent"
    INVITATION_ROLE_CHANGED = "invitation.role_changed"
    INVITATION_REVOKED = "invitation.revoked"
    INVITATION_ACCEPTED = "invitation.accepted"
    INVITATION_DECLINED = "invitation.declined"
    PROJECT_CREATED = "project.created"  # example
    PROJECT_UPDATED = "project.updated"  # example
    PROJECT_ARCHIVED = "project.archived"  # example
    PROJECT_RESTORED = "project.restored"  # example
    PROJECT_DELETED = "project.deleted"  # example
    COMMENT_CREATED = "comment.created"  # example
    COMMENT_DELETED = "comment.deleted"  # example
    OPERATOR_ADDED = "operator.added"
    FACTOR_RESET_ORDERED = "factor_reset.ordered"

    @property
    def of_oneself(self) -> bool:
        """Whether the subject is who acted: "Ada joined the workspace" names nobody else."""
        return self in (Event.MEMBER_JOINED, Event.MEMBER_LEFT, Event.INVITATION_DECLINED)

    @property
    def text(self) -> LazyString:
        """What the audit log says between the actor's and the subject's name."""
        return EVENT_TEXTS[self]


EVENT_TEXTS = {
    Event.TENANT_CREATED: _("created the workspace"),
    Event.TENANT_UPDATED: _("changed the workspace"),
    Event.TENANT_SUSPENDED: _("suspended the workspace"),
    Event.TENANT_REACTIVATED: _("reactivated the workspace"),
    Event.TENANT_DELETION_ASKED: _("asked for the deletion of the workspace"),
    Event.TENANT_DELETION_UNDONE: _("undid the deletion of the workspace"),
    Event.EXPORT_ASKED: _("asked for the export of"),
    Event.EXPORT_DOWNLOADED: _("downloaded the export of"),
    Event.MEMBER_JOINED: _("joined the workspace"),
    Event.MEMBER_ROLE_CHANGED: _("changed the role of"),
    Event.MEMBER_REMOVED: _("removed"),
    Event.MEMBER_LEFT: _("left the workspace"),
    Event.ROLE_CREATED: _("made the role"),
    Event.ROLE_UPDATED: _("changed the role"),
    Event.ROLE_DELETED: _("deleted the role"),
    Event.INVITATION_SENT: _("invited"),
    Event.INVITATION_RESENT: _("resent the invitation to"),
    Event.INVITATION_ROLE_CHANGED: _("changed the role in the invitation to"),
    Event.INVITATION_REVOKED: _("revoked the invitation to"),
    Event.INVITATION_ACCEPTED: _("accepted the invitation to"),
    Event.INVITATION_DECLINED: _("declined the invitation"),
    Event.PROJECT_CREATED: _("created the project"),  # example
    Event.PROJECT_UPDATED: _("changed the project"),  # example
    Event.PROJECT_ARCHIVED: _("archived the project"),  # example
    Event.PROJECT_RESTORED: _("restored the project"),  # example
    Event.PROJECT_DELETED: _("deleted the project"),  # example
    Event.COMMENT_CREATED: _("commented on"),  # example
    Event.COMMENT_DELETED: _("deleted a comment on"),  # example
    Event.OPERATOR_ADDED: _("made an operator of"),
    Event.FACTOR_RESET_ORDERED: _("had a lost second factor removed:"),
}
