"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = sorted((ROOT / "reviewer").rglob("*.py"))
SCREEN = [path for path in PACKAGE if path.is_relative_to(ROOT / "reviewer" / "tui")]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TAKES_MARKUP = ("notify", "Static", "Label")
"""What of Textual reads a string as markup; a text from outside in it runs actions, or kills the application."""


def names(paths: list[Path]) -> list[str]:
    """The paths as they are called in a report."""
    return [str(path.relative_to(ROOT)) for path in paths]


@cache
def tree(path: Path) -> ast.Module:
    """What a module says."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(module: ast.Module) -> tuple[ast.AST, ...]:
    """Everything in a module, whichever rule asks for it."""
    return tuple(ast.walk(module))


def imported(module: ast.Module) -> Iterator[str]:
    """Every module that is imported, wherever in the file."""
    for node in nodes(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def marked_up(module: ast.Module) -> list[str]:
    """The calls that give anything but a literal string, or a `Content`, to what reads markup."""
    found = []
    for node in nodes(module):
        if not isinstance(node, ast.Call) or called(node) not in TAKES_MARKUP:
            continue
        given = [
            *node.args[:1],
            *(each.value for each in node.keywords if each.arg in ("content", "message", "renderable", "title")),
        ]
        is_plain = any(each.arg == "markup" and getattr(each.value, "value", None) is False for each in node.keywords)
        if not is_plain and not all(isinstance(each, ast.Constant) for each in given):
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found


def test_difflib_is_imported_nowhere() -> None:
    """Its time is cubic in the worst case, and rapidfuzz has its door."""
    assert names([path for path in PACKAGE + TESTS if "difflib" in imported(tree(path))]) == []


def test_no_module_is_for_odds_and_ends() -> None:
    """A file is named for what it owns."""
    odd = {"utils", "util", "helpers", "helper", "common", "misc"}

    assert names([path for path in PACKAGE + TESTS if odd.intersection((path.stem, *path.relative_to(ROOT).parts))]) == []


def test_every_module_says_what_it_owns() -> None:
    """It opens with a docstring."""
    assert names([path for path in PACKAGE if not ast.get_docstring(tree(path))]) == []


@pytest.mark.catalogue("H3")
def test_markup_is_never_parsed() -> None:
    """`from_markup` is not even named, nor Rich's markup."""
    assert names([path for path in SCREEN if parses_markup(tree(path))]) == []


def parses_markup(module: ast.Module) -> bool:
    """Whether it names what parses markup."""
    named = {node.attr for node in nodes(module) if isinstance(node, ast.Attribute)}
    named |= {node.id for node in nodes(module) if isinstance(node, ast.Name)}
    return bool(named & {"from_markup", "to_content", "render_markup"}) or "rich.markup" in imported(module)


def test_nothing_from_outside_is_given_to_what_reads_markup() -> None:
    """Notices and labels are literal strings, or `Content`."""
    assert [(str(path), found) for path in SCREEN if (found := marked_up(tree(path)))] == []


@pytest.mark.parametrize(
    ("code", "is_found"),
    [
        ("Static('Score')", False),
        ("Static()", False),
        ("self.notify(words, markup=False)", False),
        ("self.notify(f'saved {name}')", True),
        ("self.app.notify(message=name)", True),
        ("Label(title)", True),
        ("Static(content='a' + b)", True),
        ("Static(name, markup=True)", True),
    ],
)
def test_the_search_for_markup_finds_it(code: str, is_found: bool) -> None:
    """The rule above can fail."""
    assert bool(marked_up(ast.parse(code))) is is_found


def test_every_test_says_which_behaviour_it_holds() -> None:
    """Each has a docstring."""
    assert [(str(path), node.name) for path in TESTS for node in nodes(tree(path)) if is_a_silent_test(node)] == []


def is_a_silent_test(node: ast.AST) -> bool:
    """Whether it is a test without a docstring."""
    is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    return is_function and node.name.startswith("test_") and not ast.get_docstring(node)
