"""Views to files for machines: BibTeX, CSL-JSON, CSV, the JSON API, llms.txt.

All of it is described for people on the page ``content/pages/data.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.citation import bibtex
from generator.exports.api import api_files
from generator.exports.csl import csl_json
from generator.exports.llms import llms_txt
from generator.exports.table import csv_table
from generator.model import File

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from generator.model import Paper
    from generator.views import Digest

__all__ = ["files"]


def files(digest: Digest, others: Collection[str] = ()) -> Iterator[File]:
    """Every export of ``digest``, papers newest first, the same for the same corpus.

    ``others`` are paths of other files of the site; llms.txt names the feeds among them.
    """
    for paper in digest.newest:
        yield File(f"papers/{paper.id}/cite.bib", _bibliography([paper]))
        yield File(f"papers/{paper.id}/cite.json", csl_json(digest, [paper]))
    for group in digest.topics:
        for of in group.topics:
            yield File(f"topics/{of.topic.id}/papers.bib", _bibliography(of.papers))
    yield File("papers.bib", _bibliography(digest.newest))
    yield File("papers.csl.json", csl_json(digest, digest.newest))
    yield File("papers.csv", csv_table(digest))
    yield from api_files(digest)
    yield File("llms.txt", llms_txt(digest, others))


def _bibliography(papers: Iterable[Paper]) -> str:
    return "\n".join(f"{bibtex(paper)}\n" for paper in papers)
