"""Real Chromium on the real product. Every page that a test opens is held to: no console error, no CSP violation."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import cloud as clouds
from tests.browser.people import People
from tests.browser.post import Post
from tests.browser.steps import JOURNEY, row
from tests.browser.traveller import Traveller

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# As root in a container there is no sandbox to be had; nothing here opens a page of anybody else's.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(config, items):
    missing = pytest.mark.skip(reason="no Chromium on PATH")
    for item in items:
        if "chromium" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM and not os.environ.get("SAAS_REQUIRE_BROWSER"):
                item.add_marker(missing)


@pytest.fixture(scope="session")
def cloud(tmp_path_factory):
    running = clouds.start(tmp_path_factory.mktemp("cloud"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def people(cloud, chromium):
    """Browser profiles: `people.visitor()`, `people.signed_in("ada@acme.test")`; a page's complaint fails the test."""
    people = People(chromium, cloud)
    yield people
    people.close()
    assert not people.complaints, "\n".join(people.complaints)


@pytest.fixture
def post(cloud):
    return Post(Path(cloud.environment["MAIL_DIR"]))


@pytest.fixture
def traveller(request, people, post):
    """Who walks the journey in the manner that @journey chose; what it took goes into the table."""
    people.cloud.forget_limits()
    traveller = Traveller(people, post, request.param)
    yield traveller
    request.node.user_properties.append((JOURNEY, row(request.node.originalname, request.param, traveller.steps)))
