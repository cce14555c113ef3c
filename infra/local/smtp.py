"""An SMTP sink: takes every mail, sends none, and keeps each as one .eml file in its directory."""

import asyncio
import os
import sys
import time
import uuid
from itertools import chain
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from infra.local import ports
from infra.local.processes import Server, spawn

BIGGEST_MAIL = 50 * 1024 * 1024  # bytes; more than any mail provider takes


def start(directory: Path, port: int | None = None) -> Server:
    """Start a sink that writes into `directory`, and return once it answers."""
    directory.mkdir(parents=True, exist_ok=True)
    port = ports.same_or_free(port)
    log = directory.with_suffix(".log")
    process = spawn([sys.executable, "-m", __name__, str(port), directory.resolve()], log)
    server = Server("smtp", f"smtp://{ports.HOST}:{port}", log, process)
    ports.wait_until_open(port, server)
    return server


class Sink:
    """What aiosmtpd calls for each mail."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # its name
        content = envelope.original_content or b""
        keep(self.directory, content, sender=envelope.mail_from or "", recipients=envelope.rcpt_tos)
        print(f"caught a mail to {', '.join(envelope.rcpt_tos)}", flush=True)
        return "250 kept"


def keep(directory: Path, content: bytes, *, sender: str, recipients: list[str]) -> None:
    """Write the mail with the headers a mailbox adds on delivery; whoever lists the directory sees it whole or not."""
    envelope = chain([f"Return-Path: <{sender}>"], (f"Delivered-To: {recipient}" for recipient in recipients))
    name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"  # sorts by time
    part = directory / f".{name}.part"
    part.write_bytes("".join(f"{line}\r\n" for line in envelope).encode() + content)
    os.replace(part, directory / f"{name}.eml")


async def serve(port: int, directory: Path) -> None:
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        return SMTP(Sink(directory), loop=loop, enable_SMTPUTF8=True, data_size_limit=BIGGEST_MAIL)

    async with await loop.create_server(session, ports.HOST, port) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
