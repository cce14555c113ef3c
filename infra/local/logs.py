"""The logs of all processes as one stream, each line behind the coloured name of its process."""

import sys
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

COLOURS = cycle((36, 33, 32, 35, 34, 31))  # ANSI: cyan, yellow, green, magenta, blue, red
WIDTH = 8  # the longest name


@dataclass
class Log:
    name: str
    file: Path
    colour: int
    position: int

    def new_lines(self) -> list[str]:
        """What was appended since the last call, whole lines only."""
        with self.file.open("rb") as stream:
            stream.seek(self.position)
            whole, newline, _ = stream.read().rpartition(b"\n")
        self.position += len(whole) + len(newline)
        return whole.decode(errors="replace").splitlines()


class Follower:
    """Prints what the logs gained since it last looked."""

    def __init__(self) -> None:
        self.logs: dict[str, Log] = {}
        self.coloured = sys.stdout.isatty()

    def follow(self, name: str, file: Path) -> None:
        """From now on; what a server said while it started is left out."""
        if name not in self.logs:
            self.logs[name] = Log(name, file, next(COLOURS), file.stat().st_size)

    def print_new(self) -> None:
        for log in self.logs.values():
            for line in log.new_lines():
                self.print(log, line)

    def print(self, log: Log, line: str) -> None:
        prefix = f"{log.name:{WIDTH}} |"
        print(f"\033[{log.colour}m{prefix}\033[0m {line}" if self.coloured else f"{prefix} {line}", flush=True)
