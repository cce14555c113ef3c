"""What the postman brings: the mails that the running product sent, as its local SMTP server kept them."""

import email
import re
import time
from collections.abc import Iterator
from email.policy import default
from pathlib import Path

PATIENCE_SECONDS = 20  # the worker sends a mail a second or so after the page that wrote it
LOOK_EVERY = 0.05
URL = re.compile(r"https?://\S+")


class Post:
    """`post.link("nia@example.com", "/confirm/")`: each link is handed out once, so a second mail is waited for."""

    def __init__(self, directory: Path):
        self.directory, self.handed_out = directory, set()

    def link(self, address: str, path: str) -> str:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if found := next(self.links(address, path), None):
                self.handed_out.add(found)
                return found
            time.sleep(LOOK_EVERY)
        raise AssertionError(f"no mail to {address} with a new link below {path}")

    def links(self, address: str, path: str) -> Iterator[str]:
        """Those not handed out yet, of the newest mail first."""
        for file in sorted(self.directory.glob("*.eml"), reverse=True):
            mail = email.message_from_bytes(file.read_bytes(), policy=default)
            if mail["To"] == address:
                text = mail.get_body(("plain",)).get_content()
                yield from (link for link in URL.findall(text) if path in link and link not in self.handed_out)
