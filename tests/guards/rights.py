"""Who holds which right, written down. Run as a program it prints tests/guards/rights.txt."""

from pathlib import Path

from saas.permissions import GRANTS, OPEN_WHILE_SUSPENDED, STAFF_GRANTS, Can, Role, StaffCan

WRITTEN = Path(__file__).with_name("rights.txt")
OPEN = "while-suspended"  # stands behind a right that a suspension leaves open


def listing() -> str:
    tenants = [
        line(right, [role for role in Role if right in GRANTS[role]], right in OPEN_WHILE_SUSPENDED) for right in Can
    ]
    staff = [line(right, [role for role, grants in STAFF_GRANTS.items() if right in grants]) for right in StaffCan]
    return "".join([*tenants, *staff])


def line(right: str, roles: list, open_: bool = False) -> str:
    return f"{right:<20} {' '.join([*roles, *([OPEN] if open_ else [])])}\n"


def holders() -> dict[str, set[str]]:
    """Each right with the roles that hold it and perhaps OPEN, as written, whatever the policy page says today."""
    return {words[0]: set(words[1:]) for words in map(str.split, WRITTEN.read_text().splitlines())}


def promised_to(role: str) -> frozenset[Can]:
    """What rights.txt gives to a built-in role, or with OPEN leaves open."""
    return frozenset(Can(right) for right, roles in holders().items() if role in roles and right in set(Can))


if __name__ == "__main__":
    print(listing(), end="")
