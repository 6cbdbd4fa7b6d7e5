"""What an entry says, as HTML that reads well in a reader of feeds."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment
from markupsafe import Markup, escape

from generator import views
from generator.papers import wording
from generator.text.plain import paragraphs, plain
from generator.text.templates import environment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.papers.model import Paper, Topic
    from generator.views import Digest

_TEMPLATES = Path(__file__).parent / "templates"


class Content:
    """Writes the HTML of entries; ``site`` is the address of the site, with a slash."""

    def __init__(self, digest: Digest, site: str) -> None:
        self.digest = digest
        self.site = site

    def paper(self, paper: Paper, links: Sequence[tuple[str, str]]) -> str:
        """Facts, summary, abstract where it is kept, ``links``, topics, the page of ``paper``."""
        return _render(
            "entry_paper",
            facts=self.facts(paper),
            summary=paragraphs(paper.summary),
            abstract=paragraphs(paper.abstract),
            links=links,
            topics=[self._topic(topic) for topic in self.digest.known_topics(paper)],
            page=f"{self.site}papers/{paper.id}/",
            digest=self.digest.corpus.settings.title,
        )

    def day(self, papers: Sequence[Paper]) -> str:
        """The papers with their summaries, by their first topic."""
        return _render(
            "entry_day",
            groups=[
                (
                    self._topic(topic) if topic else None,
                    [
                        (
                            paper.title,
                            f"{self.site}papers/{paper.id}/",
                            wording.short_authors(paper),
                            paragraphs(paper.summary),
                        )
                        for paper in of_topic
                    ],
                )
                for topic, of_topic in views.grouped(self.digest.corpus, papers)
            ],
        )

    def facts(self, paper: Paper) -> str:
        """Who wrote ``paper``, and when it appeared, in words."""
        authors = wording.names(paper.authors, wording.total_authors(paper))
        date = paper.published or self.digest.listed[paper.id]
        return ". ".join(filter(None, (authors, wording.date_words(date) or "Undated"))) + "."

    def _topic(self, topic: Topic) -> tuple[str, str]:
        return topic.title, f"{self.site}topics/{topic.id}/"


def _render(name: str, /, **values: object) -> str:
    return _environment().get_template(f"{name}.html.j2").render(values).strip()


@cache
def _environment() -> Environment:
    return environment(_TEMPLATES, _escaped)


@lru_cache(maxsize=65536)  # a paper is listed on one day in the feeds of all, and of its topics
def _escaped(text: str) -> Markup:
    return escape(plain(text))
