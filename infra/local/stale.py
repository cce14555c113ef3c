"""What a PostgreSQL that was killed leaves behind: a pid file, and perhaps processes that still run."""

import signal
from contextlib import suppress
from pathlib import Path

import psutil

from infra.local.processes import end


def end_previous_server(cluster: Path) -> None:
    """Stop whatever still runs on this cluster, and forget the pid file.

    PostgreSQL would believe a stale file when another process has got the number since.
    """
    processes = [process for process in psutil.process_iter() if works_in(cluster, process)]
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            if str(cluster) in process.cmdline():  # the server itself; its children follow it
                process.send_signal(signal.SIGINT)
    end(processes)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def works_in(cluster: Path, process: psutil.Process) -> bool:
    try:
        return str(process.name()).startswith("postgres") and bool(process.cwd() == str(cluster))
    except psutil.Error:
        return False  # gone, or somebody else's
