"""What happens at the same moment, on a database of its own where everything is committed for real."""

import json
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from saas.accounts.datastore import datastore
from saas.accounts.models import Consent, UserSession
from saas.audit.record import record
from saas.core import signing
from saas.core.db import unit_of_work
from saas.events import Event
from saas.mail.models import Mail
from saas.permissions import GRANTS, Can, Role
from saas.plans import FREE, Limit
from saas.tenants import roles
from saas.tenants.models import CustomRole, Invitation, Membership
from saas.tenants.people import seats_taken
from tests import servers
from tests.cast import Cast
from tests.clients import Client
from tests.tenants.conftest import INVITATIONS

AT_ONCE = 50


@pytest.fixture(scope="module")
def racing(worker_id):
    app = servers.create_app(servers.settings(servers.database(f"races_{worker_id}_{os.getpid()}")))
    app.test_client_class = Client
    return Cast(app)


@pytest.fixture(scope="module")
def ada(racing):
    return racing.signed_in("ada")


def at_once(act, count: int = AT_ONCE) -> list[int]:
    with ThreadPoolExecutor(count) as pool:
        return sorted(pool.map(act, range(count)))


def link_to(racing, ada, email: str) -> str:
    ada.send(INVITATIONS, email=email, role="member")
    with racing.within("acme"):
        [mail] = [each for each in Mail.all() if each.recipient == email]
        return urlsplit(json.loads(signing.decrypt(mail.links))["accept"]).path


def members(racing, email: str) -> int:
    with racing.within("acme"):
        return Membership.count(Membership.email == email)


def test_fifty_new_people_with_one_link_become_one_member(racing, ada):
    link = link_to(racing, ada, "bo@new.test")
    clients = [racing.app.test_client() for _ in range(AT_ONCE)]
    codes = at_once(lambda n: clients[n].send(link, name=f"Bo {n}", password="otter gravel lantern").status_code)
    assert codes == [302] + [410] * (AT_ONCE - 1)
    assert members(racing, "bo@new.test") == 1
    [winner] = [client for client in clients if client.get("/t/acme/").status_code == 200]
    assert only_one_person(racing, "bo@new.test") in winner.get("/account").text


def only_one_person(racing, email: str) -> str:
    """Their name, if there is one row of them, with one session and one consent a document."""
    with racing.app.app_context(), unit_of_work():
        user = datastore.find_user(email=email)
        assert len(UserSession.all()) == 1
        assert Counter(consent.document for consent in Consent.all()) == {"terms": 1, "privacy": 1}
        return user.name


def test_fifty_who_come_for_the_last_seat_with_one_link_are_one_too_few(racing, ada, monkeypatch):
    """Who comes too late reads that it was used, not that the plan is full."""
    link = link_to(racing, ada, "cy@new.test")
    with racing.within("acme"):
        monkeypatch.setitem(FREE.limits, Limit.SEATS, Membership.count() + 1)
    clients = [racing.app.test_client() for _ in range(AT_ONCE)]
    codes = at_once(lambda n: clients[n].send(link, name=f"Cy {n}", password="otter gravel lantern").status_code)
    assert codes == [302] + [410] * (AT_ONCE - 1)
    assert members(racing, "cy@new.test") == 1


def test_fifty_clicks_of_one_person_make_one_member(racing, ada):
    link = link_to(racing, ada, "eve@globex.test")
    clients = [racing.signed_in("eve") for _ in range(AT_ONCE)]
    codes = at_once(lambda n: clients[n].send(link).status_code)
    assert codes == [302] + [410] * (AT_ONCE - 1)
    assert members(racing, "eve@globex.test") == 1


def test_the_last_seat_is_given_once(racing, ada):
    with racing.within("acme"):
        free = FREE.limits[Limit.SEATS] - seats_taken()
    clients = [racing.signed_in("ada") for _ in range(free + 5)]
    codes = at_once(lambda n: clients[n].send(INVITATIONS, email=f"p{n}@new.test", role="member").status_code, free + 5)
    assert codes == [200] * free + [402] * 5
    with racing.within("acme"):
        assert seats_taken() == FREE.limits[Limit.SEATS]


def test_one_address_invited_twice_at_once_holds_one_seat(racing, ada):
    with racing.within("acme"):
        for invitation in Invitation.all():
            if invitation.open:
                invitation.revoke()
    clients = [racing.signed_in("ada") for _ in range(5)]
    at_once(lambda n: clients[n].send(INVITATIONS, email="twin@new.test", role="member").status_code, 5)
    with racing.within("acme"):
        assert Invitation.count(Invitation.email == "twin@new.test", Invitation.is_open()) == 1


def test_fifty_removals_and_departures_of_two_owners_leave_one(racing):
    """Each owner, many times at once: removes the other, demotes the other, steps down, leaves."""
    with racing.within("globex"):
        for short in ("adam", "eve"):
            Membership.get(racing.memberships["globex", short]).assign(role=Role.OWNER)
        record(Event.MEMBER_ROLE_CHANGED, *Membership.all())
    pages = {who: f"/t/globex/members/{racing.memberships['globex', who]}" for who in ("adam", "eve")}
    acts = [
        (who, f"{pages[whom]}{act}") for who, whom in (("adam", "eve"), ("eve", "adam")) for act in ("", "/delete")
    ] + [(who, url) for who in pages for url in (pages[who], "/t/globex/members/leave")]
    clients = [(racing.signed_in(who), url) for who, url in (acts[n % len(acts)] for n in range(AT_ONCE))]
    codes = at_once(lambda n: clients[n][0].send(clients[n][1], role="member").status_code)
    assert set(codes) <= {302, 403, 404, 409}
    with racing.within("globex"):
        assert Membership.count(Membership.role == Role.OWNER) >= 1


def test_a_role_deleted_while_fifty_give_it_is_nobodys(racing, ada):
    """Who comes too late is told; nobody keeps a role that isn't there."""
    with racing.within("acme"):
        role = roles.create("Fleeting", [Can.VIEW_AUDIT], GRANTS[Role.OWNER])
    page = f"/t/acme/members/{racing.memberships['acme', 'vic']}"
    clients = [racing.signed_in("ada") for _ in range(AT_ONCE)]
    removal = f"/t/acme/roles/{role.id}/delete"
    urls = [removal if n == AT_ONCE // 2 else page for n in range(AT_ONCE)]
    fields = [{"role": "viewer" if url == removal else str(role.id)} for url in urls]
    codes = at_once(lambda n: clients[n].send(urls[n], **fields[n]).status_code)
    assert set(codes) <= {302, 409, 422}
    with racing.within("acme"):
        assert CustomRole.count() == 0
        assert Membership.get(racing.memberships["acme", "vic"]).role == Role.VIEWER


def test_two_owners_who_dismiss_each_other_leave_one(racing, ada):
    pages = {who: f"/t/acme/members/{racing.memberships['acme', who]}" for who in ("ada", "mel")}
    ada.send(pages["mel"], role="owner")
    mel = racing.signed_in("mel")
    duel = [(ada, pages["ada"]), (mel, pages["mel"])]  # each steps down
    codes = at_once(lambda n: duel[n][0].send(duel[n][1], role="member").status_code, 2)
    assert codes == [302, 409]
    with racing.within("acme"):
        assert Membership.count(Membership.role == Role.OWNER) == 1
