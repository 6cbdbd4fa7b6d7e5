"""Views to files for machines: BibTeX, CSL-JSON, CSV, the JSON API, llms.txt.

All of it is described for people on the page ``content/pages/data.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.papers.model import File
from generator.publish.api import api_files
from generator.publish.citation import bibtex
from generator.publish.csl import csl_item
from generator.publish.json_text import dumped
from generator.publish.llms import llms_txt
from generator.publish.table import csv_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from generator.views import Digest

__all__ = ["files"]


def files(digest: Digest, others: Collection[str] = ()) -> Iterator[File]:
    """Every export of ``digest``, papers newest first, the same for the same corpus.

    ``others`` are paths of other files of the site; llms.txt names the feeds among them.
    """
    entries = {paper.id: f"{bibtex(paper)}\n" for paper in digest.newest}
    items = {paper.id: csl_item(digest, paper) for paper in digest.newest}
    for id_ in entries:
        yield File(f"papers/{id_}/cite.bib", entries[id_])
        yield File(f"papers/{id_}/cite.json", dumped([items[id_]]))
    for group in digest.topics:
        for of in group.topics:
            of_topic = (entries[paper.id] for paper in of.papers)
            yield File(f"topics/{of.topic.id}/papers.bib", "\n".join(of_topic))
    yield File("papers.bib", "\n".join(entries.values()))
    yield File("papers.csl.json", dumped(list(items.values())))
    yield File("papers.csv", csv_table(digest))
    yield from api_files(digest)
    yield File("llms.txt", llms_txt(digest, others))
