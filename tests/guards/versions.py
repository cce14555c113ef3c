"""A copy of the migrations with one more at the end, run by the real env.py on a database of its own."""

import shutil
from pathlib import Path

from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade

from saas import app as product
from saas.site.doctor import alembic_config
from tests import servers

FILE = '''"""Planted."""

from alembic import op
from sqlalchemy import Column, String, Uuid

from migrations.rls import *

revision, down_revision, branch_labels, depends_on = "{name}", "{last}", None, None


def upgrade():
    {upgrade}


def downgrade():
    {downgrade}
'''


class Versions:
    """`up` writes the migration after the last and runs it as `flask db upgrade` would; `down` takes it back."""

    def __init__(self, directory: Path, database: str):
        self.directory, self.database = directory / "migrations", database
        shutil.copytree("migrations", self.directory)
        self.last = ScriptDirectory.from_config(alembic_config()).get_current_head()
        self.count = 0

    def up(self, up: str, down: str = "pass") -> None:
        self.count += 1
        name = f"planted_{self.count}"
        text = FILE.format(name=name, last=self.last, upgrade=up, downgrade=down)
        (self.directory / "versions" / f"{name}.py").write_text(text)
        self.last = name
        with self.app_context():
            upgrade(directory=str(self.directory))

    def down(self) -> None:
        with self.app_context():
            downgrade(directory=str(self.directory), revision="-1")

    def app_context(self):
        return product.create_app(servers.settings(self.database)).app_context()
