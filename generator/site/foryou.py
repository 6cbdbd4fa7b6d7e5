"""The files of the page "For you", which ranks papers in the reader's browser.

``index.json`` has the vocabulary, as stem, form and rarity, and the files of the quarters, the
newest first, each with its name, words for it and the number of papers. A file of a quarter is
named after its vocabulary. It has ``papers``, the steps from one paper's number in the search to
the next, and ``words``, for each how many it has and the steps from one to the next, as the
search writes numbers. ``worker.js`` has what the page loaded at hand where there is no network.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

from generator import views
from generator.papers.model import Paper
from generator.papers.wording import MONTHS
from generator.site.search.index import dumped, numbers, written
from generator.store import files
from generator.text import words as folding
from generator.views import Digest
from generator.views.foryou import Terms, quarter, terms, vocabulary
from generator.views.outputs import Folder, Shown, World
from generator.views.terms import texts

FOLDER = "for-you"
_WORKER = Path(__file__).parent / "templates" / "worker.js"


def outputs(digest: Digest) -> Iterator[Folder]:
    """Everything that the page loads."""
    yield Folder(FOLDER, _files, (digest.shown(digest.newest), _WORKER.read_text("utf-8")))


def _files(world: World, given: tuple[tuple[Shown, ...], str], cache: Path) -> dict[str, bytes]:
    shown, worker = given
    papers = {each.paper.id: each.paper for each in shown}
    found = _found(papers, cache / "terms")
    words = vocabulary(papers, found)
    places = {word.stem: place for place, word in enumerate(words)}
    mark = blake2b(repr([*places]).encode(), digest_size=4).hexdigest()
    number = numbers(papers.keys())
    quarters: dict[str, list[tuple[int, list[int]]]] = defaultdict(list)
    for each in shown:
        id_ = each.paper.id
        of = sorted(places[stem] for stem in found[id_][1] if stem in places)
        quarters[quarter(each.listed)].append((number[id_], of))
    made = {"worker.js": worker.encode()}
    listed = []
    for name, lists in sorted(quarters.items(), reverse=True):
        path = f"{name or 'undated'}-{mark}.json"
        made[path] = packed(sorted(lists))
        listed.append((path, _words(name), len(lists)))
    index = {"words": [(word.stem, word.form, word.rarity) for word in words], "quarters": listed}
    return {"index.json": dumped(index), **made}


def _found(papers: Mapping[str, Paper], kept: Path) -> dict[str, Terms]:
    """The terms of each paper, which a file keeps: of what changed alone they are looked for."""
    ground = _ground()
    before: dict[str, tuple[bytes, Terms]] = files.kept(kept, ground) or {}
    now: dict[str, tuple[bytes, Terms]] = {}
    for id_, paper in papers.items():
        mark = blake2b(repr(texts(paper)).encode(), digest_size=8).digest()
        known = before.get(id_)
        now[id_] = known if known and known[0] == mark else (mark, terms(paper))
    if now != before:
        with suppress(OSError):
            files.keep(kept, now, ground)
    return {id_: of for id_, (_, of) in now.items()}


def _ground() -> bytes:
    """What the terms of papers depend on besides: the code that finds them."""
    modules = (views.foryou, views.terms, folding, sys.modules[__name__])
    return b"".join(Path(str(module.__file__)).read_bytes() for module in modules)


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
