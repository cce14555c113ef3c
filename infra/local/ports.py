"""Which TCP ports of 127.0.0.1 are free, and who holds one that isn't."""

import socket
import time

import psutil

from infra.local.processes import Server
from infra.local.refusal import Refusal

HOST = "127.0.0.1"
GLANCE = 0.02  # seconds between two looks at a port that is about to open


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def first_free_from(port: int) -> int:
    return next(candidate for candidate in range(port, 65536) if is_free(candidate))


def same_or_free(port: int | None) -> int:
    """The port asked for, as long as nobody else has taken it."""
    return port if port and is_free(port) else free_port()


def is_open(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def wait_until_open(port: int, server: Server, seconds: float = 30) -> None:
    """Return once something answers on the port; a server that ends or stays silent is stopped and refused."""
    deadline = time.monotonic() + seconds
    while not is_open(port):
        server.refuse_if_ended()
        if time.monotonic() > deadline:
            server.stop()
            raise Refusal(f"{server.name} did not answer within {seconds:.0f} seconds; its log is {server.log}.")
        time.sleep(GLANCE)
    server.refuse_if_ended()  # else somebody else answered


def holder(port: int) -> str:
    """Who listens on a port, as far as this user may know: "process 123 (python)" or "another program"."""
    try:
        listening = (one for one in psutil.net_connections("tcp") if one.status == psutil.CONN_LISTEN)
        pid = next(one.pid for one in listening if one.pid and one.laddr.port == port)
        return f"process {pid} ({psutil.Process(pid).name()})"
    except (StopIteration, psutil.Error):
        return "another program"
