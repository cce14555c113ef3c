"""sec.members_without_factor(): the told workspace's members, and of them those who have neither app nor passkey."""

from collections.abc import Iterator

from tests.guards.behaviour.stage import Stage

ASK = "SELECT sec.members_without_factor()"


def members_without_factor(stage: Stage) -> Iterator[str]:
    """Bob has none, cid an app; ada, as everybody on this stage, a passkey. Eve's workspace hears of none of them."""
    bob, cid = stage.person("bob"), stage.person("cid", tf_primary_method="authenticator")
    members = [
        stage.plant("memberships", "acme", user_id=each["id"], role="member", role_id=None) for each in (bob, cid)
    ]
    for tenant, expected in (("acme", [(members[0]["id"],)]), ("globex", []), (None, [])):
        found = stage.asked(stage.told(tenant, "ada" if tenant == "acme" else "eve"), ASK)
        if found != expected:
            yield f"sec.members_without_factor tells {tenant} of {found}"
