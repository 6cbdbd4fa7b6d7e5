"""The page of one paper, and those of its former permalinks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import msgspec
from markupsafe import Markup

from generator.papers import wording
from generator.papers.fields import is_day
from generator.papers.links import addresses
from generator.papers.model import Paper, Settings
from generator.publish.citation import bibtex, nonempty, reference
from generator.site.pages.lists import PAPERS
from generator.site.pages.page import Head, Page, PageOutput, moved, page
from generator.site.pages.parts import (
    ROW_TOPICS,
    Ref,
    Steps,
    aliases,
    edition_ref,
    in_tag,
    leading,
    paper_ref,
    remark_words,
    row_dates,
    topic_feeds,
    topic_refs,
    with_steps,
)
from generator.site.plots import timeline
from generator.text.markdown import escape, fence, web
from generator.text.plain import paragraphs
from generator.views import Digest
from generator.views.outputs import Late, Related, Shown, Suggested, World, related

_SHOWN_AUTHORS = 8


_Listing = tuple[Ref, str, tuple[str, ...]]
"""A listing that has the paper, its day, and what it said of it in words."""


class _Paper(msgspec.Struct, frozen=True):
    """A paper, its file in the content, its neighbours, its listings, and what is suggested.

    ``successor`` takes its place.
    """

    shown: Shown
    source: str
    steps: Steps
    listings: tuple[_Listing, ...]
    suggested: Suggested
    successor: Ref | None


def paper_pages(digest: Digest, sources: Mapping[str, str]) -> Iterator[PageOutput]:
    """The page of each paper, newest first; ``sources`` are their files, by id."""
    # Made once, so hashed once for its neighbours and for those like it.
    refs = {paper.id: paper_ref(paper) for paper in digest.newest}
    days = {e.id: (edition_ref(e), e.date or "", wording.edition_day(e)) for e in digest.editions}
    for shown, ways in with_steps(digest.shown(digest.newest), lambda each: refs[each.paper.id]):
        id_ = shown.paper.id
        given = Late(partial(_given, digest, refs, days, shown, sources.get(id_, ""), ways))
        yield PageOutput(f"papers/{id_}.md", _paper, given)


def _given(
    digest: Digest,
    refs: Mapping[str, Ref],
    days: Mapping[str, tuple[Ref, str, str]],
    shown: Shown,
    source: str,
    ways: Steps,
) -> _Paper:
    listings = []
    for edition, sighting in digest.sightings.get(shown.paper.id, ()):
        ref, day, words = days[edition.id]
        remarks = remark_words(sighting.comments, sighting.upvotes)
        listings.append((ref, day, (words, *remarks) if words else remarks))
    suggested = digest.suggested(shown.paper.id)
    successor = refs.get(shown.paper.superseded_by or "")
    return _Paper(shown, source, ways, tuple(listings), suggested, successor)


def moved_pages(digest: Digest) -> Iterator[PageOutput]:
    """A page for each alias of each paper, which leads to where the paper is now."""
    for paper in digest.newest:
        for alias in paper.aliases:
            yield moved(f"papers/{alias}.md", paper_ref(paper))


def _paper(world: World, given: _Paper) -> Page:
    shown, paper = given.shown, given.shown.paper
    topics = world.known_topics(paper)
    published = paper.published or ""
    days = tuple(day for _, day, _ in given.listings)
    head = Head(
        paper_ref(paper),
        "paper",
        " ".join(paragraphs(paper.summary)) or _facts(world, shown),
        (published, *days, paper.added or "", paper.revised or ""),
        given.steps,
        (PAPERS,),
        group=topics[0].group if topics else "",
        topic=topics[0].id if topics else "",
        paper=shown,
        feeds=topic_feeds(world.settings, topics),
    )
    listed, total = tuple(filter(is_day, days)), wording.total_authors(paper)
    authors = wording.names(paper.names[:_SHOWN_AUTHORS], total)
    folded = len(paper.authors) > _SHOWN_AUTHORS
    cited = reference(world, shown)
    if len(cited.authors) > wording.MOST_NAMED:
        cited = msgspec.structs.replace(cited, authors=cited.authors[: wording.MOST_NAMED])
    facts = {
        "Category": wording.category_words(paper.category or ""),
        "Published in": paper.venue,
        "Identifier": f"arXiv {paper.arxiv}" if paper.arxiv else "",
    }
    return page(
        world,
        head,
        paper=paper,
        authors=authors,
        authors_in_tag=in_tag(authors),
        all_authors=wording.names(paper.names[: wording.MOST_NAMED], total) if folded else "",
        dates=wording.dates(published, listed or (shown.listed,)),
        timeline=timeline(published, listed),
        aliases=aliases(paper),
        gist=in_tag(wording.gist(paper)),
        topic=in_tag(topics[0].title) if topics else "",
        successor=given.successor,
        facts=nonempty(facts),
        topics=topic_refs(world, paper),
        buttons=Markup(" ".join(filter(None, _buttons(paper)))),
        summary=paragraphs(paper.summary),
        abstract=paragraphs(paper.abstract),
        listings=[(ref, words) for ref, _, words in given.listings],
        related=[
            (paper_ref(of.paper), Markup(" · ".join(_shared(world, of))))
            for of in related(world, shown, given.suggested)
        ],
        bibtex=Markup(fence(bibtex(cited), "bibtex")),
        source=given.source,
        form=_form_url(world.settings, paper),
    )


def _shared(world: World, of: Related) -> Iterator[str]:
    """What a paper shares with a related one, as Markdown."""
    if of.authors:
        yield f"same authors: {escape(of.authors[0])} and {len(of.authors) - 1} more"
    if of.words:
        yield f"both speak of **{'**, **'.join(map(escape, of.words))}**"
    if of.topics:
        titles = wording.series([world.topics[id].title for id in of.topics])
        yield f"both in {escape(titles)}"


def _form_url(settings: Settings, paper: Paper) -> Markup | None:
    """The issue form "Correct a record", with ``paper`` filled in; None but on GitHub."""
    repository = settings.repository.rstrip("/")
    if not repository.startswith("https://github.com/"):
        return None
    return web(f"{repository}/issues/new?template=2-correction.yml&record=papers/{paper.id}/")


def _facts(world: World, shown: Shown) -> str:
    paper = shown.paper
    authors = wording.short_authors(paper)
    about = ", ".join(topic.title for topic in world.known_topics(paper)[:ROW_TOPICS])
    facts = (authors and f"By {authors}", wording.sentence(row_dates(shown)), about)
    return ". ".join(filter(None, facts)) + "."


def _buttons(paper: Paper) -> Iterator[str]:
    for address in sorted(addresses(paper), key=lambda each: each.kind != "arxiv"):
        yield leading(address.kind, address.url, _button(address.label))


def _button(label: str) -> str:
    """The label of a button, of which all but the first word is said where there is room."""
    word, _, rest = label.partition(" ")
    behind = f"<span>{':' if ':' in word else ''} {escape(rest)}</span>" if rest else ""
    return f"{escape(word.rstrip(':'))}{behind}"
