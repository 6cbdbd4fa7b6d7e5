"""Answers of OpenAlex: works (https://docs.openalex.org/api-entities/works/work-object).

An abstract is an index there: each word with the places where it stands.
"""

from __future__ import annotations

from typing import Final

from generator.sources import drafts
from generator.sources.drafts import Draft
from generator.sources.json_shapes import Fields, Shape, inner, objects, text, year

_MOST_WORDS: Final = 20_000


def _draft(fields: Fields) -> Draft:
    location = inner(fields, "primary_location")
    source = inner(location, "source")
    page = text(location, "landing_page_url")
    return Draft(
        line=0,
        title=drafts.untagged(text(fields, "title", "display_name")),
        abstract=_abstract(inner(fields, "abstract_inverted_index")),
        authors=[_name(author) for author in objects(fields, "authorships")],
        published=text(fields, "publication_date") or year(fields, "publication_year"),
        doi=text(fields, "doi"),
        venue="" if source.get("type") == "repository" else text(source, "display_name"),
        links=[("paper", page)] if page else [],
    )


def _name(authorship: Fields) -> str:
    return text(inner(authorship, "author"), "display_name") or text(authorship, "raw_author_name")


def _abstract(index: Fields) -> str:
    words = [
        (place, word)
        for word, places in index.items()
        if isinstance(places, list)
        for place in places[:_MOST_WORDS]
        if type(place) is int
    ]
    return " ".join(word for _, word in sorted(words)[:_MOST_WORDS])


SHAPE: Final = Shape(
    "openalex",
    "OpenAlex",
    "search",
    lambda fields: text(fields, "id").startswith("https://openalex.org/W"),
    _draft,
)
