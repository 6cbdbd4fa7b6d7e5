"""What a digest can choose, in ``content/digest.yml``; imported from ``generator.papers.model``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from generator.papers import fields
from generator.papers.fields import PAIRS, REQUIRED, Named, Number, Several
from generator.text.plain import web_url

Range = tuple[int, int]
"""The least and the most that is allowed."""
_Range = Annotated[Range | None, Number(0, 1_000_000)]
_Line = Annotated[str, fields.NAME]


@dataclass(frozen=True, slots=True)
class Curation:
    """What a digest asks of its records; None, or an empty list, asks nothing.

    ``summary_words`` and ``summary_sentences`` count one summary, ``shared_words`` is the
    length of a run of words that a summary must not share with the abstract, ``avoid`` are
    words that no summary has. The rest are counts of topics a paper, papers a topic (as its
    topic, whatever its place), topics and groups of the vocabulary.
    """

    summary_words: Annotated[_Range, "Words of a summary, least and most"] = None
    summary_sentences: Annotated[_Range, "Sentences of a summary, least and most"] = None
    shared_words: Annotated[
        int | None,
        Number(3, 100),
        "Neither summary nor gist shares so many words with the abstract",
    ] = None
    avoid: Annotated[tuple[_Line, ...], Several(1000), "Words that no summary has"] = ()
    topics_per_paper: Annotated[_Range, "Topics of a paper, least and most"] = None
    papers_per_topic: Annotated[_Range, "Papers of a topic, least and most"] = None
    topics: Annotated[_Range, "Topics of the vocabulary, least and most"] = None
    groups: Annotated[_Range, "Groups of the vocabulary, least and most"] = None


@dataclass(frozen=True, slots=True)
class Feeds:
    """How the feeds of a digest are made.

    ``tag`` is the authority of all ids in them, ``example.org,2025`` (RFC 4151): stated once
    and kept, whatever the digest is called later and wherever it moves. A feed has what was
    added on the newest ``days`` days, and the newest ``entries`` papers, at least.
    """

    tag: Annotated[
        str,
        fields.TAG,
        REQUIRED,
        "What every id in the feeds starts with (RFC 4151): a domain or mail address of yours and a"
        " day, month or year in which it was yours, such as example.org,2025. State it once and"
        " never change it, even if the digest moves: readers would get every paper again",
    ] = ""
    entries: Annotated[
        int,
        Number(5, 500),
        "Papers of a feed: the newest, at least so many; what is older of the whole digest is in"
        " archives",
    ] = 50
    days: Annotated[
        int,
        Number(5, 500),
        "Days of a feed: it has all that was added on the newest, at least so many",
    ] = 7


@dataclass(frozen=True, slots=True)
class Subscribe:
    """The form of the service that sends the digest by mail: where it posts to, and what.

    ``provider`` is the service's name, ``field`` the name of the form's field for the
    address, ``hidden`` are name and value of what the form sends besides.
    """

    form: Annotated[
        str,
        fields.FORM_URL,
        REQUIRED,
        "Where its sign-up form posts to, such as"
        " https://buttondown.com/api/emails/embed-subscribe/NAME or"
        " https://lists.example.org/subscription/form",
    ] = ""
    provider: Annotated[_Line, REQUIRED, "Its name: readers are told who gets their address"] = ""
    field: Annotated[
        str, fields.FORM_FIELD, "The name of the field for the address, email unless stated"
    ] = "email"
    hidden: Annotated[
        tuple[tuple[str, str], ...],
        PAIRS,
        "What the form sends besides, by name, such as the l of a listmonk list",
    ] = ()


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

    sender: Annotated[
        str,
        Named("from"),
        fields.MAIL,
        "The address it comes from, such as digest@example.org; its name is the digest's title",
    ] = ""
    list_id: Annotated[
        str,
        fields.LIST_ID,
        "The name of the list (RFC 2919), by which mail clients sort; unless stated, the address it"
        " comes from with a dot for the @",
    ] = ""
    unsubscribe_url: Annotated[
        str,
        fields.UNSUBSCRIBE_URL,
        "Where a reader leaves: a page for people that takes a POST from mail clients as well"
        " (RFC 8058). {token} becomes what stands for the reader's address, {email} the address",
    ] = ""
    unsubscribe_mail: Annotated[
        str, fields.MAIL, "The address that a reader leaves by writing to"
    ] = ""
    papers: Annotated[
        int, Number(1, 500), "The most papers that one issue shows; the rest is a link to the site"
    ] = 40
    issues: Annotated[
        int, Number(0, 520), "How many weeks the site shows as mail, under email/"
    ] = 12
    complete: Annotated[
        str,
        fields.DAY,
        "Up to this day all listings are in: no weekday's is missed, and the site shows the weeks"
        " until then as mail though nothing later is in",
    ] = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """``content/digest.yml``: what the digest is called, where it lives, what it keeps.

    Abstracts are kept of every source, of arXiv's own records alone, or of none.
    """

    title: Annotated[_Line, REQUIRED, "The digest's name"] = "Paper digest"
    description: Annotated[str, fields.SENTENCE, "One sentence under the name"] = ""
    url: Annotated[str, fields.SITE, "Where the site is published, with a slash at the end"] = ""
    repository: Annotated[
        str, fields.REPOSITORY, "The repository's web page, for links that edit a record"
    ] = ""
    branch: Annotated[str, fields.BRANCH, "The branch those links edit"] = "main"
    keep_abstracts: Annotated[
        Literal[True, False, "arxiv"],
        "Whether an import keeps abstracts: of all sources, of none, or those arXiv gives away",
    ] = True
    suggest_topics: Annotated[
        bool, "Whether a new record starts with the topics its words suggest, as suggested_topics"
    ] = True
    publish_suggested: Annotated[
        bool, "Whether the site shows suggested topics where no curator has stated any yet"
    ] = False
    papers_per_page: Annotated[int, Number(5, 500), "Papers on one page of a topic"] = 50
    feeds: Annotated[
        Feeds, "The Atom, RSS and JSON feeds; they are made once this and url are set"
    ] = Feeds()
    subscribe: Annotated[
        Subscribe,
        "The service that sends the digest by mail; without it the site offers feeds only",
    ] = Subscribe()
    newsletter: Annotated[
        Newsletter, "The digest as mail: digest email makes it, digest send sends it"
    ] = Newsletter()
    curation: Annotated[
        Curation, "What digest check asks of records; what is left out is not asked"
    ] = Curation()


def base_url(settings: Settings) -> str:
    """The address of the site with a slash at its end; '' where digest.yml states none."""
    url = web_url(settings.url)
    return f"{url.rstrip('/')}/" if url else ""
