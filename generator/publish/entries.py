"""The entries of feeds: a paper, or what was added on a day, as HTML that reads well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment
from markupsafe import Markup, escape

from generator import views
from generator.papers import wording
from generator.papers.addresses import addresses
from generator.papers.settings import base_url
from generator.text.plain import cut, paragraphs, plain, web_url
from generator.text.templates import environment
from generator.views.news import day_added

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.papers.model import Paper
    from generator.views import Digest

_TEMPLATES = Path(__file__).parent / "templates"
_ABSTRACT = 480  # characters, of one that stands in for a summary


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What a reader of feeds gets as one item: plain text, save ``html``; absolute addresses.

    ``html`` is XHTML too. ``published`` is None where it never was news, ``source`` the paper's
    own address, '' where none is known. An entry equals only itself: a paper's is one object
    in all its feeds.
    """

    id: str
    url: str
    title: str
    html: Markup
    published: datetime | None
    updated: datetime
    authors: tuple[str, ...] = ()
    topics: tuple[tuple[str, str], ...] = ()
    source: str = ""


class Writer:
    """Makes the entries of a digest; those of papers once, for all feeds that have them."""

    def __init__(self, digest: Digest) -> None:
        settings = digest.corpus.settings
        self.digest = digest
        self.title = plain(settings.title)
        self.site = base_url(settings)
        self.authority = f"tag:{settings.feeds.tag}:"
        self.beginning = _midnight(settings.feeds.tag.rpartition(",")[2])
        self._papers: dict[str, Entry] = {}

    def papers(self, papers: Iterable[Paper]) -> list[Entry]:
        """An entry for each of ``papers``, in their order."""
        return [self._papers.get(paper.id) or self._paper(paper) for paper in papers]

    def days(self, papers: Iterable[Paper]) -> list[Entry]:
        """An entry for each day on which some of ``papers``, newest first, were added."""
        return [self._day(day, tuple(of_day)) for day, of_day in groupby(papers, key=day_added)]

    def _paper(self, paper: Paper) -> Entry:
        topics = self.digest.known_topics(paper)
        named = ((plain(each.label), web_url(each.url)) for each in addresses(paper))
        links = [(label, url) for label, url in named if url]
        url = f"{self.site}papers/{paper.id}/"
        html = _render(
            "entry_paper",
            facts=self._facts(paper),
            summary=paragraphs(paper.summary),
            abstract=cut(" ".join(paragraphs(paper.abstract)), _ABSTRACT),
            links=links,
            topics=[(topic.title, f"{self.site}topics/{topic.id}/") for topic in topics],
            page=url,
            digest=self.title,
        )
        added = _midnight(paper.added) if paper.added else None
        # What was never news has changed, if at all, since the feeds began.
        revised = _midnight(paper.revised) if paper.revised else self.beginning
        entry = Entry(
            id=f"{self.authority}papers/{paper.id}",
            url=url,
            title=plain(paper.title) or paper.id,
            html=html,
            published=added,
            updated=max(added, revised) if added else revised,
            authors=tuple(filter(None, map(plain, paper.authors[: wording.MOST_NAMED]))),
            topics=tuple((topic.id, plain(topic.title) or topic.id) for topic in topics),
            source=links[0][1] if links else "",
        )
        self._papers[paper.id] = entry
        return entry

    def _facts(self, paper: Paper) -> str:
        """Who wrote ``paper``, where and when it appeared, in words."""
        date = paper.published or self.digest.listed[paper.id]
        facts = (
            wording.short_authors(paper),
            paper.venue or "",
            wording.date_words(date) or "Undated",
            "Withdrawn by its authors" if paper.withdrawn else "",
        )
        return ". ".join(filter(None, facts)) + "."

    def _day(self, day: str, papers: tuple[Paper, ...]) -> Entry:
        moment = _midnight(day)
        revised = (_midnight(paper.revised) for paper in papers if paper.revised)
        return Entry(
            id=f"{self.authority}days/{day}",
            url=self.site + f"dates/{day.replace('-', '/')}/" * (day in self.digest.days_by_date),
            title=f"{wording.day_words(day)}: {wording.count(len(papers), 'paper')}",
            html=_render("entry_day", groups=list(self._groups(papers))),
            published=moment,
            updated=max((moment, *revised)),
        )

    def _groups(
        self, papers: tuple[Paper, ...]
    ) -> Iterator[tuple[str, list[tuple[str, str, str, str]]]]:
        for group, of_group in views.by_group(self.digest.corpus, papers):
            yield (
                group.title if group else "",
                [
                    (
                        paper.title,
                        f"{self.site}papers/{paper.id}/",
                        wording.gist(paper),
                        wording.short_authors(paper),
                    )
                    for paper in of_group
                ],
            )


def _midnight(day: str) -> datetime:
    """The beginning, in UTC, of a day, month or year: ``2024-10-20``, ``2024-10``, ``2024``."""
    year, month, number = (*map(int, day.split("-")), 1, 1)[:3]
    return datetime(year, month, number, tzinfo=UTC)


def _render(name: str, /, **values: object) -> Markup:
    return Markup(_environment().get_template(f"{name}.html.j2").render(values).strip())


@cache
def _environment() -> Environment:
    return environment(_TEMPLATES, _escaped)


@lru_cache(maxsize=8192)
def _escaped(text: str) -> Markup:
    return escape(plain(text))
