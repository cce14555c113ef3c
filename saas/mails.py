"""What is mailed: the whole list, each mail with when it goes out and to whom, and what can be switched off.

A mail's template is <feature>/mails/<name>.html; its kind, as the console and the workspace's list show it, the value.
"""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString


class Mailing(StrEnum):
    CONFIRM = "accounts.confirm"
    ALREADY_REGISTERED = "accounts.already_registered"
    RESET = "accounts.reset"
    PASSWORD_CHANGED = "accounts.password_changed"  # nosec B105
    INVITATION = "tenants.invitation"
    INVITATION_DECLINED = "tenants.invitation_declined"
    INVITATION_REFUSED = "tenants.invitation_refused"
    OWNERS_CHANGED = "tenants.owners_changed"
    ROLE_CHANGED = "tenants.role_changed"
    MEMBER_REMOVED = "tenants.member_removed"

    @property
    def template(self) -> str:
        return f"{self.replace('.', '/mails/')}.html"

    @property
    def terms(self) -> "Terms":
        return TERMS[self]


@dataclass(frozen=True)
class Terms:
    """`title` is what a list of mails calls it. `optional` ones can be switched off by who gets them."""

    title: LazyString
    when: str
    to: str
    optional: bool = False


TERMS = {
    # About one's account: they belong to the platform, no workspace sees them, and none can be switched off, because
    # they are what tells somebody that their account is in other hands.
    Mailing.CONFIRM: Terms(_("Confirm your address"), "somebody signed up", "the new address"),
    Mailing.ALREADY_REGISTERED: Terms(
        _("You have an account"), "somebody signed up with an address that has an account", "that address"
    ),
    Mailing.RESET: Terms(_("Set a new password"), "somebody asked for it", "the account's address"),
    Mailing.PASSWORD_CHANGED: Terms(_("Your password was changed"), "a password was changed or reset", "its person"),
    # Caused by a workspace, which sees them listed.
    Mailing.INVITATION: Terms(_("Invitation"), "somebody is invited, or invited again", "the invited address"),
    Mailing.INVITATION_DECLINED: Terms(
        _("Invitation declined"), "somebody declines an invitation", "whoever sent it, while they are a member"
    ),
    Mailing.INVITATION_REFUSED: Terms(
        _("Somebody could not join"),
        "an invitation is refused at its acceptance, once for each reason",
        "whoever sent it, or the owners when they are gone",
    ),
    Mailing.OWNERS_CHANGED: Terms(
        _("The owners changed"), "somebody becomes an owner, steps down or is dismissed", "all owners, of before too"
    ),
    Mailing.ROLE_CHANGED: Terms(_("Your role changed"), "somebody else gives a member another role", "that member"),
    Mailing.MEMBER_REMOVED: Terms(_("You were removed"), "a member is removed", "who was removed"),
}
