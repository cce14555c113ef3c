"""What happened before a journey begins: uncounted, by plain requests with the person's own cookies."""

import re
import secrets

import psycopg

from tests.browser.cloud import Cloud
from tests.browser.traveller import Traveller

PASSWORD = "ten green bottles stand"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
SLUG = re.compile(r"/t/([^/]+)/")


def new_address(name: str) -> str:
    return f"{name.lower()}-{secrets.token_hex(4)}@example.com"


def has_workspace(person: Traveller, name: str = "Nia Okoye", workspace: str = "Blue Heron") -> str:
    """They signed up and confirmed; the workspace's path."""
    person.email = new_address(name.split()[0])
    sent(person, "/signup", name=name, email=person.email, password=PASSWORD, workspace=workspace, agree="y")
    return home(sent(person, person.post.link(person.email, "/confirm/")))


def is_invited(owner: Traveller, home: str, email: str, role: str = "member") -> None:
    sent(owner, f"{home}members/invitations/new", f"{home}members/invitations", email=email, role=role)


def has_joined(person: Traveller, owner: Traveller, home: str, name: str = "Ike Adu", role: str = "member") -> None:
    """The owner invited them and they accepted, as somebody new."""
    person.email = new_address(name.split()[0])
    is_invited(owner, home, person.email, role)
    sent(person, person.post.link(person.email, "/invitations/"), name=name, password=PASSWORD)


def is_too_old(cloud: Cloud, email: str) -> None:
    """Their invitation ran out a day ago: written by the owner of the tables, as a migration would."""
    url = cloud.environment["OWNER_DATABASE_URL"].replace("+psycopg", "")
    with psycopg.connect(url, options="-c app.migrating=on") as connection:
        aged = "update invitations set expires_at = now() - interval '1 day' where email = %s"
        assert connection.execute(aged, [email]).rowcount == 1


def sent(person: Traveller, page: str, action: str = "", **fields: str):
    """The form on that page, sent to itself unless `action` says otherwise."""
    request = person.page.context.request
    token = TOKEN.search(request.get(page).text())[1]
    answer = request.post(action or page, form=fields | {"csrf_token": token})
    assert answer.ok, f"{page} answered {answer.status}: {answer.text()[:500]}"
    return answer


def home(answer) -> str:
    return f"/t/{SLUG.search(answer.url)[1]}/"
