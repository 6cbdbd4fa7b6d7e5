"""Papers that come by a listing and by a library are there once each, whichever comes first."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from generator import intake, store
from generator.papers import duplicates

LISTED = [
    ("2501.00001", "Weighing $k$-Nets by Hours: {\\alpha} Winter", ["Ada Muster", "Bo Beispiel"]),
    ("2501.00002", "LAMP: Reading Beside a Lamp", ["Cléo Example"]),
    ("2501.00003", "On Boats, Part II", ["Dan Ejemplo", "Eve Esempio", "Fay Voorbeeld"]),
    ("2501.00004", "On Boats, Part I", ["Dan Ejemplo", "Eve Esempio", "Fay Voorbeeld"]),
    ("2501.00005", "Technical Report", ["Gus Przykład", "Hal Muster"]),
    ("2501.00006", "A^2Nets and nabla^2Nets: Nets Squared", ["Ivo Muster"]),
]
LIBRARY = r"""
@article{muster2025weighing,
  title = {Weighing {$k$}-{N}ets by Hours: $\alpha$ Winter},
  author = {Muster, Ada and Beispiel, Bo},
  journal = {arXiv preprint arXiv:2501.00001}, year = {2025}
}
@inproceedings{example2025lamp,
  title = {{LAMP}: Reading beside a Lamp},
  author = {Example, Cl{\'e}o}, booktitle = {Proceedings of Lamps}, year = {2025}
}
@misc{ejemplo2025boats2,
  title = {On Boats, {P}art {II}}, author = {Ejemplo, D. and Esempio, E. and Voorbeeld, F.},
  eprint = {2501.00003}, archivePrefix = {arXiv}, year = {2025}
}
@misc{ejemplo2025boats1,
  title = {On boats, part {I}}, author = {Dan Ejemplo and Eve Esempio and Fay Voorbeeld},
  doi = {10.48550/arXiv.2501.00004}, year = {2025}
}
@misc{muster2025a2nets,
  title = {{A}{\textasciicircum}2{Nets} and $\nabla^2${Nets}: Nets Squared},
  author = {Muster, Ivo}, year = {2025}
}
@techreport{przyklad2025,
  title = {Technical Report}, author = {Przyk{\l}ad, Gus and Muster, Hal},
  year = {2025}, month = jan, url = {https://arxiv.org/abs/2501.00005v2}
}
"""


@pytest.mark.parametrize("order", list(permutations(("day.json", "library.bib"))))
def test_each_paper_is_there_once(tmp_path: Path, order: tuple[str, ...]) -> None:
    day = [
        {
            "paper": {
                "id": arxiv,
                "title": title,
                "summary": f"We look at number {arxiv}.",
                "authors": [{"name": name} for name in authors],
                "publishedAt": "2025-01-02T00:00:00.000Z",
                "submittedOnDailyAt": "2025-01-03T00:00:00.000Z",
                "upvotes": 3,
            },
            "title": title,
        }
        for arxiv, title, authors in LISTED
    ]
    (tmp_path / "day.json").write_text(json.dumps(day), encoding="utf-8")
    (tmp_path / "library.bib").write_text(LIBRARY, encoding="utf-8")
    content = tmp_path / "content"
    content.mkdir()
    (content / "digest.yml").write_text("title: Digest\n", encoding="utf-8")
    for name in order:
        path = tmp_path / name
        intake.ingest(content, [(path, intake.read(path, "2025-01-03"))])
    papers = store.load(content).corpus.papers
    assert sorted(paper.arxiv or paper.title for paper in papers.values()) == [
        arxiv for arxiv, *_ in LISTED
    ]
    assert not [pair for pair in duplicates.pairs(papers.values()) if pair.verdict == "same"]
