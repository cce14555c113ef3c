"""All that we keep of one person, as a ZIP of JSON files; small, so it is made while they wait."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from saas.accounts.models import User
from saas.accounts.visitors import Visitor
from saas.core import clock
from saas.core.db import db
from saas.core.lifecycle import OnExport, of_people
from saas.leaving.archive import FORMAT, as_json


def own_archive(visitor: Visitor) -> bytes:
    """Needs the person entered: Postgres shows each their own rows, and nobody else's."""
    users = User.metadata.tables[User.__tablename__]
    asked = [(users, users.c.id)]
    asked += [(table, table.c.user_id) for table, leaving in of_people() if leaving.export == OnExport.ROWS]
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as zip_file:
        for table, whose in asked:
            rows = db.session.scalars(as_json(table, whose == visitor.id)).all()
            zip_file.writestr(f"{table.name}.json", "[\n" + ",\n".join(rows) + "\n]\n")
        workspaces = [vars(workspace) for workspace in visitor.workspaces]
        zip_file.writestr("workspaces.json", json.dumps(workspaces, indent=2, ensure_ascii=False))
        made = {"format": FORMAT, "made_at": clock.now().isoformat(), "person": str(visitor.id)}
        zip_file.writestr("manifest.json", json.dumps(made, indent=2))
    return file.getvalue()
