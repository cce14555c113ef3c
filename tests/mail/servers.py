"""An SMTP server that refuses or keeps waiting: real sockets, one answer of its own."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread


class Server(socketserver.ThreadingTCPServer):
    """Says 250 to everything but `stage`; there it sets `reached` and gives `answer` once `go_on` is set."""

    daemon_threads = True

    def __init__(self, stage: str, answer: str):
        self.stage, self.answer, self.reached, self.go_on = stage, answer, Event(), Event()
        super().__init__(("127.0.0.1", 0), Conversation)
        self.url = f"smtp://127.0.0.1:{self.server_address[1]}"

    def reply_to(self, command: str) -> str:
        if command != self.stage:
            return "250 fine"
        self.reached.set()
        self.go_on.wait()
        return self.answer


class Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.say("220 ready")
        while (line := self.rfile.readline()) and not line.upper().startswith(b"QUIT"):
            command = line.decode().split()[0].upper()
            if command == "DATA":
                self.say("354 go on")
                self.read_mail()
            self.say(self.server.reply_to(command))

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def read_mail(self) -> None:
        while self.rfile.readline() not in (b".\r\n", b""):
            pass


@contextmanager
def smtp_that_waits(stage: str, answer: str = "250 fine") -> Iterator[Server]:
    """A server that doesn't answer at `stage` (MAIL, RCPT or DATA, meaning the mail's end) before `go_on` is set."""
    with Server(stage, answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.go_on.set()
        server.shutdown()


@contextmanager
def smtp_that_answers(stage: str, answer: str) -> Iterator[str]:
    """The URL of a server with this answer at `stage`."""
    with smtp_that_waits(stage, answer) as server:
        server.go_on.set()
        yield server.url
