"""The session as Flask-Admin gets it: its commits are flushes."""


class Flushing:
    """Flask-Admin commits after each create, change and delete; the unit of work commits once, with the audit entry."""

    def __init__(self, db):
        self._db = db

    def __getattr__(self, name):
        return getattr(self._db.session, name)

    def commit(self):
        self._db.session.flush()
