"""The page of one paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from generator import wording
from generator.addresses import addresses
from generator.citation import bibtex
from generator.pages.cards import card, edition_ref, paper_path, said, topic_ref
from generator.pages.feeds import topic_feeds
from generator.pages.markdown import fence, web
from generator.pages.page import Head, Page, Ref, page
from generator.text import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model import Paper
    from generator.views import Digest

_SHOWN_AUTHORS = 8


def paper_page(digest: Digest, paper: Paper, source: str) -> Page:
    """The page of ``paper``; ``source`` is its file in the content folder, '' where unknown."""
    topics = digest.known_topics(paper)
    seen = digest.sightings.get(paper.id, ())
    published = paper.published or ""
    head = Head(
        path=f"papers/{paper.id}.md",
        kind="paper",
        title=paper.title,
        description=" ".join(paragraphs(paper.summary)) or _facts(digest, paper),
        days=(published, *(edition.date or "" for edition, _ in seen)),
        group=topics[0].group if topics else "",
        paper=paper.id,
        feeds=topic_feeds(digest.corpus.settings, topics),
    )
    folded = len(paper.authors) > _SHOWN_AUTHORS
    total = wording.total_authors(paper)
    return page(
        head,
        "paper",
        authors=wording.names(paper.authors[:_SHOWN_AUTHORS], total),
        all_authors=", ".join(paper.authors) if folded else "",
        named=len(paper.authors),
        total=total,
        date=wording.date_words(published or digest.listed[paper.id]),
        category=paper.category,
        topics=[topic_ref(topic) for topic in topics],
        buttons=list(_buttons(paper)),
        summary=paragraphs(paper.summary),
        abstract=paragraphs(paper.abstract),
        listings=[
            (edition_ref(edition), [*filter(None, [wording.edition_day(edition)]), *said(sighting)])
            for edition, sighting in seen
        ],
        related=[
            (
                Ref(other.paper.title, paper_path(other.paper)),
                ", ".join(digest.corpus.topics[topic].title for topic in other.shared),
            )
            for other in digest.related[paper.id]
        ],
        id=paper.id,
        bibtex=Markup(fence(bibtex(paper), "bibtex")),
        edit=_edit_url(digest, source),
    )


def _facts(digest: Digest, paper: Paper) -> str:
    shown = card(digest, paper)
    about = ", ".join(topic.title for topic in shown.topics)
    facts = (shown.authors and f"By {shown.authors}", shown.date.capitalize(), about)
    return ". ".join(filter(None, facts)) + "."


def _buttons(paper: Paper) -> Iterator[tuple[str, Markup]]:
    for address in addresses(paper):
        if url := web(address.url):
            yield address.label, url


def _edit_url(digest: Digest, source: str) -> Markup | None:
    settings = digest.corpus.settings
    if not (settings.repository and source):
        return None
    return web(f"{settings.repository.rstrip('/')}/edit/{settings.branch}/content/{source}")
