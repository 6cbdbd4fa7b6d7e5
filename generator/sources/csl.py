"""CSL-JSON, which Zotero and others export, and answers of Crossref, which has its fields.

https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables,
https://api.crossref.org/swagger-ui/index.html. Crossref puts texts into lists.
"""

from __future__ import annotations

import re
from typing import Any, Final

from generator.sources import drafts
from generator.sources.drafts import Draft
from generator.sources.json_shapes import Fields, Shape, inner, objects, text

_JATS_TITLE: Final = re.compile(r"<jats:title>[^<]*</jats:title>")
_VOLUMES: Final = frozenset({"proceedings", "journal", "journal-issue", "book-series"})
_ARXIV: Final = re.compile(r"(?:arXiv:\s*)(\S+)", re.IGNORECASE)


def _draft(fields: Fields) -> Draft | None:
    if text(fields, "type") in _VOLUMES:
        return None
    number = _ARXIV.search(text(fields, "number", "note"))
    title, subtitle = text(fields, "title"), text(fields, "subtitle")
    return Draft(
        line=0,
        title=drafts.untagged(f"{title}: {subtitle}" if title and subtitle else title),
        abstract=drafts.untagged(_JATS_TITLE.sub("", text(fields, "abstract"))),
        authors=[_name(author) for author in objects(fields, "author")],
        published=_date(fields),
        arxiv=_related(fields) or (number[1] if number else ""),
        doi=text(fields, "DOI"),
        venue=text(fields, "container-title"),
        links=[("paper", text(fields, "URL"))] if fields.get("URL") else [],
    )


def _name(author: Fields) -> str:
    """A name as printed; ``Family, Given`` would lose a particle and a comma in either."""
    given = text(author, "given"), text(author, "non-dropping-particle", "dropping-particle")
    parts = (*given, text(author, "family"), text(author, "suffix"))
    return " ".join(filter(None, parts)) or text(author, "literal", "name")


def _date(fields: Fields) -> str:
    for name in ("issued", "published", "published-online", "published-print", "posted"):
        date = inner(fields, name)
        parts = date.get("date-parts")
        first = parts[0] if isinstance(parts, list) and parts else None
        numbers = [str(part).zfill(2) for part in first or () if part] if _is_list(first) else []
        if numbers:
            return "-".join(numbers[:3])
        if text(date, "raw", "literal"):
            return text(date, "raw", "literal")
    return ""


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _related(fields: Fields) -> str:
    """The arXiv id that Crossref knows for another version of the work."""
    relation = inner(fields, "relation")
    found = (one for kind in relation for one in objects(relation, kind))
    return next((text(one, "id") for one in found if one.get("id-type") == "arxiv"), "")


def _is_crossref(fields: Fields) -> bool:
    return "DOI" in fields and isinstance(fields.get("title"), list)


def _is_csl(fields: Fields) -> bool:
    known = {"issued", "container-title", "DOI", "URL", "author", "accessed"}
    return {"type", "title"} <= set(fields) and bool(known & set(fields))


SHAPES: Final = (
    Shape("crossref", "Crossref", "search", _is_crossref, _draft),
    Shape("csl_json", "CSL-JSON library", "list", _is_csl, _draft),
)
