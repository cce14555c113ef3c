"""Two workspaces that live side by side at random: whatever happens, nobody reads what the other side wrote."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import text

from saas.permissions import Can, Role
from tests.guards.rows import as_owner

PASSWORD = "otter gravel lantern"
CANARIES = {"acme": "amberfish", "globex": "berylowl"}  # stands in all that a side writes
OWNERS = {"acme": "ada", "globex": "eve"}
PAGES = (
    "",
    "members",
    "members/invitations",
    "roles",
    "audit",
    "audit/entries.csv",
    "settings",
    "specimens/",
    "exports",
)
LOOKING = 2  # people a side besides the owner: each costs a dozen pages
OWN_PAGES = ("/account", "/account/data", "/workspaces")
SIDES = st.sampled_from(sorted(CANARIES))
ROLES = st.sampled_from([Role.ADMIN, Role.MEMBER, Role.VIEWER])


def other(side: str) -> str:
    return next(each for each in CANARIES if each != side)


class TwoSides(RuleBasedStateMachine):
    """`people` of each side are clients by membership; Adam belongs to both and switches in one session."""

    def __init__(self, cast, transaction, mailbox):
        super().__init__()
        self.cast, self.mailbox, self.number = cast, mailbox, 0
        self.undone = transaction.begin_nested()
        self.connection = transaction

    def teardown(self) -> None:
        try:
            self.sweep()
        finally:
            self.undone.rollback()

    @initialize()
    def begin(self) -> None:
        self.owner = {side: self.cast.signed_in(short) for side, short in OWNERS.items()}
        self.adam = self.cast.signed_in("adam")
        self.people = {side: {} for side in CANARIES}

    def typed(self, side: str) -> str:
        self.number += 1
        return f"{CANARIES[side]} {self.number}"

    # what people do

    @rule(side=SIDES, role=ROLES)
    def invite_and_accept(self, side, role):
        address = f"p{self.number}@{CANARIES[side]}.test"
        answer = self.owner[side].send(f"/t/{side}/members/invitations", email=address, role=role)
        if answer.status_code == 402:
            return  # the plan's seats are taken
        link = urlsplit(self.mailbox.last(address).links[0]).path
        client = self.cast.app.test_client()
        assert client.send(link, name=self.typed(side), password=PASSWORD).status_code == 302
        self.people[side][self.membership(address)] = client

    @rule(side=SIDES)
    def sign_up(self, side):
        """Somebody opens a workspace of their own, which is of no side but their own; its words are this side's."""
        client, address = self.cast.app.test_client(), f"s{self.number}@{CANARIES[side]}.test"
        fields = {"name": self.typed(side), "password": PASSWORD, "workspace": self.typed(side), "agree": "y"}
        assert client.send("/signup", email=address, **fields).status_code == 302
        client.send(urlsplit(self.mailbox.last(address).links[0]).path)
        self.people[side][address] = client

    @precondition(lambda self: any(self.members("acme")) or any(self.members("globex")))
    @rule(data=st.data(), role=ROLES, removed=st.booleans())
    def change_or_remove(self, data, role, removed):
        side = data.draw(st.sampled_from([side for side in CANARIES if any(self.members(side))]))
        member = data.draw(st.sampled_from(sorted(self.members(side), key=str)))
        page = f"/t/{side}/members/{member}"
        assert self.owner[other(side)].send(f"/t/{other(side)}/members/{member}", role=role).status_code == 404
        assert self.owner[side].send(f"{page}/delete" if removed else page, role=role).status_code == 302
        if removed:
            client = self.people[side].pop(member)
            assert client.get(f"/t/{side}/").status_code == 404

    @rule(side=SIDES, right=st.sampled_from([Can.VIEW_AUDIT, Can.INVITE_MEMBERS]))
    def make_a_role(self, side, right):
        answer = self.owner[side].send(f"/t/{side}/roles", name=self.typed(side), rights=[str(right)])
        assert answer.status_code in (302, 409)  # twenty are enough

    @rule(side=SIDES, by_adam=st.booleans())
    def make_a_specimen(self, side, by_adam):
        """Adam is admin of one side and a member of the other, where he may not."""
        client = self.adam if by_adam else self.owner[side]
        answer = client.send(f"/t/{side}/specimens/", name=self.typed(side))
        assert answer.status_code == (403 if by_adam and side == "globex" else 302)

    @rule(side=SIDES, deleted=st.booleans())
    def change_a_specimen(self, side, deleted):
        for foreign, client in ((True, self.owner[other(side)]), (False, self.owner[side])):
            for id in self.specimens(side)[:1]:
                slug = other(side) if foreign else side
                page = f"/t/{slug}/specimens/{id}"
                answer = client.send(f"{page}/delete" if deleted else page, name=self.typed(side))
                assert answer.status_code == (404 if foreign else 302)

    @rule(side=SIDES, letters=st.integers(1, 9))
    def search(self, side, letters):
        part = CANARIES[side][:letters]
        found = self.owner[other(side)].page(f"/t/{other(side)}/members?q={part}")
        assert not any(CANARIES[side] in cell.text for cell in found.select("tbody td"))
        self.owner[side].page(f"/t/{side}/members?q={part}")

    @rule()
    def switch_in_one_session(self):
        for side in (*CANARIES, *CANARIES):
            self.hear(side, self.adam, f"/t/{side}/")
            self.hear(side, self.adam, f"/t/{side}/members")

    # what must hold in the end, when everything that was written is there to be seen

    def sweep(self) -> None:
        """Each side's owner and the latest who came look at all there is; and mails stayed on their side."""
        for side in CANARIES:
            for client in (self.owner[side], *list(self.people[side].values())[-LOOKING:]):
                for page in self.pages(side):
                    self.hear(side, client, page)
        for mail in self.mailbox.all:
            for side, canary in CANARIES.items():
                if canary in mail.to:
                    assert CANARIES[other(side)] not in f"{mail.subject} {mail.text} {mail.html} {mail.sender}"

    def pages(self, side: str) -> Iterator[str]:
        yield from (f"/t/{side}/{page}" for page in PAGES)
        yield from (f"/t/{other(side)}/{page}" for page in PAGES[:2])
        yield from OWN_PAGES

    def hear(self, side: str, client, page: str) -> None:
        answer = client.get(page)
        assert answer.status_code in (200, 302, 403, 404), f"{page}: {answer.status_code}"
        assert CANARIES[other(side)] not in f"{answer.headers} {answer.text}", f"{side} hears the other side at {page}"

    # what the test knows past every policy

    def members(self, side: str) -> list:
        return [key for key in self.people[side] if "@" not in str(key)]

    def membership(self, address: str):
        return self.scalars("SELECT id FROM memberships WHERE email = :it", address)[0]

    def specimens(self, side: str) -> list:
        return self.scalars("SELECT id FROM specimens WHERE tenant_id = :it", self.cast.tenants[side])

    def scalars(self, query: str, it) -> list:
        as_owner(self.connection)
        return list(self.connection.execute(text(query), {"it": it}).scalars())
