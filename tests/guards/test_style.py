"""The style that no linter knows: where things may stand, how modules open, what they are never called."""

import ast
import re
from pathlib import Path

import pytest

from tests.guards.entering import ENTER, says_for_whom
from tests.guards.sources import ALL, FUNCTIONS, Source, sources

COMMITS = {"saas/core/db.py", "migrations/env.py"}
READS_ENVIRONMENT = {"saas/config.py"}
SENDS_HINTS = {"saas/core/outbox.py"}
SOUP = re.compile(r"(.*_)?(services?|managers?|helpers?|utils?|common|misc|data|info)")
SOUP_FUNCTION = re.compile(r"(handle|process|do)_.*")
TYPE_IGNORE = re.compile(r"#\s*type:\s*ignore(?P<codes>\[[\w, -]+\])?(?P<reason>\s+#\s*\S.*)?")
PRODUCT = sources()


def test_the_unit_of_work_alone_commits():
    assert not called(r".*\.(commit|rollback)", sources("saas", "workers", "migrations"), COMMITS)


def test_those_listed_alone_say_for_whom_to_act():
    """Or a view could enter the workspace that a request names."""
    assert not faults(says_for_whom, sources("saas", "workers"), ENTER)
    assert [path for path in ENTER if not says_for_whom(Source(Path(path)))] == [], "they do no longer"


def test_settings_alone_read_the_environment():
    assert not faults(reads_environment, sources("saas", "workers", "migrations"), READS_ENVIRONMENT)


def test_the_outbox_alone_speaks_to_the_queue():
    assert not called(r".*\.(delay|apply_async|send_task)", sources("saas", "workers"), SENDS_HINTS)


def test_imports_stand_at_the_top():
    assert not faults(inner_imports, sources(*ALL))


def test_every_module_opens_with_a_sentence():
    assert not faults(no_opening, sources(*ALL))


def test_no_module_is_called_after_soup():
    assert not faults(soup, sources(*ALL))


def test_no_function_is_called_handle_process_or_do():
    assert not faults(soup_functions, PRODUCT)


def test_a_type_is_ignored_for_a_reason():
    assert not faults(unreasoned_ignores, PRODUCT)


def test_the_stripe_library_is_imported_in_one_file():
    stripe = [
        f"{source.path}:{line}" for source in PRODUCT for line, name in source.imports() if re.match(r"stripe\b", name)
    ]
    assert {place.split(":")[0] for place in stripe} <= {"saas/billing/stripe.py"}, stripe


def test_forms_and_mails_are_their_features_own():
    assert not faults(foreign_leaves, sources("saas"))


@pytest.mark.parametrize(
    ("check", "text"),
    [
        ("reads_environment", '"""A."""\nimport os\nx = os.environ["HOME"]'),
        ("reads_environment", '"""A."""\nfrom os import getenv'),
        ("says_for_whom", '"""A."""\ntenancy.enter(UUID(request.args["tenant"]))'),
        ("says_for_whom", '"""A."""\nfrom saas.core import tenancy as t\nwith t.acting_for(id): ...'),
        ("says_for_whom", '"""A."""\nfrom saas.core.tenancy import acting_as as be'),
        ("says_for_whom", '"""A."""\nfrom saas.core.tenancy import *'),
        ("says_for_whom", '"""A."""\nenter = partial(tenancy.look_up, statement)'),
        ("says_for_whom", '"""A."""\ndb.session().info["tenant_id"] = id'),
        ("says_for_whom", '"""A."""\ntext("select set_config(\'app.context\', :told, true)")'),
        ("inner_imports", '"""A."""\ndef f():\n    import re\n    return re'),
        ("no_opening", "x = 1"),
        ("soup_functions", '"""A."""\ndef handle_order(): ...'),
        ("unreasoned_ignores", '"""A."""\nx = 1  # type: ignore[misc]'),
    ],
)
def test_a_planted_offender_is_named(check, text, tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text(text)
    assert str(planted) in faults(globals()[check], [Source(planted)])[0]


def test_a_planted_commit_and_a_planted_helper_are_named(tmp_path):
    planted = tmp_path / "project_helpers.py"
    planted.write_text('"""A."""\ndb.session.commit()')
    assert called(r".*\.commit", [Source(planted)], set()) == [f"{planted}:2 calls db.session.commit"]
    assert faults(soup, [Source(planted)])


def faults(check, files: list[Source], allowed: set[str] = frozenset()) -> list[str]:
    return [fault for source in files if str(source.path) not in allowed for fault in check(source)]


def called(pattern: str, files: list[Source], allowed: set[str]) -> list[str]:
    return faults(
        lambda source: [
            f"{source.path}:{line} calls {name}" for line, name in source.calls() if re.fullmatch(pattern, name)
        ],
        files,
        allowed,
    )


def reads_environment(source: Source) -> list[str]:
    names = [
        f"{source.path}:{line} imports {name}" for line, name in source.imports() if name in ("os.environ", "os.getenv")
    ]
    used = re.findall(r"\bos\.(?:environ|getenv|putenv)\b", source.text)
    return names + [f"{source.path} uses {name}" for name in used]


def inner_imports(source: Source) -> list[str]:
    return [
        f"{source.path}:{node.lineno} imports inside {function.name}"
        for function in ast.walk(source.tree)
        if isinstance(function, FUNCTIONS)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def no_opening(source: Source) -> list[str]:
    opening = (ast.get_docstring(source.tree) or "").split("\n\n")[0].replace("\n", " ")
    return [] if opening.endswith((".", ":")) else [f"{source.path} opens with no sentence that says what is here"]


def soup(source: Source) -> list[str]:
    return [
        f"{source.path} is named after nothing" for name in source.path.parts[-2:] if SOUP.fullmatch(Path(name).stem)
    ]


def soup_functions(source: Source) -> list[str]:
    """Of a module; a method may carry the name that a framework calls it by."""
    functions = [node for node in source.tree.body if isinstance(node, FUNCTIONS)]
    return [f"{source.path}:{node.lineno} {node.name}" for node in functions if SOUP_FUNCTION.fullmatch(node.name)]


def unreasoned_ignores(source: Source) -> list[str]:
    found = [(line, TYPE_IGNORE.search(text)) for line, text in enumerate(source.text.splitlines(), 1)]
    return [
        f"{source.path}:{line} ignores a type without a reason"
        for line, match in found
        if match and not match["reason"]
    ]


def foreign_leaves(source: Source) -> list[str]:
    """forms.py and emails.py are read by their own feature alone; core.forms is everybody's base."""
    leaf = re.compile(r"saas\.(?!core\b)(\w+)\.(?:forms|emails)\b")
    found = [(line, leaf.match(name)) for line, name in source.imports()]
    own = source.path.parts[1]
    return [f"{source.path}:{line} imports {match[0]}" for line, match in found if match and match[1] != own]
