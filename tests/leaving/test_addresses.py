"""Whatever was written to somebody, at any address that they had or wanted: gone with them, and nobody else's is."""

import secrets

import pytest
from sqlalchemy import delete, select

from saas.accounts.resets import WAIT, FactorReset
from saas.audit.models import AuditEntry
from saas.core import clock, tenancy
from saas.core.db import db
from saas.core.lifecycle import GONE
from saas.events import Event
from saas.mail.models import Mail
from saas.mails import Mailing
from saas.tenants.models import Invitation
from tests.leaving.test_account import ACCOUNT, MEL

TYPO, LOST = "mle@acme.test", "mel@lost.test"
HOUR = 1 / 24
ASKED, MOVED, BACK = Mailing.EMAIL_CONFIRM, Mailing.EMAIL_IS_NEW, Mailing.EMAIL_RESTORED


@pytest.fixture
def mails(cast):
    """`mails(LOST)`: the kinds of the platform's mails to an address."""

    def mails(email):
        with cast.app.app_context(), tenancy.acting_for(tenancy.PLATFORM):
            kinds = db.session.scalars(select(Mail.kind).where(Mail.recipient == email).order_by(Mail.id))
            return list(kinds)

    return mails


@pytest.fixture
def move(cast, client, mailbox):
    """`move("mel", MEL, LOST)`: there, and back by the link in the old mailbox."""

    def move(name, old, new, meanwhile=None):
        mover = cast.signed_in(name)
        mover.send("/account/email", email=new)
        mover.send(mailbox.last(new).links[0])
        back = mailbox.last(old).links[0]
        client.send("/reset", email=new)
        if meanwhile:
            meanwhile(name)
        client.send(back)

    return move


@pytest.fixture
def log(cast, olga, run_jobs):
    """`log("mel")`: staff remove a lost second factor, which the platform's log keeps with the address of now.

    Its names; a quarter passed since: the mails are gone that know who that was.
    """

    def log(name):
        with cast.app.app_context(), tenancy.acting_for(tenancy.PLATFORM):
            asked = {"token_hash": secrets.token_bytes(32), "asked_at": clock.now() - WAIT}
            reset = FactorReset(user_id=cast.users[name], **asked).save()
        olga.send(f"/console/factor_resets/removal/?id={tenancy.PLATFORM},{reset.id}", reason="A call")
        run_jobs()
        with cast.app.app_context(), tenancy.acting_for(tenancy.PLATFORM):
            db.session.execute(delete(Mail))

    return log


@pytest.fixture
def logged(cast):
    """`logged()`: whom the platform's log says that staff's acts were about."""

    def logged():
        with cast.app.app_context(), tenancy.acting_for(tenancy.PLATFORM):
            mine = AuditEntry.event == Event.FACTOR_RESET_ORDERED
            return list(db.session.scalars(select(AuditEntry.subject_name).where(mine).order_by(AuditEntry.id)))

    return logged


@pytest.fixture
def leave(cast, run_jobs):
    def leave(email=MEL):
        assert cast.signed_in("mel").send(ACCOUNT, confirmation=email).status_code == 302
        run_jobs()

    return leave


def test_an_address_that_never_answered_or_was_taken_back_forgets_them(mel, mails, move, leave, search):
    mel.send("/account/email", email=TYPO)
    move("mel", MEL, LOST)
    assert mails(TYPO) == [ASKED]
    assert mails(LOST) == [ASKED, MOVED, Mailing.RESET, BACK]
    leave()
    assert search(TYPO, LOST, MEL, "Mel Okafor") == {}


def test_what_others_were_written_there_stays(mel, eve, mails, move, leave, days_later):
    """Eve asks for both of the addresses later, has one of them for a while, and gives it back."""
    mel.send("/account/email", email=TYPO)
    move("mel", MEL, LOST)
    days_later(HOUR)
    eve.send("/account/email", email=TYPO)
    move("eve", "eve@globex.test", LOST)
    leave()
    assert mails(TYPO) == [ASKED]
    assert mails(LOST) == [ASKED, MOVED, Mailing.RESET, BACK]


def test_who_has_since_an_address_that_they_gave_up_keeps_what_was_written_there(
    mel, eve, cast, mailbox, mails, leave, days_later, transaction
):
    """Mel moved away months ago; eve has the address now, and is invited to acme by it."""
    mel.send("/account/email", email=LOST)
    mel.send(mailbox.last(LOST).links[0])
    assert MOVED in mails(LOST)
    days_later(4)
    eve.send("/account/email", email=MEL)
    eve.send(mailbox.last(MEL).links[0])
    cast.signed_in("ada").send("/t/acme/members/invitations", email=MEL, role="member")
    mailbox.all  # noqa: B018  # sent, that is
    leave(LOST)
    assert mails(MEL) == [ASKED, MOVED]
    with cast.within("acme"):
        assert [invitation.email for invitation in Invitation.all(Invitation.id)] == [MEL]


def test_a_workspace_that_only_invited_an_address_since_taken_back_forgets_it(eve, mails, move, leave, search):
    """Mel is nothing else in globex."""

    def invited(_name):
        eve.send("/t/globex/members/invitations", email=LOST, role="member")

    move("mel", MEL, LOST, meanwhile=invited)
    assert "invitations.email" in search(LOST)
    leave()
    assert search(LOST, MEL) == {}


def test_who_has_an_address_that_they_wanted_keeps_its_mails(mel, eve, client, mails, leave):
    client.send("/reset", email="eve@globex.test")
    mel.send("/account/email", email="eve@globex.test")
    leave()
    assert mails("eve@globex.test") == [Mailing.RESET, Mailing.EMAIL_TAKEN]


def test_the_platforms_log_forgets_them_where_nothing_else_of_the_platforms_knows_them(log, logged, leave, search):
    log("mel")
    assert logged() == [MEL]
    leave()
    assert logged() == [GONE]
    assert search(MEL, "Mel Okafor") == {}


def test_the_log_forgets_an_address_that_was_taken_back_and_whom_else_it_names_there_stays(
    log, logged, move, leave, search, days_later
):
    move("mel", MEL, LOST, meanwhile=log)
    days_later(HOUR)
    move("eve", "eve@globex.test", LOST, meanwhile=log)
    assert logged() == [LOST, LOST]
    leave()
    assert logged() == [GONE, LOST]
    assert search(MEL, "Mel Okafor") == {}
