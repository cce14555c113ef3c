"""Every page, as the people who see it: no axe violation, no sideways scrolling, no complaint in the console."""

import pytest

from tests.browser import axe, long_names, ways

PAGES = {
    None: [
        "/", "/pricing", "/terms", "/privacy", "/signup", "/login", "/reset", "/dev/mail", "/dev/styleguide",
        "/nowhere",
    ],
    "ada@acme.test": [
        "/t/acme/", "/t/acme/members", "/t/acme/members/invitations", "/t/acme/members/invitations/new",
        "/t/acme/roles", "/t/acme/roles/new",
        "/t/acme/audit", "/t/acme/settings", "/t/acme/members/leave", "/t/acme/exports", "/t/acme/deletion",
        "/account/deletion", "/workspaces", "/workspaces/new",
        "/t/acme/projects/", "/t/acme/projects/new",  # example
        "/account", "/account/email", "/account/security", "/account/sessions", "/account/workspaces", "/account/data",
        "/account/factors", "/account/factors/new", "/account/factors/passkeys/new", "/account/again",
        "/t/acme/mails", "/t/acme/nowhere",
    ],
    "mel@acme.test": [
        "/account/deletion", "/t/acme/", "/t/acme/members", "/t/acme/audit", "/t/acme/settings",
        "/t/acme/members/leave",
    ],
    "olga@operator.test": [
        "/console/", "/console/tenants/", "/console/users/", "/console/memberships/", "/console/invitations/",
        "/console/mails/", "/console/jobs/", "/console/audit/", "/console/factor_resets/",
    ],
}  # fmt: skip
CASES = [(email, way) for email in PAGES for way in ways.of(str(email))]


@pytest.mark.parametrize(("email", "way"), CASES)
def test_pages_look_right(people, email, way):
    page = people.signed_in(email, **ways.WAYS[way]) if email else people.visitor(**ways.WAYS[way])
    faults = []
    for path in PAGES[email]:
        page.goto(path)
        faults += [f"{path}: {fault}" for fault in axe.violations(page)]
        faults += [f"{path}: {fault}" for fault in axe.spilling(page)]
        faults += [f"{path}: {fault}" for fault in axe.cramped(page)]
        if extra := axe.sideways(page):
            faults.append(f"{path}: scrolls sideways by {extra} px")
        faults += [f"{path}: {fault}" for fault in long_names.faults(page)]
    assert not faults, "\n".join(faults)
