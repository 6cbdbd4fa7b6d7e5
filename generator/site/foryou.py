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
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

import numpy as np

from generator.papers.wording import MONTHS
from generator.site.search.index import dumped, letters, numbers
from generator.views import Digest
from generator.views.outputs import Folder, Late, World
from generator.views.words import Numbers, Word, parted, quarter

FOLDER = "for-you"
_WORKER = Path(__file__).parent / "templates" / "worker.js"
_Given: TypeAlias = "tuple[tuple[Word, ...], tuple[tuple[str, int, bytes], ...], str]"
"""The vocabulary; the quarters, the newest first, each with the number of papers and its file; the
script that needs no network."""


def outputs(digest: Digest) -> Iterator[Folder]:
    """Everything that the page loads."""
    yield Folder(FOLDER, _files, Late(partial(_given, digest), is_related=False))


def _given(digest: Digest) -> _Given:
    words, ends, places = digest.vocabulary
    of_paper = dict(zip(digest.corpus.papers, parted(places, ends), strict=True))
    quarters: dict[str, list[tuple[int, Numbers]]] = defaultdict(list)
    for id_, number in numbers(digest.corpus.papers).items():
        quarters[quarter(digest.listed[id_])].append((number, of_paper[id_]))
    newest = sorted(quarters.items(), reverse=True)
    listed = tuple((name, len(papers), packed(papers)) for name, papers in newest)
    return words, listed, _WORKER.read_text("utf-8")


def _files(_: World, given: _Given, __: Path) -> dict[str, bytes]:
    words, quarters, worker = given
    mark = blake2b(repr([word.stem for word in words]).encode(), digest_size=4).hexdigest()
    files, listed = {"worker.js": worker.encode()}, []
    for name, papers, data in quarters:
        path = f"{name or 'undated'}-{mark}.json"
        files[path] = data
        listed.append((path, _words(name), papers))
    terms = [(word.stem, word.form, word.rarity) for word in words]
    return {"index.json": dumped({"words": terms, "quarters": listed}), **files}


def packed(papers: Sequence[tuple[int, Numbers]]) -> bytes:
    """The file of a quarter: of each paper, by ascending number, the places of its words."""
    steps = np.diff([number for number, _ in papers], prepend=0)
    lengths = np.array([len(words) for _, words in papers])
    starts, places = np.cumsum(lengths) - lengths, np.concatenate([words for _, words in papers])
    lists = np.diff(np.insert(places, starts, 0), prepend=0)
    lists[starts + np.arange(len(starts))] = lengths
    return dumped({"papers": letters(steps)[0], "words": letters(lists)[0]})


def _words(name: str) -> str:
    """``October to December 2025`` of ``2025-q4``."""
    year, _, number = name.partition("-q")
    if not number:
        return year or "undated"
    last = 3 * int(number) - 1
    return f"{MONTHS[last - 2]} to {MONTHS[last]} {year}"
