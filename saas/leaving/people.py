"""Forgetting a person: locked out at once, then forgotten in each workspace, then the row itself is blanked."""

from collections.abc import Set
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case, delete, select, text

from saas.accounts.email_changes import EmailChange
from saas.accounts.models import User
from saas.audit.acts import OperatorAct
from saas.audit.record import record
from saas.core import clock, tenancy
from saas.core.db import db
from saas.core.lifecycle import GONE, OnErasure, of_people, of_tenants
from saas.core.outbox import enqueue
from saas.events import Event
from saas.jobs import Job
from saas.leaving import addresses, deletion, emails
from saas.permissions import Role
from saas.tenants.models import Invitation, Membership, Tenant, renamed

OWNED_ALONE = text("select * from sec.owned_alone()")
NAMED_IN = text("select * from sec.tenants_that_name_me()")
FORGET_PERSON = text("select sec.forget_person()")
NOWHERE = "erased.invalid"  # RFC 2606: never anybody's


@dataclass(frozen=True)
class OwnedAlone:
    slug: str
    name: str
    suspended: bool


def owned_alone() -> list[OwnedAlone]:
    """The workspaces that would be left without an owner, unless they are about to be deleted."""
    return [OwnedAlone(row.slug, row.name, row.suspended) for row in db.session.execute(OWNED_ALONE)]


def lock_out(user: User) -> None:
    """From this moment on nobody gets in with this account; a worker forgets the rest.

    The address stays until that is done, and those of before: they say which mails and invitations are theirs, and
    whoever signed up with it anew meanwhile would be taken for the one who left.
    """
    user.assign(name=GONE, password=None, active=False, erased_at=clock.now())
    user.assign(tf_primary_method=None, tf_totp_secret=None, tf_added_at=None)
    user.assign(mf_recovery_codes=[], fs_webauthn_user_handle=None)
    user.cut_links()
    delete_own_rows(user, but={EmailChange.__tablename__})
    tenancy.enter(tenancy.PLATFORM)
    enqueue(Job.ERASE_PERSON, user.id)


def delete_own_rows(user: User, but: Set[str] = frozenset()) -> None:
    """Sessions, passkeys, consents: whatever table of people says so."""
    for table, leaving in of_people():
        if leaving.erasure == OnErasure.DELETED and table.name not in but:
            db.session.execute(delete(table).where(table.c.user_id == user.id))


def leaver(user_id: UUID) -> User | None:
    """Enter the person; None unless they have left and aren't forgotten yet."""
    tenancy.enter(user_id=user_id)
    user = User.get(user_id)
    return user if user and user.erased_at and not user.email.endswith(f"@{NOWHERE}") else None


def named_in() -> list[UUID]:
    """The workspaces that still know the person who was entered. The platform is asked last, whatever it knows."""
    return [tenant_id for tenant_id in db.session.scalars(NAMED_IN) if tenant_id != tenancy.PLATFORM]


def forget_here(user: User) -> None:
    """In the tenant that was entered: the membership ends, mails and invitations go, the log forgets the name."""
    Tenant.lock()
    if membership := db.session.scalar(select(Membership).where(Membership.user_id == user.id)):
        end(membership)
    addresses.forget_letters(user)
    delete_rows_here(user)
    db.session.flush()
    db.session.execute(FORGET_PERSON)


def delete_rows_here(user: User) -> None:
    """Of the tenant that was entered: what is about the person, and what staff noted about that."""
    for table, leaving in of_tenants():
        if "user_id" in table.c and leaving.erasure == OnErasure.DELETED:
            gone = delete(table).where(table.c.user_id == user.id).returning(table.c.id)
            ids = db.session.scalars(gone).all()
            db.session.execute(delete(OperatorAct).where(OperatorAct.row_id.in_(ids)))


def end(membership: Membership) -> None:
    """As when they had left."""
    tenancy.name_actor(tenancy.Actor("user", membership.user_id, GONE))
    if membership.role == Role.OWNER:
        hand_over(membership)
    Invitation.revoke_sent([membership.id])
    db.session.delete(membership)
    record(Event.MEMBER_LEFT, membership)


def hand_over(membership: Membership) -> None:
    """Where the only other owner left in the same moment: an admin, else who is here longest, takes the place."""
    others = select(Membership).where(Membership.id != membership.id)
    if Tenant.here().erase_at or db.session.scalar(others.where(Membership.role == Role.OWNER).limit(1)):
        return
    admins_first = case((Membership.role == Role.ADMIN, 0), else_=1)
    if heir := db.session.scalar(others.order_by(admins_first, Membership.joined_at).limit(1)):
        before = heir.given
        heir.give(Role.OWNER)
        record(Event.MEMBER_ROLE_CHANGED, heir).changes = renamed(before, Role.OWNER)
    else:
        deletion.schedule(Tenant.here())


def blank(user: User) -> None:
    """The end: what is left is an id, and when it was. The last mail goes to the address that we forget here.

    The platform's log may name them where nothing else of the platform's does: it is always gone through.
    """
    forget_here(user)
    emails.send_goodbye(user)
    delete_own_rows(user)
    user.assign(email=f"{user.id}@{NOWHERE}", locale="en", zone="UTC", theme="system", totp_counter=0)
