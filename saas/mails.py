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
    SIGNED_IN = "accounts.signed_in"
    EMAIL_CONFIRM = "accounts.email_confirm"
    EMAIL_TAKEN = "accounts.email_taken"
    EMAIL_HELD = "accounts.email_held"
    EMAIL_CHANGED = "accounts.email_changed"
    EMAIL_IS_NEW = "accounts.email_is_new"
    EMAIL_RESTORED = "accounts.email_restored"
    INVITATION = "tenants.invitation"
    EXPORT_READY = "leaving.export_ready"
    DELETION_BEGUN = "leaving.deletion_begun"
    DELETION_UNDONE = "leaving.deletion_undone"
    GOODBYE = "leaving.goodbye"
    FACTOR_REQUIRED = "tenants.factor_required"
    INVITATION_DECLINED = "tenants.invitation_declined"
    INVITATION_REFUSED = "tenants.invitation_refused"
    OWNERS_CHANGED = "tenants.owners_changed"
    ROLE_CHANGED = "tenants.role_changed"
    MEMBER_REMOVED = "tenants.member_removed"

    @property
    def template(self) -> str:
        return f"{self.replace('.', '/mails/')}.html"

    @property
    def of_account(self) -> bool:
        """Whether it is about a person's account: then it is the platform's, and no workspace sees it."""
        return self.startswith("accounts.")

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
    Mailing.SIGNED_IN: Terms(
        _("New sign-in"), "somebody signed in in a browser that they never signed in in before", "its person"
    ),
    Mailing.EMAIL_CONFIRM: Terms(
        _("Confirm your new address"), "somebody wants another address for their account", "the new address"
    ),
    Mailing.EMAIL_TAKEN: Terms(
        _("Your address has an account"), "somebody wants an address that has an account", "that address"
    ),
    Mailing.EMAIL_HELD: Terms(
        _("This address is not free yet"),
        "somebody wants an address given up within the last three days",
        "that address",
    ),
    Mailing.EMAIL_CHANGED: Terms(
        _("Your address was changed"), "the address of an account was changed", "the old address, with a link back"
    ),
    Mailing.EMAIL_IS_NEW: Terms(
        _("This is your address now"), "the address of an account was changed", "the new address"
    ),
    Mailing.EMAIL_RESTORED: Terms(
        _("Your address was changed back"), "a change of address was taken back", "the address that is gone"
    ),
    # Caused by a workspace, which sees them listed.
    Mailing.FACTOR_REQUIRED: Terms(
        _("A second factor is needed"), "a workspace begins to require one", "each member without one, once"
    ),
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
    Mailing.EXPORT_READY: Terms(_("The export is ready"), "an export of the workspace was made", "who asked for it"),
    Mailing.DELETION_BEGUN: Terms(
        _("The workspace will be deleted"), "an owner asked for the deletion of the workspace", "all owners"
    ),
    Mailing.DELETION_UNDONE: Terms(_("The workspace stays"), "an owner undid its deletion", "all owners"),
}
