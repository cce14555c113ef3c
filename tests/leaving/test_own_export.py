"""The export of one's own data: one's own rows, whatever table of people holds them, and no secrets."""

from saas.core.base import Base
from saas.core.lifecycle import OnExport, exported, of_people
from tests.guards.rows import as_owner
from tests.guards.world import World
from tests.leaving.conftest import Opened

EXPORT = "/account/export"


def test_it_holds_ones_own_rows_of_every_table(ada, cast, transaction):
    world = World(cast, transaction)
    for table, _leaving in of_people():
        if table.name != "staff":
            world.plain.plant(table, None, user_id=cast.users["ada"])
    file = Opened(ada.get(EXPORT).data)
    for table, leaving in of_people():
        if leaving.export == OnExport.ROWS:
            rows = file.rows(table.name)
            assert bool(rows) == (table.name != "staff"), table.name
            assert {row["user_id"] for row in rows} <= {str(cast.users["ada"])}
            assert all(set(row) == {column.name for column in exported(table)} for row in rows)
    assert [row["email"] for row in file.rows("users")] == ["ada@acme.test"]
    assert set(file.rows("users")[0]).isdisjoint({"password", "tf_totp_secret", "mf_recovery_codes", "fs_uniquifier"})
    assert file.rows("workspaces") == [{"slug": "acme", "name": "Acme", "role": "owner"}]
    assert not [text for text in world.canaries.texts if text.startswith("canary") and text in file.text]


def test_who_signed_in_long_ago_shows_again_who_they_are(ada, transaction):
    as_owner(transaction)
    transaction.exec_driver_sql("UPDATE user_sessions SET fresh_at = now() - interval '6 minutes'")
    answer = ada.get(EXPORT)
    assert answer.mimetype == "text/html"
    assert "Download" not in answer.headers.get("Content-Disposition", "")


def test_users_are_exported_without_what_opens_the_account():
    users = Base.metadata.tables["users"]
    assert {column.name for column in exported(users)} >= {"email", "name", "locale", "zone", "created_at"}
