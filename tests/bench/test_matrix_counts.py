"""What the route matrix says of itself is added up, and a matrix that says nothing is no figure."""

import pytest

from tests.bench.matrix import counts

PROPERTIES = '<property name="cases" value="{}"/><property name="leaks" value="{}"/>'
CASE = f"<testcase><properties>{PROPERTIES}</properties></testcase>"
SAID = f"<testsuites><testsuite>{CASE.format(40, 0)}{CASE.format(2, 1)}<testcase/></testsuite></testsuites>"


def test_cases_and_leaks_are_added_up_over_all_tests(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(SAID)
    assert counts(report) == {"cases": 42, "leaks": 1}


@pytest.mark.parametrize("name", ["cases", "leaks"])
def test_a_count_that_no_test_says_is_an_error(name, tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(SAID.replace(f'name="{name}"', 'name="other"'))
    with pytest.raises(RuntimeError, match=f"no test of .* says how many {name}"):
        counts(report)
