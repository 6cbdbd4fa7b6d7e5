"""Views to files for machines: BibTeX, RIS, CSL-JSON, CSV, the JSON API, llms.txt.

All of it is described for people on the page ``content/pages/data.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.papers.model import File
from generator.publish.api import api_files, dumped
from generator.publish.bibtex import bibtex
from generator.publish.citation import csl, reference, ris
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
    references = {paper.id: reference(digest, paper) for paper in digest.newest}
    entries = {id_: f"{bibtex(of)}\n" for id_, of in references.items()}
    for id_, entry in entries.items():
        yield File(f"papers/{id_}/cite.bib", entry)
    for group in digest.topics:
        for of in group.topics:
            of_topic = (entries[paper.id] for paper in of.papers)
            yield File(f"topics/{of.topic.id}/papers.bib", "\n".join(of_topic))
    yield File("papers.bib", "\n".join(entries.values()))
    yield File("papers.ris", "".join(map(ris, references.values())))
    yield File("papers.csl.json", dumped([csl(of) for of in references.values()]))
    yield File("papers.csv", csv_table(digest))
    yield from api_files(digest)
    yield File("llms.txt", llms_txt(digest, others))
