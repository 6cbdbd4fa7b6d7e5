"""Small digests of invented papers, by their parts."""

from __future__ import annotations

from typing import Any

import msgspec

from generator.papers.identity import resolve
from generator.papers.model import Corpus, Edition, Paper, Settings, Vocabulary
from generator.views import Digest

DAY = "2024-10-31"


def digest_of(case: dict[str, Any]) -> Digest:
    """The digest that a case describes, as readers see it."""
    papers = case.get("papers", {})
    if isinstance(papers, str):
        papers = {id_: {} for id_ in papers.split()}
    listings = {
        id_: {"id": id_, "kind": "daily", "source": "Hub", "date": DAY}
        | {"papers": (), **stated}
        | {"papers": [p if isinstance(p, dict) else {"paper": p} for p in stated.get("papers", ())]}
        for id_, stated in case.get("listings", {}).items()
    }
    records = {id_: {"id": id_, "title": id_.upper(), **of} for id_, of in papers.items()}
    return Digest(
        resolve(
            Corpus(
                settings=msgspec.convert(case.get("settings", {}), Settings),
                vocabulary=msgspec.convert(case.get("vocabulary", {}), Vocabulary),
                papers=msgspec.convert(records, dict[str, Paper]),
                editions=msgspec.convert(listings, dict[str, Edition]),
            )
        )
    )
