"""A test client that fills in what a browser would: the CSRF token of the page, and the page as parsed HTML."""

import hashlib
import os

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer


class Client(FlaskClient):
    """`get` and `post` as Flask's; `send(url, **fields)` posts a form with its token; `page(url)` parses a page."""

    def send(self, url: str, **fields):
        return self.post(url, data={"csrf_token": self.csrf_token(), **fields})

    def page(self, url: str) -> BeautifulSoup:
        response = self.get(url)
        assert response.status_code == 200, f"{url}: {response.status_code}"
        return BeautifulSoup(response.text, "html.parser")

    def csrf_token(self) -> str:
        """As Flask-WTF makes it: the cookie holds the secret, the form its signature."""
        with self.session_transaction() as cookie:
            secret = cookie.setdefault("csrf_token", hashlib.sha1(os.urandom(64)).hexdigest())
        return URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(secret)
