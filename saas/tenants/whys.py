"""Why an invitation admits nobody: for good, as its row says, or as things stand at the moment."""

from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString


class Why(StrEnum):
    """The first four end an invitation, the last three only keep people out for a while."""

    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    SENDER = "sender"  # who sent it is gone, or may invite nobody any more
    ROLE = "role"  # the role holds more today than who sent it may give
    SEATS = "seats"
    SUSPENDED = "suspended"
    ERASING = "erasing"

    @property
    def text(self) -> LazyString:
        """For who was invited."""
        return TEXTS[self]

    @property
    def advice(self) -> LazyString | None:
        """For who invited them: why it failed and what they can do; None for what they know already."""
        return ADVICE.get(self)


TEXTS = {
    Why.WITHDRAWN: _("It was withdrawn. Ask the people of the workspace whether they still expect you."),
    Why.DECLINED: _("You declined it. If you changed your mind, ask for a new one."),
    Why.SENDER: _("Whoever sent it may no longer invite people to this workspace. Somebody else there can invite you."),
    Why.ROLE: _(
        "Its role holds more today than whoever sent it may give. Somebody with more rights there can invite you."
    ),
    Why.SEATS: _("The workspace has no free seat at the moment. The invitation stays good: try again later."),
    Why.SUSPENDED: _("The workspace is suspended at the moment. Keep the mail, and try again later."),
    Why.ERASING: _("The workspace is about to be deleted, so nobody can join it any more."),
}
ADVICE = {
    Why.SENDER: _(
        "Whoever sent the invitation has left, or may no longer invite people."
        " Invite them again, or ask somebody who may."
    ),
    Why.ROLE: _(
        "The role in the invitation holds more today than whoever sent it may give."
        " Invite them with another role, or ask somebody with more rights to send it again."
    ),
    Why.SEATS: _("All seats of the plan are taken. Free one or move to a larger plan; the invitation stays good."),
    Why.SUSPENDED: _("The workspace is suspended, and nobody can join it until that is settled."),
    Why.ERASING: _("The workspace is about to be deleted. Once that is undone, the invitation works again."),
}
