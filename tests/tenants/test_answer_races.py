"""Answers to an invitation, and wishes for an address, at the same moment; on a database where all is committed."""

import os

import pytest

from saas.tenants.models import Invitation, Membership, Tenant
from saas.tenants.registry import TenantSlug
from tests import servers
from tests.cast import Cast
from tests.clients import Client
from tests.tenants.conftest import INVITATIONS
from tests.tenants.test_races import at_once

AT_ONCE = 20


@pytest.fixture(scope="module")
def racing(worker_id):
    app = servers.create_app(servers.settings(servers.database(f"answers_{worker_id}_{os.getpid()}")))
    app.test_client_class = Client
    return Cast(app)


def test_of_joins_and_declines_at_once_one_counts(racing):
    racing.signed_in("ada").send(INVITATIONS, email="eve@globex.test", role="member")
    with racing.within("acme"):
        [invitation] = Invitation.all()
    url = f"/workspaces/invitations/{invitation.id}"
    clients = [racing.signed_in("eve") for _ in range(AT_ONCE)]
    codes = at_once(lambda n: clients[n].send(f"{url}{'/delete' if n % 2 else ''}").status_code, AT_ONCE)
    assert set(codes) <= {302, 404, 410}
    with racing.within("acme"):
        [invitation] = Invitation.all()
        joined = Membership.count(Membership.email == "eve@globex.test")
    assert (bool(invitation.accepted_at), bool(invitation.revoked_at)) == (joined == 1, joined == 0)


def test_two_workspaces_that_want_an_address_get_it_once(racing):
    sides = [("ada", "acme"), ("eve", "globex")]
    clients = [racing.signed_in(who) for who, _ in sides]
    urls = [f"/t/{slug}/settings/address" for _, slug in sides]
    assert at_once(lambda n: clients[n].send(urls[n], slug="contested").status_code, 2) == [302, 422]
    held = []
    for slug in racing.tenants:
        with racing.within(slug):
            held.append((Tenant.here().slug == "contested", TenantSlug.count()))
    assert sorted(held) == [(False, 1), (True, 2)]


def test_a_new_workspace_and_one_that_moves_get_different_addresses(racing):
    ada, eve = racing.signed_in("ada"), racing.signed_in("eve")
    with racing.within("acme"):
        here = Tenant.here().slug
    acts = [
        lambda: ada.send(f"/t/{here}/settings/address", slug="fresh-start").status_code,
        lambda: eve.send("/workspaces", workspace="Fresh Start").status_code,
    ]
    codes = at_once(lambda n: acts[n](), 2)
    with racing.within("acme"):
        moved = Tenant.here().slug == "fresh-start"
    assert codes == ([302, 302] if moved else [302, 422])
