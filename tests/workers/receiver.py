"""A local stand-in for Sentry: takes envelopes over HTTP, as the real one does, and keeps what was in them."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Receiver(ThreadingHTTPServer):
    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        super().__init__(("127.0.0.1", 0), Taker)
        self.dsn = f"http://public@127.0.0.1:{self.server_address[1]}/1"

    @property
    def events(self) -> list[dict]:
        """The events; an envelope is a line about itself, then a line about an item and the item, in turns."""
        found = []
        for body in self.bodies:
            _, *lines = body.splitlines()
            items = zip(lines[::2], lines[1::2], strict=True)
            found += [json.loads(item) for header, item in items if json.loads(header)["type"] == "event"]
        return found


class Taker(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.bodies.append(gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_words: object) -> None:
        """Not into the tests' output."""


@contextmanager
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
