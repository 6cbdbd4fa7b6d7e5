"""The entries of feeds: a paper, or what was added on a day, as HTML that reads well."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment
from markupsafe import Markup, escape

from generator import views
from generator.papers import wording
from generator.papers.fields import first_day
from generator.papers.links import addresses
from generator.papers.model import base_url
from generator.text.markdown import environment
from generator.text.plain import cut, paragraphs, plain, web_url

if TYPE_CHECKING:
    from generator.views.outputs import Shown, World

_ABSTRACT = 480  # characters, of one that stands in for a summary


@dataclass(frozen=True, slots=True)
class Added:
    """A day, the papers that were added on it, and whether the site has a page of it."""

    day: str
    papers: tuple[Shown, ...]
    has_page: bool


@dataclass(frozen=True, slots=True, eq=False)
class FeedEntry:
    """What a reader of feeds gets as one item: plain text, save ``html``; absolute addresses.

    ``html`` is XHTML too. ``published`` and ``updated`` are days, which begin at midnight, UTC;
    the first is '' of what never was news. ``source`` is the paper's own address, '' where none
    is known. An entry equals only itself: a paper's is one object in all its feeds.
    """

    id: str
    url: str
    title: str
    html: Markup
    published: str
    updated: str
    authors: tuple[str, ...] = ()
    topics: tuple[tuple[str, str], ...] = ()
    source: str = ""


@lru_cache(maxsize=8192)  # a paper is in the feeds of all, of its groups and of its topics
def of_paper(world: World, shown: Shown) -> FeedEntry:
    """The entry of a paper: one object in all feeds that have it."""
    paper, site = shown.paper, base_url(world.settings)
    topics = world.known_topics(paper)
    links = [(plain(each.label), url) for each in addresses(paper) if (url := web_url(each.url))]
    facts = (
        wording.short_authors(paper),
        paper.venue or "",
        wording.date_words(paper.published or shown.listed) or "Undated",
        *wording.standing(paper, site),
    )
    url, added = f"{site}papers/{paper.id}/", paper.added or ""
    return FeedEntry(
        id=f"{authority(world)}papers/{paper.id}",
        url=url,
        title=plain(paper.title) or paper.id,
        html=_render(
            "entry_paper",
            facts=". ".join(filter(None, facts)) + ".",
            summary=paragraphs(paper.summary),
            abstract=cut(" ".join(paragraphs(paper.abstract)), _ABSTRACT),
            links=links,
            topics=[(topic.title, f"{site}topics/{topic.id}/") for topic in topics],
            page=url,
            digest=plain(world.settings.title),
        ),
        published=added,
        # What was never news has changed, if at all, since the feeds began.
        updated=max(added, paper.revised or beginning(world)),
        authors=tuple(filter(None, map(plain, paper.names[: wording.MOST_NAMED]))),
        topics=tuple((topic.id, plain(topic.title) or topic.id) for topic in topics),
        source=links[0][1] if links else "",
    )


def of_day(world: World, added: Added) -> FeedEntry:
    """The entry of what was added on a day."""
    day, site = added.day, base_url(world.settings)
    papers = [shown.paper for shown in added.papers]
    groups = [
        (
            group.title if group else "",
            [
                (
                    paper.title,
                    f"{site}papers/{paper.id}/",
                    wording.gist(paper),
                    wording.short_authors(paper),
                )
                for paper in of_group
            ],
        )
        for group, of_group in views.by_group(world.corpus, papers)
    ]
    return FeedEntry(
        id=f"{authority(world)}days/{day}",
        url=site + f"dates/{day.replace('-', '/')}/" * added.has_page,
        title=f"{wording.day_words(day)}: {wording.count(len(papers), 'paper')}",
        html=_render("entry_day", groups=groups),
        published=day,
        updated=max(day, *(paper.revised or "" for paper in papers)),
    )


def authority(world: World) -> str:
    """What the ids of a digest's feeds and entries begin with (RFC 4151)."""
    return f"tag:{world.settings.feeds.tag}:"


def beginning(world: World) -> str:
    """The day on which the feeds began: that of what has none of its own."""
    return first_day(world.settings.feeds.tag.rpartition(",")[2])


def _render(name: str, /, **values: object) -> Markup:
    return Markup(_environment().get_template(f"{name}.html.j2").render(values).strip())


@cache
def _environment() -> Environment:
    return environment(Path(__file__).parent / "templates", _escaped)


@lru_cache(maxsize=8192)
def _escaped(text: str) -> Markup:
    return escape(plain(text))
