"""A page in the words of schema.org, as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from generator.papers import wording
from generator.papers.model import Paper
from generator.papers.settings import base_url
from generator.publish.citation import reference
from generator.site.here import Here
from generator.text.plain import paragraphs, plain, web_url
from generator.views import Digest

_MOST_LISTED = 100
# What HTML would take for its own inside <script>, and what JavaScript once took for line ends.
_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}

Node = dict[str, Any]


def json_ld(digest: Digest, here: Here, paper: Paper | None) -> str:
    """The page ``here``, about ``paper`` where it is about one, as JSON-LD for a ``<script>``."""
    graph = list(_graph(digest, here, paper))
    return embedded({"@context": "https://schema.org", "@graph": graph})


def embedded(data: Node) -> str:
    """``data`` as JSON that may stand inside ``<script>`` as it is.

    >>> embedded({"name": "</script>"})
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_UNSAFE)


def _graph(digest: Digest, here: Here, paper: Paper | None) -> Iterator[Node]:
    """The nodes that describe a page: https://schema.org/docs/full.html."""
    settings = digest.corpus.settings
    base = base_url(settings)
    site = _filled(
        {
            "@type": "WebSite",
            "@id": base and f"{base}#site",
            "url": base,
            "name": plain(settings.title),
        }
    )
    if not here.url:
        site |= _filled({"description": plain(settings.description), "inLanguage": "en"})
    yield site
    about = {"@id": site["@id"]} if base else {"@type": "WebSite", "name": site["name"]}
    if paper:
        yield _article(digest, paper, here) | {"isPartOf": about}
    else:
        yield _collection(digest, here) | {"isPartOf": about}
    if base and here.trail:
        yield _breadcrumbs(here, base)


def _article(digest: Digest, paper: Paper, here: Here) -> Node:
    """https://schema.org/ScholarlyArticle"""
    base = base_url(digest.corpus.settings)
    of = reference(digest, paper)
    page = base and base + here.url
    identifiers = (("arXiv", of.arxiv), ("DOI", of.doi))
    return _filled(
        {
            "@type": "ScholarlyArticle",
            "@id": base and f"{base}{here.url}#paper",
            "headline": plain(paper.title),
            "author": [
                {"@type": "Person", "name": plain(name)}
                for name in paper.authors[: wording.MOST_NAMED]
            ],
            "datePublished": paper.published,
            "identifier": [
                {"@type": "PropertyValue", "propertyID": kind, "value": value}
                for kind, value in identifiers
                if value
            ],
            "url": of.url,
            "mainEntityOfPage": page,
            "sameAs": web_url(f"https://doi.org/{of.doi}") if of.doi else "",
            "about": [
                _filled(
                    {
                        "@type": "DefinedTerm",
                        "name": plain(topic.title),
                        "url": base and f"{base}topics/{topic.id}/",
                    }
                )
                for topic in digest.known_topics(paper)
            ],
            "description": " ".join(paragraphs(paper.summary)),
            "abstract": "\n\n".join(paragraphs(paper.abstract)),
        }
    )


def _collection(digest: Digest, here: Here) -> Node:
    """https://schema.org/CollectionPage, or a plain WebPage where no papers are listed."""
    base = base_url(digest.corpus.settings)
    papers = [digest.corpus.papers[id_] for id_ in here.lists if id_ in digest.corpus.papers]
    items = [
        {
            "@type": "ListItem",
            "position": place,
            "name": plain(paper.title),
            "url": f"{base}papers/{paper.id}/",
        }
        for place, paper in enumerate(papers[:_MOST_LISTED], start=1)
    ]
    return _filled(
        {
            "@type": "CollectionPage" if papers else "WebPage",
            "@id": base and base + here.url,
            "url": base and base + here.url,
            "name": plain(here.title),
            "description": plain(here.description),
            "mainEntity": {
                "@type": "ItemList",
                "numberOfItems": len(items),
                "itemListElement": items,
            }
            if base and items
            else None,
        }
    )


def _breadcrumbs(here: Here, base: str) -> Node:
    """https://schema.org/BreadcrumbList"""
    own = base + here.url
    steps = [*((title, urljoin(own, href)) for title, href in here.trail), (here.title, own)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": plain(title), "item": url}
            for place, (title, url) in enumerate(steps, start=1)
        ],
    }


def _filled(node: Mapping[str, Any]) -> Node:
    return {name: value for name, value in node.items() if value}
