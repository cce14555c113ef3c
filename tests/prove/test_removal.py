"""The proof that the example can go fails when it can't."""

from pathlib import Path

import pytest

from tests.prove.copies import Failed, copy_of_the_tree
from tests.prove.removal import names_in, remove

NAVIGATION = Path("saas/site/navigation.py")


def test_every_line_that_names_the_example_is_marked():
    assert names_in(Path()) == []


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("Can.VIEW_PROJECTS),  # example", "Can.VIEW_PROJECTS),", "AttributeError: VIEW_PROJECTS"),
        ("GROUPS = [", 'LEFT = "projects.index"\nGROUPS = [', r"still named in saas/site/navigation\.py:\d+$"),
    ],
)
def test_an_unmarked_line_fails_the_proof(before, after, why):
    with copy_of_the_tree() as copy:
        page = copy / NAVIGATION
        page.write_text(page.read_text().replace(before, after))
        with pytest.raises(Failed, match=why):
            remove(copy)


def test_what_is_left_is_one_tree_without_the_example():
    with copy_of_the_tree() as copy:
        remove(copy)
        assert not (copy / "saas/projects").exists()
        assert "PROJECT" not in (copy / "saas/permissions.py").read_text()
