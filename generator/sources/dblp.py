"""Answers of DBLP's search for publications (https://dblp.org/faq/13501473.html)."""

from __future__ import annotations

import html
import re
from typing import Any, Final

from generator.sources.drafts import Draft
from generator.sources.json_shapes import Fields, Shape, inner, text, texts, year

_HOMONYM: Final = re.compile(r"\s+\d{4}$")


def _draft(fields: Fields) -> Draft | None:
    info = inner(fields, "info")
    if text(info, "type") == "Editorship":
        return None
    return Draft(
        line=0,
        title=html.unescape(text(info, "title")).removesuffix("."),
        authors=_names(inner(info, "authors").get("author")),
        published=year(info, "year"),
        doi=text(info, "doi"),
        venue=text(info, "venue"),
        links=[("paper", address) for address in texts(info, "ee")],
    )


def _names(authors: Any) -> list[str]:
    """The names, without the number that tells namesakes apart."""
    several = authors if isinstance(authors, list) else [authors]
    found = (text(name, "text") if isinstance(name, dict) else name for name in several)
    return [_HOMONYM.sub("", html.unescape(name)) for name in found if isinstance(name, str)]


SHAPE: Final = Shape(
    "dblp",
    "DBLP",
    "search",
    lambda fields: "info" in fields and ("@id" in fields or "@score" in fields),
    _draft,
)
