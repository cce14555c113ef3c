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
    FACTOR_ADDED = "accounts.factor_added"
    FACTOR_REMOVED = "accounts.factor_removed"
    RECOVERY_CODES_RENEWED = "accounts.recovery_codes_renewed"
    RECOVERY_CODE_USED = "accounts.recovery_code_used"
    RESET_ASKED = "accounts.reset_asked"
    FACTORS_RESET = "accounts.factors_reset"
    INVITATION = "tenants.invitation"
    EXPORT_READY = "leaving.export_ready"
    DELETION_BEGUN = "leaving.deletion_begun"
    DELETION_UNDONE = "leaving.deletion_undone"
    GOODBYE = "leaving.goodbye"
    FACTOR_REQUIRED = "tenants.factor_required"

    @property
    def template(self) -> str:
        return f"{self.replace('.', '/mails/')}.html"

    @property
    def terms(self) -> "Terms":
        return TERMS[self]


@dataclass(frozen=True)
class Terms:
    """`title` is what a list of mails calls it. `optional` ones can be switched off by who gets them.

    A `passing` one leaves no row behind once it is sent.
    """

    title: LazyString
    when: str
    to: str
    optional: bool = False
    passing: bool = False


TERMS = {
    # About one's account: they belong to the platform, no workspace sees them, and none can be switched off, because
    # they are what tells somebody that their account is in other hands.
    Mailing.CONFIRM: Terms(_("Confirm your address"), "somebody signed up", "the new address"),
    Mailing.ALREADY_REGISTERED: Terms(
        _("You have an account"), "somebody signed up with an address that has an account", "that address"
    ),
    Mailing.RESET: Terms(_("Set a new password"), "somebody asked for it", "the account's address"),
    Mailing.PASSWORD_CHANGED: Terms(_("Your password was changed"), "a password was changed or reset", "its person"),
    Mailing.GOODBYE: Terms(
        _("Your account is deleted"), "the last of an account is erased", "the address it had", passing=True
    ),
    Mailing.FACTOR_ADDED: Terms(_("A second factor was added"), "an app or a passkey was added", "its person"),
    Mailing.FACTOR_REMOVED: Terms(_("A second factor was removed"), "an app or a passkey was removed", "its person"),
    Mailing.RECOVERY_CODES_RENEWED: Terms(_("New recovery codes"), "somebody made new ones", "their person"),
    Mailing.RECOVERY_CODE_USED: Terms(_("A recovery code was used"), "one let somebody in", "its person"),
    Mailing.RESET_ASKED: Terms(
        _("Somebody lost your second factor"), "whoever knows the password says that all of it is lost", "its person"
    ),
    Mailing.FACTORS_RESET: Terms(
        _("Your second factor was removed"), "staff removed it, a day after it was said to be lost", "its person"
    ),
    # Caused by a workspace, which sees them listed.
    Mailing.FACTOR_REQUIRED: Terms(
        _("A second factor is needed"), "a workspace begins to require one", "each member without one, once"
    ),
    Mailing.INVITATION: Terms(_("Invitation"), "somebody is invited, or invited again", "the invited address"),
    Mailing.EXPORT_READY: Terms(_("The export is ready"), "an export of the workspace was made", "who asked for it"),
    Mailing.DELETION_BEGUN: Terms(
        _("The workspace will be deleted"), "an owner asked for the deletion of the workspace", "all owners"
    ),
    Mailing.DELETION_UNDONE: Terms(_("The workspace stays"), "an owner undid its deletion", "all owners"),
}
