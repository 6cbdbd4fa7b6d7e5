"""Views to files for machines: BibTeX, RIS, CSL-JSON, CSV, the JSON API, llms.txt.

All of it is described for people on the page ``content/pages/data.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.publish.api import all_papers, api_outputs, dumped, known, paper_data, paper_json
from generator.publish.bibtex import bibtex
from generator.publish.citation import csl, reference, ris
from generator.publish.llms import llms_txt
from generator.publish.table import HEADINGS, csv_row
from generator.views.outputs import Joined, Output

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from generator.publish.api import Known
    from generator.views import Digest
    from generator.views.outputs import Shown, World

__all__ = ["outputs"]


def outputs(digest: Digest, others: Collection[str] = ()) -> Iterator[Output | Joined]:
    """Every export of ``digest``, papers newest first, the same for the same corpus.

    ``others`` are paths of other files of the site; llms.txt names the feeds among them.
    """
    papers = known(digest)
    shown = digest.shown(digest.newest)
    yield Joined("papers.bib", _bibtex, shown, between="\n")
    yield Joined("papers.ris", _ris, shown)
    yield Joined("papers.csl.json", _csl, shown, "[", ",", "]\n")
    yield Joined("papers.csv", csv_row, papers, HEADINGS)
    yield Joined("api/papers.json", _json, papers, *all_papers())
    for group in digest.topics:
        for of in group.topics:
            path = f"topics/{of.topic.id}/papers.bib"
            yield Joined(path, _bibtex, digest.shown(of.papers), between="\n")
    for each in papers:
        id_ = each.shown.paper.id
        yield Output((f"papers/{id_}/cite.bib", f"api/papers/{id_}.json"), _paper, each)
    yield from api_outputs(digest)
    yield Output(("llms.txt",), _llms, llms_txt(digest, others))


def _paper(world: World, of: Known) -> tuple[str, str]:
    return _bibtex(world, of.shown), paper_json(world, of)


def _bibtex(world: World, shown: Shown) -> str:
    return f"{bibtex(reference(world, shown))}\n"


def _ris(world: World, shown: Shown) -> str:
    return ris(reference(world, shown))


def _csl(world: World, shown: Shown) -> str:
    return dumped(csl(reference(world, shown))).rstrip("\n")


def _json(world: World, of: Known) -> str:
    return dumped(paper_data(world, of)).rstrip("\n")


def _llms(world: World, text: str) -> tuple[str]:
    return (text,)
