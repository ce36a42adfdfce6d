"""What may not be written anywhere in the program, or only in one place: calls that lose updates, run what they read, or go out.

Each rule names what it finds; where something is allowed, it is listed here with the reason.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.test_house import PACKAGE, ROOT, called, imported, nodes, tree

Rule = Callable[[ast.Module], list[str]]

STORE = [path for path in PACKAGE if path.is_relative_to(ROOT / "reviewer" / "store")]
DOORS = {
    "connection.py": "everybody's connection, with our rules",
    "opening.py": "makes a new database, and migrates",
    "backup.py": "reads a copy again that it has just made",
    "replacing.py": "looks into a backup before another one takes its place",
    "foreign.py": "looks into another database before it is merged",
    "salvaging.py": "reads what is damaged",
}
"""The modules that may open a file with SQLite; everybody else is given a `Connection`."""
PARTS = frozenset(
    "change changes column columns condition end event index marks order pragma reviews same sums table where which".split()  # noqa: SIM905
)
"""What is put into SQL besides constants: parts of statements, by these names and no others. A value has no such name."""
PATTERNS = {
    "analysis/patterns.py": "an editor's own: looked over before it is compiled, and matched within a time, by another library",
    "analysis/quotes.py": "a quotation mark out of our own table",
    "analysis/oddities.py": "sets of marks out of our own table",
    "analysis/words.py": "put together of our own classes of letters",
    "store/backup.py": "a file's name and a reason, escaped",
    "workflow/recounting.py": "a name out of our own table",
    "workflow/reporting/request.py": "editors' names, escaped",
}
"""Modules with regular expressions that are not made of constants only: one from outside can take for ever."""
FILES = {
    "cli/defects.py": "the log of defects",
    "cli/signals.py": "the system's empty file",
    "core/descriptors.py": "the door through which everybody else goes",
    "formats/files.py": "closes through the door, and has its own way of opening, which waits for no pipe",
    "mqm/scorecard.py": "cards that come with the program; others through the door",
    "reports/page.py": "the looks of a page, which come with the program",
    "store/backup.py": "its own unfinished copy, which nobody else has open",
    "store/file_system.py": "what is mounted; folders; new files under names that nobody has",
    "store/foreign.py": "its own copy of another database",
    "store/journal.py": "the drafts of sessions",
    "store/lock.py": "the side file, which SQLite does not know",
    "store/opening.py": "a new database under a name that nobody has",
    "workflow/settings.py": "our own settings",
}
"""Modules that open files by themselves: whoever closes one of a database that this process has open loses what is saved next."""
LOSES = frozenset("update upsert upsert_all replace delete delete_where transform lookup convert attach atomic".split())  # noqa: SIM905
"""Of sqlite-utils: what reads and then writes, drops triggers, or ends a transaction that is not its own."""
RUNS = frozenset({"eval", "exec", "compile", "__import__", "os.system", "os.popen", "tempfile.mktemp"})
RUNS_WHAT_IT_READS = frozenset({"pickle", "marshal", "shelve", "dill", "yaml"})
"""Readers that run what they read."""
XML_READERS = frozenset({"xml", "lxml", "pyexpat", "defusedxml"})
"""A few lines of text bring a reader of XML to its knees."""
XML = {"formats/markup.py": "refuses entities and attributes where they are declared, has limits, and loads nothing"}
"""The module that reads XML."""
GOES_OUT = frozenset(
    "aiohttp ftplib http httpx imaplib requests smtplib socket socketserver ssl telnetlib urllib urllib3 webbrowser".split()  # noqa: SIM905
)
SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|WITH|ATTACH|REPLACE|FROM|WHERE|JOIN|EXISTS|AND|OR)\b")
MATCHERS = frozenset("compile match fullmatch search sub subn split findall finditer".split())  # noqa: SIM905


def calls(module: ast.Module) -> Iterator[ast.Call]:
    """Every call."""
    return (node for node in nodes(module) if isinstance(node, ast.Call))


def imports_of(names: frozenset[str], module: ast.Module) -> list[str]:
    """Imports of those modules, or of what is in them."""
    return [name for name in imported(module) if name.split(".")[0] in names]


def lossy(module: ast.Module) -> list[str]:
    """Calls of sqlite-utils that lose something, where it is known at all."""
    if "sqlite_utils" not in {name.split(".")[0] for name in imported(module)}:
        return []
    options = {"replace", "alter", "ignore"}
    return [
        ast.unparse(call)
        for call in calls(module)
        if called(call) in LOSES or (called(call).startswith("insert") and options & {each.arg for each in call.keywords})
    ]


def returning(module: ast.Module) -> list[str]:
    """Statements that write when they are read to their end, and not before."""
    constants = (node.value for node in nodes(module) if isinstance(node, ast.Constant))
    return [text for text in constants if isinstance(text, str) and re.search(r"\bRETURNING\b", text)]


def opens_files(module: ast.Module) -> list[str]:
    """Calls that open a database, but for one in memory."""
    opening = (call for call in calls(module) if ast.unparse(call.func) in ("sqlite3.connect", "connect", "apsw.Connection"))
    return [ast.unparse(call) for call in opening if ast.unparse(call.args[0]) != repr(":memory:")]


def looks_at_files(module: ast.Module) -> list[str]:
    """Calls that open a file and close it, but for those of a class's own `open`."""
    openers = frozenset("read_bytes read_text write_bytes write_text touch copy copy2 copyfile copytree move".split())  # noqa: SIM905
    found = []
    for call in calls(module):
        match call.func:
            case ast.Name(id="open") | ast.Attribute(attr="open"):
                owner = getattr(call.func, "value", None)
                if not (isinstance(owner, ast.Name) and owner.id.istitle()):
                    found.append(ast.unparse(call))
            case ast.Attribute(attr=name, value=owner) if name in openers:
                # Many things have a copy, files have it from shutil.
                if name.startswith(("read", "write", "touch")) or ast.unparse(owner) == "shutil":
                    found.append(ast.unparse(call))
    return found


def runs(module: ast.Module) -> list[str]:
    """Calls that run text, hand it to a shell, or name a file that somebody else may make first."""
    return [
        ast.unparse(call)
        for call in calls(module)
        if ast.unparse(call.func) in RUNS
        or any(each.arg == "shell" and getattr(each.value, "value", True) for each in call.keywords)
    ]


def prints(module: ast.Module) -> list[str]:
    """Calls of `print`, which knows no text from outside."""
    return [ast.unparse(call) for call in calls(module) if ast.unparse(call.func) in ("print", "builtins.print", "pprint")]


def mixed_in(module: ast.Module) -> list[str]:
    """What is put into SQL that is neither a constant of ours nor a part of a statement."""
    found = []
    for node in nodes(module):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
            values = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
            if SQL.match(text):
                found += [ast.unparse(value) for value in values if not is_ours(value, PARTS)]
    return found


def patterns(module: ast.Module) -> list[str]:
    """Regular expressions that are not made of constants."""
    return [
        ast.unparse(call.args[0])
        for call in calls(module)
        if ast.unparse(call.func) in {f"{library}.{name}" for library in ("re", "regex") for name in MATCHERS}
        and call.args
        and not is_ours(call.args[0], frozenset())
    ]


def is_ours(node: ast.expr, names: frozenset[str]) -> bool:
    """Whether it is made of literals, constants, numbers and `names` only."""
    ours = partial(is_ours, names=names)
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_").isupper() or name in names
        case ast.JoinedStr(values=parts):
            return all(ours(part.value) for part in parts if isinstance(part, ast.FormattedValue))
        case ast.BinOp(left=left, right=right):
            return ours(left) and ours(right)
        case ast.IfExp(body=left, orelse=right):
            return ours(left) and ours(right)
        case ast.GeneratorExp(elt=each, generators=[ast.comprehension(target=ast.Name(id=name), iter=source)]):
            return ours(source) and is_ours(each, names | {name})
        case ast.Call(func=ast.Name(id="int" | "len")):
            return True
        case ast.Call(func=ast.Attribute(value=value, attr="join" | "format" | "lower" | "get" | "values"), args=arguments):
            return ours(value) and all(map(ours, arguments))
    return False


def found_by(rule: Rule, paths: list[Path]) -> dict[str, list[str]]:
    """What a rule finds, by module."""
    named = ((path.relative_to(ROOT / "reviewer").as_posix(), rule(tree(path))) for path in paths)
    return {name: found for name, found in named if found}


NOWHERE: dict[str, tuple[Rule, list[Path]]] = {
    "what loses updates or triggers": (lossy, PACKAGE),
    "RETURNING": (returning, STORE),
    "values in SQL": (mixed_in, STORE),
    "readers that run what they read": (partial(imports_of, RUNS_WHAT_IT_READS), PACKAGE),
    "text that is run": (runs, PACKAGE),
    "print": (prints, PACKAGE),
    "the network": (partial(imports_of, GOES_OUT), PACKAGE),
}


@pytest.mark.catalogue("D10", "J4", "M2", "M3")
@pytest.mark.parametrize("name", NOWHERE)
def test_is_nowhere(name: str) -> None:
    """Not in one module."""
    assert found_by(*NOWHERE[name]) == {}


def test_files_are_opened_only_by_those_who_may() -> None:
    """Only with our pragmas does a confirmed review stay."""
    assert set(found_by(opens_files, PACKAGE)) <= {f"store/{name}" for name in DOORS}


def test_files_are_read_through_one_door() -> None:
    """All modules that open them otherwise are listed, and no others are."""
    assert set(found_by(looks_at_files, PACKAGE)) == set(FILES)


def test_xml_is_read_through_one_door() -> None:
    """Every format that is XML goes through it."""
    assert set(found_by(partial(imports_of, XML_READERS), PACKAGE)) == set(XML)


@pytest.mark.catalogue("J5", "M2")
def test_patterns_are_constants() -> None:
    """All that are not are listed, and nothing else is."""
    assert set(found_by(patterns, PACKAGE)) == set(PATTERNS)


@pytest.mark.parametrize(
    ("rule", "code", "is_found"),
    [
        (lossy, "import sqlite_utils\ndb['review'].update(1, {})", True),
        (lossy, "from sqlite_utils import Database\nDatabase(c)['review'].transform(drop='note')", True),
        (lossy, "import sqlite_utils\nwith db.atomic(): pass", True),
        (lossy, "import sqlite_utils\ndb['review'].insert_all(rows, alter=True)", True),
        (lossy, "import sqlite_utils\ndb.create_view(name, select)", False),
        (lossy, "names.update(more)", False),
        (returning, "db.run('INSERT INTO review VALUES (?) RETURNING seq')", True),
        (returning, "'returning, at last'", False),
        (mixed_in, "db.run(f'DELETE FROM head WHERE uid = {uid}')", True),
        (mixed_in, "f'SELECT * FROM {table} WHERE note = {note!r}'", True),
        (mixed_in, "f'SELECT {NAMES.format(uid)} FROM review'", True),
        (mixed_in, "f'SELECT {_COLUMNS} FROM {table} LIMIT {len(rows)}'", False),
        (mixed_in, 'f\'INSERT INTO review ({", ".join(FIELDS)}) VALUES ({", ".join("?" * len(FIELDS))})\'', False),
        (mixed_in, "f'no such article: {name}'", False),
        (partial(imports_of, RUNS_WHAT_IT_READS), "import pickle", True),
        (partial(imports_of, XML_READERS), "from xml.etree import ElementTree", True),
        (partial(imports_of, RUNS_WHAT_IT_READS), "import json", False),
        (partial(imports_of, GOES_OUT), "def f():\n    import urllib.request", True),
        (partial(imports_of, GOES_OUT), "import asyncio", False),
        (runs, "eval(text)", True),
        (runs, "subprocess.run(line, shell=True)", True),
        (runs, "subprocess.run(line, shell=asked)", True),
        (runs, "os.system(line)", True),
        (runs, "tempfile.mktemp()", True),
        (runs, "re.compile('a')\nsubprocess.run([line], shell=False)", False),
        (prints, "print(article)", True),
        (prints, "click.echo('print(article)')", False),
        (opens_files, "sqlite3.connect(path)", True),
        (opens_files, "sqlite3.connect(':memory:', isolation_level=None)", False),
        (opens_files, "opening.opened(path)", False),
        (looks_at_files, "open(path)", True),
        (looks_at_files, "path.open('rb')", True),
        (looks_at_files, "Path(path).open('rb')", True),
        (looks_at_files, "os.open(path, os.O_RDONLY)", True),
        (looks_at_files, "path.read_bytes()", True),
        (looks_at_files, "shutil.copyfile(path, target)", True),
        (looks_at_files, "Store.open(path)\ndescriptors.reading(path)\nnames.copy()\nsession.next_open()", False),
        (patterns, "re.search(typed, text)", True),
        (patterns, "re.compile(f'{typed}$')", True),
        (patterns, "re.compile(rf'{_SPACE}+$')", False),
        (patterns, "found.match(text)", False),
    ],
)
def test_the_rules_find_what_they_forbid(rule: Rule, code: str, is_found: bool) -> None:
    """And nothing else."""
    assert bool(rule(ast.parse(code))) is is_found


# What the rules cannot see: libraries

WATCHED = """
import json, sys
gone_out = []
harmless = "socket.__new__", "socket.gethostname"
network = "socket.", "urllib.", "http.", "ftplib.", "smtplib."
sys.addaudithook(lambda event, _: gone_out.append(event) if event.startswith(network) and event not in harmless else None)
from click.testing import CliRunner
from reviewer.cli.main import reviewer
for line in json.loads(sys.argv[1]):
    ended = CliRunner().invoke(reviewer, line, prog_name="reviewer")
    assert ended.exit_code == 0, (line, ended.output, ended.exception)
{0}
print(json.dumps(gone_out))
"""
LINES = [
    ["import", "a.txt", "--target-lang", "en"],
    ["import", "t.tsv"],
    ["list", "--format", "json"],
    ["score", "s.txt", "--reference", "r.txt", "--metric", "bleu", "--metric", "chrf", "--metric", "ter"],
    ["report", "-o", "week.html"],
    ["export", "2", "-o", "out.tsv"],
]


def gone_out(tmp_path: Path, lines: list[list[str]], more: str = "") -> list[str]:
    """What the program tried on the network while these command lines ran."""
    (tmp_path / "a.txt").write_text("The minister flied to Kyiv. Talks went on.\n")
    (tmp_path / "t.tsv").write_text("machine\tcorrection\nThe price rise.\tThe price rises.\nFine.\tFine.\n")
    for name in ("s.txt", "r.txt"):
        (tmp_path / name).write_text("The price rises.\nTalks went on until dawn.\n")
    environment = {"PATH": "", "HOME": str(tmp_path), "REVIEWER_DB": str(tmp_path / "r.db"), "REVIEWER_EDITOR": "desk1"}
    done = subprocess.run(
        [sys.executable, "-c", WATCHED.replace("{0}", more), json.dumps(lines)],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return list(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.catalogue("M3")
def test_no_command_goes_to_the_network(tmp_path: Path) -> None:
    """From a file to a report: no name is looked up, nothing is connected to, listened on or sent."""
    assert gone_out(tmp_path, LINES) == []


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('127.0.0.1', 9)",
    ],
)
def test_going_to_the_network_is_seen(tmp_path: Path, attempt: str) -> None:
    """The test above can fail."""
    assert gone_out(tmp_path, [], attempt) != []
