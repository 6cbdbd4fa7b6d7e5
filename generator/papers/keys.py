"""Citation keys as authors expect them: ``zeng2022glm``, each for one paper, and kept.

A key is made of what hardly ever changes: the first author's family name, the year of the
arXiv identifier, the first telling word of the permalink. Where it is another paper's already,
the record states one of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING, Final

from slugify import slugify

from generator.papers import fields, names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.papers.model import Paper

_UNTELLING: Final = re.compile(
    "an?|and|are|as|at|beyond|by|can|do|does|for|from|how|in|is|its?|not|of|on|or|rethinking"
    "|revisiting|the|this|to|towards?|understanding|via|we|what|when|where|which|who|why|will|with"
    "|[0-9]+"
)


def usual(paper: Paper) -> str:
    """The key that authors would expect of ``paper``, whoever else has it.

    >>> from generator.papers.model import Paper
    >>> usual(Paper("glm-130b-an-open-model", "GLM", arxiv="2210.02414", authors=("Aohan Zeng",)))
    'zeng2022glm'
    """
    family = names.parts(paper.authors[0]).family if paper.authors else ""
    year = fields.arxiv_month(paper.arxiv) if paper.arxiv else paper.published or ""
    words = paper.id.split("-")
    telling = (word for word in words if not _UNTELLING.fullmatch(word))
    word = next(telling, words[0])
    return f"{slugify(family, separator='')}{year[:4]}{word}" if family else f"{word}{year[:4]}"


def keys(papers: Iterable[Paper]) -> dict[str, str]:
    """By id the key of each of ``papers``: the stated one, else the usual.

    Of several that share the usual one, the first that came has it, the others the usual one
    with ``b``, ``c`` and so on, which their records should state.
    """
    stated = {paper.id: paper.citation_key for paper in papers if paper.citation_key}
    taken = {*stated.values()}
    shared: dict[str, list[Paper]] = defaultdict(list)
    found = {}
    for paper in papers:
        if paper.id not in stated:
            shared[usual(paper)].append(paper)
    for key, of_key in shared.items():
        for paper in sorted(of_key, key=lambda paper: (paper.added or "", paper.id)):
            found[paper.id] = next(each for each in _candidates(key) if each not in taken)
            taken.add(found[paper.id])
    return stated | found


def _candidates(key: str) -> Iterable[str]:
    yield key
    yield from (f"{key}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")
    yield from (f"{key}{number}" for number in count(27))
