"""Answers of Semantic Scholar's API (https://api.semanticscholar.org/api-docs/graph)."""

from __future__ import annotations

from typing import Final

from generator.sources.drafts import Draft
from generator.sources.json_shapes import Fields, Shape, inner, objects, text, year


def _draft(fields: Fields) -> Draft:
    outer = inner(fields, "externalIds")
    return Draft(
        line=0,
        title=text(fields, "title"),
        abstract=text(fields, "abstract"),
        authors=[text(author, "name") for author in objects(fields, "authors")],
        published=text(fields, "publicationDate") or year(fields, "year"),
        arxiv=text(outer, "ArXiv"),
        doi=text(outer, "DOI"),
        venue=text(inner(fields, "publicationVenue"), "name")
        or text(fields, "venue")
        or text(inner(fields, "journal"), "name"),
    )


SHAPE: Final = Shape(
    "semantic_scholar",
    "Semantic Scholar",
    "search",
    lambda fields: "paperId" in fields and ("externalIds" in fields or "title" in fields),
    _draft,
)
