"""The page of the papers that wait for a curator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.papers.wording import count
from generator.site.pages.cards import Card, card, edit_url, topic_ref
from generator.site.pages.page import Head, Page, Ref, page
from generator.text.markdown import web
from generator.topics import terms as vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markupsafe import Markup

    from generator.views import Digest, Lack, Uncurated

_SHOWN = 100
_LACKS = {"topics": "no topics", "summary": "no summary"}
_SECTIONS: tuple[tuple[Lack, str], ...] = (
    ("topics", "Without topics"),
    ("summary", "Without a summary"),
)
PATH = "curate/index.md"


@dataclass(frozen=True, slots=True)
class _Item:
    """A card, what the paper lacks in words, topics with the words that suggest them.

    ``line`` is what to put into the record to accept them.
    """

    card: Card
    lacks: str
    suggested: tuple[Ref, ...]
    line: str
    edit: Markup | None


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading, the newest papers under it, and how many more there are, in words."""

    title: str
    waiting: tuple[_Item, ...]
    more: str


def curate_pages(digest: Digest, sources: Mapping[str, str]) -> Iterator[Page]:
    """The page of what is to be curated, where anything is.

    Suggestions are those of the vocabulary's terms alone: what can be learned depends on what
    is installed, and the same content is to give the same page.
    """
    waiting = digest.uncurated
    if not waiting:
        return
    head = Head(
        path=PATH,
        kind="curate",
        title="To be curated",
        description=f"{count(len(waiting), 'paper')} to be curated.",
        days=digest.days(each.paper for each in waiting),
    )
    settings = digest.corpus.settings
    guide = f"{settings.repository.rstrip('/')}/blob/{settings.branch}/CONTRIBUTING.md"
    yield page(
        head,
        "curate",
        facts=_facts(waiting),
        guide=web(guide) if settings.repository else None,
        sections=list(_sections(digest, sources)),
    )


def _sections(digest: Digest, sources: Mapping[str, str]) -> Iterator[_Section]:
    """The papers by the first thing that they lack."""
    for lack, title in _SECTIONS:
        of = [each for each in digest.uncurated if each.lacks[0] == lack]
        items = tuple(_item(digest, each, sources.get(each.paper.id, "")) for each in of[:_SHOWN])
        more = count(len(of) - len(items), "older paper") if len(of) > len(items) else ""
        if items:
            yield _Section(title, items, more)


def _facts(waiting: tuple[Uncurated, ...]) -> str:
    lacking = (
        (sum("topics" in each.lacks for each in waiting), "without topics"),
        (sum("summary" in each.lacks for each in waiting), "without a summary"),
    )
    said = ", ".join(f"{number:,} {words}" for number, words in lacking if number)
    return f"{count(len(waiting), 'paper')}: {said}"


def _item(digest: Digest, each: Uncurated, source: str) -> _Item:
    paper, known = each.paper, digest.corpus.topics
    found: tuple[vocabulary.Suggestion, ...] = ()
    if "topics" in each.lacks:
        body = "\n\n".join(filter(None, (paper.summary, paper.abstract)))
        found = vocabulary.suggest(paper.title, body, digest.corpus.vocabulary.topics)
    return _Item(
        card(digest, paper),
        " and ".join(_LACKS[lack] for lack in each.lacks).capitalize(),
        tuple(
            Ref(known[of.topic].title, topic_ref(known[of.topic]).path, ", ".join(of.evidence))
            for of in found
        ),
        f"topics: [{', '.join(of.topic for of in found)}]" if found else "",
        edit_url(digest, source),
    )
