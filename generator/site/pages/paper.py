"""The page of one paper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.papers import categories, wording
from generator.papers.addresses import addresses
from generator.publish.bibtex import bibtex
from generator.publish.citation import reference
from generator.site.pages.cards import (
    card,
    edit_url,
    edition_ref,
    form_url,
    link_name,
    paper_path,
    said,
    topic_ref,
)
from generator.site.pages.feeds import topic_feeds
from generator.site.pages.page import Head, Page, Ref, Steps, page
from generator.text.markdown import destination, fence, web
from generator.text.plain import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.papers.model import Paper
    from generator.views import Digest

_SHOWN_AUTHORS = 8
_PAPERS = Ref("Papers", destination("papers/index.md"))


def paper_pages(digest: Digest, sources: Mapping[str, str]) -> Iterator[Page]:
    """The page of each paper, newest first; ``sources`` are their files, by id."""
    for newer, paper, older in zip(
        (None, *digest.newest), digest.newest, (*digest.newest[1:], None), strict=False
    ):
        steps = Steps(_ref(older) if older else None, _ref(newer) if newer else None)
        yield _paper_page(digest, paper, steps, sources.get(paper.id, ""))


def _paper_page(digest: Digest, paper: Paper, steps: Steps, source: str) -> Page:
    topics = digest.known_topics(paper)
    seen = digest.sightings.get(paper.id, ())
    published = paper.published or ""
    head = Head(
        path=f"papers/{paper.id}.md",
        kind="paper",
        title=paper.title,
        description=" ".join(paragraphs(paper.summary)) or _facts(digest, paper),
        days=(published, *(edition.date or "" for edition, _ in seen)),
        steps=steps,
        trail=(_PAPERS,),
        group=topics[0].group if topics else "",
        paper=paper.id,
        feeds=topic_feeds(digest.corpus.settings, topics),
    )
    folded = len(paper.authors) > _SHOWN_AUTHORS
    cited = reference(digest, paper)
    cited = replace(cited, authors=cited.authors[: wording.MOST_NAMED])
    total = wording.total_authors(paper)
    return page(
        head,
        "paper",
        authors=wording.names(paper.authors[:_SHOWN_AUTHORS], total),
        all_authors=wording.names(paper.authors[: wording.MOST_NAMED], total) if folded else "",
        named=min(len(paper.authors), wording.MOST_NAMED),
        total=total,
        date=wording.date_words(published or digest.listed[paper.id]),
        category=categories.spelled_out(paper.category or ""),
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
                _ref(other.paper),
                ", ".join(digest.corpus.topics[topic].title for topic in other.shared),
            )
            for other in digest.related[paper.id]
        ],
        id=paper.id,
        bibtex=Markup(fence(bibtex(cited), "bibtex")),
        edit=edit_url(digest, source),
        form=form_url(digest, paper),
    )


def _facts(digest: Digest, paper: Paper) -> str:
    shown = card(digest, paper)
    about = ", ".join(topic.title for topic in shown.topics)
    facts = (shown.authors and f"By {shown.authors}", shown.date.capitalize(), about)
    return ". ".join(filter(None, facts)) + "."


def _ref(paper: Paper) -> Ref:
    return Ref(paper.title, paper_path(paper))


def _buttons(paper: Paper) -> Iterator[tuple[str, Markup, str]]:
    for address in addresses(paper):
        if url := web(address.url):
            yield address.label, url, link_name(address.kind, address.url)
