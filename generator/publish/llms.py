"""The site in one Markdown file for language models (https://llmstxt.org)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.papers import wording
from generator.papers.model import base_url
from generator.papers.wording import count
from generator.text.plain import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from generator.views import Digest

_DATA = (
    ("api/index.json", "JSON API", "names every file below, with counts"),
    ("api/papers.json", "All papers as JSON", "records, listings and related papers"),
    ("api/topics.json", "Topics as JSON", "the vocabulary with the papers of each topic"),
    ("api/editions.json", "Editions as JSON", "the listings as captured"),
    ("papers.bib", "All papers as BibTeX", "one entry a paper"),
    ("papers.ris", "All papers as RIS", "for Zotero, EndNote and Mendeley"),
    ("papers.csl.json", "All papers as CSL-JSON", "for Zotero, Pandoc and citeproc"),
    ("papers.csv", "All papers as CSV", "for spreadsheets"),
)
_FEEDS = (
    ("feed.xml", "Atom feed"),
    ("rss.xml", "RSS feed"),
    ("feed.json", "JSON feed"),
)
_RIGHTS = (
    "Titles, names, dates, identifiers and links are facts. Papers and abstracts belong to "
    "their authors. The summaries are this digest's own; its page About states their licence."
)
_ACTIVE = re.compile(r"[\\`*_\[\]<>#&|]")


def llms_txt(digest: Digest, others: Collection[str]) -> str:
    """Title, description, and lists of links: data, newest edition, topics, feeds.

    Feeds are those whose paths are among ``others``.
    """
    base, settings = base_url(digest.corpus.settings), digest.corpus.settings
    papers = count(len(digest.newest), "paper")
    feeds = [feed for feed in _FEEDS if feed[0] in others]
    parts = [
        f"# {_text(settings.title)}",
        f"> {_text(settings.description)}" if settings.description else "",
        f"{papers}, each with a page papers/<id>/ and a record api/papers/<id>.json. {_RIGHTS}",
        _section("Data", [_link(title, base + path, said) for path, title, said in _DATA]),
        _section("Newest edition", _newest(digest, base)),
        _section("Topics", _topics(digest, base)),
        _section("Feeds", [_link(title, base + path, "new papers") for path, title in feeds]),
        _section(
            "Optional",
            [
                _link("About", f"{base}about/", "where the facts come from, and the rights"),
                _link("Papers by date", f"{base}dates/", "years, months and days"),
                _link("Papers with code", f"{base}code/", "repositories by owner"),
            ],
        ),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _newest(digest: Digest, base: str) -> Iterator[str]:
    for edition in digest.editions.dated[:1]:
        said = count(len(edition.papers), "paper")
        yield _link(wording.edition_name(edition), f"{base}editions/{edition.id}/", said)


def _topics(digest: Digest, base: str) -> Iterator[str]:
    for group in digest.topics:
        for of in group.topics:
            said = f"{count(len(of.papers), 'paper')}. {of.topic.description}"
            yield _link(of.topic.title, f"{base}topics/{of.topic.id}/", said)


def _section(title: str, lines: Iterable[str]) -> str:
    shown = "\n".join(lines)
    return shown and f"## {title}\n\n{shown}"


def _link(title: str, url: str, said: str) -> str:
    return f"- [{_text(title)}]({url}): {_text(said)}"


def _text(text: str) -> str:
    return _ACTIVE.sub(r"\\\g<0>", plain(text))
