"""Processes that a local cloud left behind when it was killed."""

import os
from collections.abc import Mapping
from contextlib import suppress

import psutil

from infra.local.processes import CLOCK_SLACK, PATIENCE, end, is_running

Recorded = Mapping[str, float]


def end_orphans(recorded: Mapping[str, Recorded], patience: float = PATIENCE) -> list[str]:
    """End what still runs of the recorded processes and their groups; the names of those that did."""
    left = {name: group_of(leader) for name, leader in recorded.items()}
    for name, group in left.items():
        for process in group:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(int(recorded[name]["ends_on"]))
    end([process for group in left.values() for process in group], patience)
    return [name for name, group in left.items() if group]


def group_of(leader: Recorded) -> list[psutil.Process]:
    """Every live process of the session that the recorded process leads, or led before it died."""
    if number_given_away(leader):
        return []
    return [process for process in psutil.process_iter() if belongs(process, leader)]


def number_given_away(leader: Recorded) -> bool:
    try:
        status = psutil.Process(int(leader["pid"])).status()
    except psutil.NoSuchProcess:
        return False
    return status != psutil.STATUS_ZOMBIE and not is_running(leader)


def belongs(process: psutil.Process, leader: Recorded) -> bool:
    try:
        same_session = os.getsid(process.pid) == leader["pid"]
        young_enough = process.create_time() > leader["started"] - CLOCK_SLACK
        return same_session and young_enough and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, OSError):
        return False
