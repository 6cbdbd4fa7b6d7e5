"""What a digest can choose, in ``content/digest.yml``; imported from ``generator.papers.model``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.text.plain import web_url

Range = tuple[int, int]
"""The least and the most that is allowed."""


@dataclass(frozen=True, slots=True)
class Curation:
    """What a digest asks of its records; None, or an empty list, asks nothing.

    ``summary_words`` and ``summary_sentences`` count one summary, ``shared_words`` is the
    length of a run of words that a summary must not share with the abstract, ``avoid`` are
    words that no summary has. The rest are counts of topics a paper, papers a topic (as its
    topic, whatever its place), topics and groups of the vocabulary.
    """

    summary_words: Range | None = None
    summary_sentences: Range | None = None
    shared_words: int | None = None
    avoid: tuple[str, ...] = ()
    topics_per_paper: Range | None = None
    papers_per_topic: Range | None = None
    topics: Range | None = None
    groups: Range | None = None


@dataclass(frozen=True, slots=True)
class Feeds:
    """How the feeds of a digest are made.

    ``tag`` is the authority of all ids in them, ``example.org,2025`` (RFC 4151): stated once
    and kept, whatever the digest is called later and wherever it moves. A feed has what was
    added on the newest ``days`` days, and the newest ``entries`` papers, at least.
    """

    tag: str = ""
    entries: int = 50
    days: int = 7


@dataclass(frozen=True, slots=True)
class Subscribe:
    """The form of the service that sends the digest by mail: where it posts to, and what.

    ``provider`` is the service's name, ``field`` the name of the form's field for the
    address, ``hidden`` are name and value of what the form sends besides.
    """

    form: str = ""
    provider: str = ""
    field: str = "email"
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Newsletter:
    """The digest as mail.

    ``sender`` is the address it comes from (``from`` in the file); ``list_id`` names it
    (RFC 2919). A reader leaves at ``unsubscribe_url``, where ``{token}`` stands for what only
    this digest can make of the address, and ``{email}`` for the address, or by a mail to
    ``unsubscribe_mail``. ``papers`` the most that an issue shows, ``issues`` how many weeks the
    site keeps as mail. ``complete`` is a day: up to it the content has every listing, so that
    no weekday's is missed.
    """

    sender: str = ""
    list_id: str = ""
    unsubscribe_url: str = ""
    unsubscribe_mail: str = ""
    papers: int = 40
    issues: int = 12
    complete: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """``content/digest.yml``: what the digest is called, where it lives, what it keeps.

    Abstracts are kept of every source, of arXiv's own records alone, or of none.
    """

    title: str = "Paper digest"
    description: str = ""
    url: str = ""
    repository: str = ""
    branch: str = "main"
    keep_abstracts: bool | Literal["arxiv"] = True
    suggest_topics: bool = True
    papers_per_page: int = 50
    feeds: Feeds = Feeds()
    subscribe: Subscribe = Subscribe()
    newsletter: Newsletter = Newsletter()
    curation: Curation = Curation()


def base_url(settings: Settings) -> str:
    """The address of the site with a slash at its end; '' where digest.yml states none."""
    url = web_url(settings.url)
    return f"{url.rstrip('/')}/" if url else ""
