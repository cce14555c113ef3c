"""The cast of the tests: the demo's people and workspaces, made as rows, without the slow password hash."""

from contextlib import contextmanager

from uuid_utils.compat import uuid7

from saas.accounts.models import SESSION_LIFE, Staff, User, UserSession
from saas.accounts.visitors import SECRET
from saas.audit.record import record
from saas.core import clock, signing, tenancy
from saas.core.db import db, unit_of_work
from saas.events import Event
from saas.permissions import Role, StaffRole
from saas.tenants.models import Membership, Tenant
from saas.tenants.registry import take

PEOPLE = {
    "ada": ("Ada Moreau", "ada@acme.test", {"acme": Role.OWNER}),
    "adam": ("Adam Keller", "adam@acme.test", {"acme": Role.ADMIN, "globex": Role.MEMBER}),
    "mel": ("Mel Okafor", "mel@acme.test", {"acme": Role.MEMBER}),
    "bea": ("Bea Lindt", "bea@acme.test", {"acme": Role.BILLING}),
    "vic": ("Vic Tran", "vic@acme.test", {"acme": Role.VIEWER}),
    "eve": ("Eve Stone", "eve@globex.test", {"globex": Role.OWNER}),
    "olga": ("Olga Berg", "olga@operator.test", {}),
}
TENANTS = {"acme": "Acme", "globex": "Globex"}


class Cast:
    """People and workspaces in the test's database. Ids by short name: `cast.users["ada"]`, `cast.tenants["acme"]`."""

    def __init__(self, app):
        self.app = app
        self.users = {name: uuid7() for name in PEOPLE}
        self.tenants = {slug: uuid7() for slug in TENANTS}
        self.memberships = {}
        for name in PEOPLE:
            self.add_user(name)
        for slug in TENANTS:
            self.add_tenant(slug)
        self.add_staff("olga")

    def add_user(self, short: str) -> None:
        name, email, _ = PEOPLE[short]
        with self.app.app_context(), unit_of_work():
            tenancy.enter(user_id=self.users[short])
            User(
                id=self.users[short], email=email, name=name, fs_uniquifier=uuid7().hex, confirmed_at=clock.now()
            ).save()

    def add_tenant(self, slug: str) -> None:
        with self.app.app_context(), unit_of_work():
            tenancy.enter(self.tenants[slug])
            tenant = Tenant(id=self.tenants[slug], slug=slug, name=TENANTS[slug]).save()
            record(Event.TENANT_CREATED, tenant)
            db.session.flush()
            take(slug)
            for short, (name, email, roles) in PEOPLE.items():
                if role := roles.get(slug):
                    membership = Membership(user_id=self.users[short], role=role, name=name, email=email).save()
                    record(Event.MEMBER_JOINED, membership)
                    self.memberships[slug, short] = membership.id

    def add_staff(self, short: str) -> None:
        with self.app.app_context(), unit_of_work():
            tenancy.acting_as(tenancy.OPERATOR)
            Staff(user_id=self.users[short], role=StaffRole.OPERATOR).save()

    def signed_in(self, short: str, mfa: bool | None = None):
        """A client with a session row of its own, as after log-in; operators have given their second factor."""
        secret = signing.new_token()
        with self.app.app_context(), unit_of_work():
            tenancy.enter(user_id=self.users[short])
            now = clock.now()
            UserSession(
                user_id=self.users[short], secret_hash=signing.fingerprint(secret), signed_in_at=now, fresh_at=now,
                expires_at=now + SESSION_LIFE, mfa=short == "olga" if mfa is None else mfa,
            ).save()  # fmt: skip
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie[SECRET], cookie["_fresh"] = secret, True
        return client

    @contextmanager
    def within(self, slug: str):
        """A unit of work for the tenant: `with cast.within("acme"): …`."""
        with self.app.app_context(), tenancy.acting_for(self.tenants[slug]):
            yield
