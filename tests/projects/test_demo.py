"""The demo's projects."""

from saas.projects.demo import PROJECTS, add_demo
from saas.projects.models import Project


def test_the_demo_is_added_once(cast):
    for _ in range(2):
        with cast.within("acme"):
            add_demo()
    with cast.within("acme"):
        assert Project.count() == len(PROJECTS)
    with cast.within("globex"):
        assert Project.count() == 0
