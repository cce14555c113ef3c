"""The proof that the example can go fails when it can't."""

from pathlib import Path

import pytest

from tests.prove.copies import Failed, copy_of_the_tree
from tests.prove.removal import names_in, remove

NAVIGATION = Path("saas/site/navigation.py")


def test_every_line_that_names_the_example_is_marked():
    assert names_in(Path()) == []


def test_an_unmarked_line_breaks_what_is_left():
    with copy_of_the_tree() as copy:
        page = copy / NAVIGATION
        page.write_text(page.read_text().replace("Can.VIEW_PROJECTS),  # example", "Can.VIEW_PROJECTS),"))
        with pytest.raises(Failed, match="AttributeError: VIEW_PROJECTS"):
            remove(copy)


def test_an_unmarked_name_is_found(tmp_path):
    page = tmp_path / NAVIGATION
    page.parent.mkdir(parents=True)
    page.write_text('LEFT = "projects.index"\nKEPT = "projects.index"  # example\n')
    assert names_in(tmp_path) == [f"{NAVIGATION}:1"]
