"""One style sheet for every page, of the files that the theme's own imports and of the topics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.papers.model import Vocabulary
from generator.text.colours import HUES
from generator.views import Digest
from generator.views.outputs import Output, World

SHEET = "assets/digest.css"
GROUPS = "groups.css"
"""What the sheet imports and no file has: the hues, and which topic has which."""

_IMPORT = re.compile(r'^@import "(?P<name>[\w-]+\.css)";\n', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/\n*", re.DOTALL)


class NoSheet(Exception):
    """A file that the sheet imports is not there: one line."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The sheet, the files that it imports by name, the number of papers of each topic."""

    text: str
    imported: tuple[tuple[str, str], ...]
    papers: tuple[tuple[str, int], ...]


def outputs(digest: Digest, themes: Sequence[str]) -> Iterator[Output]:
    """The sheet of the first of ``themes`` that has one. Raises NoSheet."""
    if sheet := _first(themes, SHEET):
        text = sheet.read_text("utf-8")
        papers = {of.topic.id: len(of.papers) for group in digest.topics for of in group.topics}
        given = _Sheet(text, tuple(_imported(themes, text)), tuple(papers.items()))
        yield Output((SHEET,), _bundled, given)


def parts(themes: Sequence[str]) -> tuple[str, ...]:
    """The files of ``themes`` that the sheet stands for, by path: they are not copied."""
    sheet = _first(themes, SHEET)
    if not sheet:
        return ()
    return (SHEET, *(f"assets/{name}" for name in _IMPORT.findall(sheet.read_text("utf-8"))))


def _imported(themes: Sequence[str], sheet: str) -> Iterator[tuple[str, str]]:
    for name in _IMPORT.findall(sheet):
        path = _first(themes, f"assets/{name}")
        if not path and name != GROUPS:
            raise NoSheet(f"{SHEET} imports {name}: there is no such file beside it")
        yield name, path.read_text("utf-8") if path else ""


def _first(themes: Sequence[str], path: str) -> Path | None:
    places = (Path(theme) / path for theme in themes)
    return next((place for place in places if place.is_file()), None)


def _bundled(world: World, given: _Sheet) -> tuple[str]:
    groups = f"{_hues()}{stylesheet(world.vocabulary, dict(given.papers))}"
    return (bundled(given.text, {**dict(given.imported), GROUPS: groups}),)


def bundled(sheet: str, texts: Mapping[str, str]) -> str:
    """``sheet`` with ``texts`` in place of the imports of those names, without comments.

    A browser asks for what is imported only after it has read the sheet, and for each by
    itself.

    >>> bundled('@import "base.css";\\nb {}\\n', {"base.css": "/* plain */\\na {}\\n"})
    'a {}\\nb {}\\n'
    """
    return _COMMENT.sub("", _IMPORT.sub(lambda found: texts[found["name"]], sheet))


def stylesheet(vocabulary: Vocabulary, papers: Mapping[str, int]) -> str:
    """CSS that sets ``--group`` on the pages of each group and on links to its topics.

    A link to a topic also gets ``--share``: its number of ``papers`` (by topic id) as a
    share of the largest, for the bars of lists.
    """
    rules = []
    largest = max(papers.values(), default=0)
    for number, group in enumerate(vocabulary.groups):
        links = (_link(topic.id) for topic in vocabulary.topics if topic.group == group.id)
        selectors = ",".join((f'[data-group="{group.id}"]', *links))
        rules.append(f"{selectors}{{--group:var(--hue-{number % len(HUES) + 1})}}\n")
    for topic in vocabulary.topics:
        if number := papers.get(topic.id, 0):
            rules.append(f"{_link(topic.id)}{{--share:{100 * number // largest}%}}\n")
    return "".join(rules)


def _link(topic: str) -> str:
    return f'a[href$="topics/{topic}/"]'


def _hues() -> str:
    pairs = enumerate(HUES, start=1)
    rules = (f"  --hue-{place}: light-dark({light}, {dark});\n" for place, (light, dark) in pairs)
    return f":root {{\n{''.join(rules)}}}\n"
