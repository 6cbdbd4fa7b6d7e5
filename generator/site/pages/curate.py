"""The page of the papers that wait for a curator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.papers.wording import count
from generator.site.pages.cards import Card, card, edit_url, topic_ref
from generator.site.pages.page import Head, Page, PageOutput, Ref, page
from generator.text.markdown import web
from generator.topics import terms as vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markupsafe import Markup

    from generator.views import Digest, Lack
    from generator.views.outputs import Shown, World

_SHOWN = 100
_LACKS: dict[Lack, str] = {"topics": "no topics", "summary": "no summary"}
_WITHOUT: dict[Lack, str] = {"topics": "without topics", "summary": "without a summary"}
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


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A paper, what it lacks, and its file in the content."""

    shown: Shown
    lacks: tuple[Lack, ...]
    source: str


@dataclass(frozen=True, slots=True)
class _Curate:
    """How many wait, how many lack each thing, and by the first thing they lack the newest."""

    newest: str
    total: int
    lacking: tuple[tuple[Lack, int], ...]
    sections: tuple[tuple[str, tuple[_Waiting, ...], int], ...]


def curate_pages(digest: Digest, sources: Mapping[str, str]) -> Iterator[PageOutput]:
    """The page of what is to be curated, where anything is.

    Suggestions are those of the vocabulary's terms alone: what can be learned depends on what
    is installed, and the same content is to give the same page.
    """
    waiting = digest.uncurated
    if not waiting:
        return
    sections = []
    for lack, title in _SECTIONS:
        of = [each for each in waiting if each.lacks[0] == lack]
        papers = digest.shown(each.paper for each in of[:_SHOWN])
        items = tuple(
            _Waiting(shown, each.lacks, sources.get(each.paper.id, ""))
            for shown, each in zip(papers, of, strict=False)
        )
        if items:
            sections.append((title, items, len(of) - len(items)))
    lacking = tuple((lack, sum(lack in each.lacks for each in waiting)) for lack in _LACKS)
    newest = max(digest.listed[each.paper.id] for each in waiting)
    yield PageOutput(PATH, _curate, _Curate(newest, len(waiting), lacking, tuple(sections)))


def _curate(world: World, given: _Curate) -> Page:
    head = Head(
        path=PATH,
        kind="curate",
        title="To be curated",
        description=f"{count(given.total, 'paper')} to be curated.",
        days=(given.newest,),
    )
    settings = world.settings
    guide = f"{settings.repository.rstrip('/')}/blob/{settings.branch}/CONTRIBUTING.md"
    return page(
        head,
        "curate",
        facts=_facts(given),
        guide=web(guide) if settings.repository else None,
        sections=[
            _Section(
                title,
                tuple(_item(world, each) for each in waiting),
                count(more, "older paper") if more else "",
            )
            for title, waiting, more in given.sections
        ],
    )


def _facts(given: _Curate) -> str:
    said = ", ".join(f"{number:,} {_WITHOUT[lack]}" for lack, number in given.lacking if number)
    return f"{count(given.total, 'paper')}: {said}"


def _item(world: World, each: _Waiting) -> _Item:
    paper, known = each.shown.paper, world.topics
    found: tuple[vocabulary.Suggestion, ...] = ()
    if "topics" in each.lacks:
        body = "\n\n".join(filter(None, (paper.summary, paper.abstract)))
        found = vocabulary.suggest(paper.title, body, world.vocabulary.topics)
    return _Item(
        card(world, each.shown),
        " and ".join(_LACKS[lack] for lack in each.lacks).capitalize(),
        tuple(
            Ref(known[of.topic].title, topic_ref(known[of.topic]).path, ", ".join(of.evidence))
            for of in found
        ),
        f"topics: [{', '.join(of.topic for of in found)}]" if found else "",
        edit_url(world.settings, each.source),
    )
