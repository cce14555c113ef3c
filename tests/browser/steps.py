"""What a journey costs: pages opened, buttons pressed, fields filled. The table of all that a run walked."""

from dataclasses import astuple, dataclass
from itertools import chain

JOURNEY = "journey"  # the name of a report's property
HEAD = ("journey", "manner", "pages", "presses", "fields")


@dataclass
class Steps:
    """`pages` are opened by an address, a link or a mail; the page that answers a press is no step of its own."""

    pages: int = 0
    presses: int = 0
    fields: int = 0

    def __add__(self, other: "Steps") -> "Steps":
        return Steps(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    def __str__(self) -> str:
        return f"{self.pages} pages, {self.presses} presses, {self.fields} fields"


def row(test_name: str, manner: str, steps: Steps) -> str:
    journey = test_name.removeprefix("test_").replace("_", " ")
    return " | ".join([journey, manner, *map(str, astuple(steps))])


def pytest_terminal_summary(terminalreporter):
    """After the tests, a line each; xdist's workers send them with their reports."""
    reports = chain(*terminalreporter.stats.values())
    properties = chain(*(getattr(report, "user_properties", ()) for report in reports))
    rows = {text for name, text in properties if name == JOURNEY}
    if rows:
        terminalreporter.section(JOURNEY + "s")
        for line in (" | ".join(HEAD), *sorted(rows)):
            terminalreporter.write_line(line)
