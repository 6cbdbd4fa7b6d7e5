"""What a page says of itself to machines: schema.org, citation tags, its card, robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from generator.papers import wording
from generator.papers.links import of_doi
from generator.papers.model import Topic, base_url
from generator.publish import citation
from generator.publish.citation import nonempty, reference
from generator.site.pages.page import HOME, Head, address
from generator.text.plain import paragraphs, plain, web_url
from generator.views import Digest
from generator.views.outputs import Output, Shown, World
from generator.views.topics import hue

CARD_SIZE = (1200, 630)
"""How wide and how high a card is."""
_CARD = "card.png"
_EDITIONS_CARD = "editions/card.png"
_MOST_LISTED = 10  # the page itself has them all
# What HTML would take for its own inside <script>, and what JavaScript once took for line ends.
_UNSAFE = {char.encode(): f"\\u{ord(char):04x}".encode() for char in "<>&\u2028\u2029"}

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. ``hues`` are numbers of colours, each shown as a dot."""

    title: str
    about: str = ""
    name: str = ""
    label: str = ""
    hues: tuple[int, ...] = ()


class Metadata(msgspec.Struct, frozen=True):
    """What stands in the head of a page: JSON-LD, names with contents, and its card.

    ``card`` is the path of a picture from the root of the site, ``card_of`` what it names.
    """

    json_ld: str
    tags: tuple[tuple[str, str], ...]
    card: str
    card_of: str


def metadata(world: World, head: Head) -> Metadata:
    """What the head of a page says, in plain text that the template escapes.

    ``json_ld`` is safe as it is. What must be absolute is left out where digest.yml states
    no address.
    """
    base = base_url(world.settings)
    tags: Iterable[tuple[str, str]] = ()
    if head.paper:
        named = head.paper.paper.names[: wording.MOST_NAMED]
        tags = citation.tags(reference(world, head.paper), named, base and base + head.address)
    if topic := world.topics.get(head.topic):
        card = _card_of(topic), plain(topic.title)
    else:
        of_listings = head.kind in ("edition", "editions")
        card = _EDITIONS_CARD if of_listings else _CARD, plain(world.settings.title)
    graph = [nonempty(node) for node in _graph(world, head, base)]
    return Metadata(
        embedded({"@context": "https://schema.org", "@graph": graph}), tuple(tags), *card
    )


def robots(world: World) -> Iterator[Output]:
    """robots.txt (RFC 9309), which leads to the sitemap; none without an address."""
    if base_url(world.settings):
        yield Output(("robots.txt",), _robots, None)


def _robots(world: World, given: None) -> tuple[str]:
    return (f"User-agent: *\nAllow: /\n\nSitemap: {base_url(world.settings)}sitemap.xml\n",)


def embedded(data: Node) -> str:
    """``data`` as JSON that may stand inside ``<script>`` as it is.

    >>> embedded({"name": "</script>"})
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    text = msgspec.json.encode(data)
    for char, escaped in _UNSAFE.items():
        text = text.replace(char, escaped)
    return text.decode()


def _graph(world: World, head: Head, base: str) -> Iterator[Node]:
    """The nodes that describe a page: https://schema.org/docs/full.html."""
    settings, page = world.settings, base and base + head.address
    name = plain(settings.title)
    site: Node = {"@id": f"{base}#site"} if base else {"@type": "WebSite", "name": name}
    if not head.address:
        about = {"url": base, "description": plain(settings.description), "inLanguage": "en"}
        yield site | {"@type": "WebSite", "name": name} | about
    of_page = (
        _article(world, head, head.paper, page) if head.paper else _collection(head, base, page)
    )
    yield of_page | {"isPartOf": site}
    if base and head.kind not in ("home", "text"):
        above = [(plain(ref.title), base + address(ref.path)) for ref in (HOME, *head.trail)]
        # At least two; else the page itself goes without saying.
        steps = above if len(above) > 1 else [*above, (plain(head.title), "")]
        yield {
            "@type": "BreadcrumbList",
            "itemListElement": [
                nonempty({"@type": "ListItem", "position": place, "name": title, "item": url})
                for place, (title, url) in enumerate(steps, start=1)
            ],
        }


def _article(world: World, head: Head, shown: Shown, page: str) -> Node:
    """https://schema.org/ScholarlyArticle"""
    paper, citation, base = shown.paper, reference(world, shown), base_url(world.settings)
    return {
        "@type": "ScholarlyArticle",
        "headline": plain(paper.title),
        "author": [
            {"@type": "Person", "name": plain(name)} for name in paper.names[: wording.MOST_NAMED]
        ],
        "datePublished": paper.published,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": kind, "value": value}
            for kind, value in (("arXiv", citation.arxiv), ("DOI", citation.doi))
            if value
        ],
        "url": citation.url,
        "mainEntityOfPage": page,
        "sameAs": web_url(of_doi(citation.doi)) if citation.doi else "",
        "about": [
            nonempty(
                {
                    "@type": "DefinedTerm",
                    "name": plain(topic.title),
                    "url": base and f"{base}topics/{topic.id}/",
                }
            )
            for topic in world.known_topics(paper)
        ],
        "abstract": "\n\n".join(paragraphs(paper.abstract)),
    }


def _collection(head: Head, base: str, page: str) -> Node:
    """https://schema.org/CollectionPage, or a plain WebPage where no papers are listed."""
    items = [
        {
            "@type": "ListItem",
            "position": place,
            "url": f"{base}papers/{shown.paper.id}/",
        }
        for place, shown in enumerate(head.lists[:_MOST_LISTED], start=1)
    ]
    listed = {"@type": "ItemList", "numberOfItems": len(head.lists), "itemListElement": items}
    return {
        "@type": "CollectionPage" if head.lists else "WebPage",
        "@id": page,
        "url": page,
        "name": plain(head.title),
        "description": head.summary,
        "mainEntity": listed if base and items else None,
    }


def _card_of(topic: Topic) -> str:
    return f"topics/{topic.id}/{_CARD}"


def cards(digest: Digest) -> Iterator[Output]:
    """The images that stand beside a link to the site where it is shared (OpenGraph).

    There is one for the digest, one for its listings, and one a topic, which the papers of the
    topic share: a picture of every paper would be a quarter of the site's bytes.
    """
    settings, vocabulary = digest.corpus.settings, digest.corpus.vocabulary
    titles = {group.id: plain(group.title) for group in vocabulary.groups}
    name, hues = plain(settings.title), tuple(hue(vocabulary, g.id) for g in vocabulary.groups)
    by_path = {
        _CARD: Card(name, _first(settings.description), hues=hues),
        _EDITIONS_CARD: Card(
            "Listings of papers", "Each as it was captured, in its own order.", name, hues=hues
        ),
    }
    for topic in vocabulary.topics:
        by_path[_card_of(topic)] = Card(
            plain(topic.title),
            _first(topic.description),
            name,
            titles.get(topic.group, ""),
            tuple(filter(None, [hue(vocabulary, topic.group)])),
        )
    for path, card in by_path.items():
        yield Output((path,), _drawn, card)


def _first(text: str) -> str:
    return next(iter(paragraphs(text)), "")


def _drawn(world: World, card: Card) -> tuple[bytes]:
    # Takes a tenth of a second to import: only what draws pays for it.
    from generator.site.draw import png

    return (png(card),)
