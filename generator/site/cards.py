"""The images that stand beside a link to the site where it is shared (OpenGraph)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.papers import wording
from generator.papers.model import Paper
from generator.site.draw import HEIGHT, WIDTH, Card, key, png
from generator.text.plain import paragraphs, plain
from generator.views import Digest

__all__ = ["HEIGHT", "WIDTH", "Card", "cards", "key", "path", "png"]

_NAMED_AUTHORS = 4
_DIGEST_LINES = 3


def path(paper: str = "") -> str:
    """Where the card of a paper is, by its id; of every other page where none is given.

    >>> path("glm-130b")
    'papers/glm-130b/card.png'
    >>> path()
    'card.png'
    """
    return f"papers/{paper}/card.png" if paper else "card.png"


def cards(digest: Digest) -> Iterator[tuple[str, Card]]:
    """The cards of the digest and of each paper, each with its path."""
    yield path(), _of_digest(digest)
    for paper in digest.newest:
        yield path(paper.id), _of_paper(digest, paper)


def _of_digest(digest: Digest) -> Card:
    settings = digest.corpus.settings
    return Card(
        title=plain(settings.title),
        about=paragraphs(settings.description)[:1],
        about_lines=_DIGEST_LINES,
        facts=wording.count(len(digest.corpus.papers), "paper"),
        groups=tuple(range(len(digest.corpus.vocabulary.groups))),
    )


def _of_paper(digest: Digest, paper: Paper) -> Card:
    topic = next(iter(digest.known_topics(paper)), None)
    groups = [group.id for group in digest.corpus.vocabulary.groups]
    return Card(
        title=plain(paper.title),
        about=_authors(paper),
        name=plain(digest.corpus.settings.title),
        facts=wording.date_words(digest.listed[paper.id]),
        label=plain(topic.title) if topic else "",
        groups=(groups.index(topic.group),) if topic else (),
    )


def _authors(paper: Paper) -> tuple[str, ...]:
    """Ways to name the authors, the longest first."""
    total = wording.total_authors(paper)
    authors = tuple(map(plain, paper.authors))
    some = range(min(len(authors), _NAMED_AUTHORS), 0, -1)
    return tuple(wording.names(authors[:number], total) for number in (*some, 0))
