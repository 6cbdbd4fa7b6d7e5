"""The files of the page "For you", which ranks papers in the reader's browser.

``index.json`` has the vocabulary, as stem, form and rarity, and the files of the quarters, the
newest first, each with its name, words for it and the number of papers. A file of a quarter is
named after its vocabulary. It has ``papers``, the steps from one paper's number in the search to
the next, and ``words``, for each how many it has and the steps from one to the next, as the
search writes numbers. ``worker.js`` has what the page loaded at hand where there is no network.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

from generator.papers.wording import MONTHS
from generator.site.search.index import dumped, numbers, written
from generator.views import Digest
from generator.views.foryou import quarter, vocabulary, words_of
from generator.views.outputs import Folder, Shown, World

FOLDER = "for-you"
_WORKER = Path(__file__).parent / "templates" / "worker.js"


def outputs(digest: Digest) -> Iterator[Folder]:
    """Everything that the page loads."""
    yield Folder(FOLDER, _files, (digest.shown(digest.newest), _WORKER.read_text("utf-8")))


def _files(world: World, given: tuple[tuple[Shown, ...], str], cache: Path) -> dict[str, bytes]:
    shown, worker = given
    words = vocabulary(each.paper for each in shown)
    places = {word.stem: place for place, word in enumerate(words)}
    mark = blake2b(repr([*places]).encode(), digest_size=4).hexdigest()
    number = numbers({each.paper.id for each in shown})
    quarters: dict[str, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    for each in shown:
        of = number[each.paper.id], words_of(each.paper, places)
        quarters[quarter(each.listed)].append(of)
    files = {"worker.js": worker.encode()}
    listed = []
    for name, papers in sorted(quarters.items(), reverse=True):
        path = f"{name or 'undated'}-{mark}.json"
        files[path] = packed(sorted(papers))
        listed.append((path, _words(name), len(papers)))
    index = {"words": [(word.stem, word.form, word.rarity) for word in words], "quarters": listed}
    return {"index.json": dumped(index), **files}


def packed(papers: Sequence[tuple[int, Sequence[int]]]) -> bytes:
    """The file of a quarter: of each paper, by ascending number, the places of its words."""
    steps = [now - before for before, now in pairwise((0, *(number for number, _ in papers)))]
    lists = [
        step
        for _, words in papers
        for step in (len(words), *(now - before for before, now in pairwise((0, *words))))
    ]
    return dumped({"papers": written(steps), "words": written(lists)})


def _words(name: str) -> str:
    """``October to December 2025`` of ``2025-q4``."""
    year, _, number = name.partition("-q")
    if not number:
        return year or "undated"
    last = 3 * int(number) - 1
    return f"{MONTHS[last - 2]} to {MONTHS[last]} {year}"
