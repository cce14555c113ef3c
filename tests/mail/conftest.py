"""The specimen among the app's templates."""

import pytest

from tests.mail.specimen import with_specimen


@pytest.fixture(autouse=True)
def specimen(app, monkeypatch):
    monkeypatch.setattr(app.jinja_env, "loader", with_specimen(app))
