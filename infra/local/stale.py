"""What a PostgreSQL that was killed leaves behind: a pid file, and perhaps processes that still run."""

import signal
from pathlib import Path

import psutil

from infra.local.processes import PATIENCE


def end_previous_server(cluster: Path) -> None:
    """Stop whatever still runs on this cluster, and forget the pid file.

    PostgreSQL would believe a stale file when another process has got the number since.
    """
    processes = [process for process in psutil.process_iter() if works_in(cluster, process)]
    for process in processes:
        if str(cluster) in process.cmdline():  # the server itself; its children follow it
            process.send_signal(signal.SIGINT)
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    for process in alive:
        process.kill()
    psutil.wait_procs(alive, timeout=PATIENCE)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def works_in(cluster: Path, process: psutil.Process) -> bool:
    try:
        return str(process.name()).startswith("postgres") and bool(process.cwd() == str(cluster))
    except psutil.Error:
        return False  # gone, or somebody else's
