"""The rules of the house: who imports whom, and who touches the world outside."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "generator"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))

# A room may import the rooms of the rows above its own: none of its own row, none below.
LAYERS = (
    {"text"},
    {"papers"},
    {"store"},
    {"fetch", "mail"},
    {"sources", "topics"},
    {"views"},
    {"check"},
    {"intake"},
    {"publish"},
    {"site"},
    {"build"},
    {"review"},
    {"github"},
    {"starter"},
    {"cli"},
    {"__main__"},
)
DEPTH = {name: depth for depth, names in enumerate(LAYERS) for name in names}

# What is done: the only modules that may, and the names it is done by.
RULES = {
    "uses the network": (
        "fetch mail",
        "aiohttp ftplib http httpx requests smtplib socket ssl urllib.request urllib3",
    ),
    "needs an extra": ("topics", "scipy sklearn"),
    "knows MkDocs": ("build", "material mkdocs"),
    "prints or exits": (
        "cli",
        "argparse click exit input os._exit print quit sys.argv sys.exit sys.stderr sys.stdin"
        " sys.stdout SystemExit",
    ),
    "reads the clock": (
        "cli",
        "datetime.date.today datetime.datetime.now datetime.datetime.today"
        " datetime.datetime.utcnow time",
    ),
    "writes files": (
        "store site build fetch mail starter",
        "*.mkdir *.open *.rename *.rmdir *.symlink_to *.touch *.unlink *.write_bytes *.write_text"
        " open os.remove os.replace shutil tempfile",
    ),
    "runs programs": (
        "fetch store site github",
        "os.exec* os.popen os.spawn* os.system subprocess",
    ),
    "reads the environment": ("cli", "os.environ os.getenv"),
}


@cache
def names(source: str) -> list[tuple[int, str]]:
    """The names that a module uses, with their lines: ``date.today`` as ``datetime.date.today``."""
    return [*_names(ast.parse(source))]


def _names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    origin: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                origin |= {alias.asname: alias.name} if alias.asname else {}
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                full = f"{'.' * node.level}{node.module or ''}.{alias.name}"
                origin[alias.asname or alias.name] = full
                yield node.lineno, full
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            first, dot, rest = ast.unparse(node).partition(".")
            yield node.lineno, origin.get(first, first) + dot + rest


def wrongs(module: str, source: str) -> Iterator[str]:
    """What a module, by its path inside the package, does against the rules: line and words."""
    path = Path(module)
    own = path.parts[0].removesuffix(".py")
    if own not in {*DEPTH, "__init__"}:
        yield "1: has no place in LAYERS"
    if {*path.parent.parts, path.stem} & {"utils", "helpers", "common"}:
        yield "1: is named after nothing it does"
    for line, name in names(source):
        if name.startswith("."):
            yield f"{line}: imports {name} by a relative name"
        if name.startswith("generator."):
            other = name.split(".")[1]
            lower = DEPTH.get(other, len(DEPTH)) < DEPTH.get(own, -1)
            if not lower and other not in {own, "__version__"}:
                yield f"{line}: imports {name}, which is not below it"
        for deed, (allowed, by) in RULES.items():
            done = any(fnmatchcase(name, p) or name.startswith(f"{p}.") for p in by.split())
            if done and own not in allowed.split():
                yield f"{line}: {deed}: {name}"


@pytest.mark.parametrize("module", MODULES)
def test_module_keeps_the_rules(module: str) -> None:
    source = (PACKAGE / module).read_text(encoding="utf-8")
    assert [f"generator/{module}:{wrong}" for wrong in wrongs(module, source)] == []


@pytest.mark.parametrize(
    ("module", "source", "wrong"),
    [
        ("papers/model.py", "from generator import store", "1: imports generator.store,"),
        ("sources/x.py", "import generator.topics.terms", "1: imports generator.topics.terms,"),
        ("views/code.py", "if 1:\n    from generator import check", "2: imports generator.check,"),
        (
            "site/pages/x.py",
            "import generator\ngenerator.build.compose()",
            "2: imports generator.build",
        ),
        ("site/pages/x.py", "from generator import novel", "1: imports generator.novel,"),
        ("store/x.py", "from . import records", "1: imports ..records by a relative name"),
        ("novel.py", "", "1: has no place in LAYERS"),
        ("store/utils.py", "", "1: is named after nothing it does"),
        ("cli/x.py", "from urllib.request import urlopen", "1: uses the network"),
        ("site/x.py", "from mkdocs.config import base", "1: knows MkDocs"),
        ("intake/fill.py", "print(1)", "1: prints or exits"),
        ("store/x.py", "from sys import exit as leave\nleave()", "2: prints or exits: sys.exit"),
        ("views/x.py", "import datetime as d\nd.date.today()", "2: reads the clock"),
        ("build/x.py", "from datetime import datetime\ndatetime.now(None)", "2: reads the clock"),
        ("check/x.py", "from pathlib import Path\nPath('a').write_text('')", "2: writes files"),
        ("views/x.py", "with open('a', 'w') as file: pass", "1: writes files: open"),
        ("cli/x.py", "import subprocess", "1: runs programs"),
        ("build/x.py", "import os\nos.environ['CI']", "2: reads the environment"),
    ],
)
def test_planted_wrong_is_found(module: str, source: str, wrong: str) -> None:
    assert any(found.startswith(wrong) for found in wrongs(module, source))


def test_class_name_stands_once() -> None:
    places: dict[str, list[str]] = {}
    for module in MODULES:
        for node in ast.parse((PACKAGE / module).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(module)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def arrows() -> dict[str, set[str]]:
    """The rooms that each room imports."""
    found: dict[str, set[str]] = {}
    for module in MODULES:
        own = Path(module).parts[0].removesuffix(".py")
        for _, name in names((PACKAGE / module).read_text(encoding="utf-8")):
            other = name.split(".")[1] if name.startswith("generator.") else own
            if other in DEPTH and other != own:
                found.setdefault(own, set()).add(other)
    return found


def reached(rooms: dict[str, set[str]], start: str) -> set[str]:
    """The rooms that a room leads to, over others too."""
    direct = rooms.get(start, set())
    return direct.union(*(reached(rooms, room) for room in direct))


def test_diagram_shows_the_imports() -> None:
    rooms = {own: others for own, others in arrows().items() if own != "__main__"}
    right = {
        f"  {own} --> {other}"
        for own, others in rooms.items()
        for other in others
        if not any(other in reached(rooms, between) for between in others - {other})
    }
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn = re.findall(r"^  \w+ --> \w+$", page.partition("```mermaid")[2], re.MULTILINE)
    assert sorted(drawn) == sorted(right)
