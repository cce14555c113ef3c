"""Which tests share a worker, and which begin first: files whose tests share what is dear, the longest at the start.

xdist's groups come to nothing since pytest 9.2, which takes no other name for a test from them.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

# A running product, or one that is started and killed.
TOGETHER = (
    "tests/browser/",
    "tests/projects/test_journey.py",  # example
    "tests/infra/test_run.py",
)
# So that nobody begins with minutes of work when all others are done.
LONGEST = (*TOGETHER, "tests/guards/test_matrix", "tests/guards/", "tests/prove/", "tests/workers/test_processes.py")


class SharedFiles(LoadScopeScheduling):
    """As xdist's by file, but most files' tests go to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0] if nodeid.startswith(TOGETHER) else nodeid


def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False  # the order is ours
    return SharedFiles(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(
        key=lambda item: next((i for i, name in enumerate(LONGEST) if item.nodeid.startswith(name)), len(LONGEST))
    )
