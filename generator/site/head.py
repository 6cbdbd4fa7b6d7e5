"""What a page says of itself to machines: schema.org, citation tags, robots.txt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.papers import wording
from generator.papers.model import File, Paper, Settings
from generator.papers.settings import base_url
from generator.publish import citation
from generator.site.here import Here
from generator.site.schema_org import json_ld
from generator.views import Digest

__all__ = ["Here", "Metadata", "listed", "metadata", "robots"]

_LISTED = re.compile(r"\]\((?:\.\./)*papers/([^/()]+)\.md\)")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What stands in the head of a page: JSON-LD, and names with contents."""

    json_ld: str
    tags: tuple[tuple[str, str], ...]


def metadata(digest: Digest, here: Here) -> Metadata:
    """What the head of the page ``here`` says, in plain text that the template escapes.

    ``json_ld`` is safe as it is. What must be absolute is left out where digest.yml states
    no address.
    """
    paper = digest.corpus.papers.get(here.paper)
    return Metadata(
        json_ld(digest, here, paper),
        tuple(_tags(digest, here, paper)) if paper else (),
    )


def listed(markdown: str) -> tuple[str, ...]:
    """The papers that a generated page links to, by id, each once, in the page's order."""
    return tuple(dict.fromkeys(_LISTED.findall(markdown)))


def robots(settings: Settings) -> Iterator[File]:
    """robots.txt (RFC 9309), which leads to the sitemap; none without an address."""
    if base := base_url(settings):
        yield File("robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n")


def _tags(digest: Digest, here: Here, paper: Paper) -> Iterator[tuple[str, str]]:
    base = base_url(digest.corpus.settings)
    page = base and base + here.url
    named = paper.authors[: wording.MOST_NAMED]
    return citation.tags(citation.reference(digest, paper), named, page)
