"""Files and functions stay small: budgets over the whole, and a ceiling for each."""

import statistics

import pytest

from tests.guards.sources import ALL, Source, sources

# median, the ninth of ten, never over: lines that aren't blank
FILE = (60, 150, 250)
FUNCTION = (7, 20, 40)


def test_no_file_is_longer_than_its_ceiling():
    assert not over(FILE[2], ((str(source.path), source.lines) for source in sources(*ALL)))


def test_no_function_is_longer_than_its_ceiling():
    assert not over(FUNCTION[2], (found for source in sources(*ALL) for found in source.functions()))


@pytest.mark.parametrize("folder", ["product", "tests"])
def test_files_are_short_as_a_whole(folder):
    within_budget([source.lines for source in folders(folder)], FILE)


@pytest.mark.parametrize("folder", ["product", "tests"])
def test_functions_are_short_as_a_whole(folder):
    within_budget([lines for source in folders(folder) for _place, lines in source.functions()], FUNCTION)


def test_a_long_function_is_named(tmp_path):
    planted = tmp_path / "long.py"
    planted.write_text("def sprawl():\n" + "    pass\n" * FUNCTION[2])
    assert over(FUNCTION[2], Source(planted).functions()) == [f"{planted}:1 sprawl has 41 lines"]


def folders(name: str) -> list[Source]:
    return sources() if name == "product" else sources("tests")


def over(ceiling: int, found) -> list[str]:
    return [f"{place} has {lines} lines" for place, lines in found if lines > ceiling]


def within_budget(lines: list[int], budget: tuple[int, int, int]) -> None:
    ninth = statistics.quantiles(lines, n=10)[8]
    assert statistics.median(lines) <= budget[0], "median"
    assert ninth <= budget[1], "90 %"
