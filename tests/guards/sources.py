"""The project's own Python files, parsed once, for the guards that read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

PRODUCT = ("saas", "workers", "infra", "migrations")
ALL = (*PRODUCT, "tests")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Source:
    """A file; `path` is relative to the checkout."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def module(self) -> str:
        """As in an import: saas.core.db."""
        return ".".join(self.path.with_suffix("").parts).removesuffix(".__init__")

    @property
    def lines(self) -> int:
        return filled(self.text.splitlines())

    def functions(self) -> Iterator[tuple[str, int]]:
        """Each function's place and its lines, those between def and its end that aren't blank."""
        for node in ast.walk(self.tree):
            if isinstance(node, FUNCTIONS):
                yield f"{self.path}:{node.lineno} {node.name}", filled(self.span(node))

    def span(self, node: ast.stmt) -> list[str]:
        return self.text.splitlines()[node.lineno - 1 : node.end_lineno]

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and full name of everything imported: `from a import b` is a.b."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)

    def calls(self) -> Iterator[tuple[int, str]]:
        """Line and source of what is called: `db.session.commit`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node.lineno, ast.unparse(node.func)


def filled(lines: list[str]) -> int:
    return sum(bool(line.strip()) for line in lines)


def sources(*folders: str) -> list[Source]:
    """The files that hold anything, in order."""
    paths = sorted(path for folder in folders or PRODUCT for path in Path(folder).rglob("*.py"))
    return [source for path in paths if (source := parsed(path)).text.strip()]


@cache
def parsed(path: Path) -> Source:
    return Source(path)
