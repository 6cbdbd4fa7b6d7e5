"""What a change of content means: records, counts by topic, what is published; as data and words.

``dump`` and ``read`` hand a difference on as JSON, for a report that somebody else's program
wrote. What is read was anybody's: it has to have the very shape that ``dump`` gives, and every
text of it stays text.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, TypeAlias

import msgspec

from generator import check, store
from generator.build.press import Composed, compose
from generator.papers import identity
from generator.papers.model import Corpus, Paper
from generator.papers.wording import count
from generator.site.pages.page import address
from generator.store import Loaded
from generator.store.processes import Progress
from generator.text import UserError
from generator.text.markdown import comment
from generator.views import periods

_LARGEST: Final = 5_000_000
_FEED: Final = re.compile(r"(.*/)?(?:feed|rss|daily|daily-rss)(?:-[\w-]+)?\.(?:xml|json)")
_LETTER: Final = re.compile(rf"{re.escape(periods.FOLDER)}(.*)\.(?:html|txt|eml)")
_PAGES: Final = ("papers", "topics", "dates", "weeks", "editions")
_Contents: TypeAlias = dict[tuple[str, str], list[object]]
_KINDS: Final = (*_PAGES, "other pages", "feeds", "newsletter", "cards", "other files")
# What has a part of its own, or is no word of the record.
_APART: Final = frozenset({"id", "topics", "links", "same_as", "distinct_from", "stated"})
_FIELDS: Final = tuple(each.name for each in fields(Paper) if each.name not in _APART)


class NoDifference(UserError):
    """What is no difference; the message is one line."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A record that differs: None where it was not, or is no more; of another id if it moved."""

    before: Paper | None
    after: Paper | None


@dataclass(frozen=True, slots=True)
class Tally:
    """The papers of a listing or a topic before and after; None where it was not, or is no more."""

    id: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that a build writes: names of what is new, changed and gone.

    Pages and files are named by their addresses from the site's root, feeds by the folder
    they stand in (nothing: the feeds of all papers), issues of the newsletter by their period.
    """

    name: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContentDifference:
    """All that differs between two contents, and between their sites.

    ``papers`` and ``topics`` are as readers see them, merged records once; ``topics`` are in the
    vocabulary's order, all else by id. ``titles`` are those of records that a revised one calls
    the same or another paper. ``files`` names what else differs; ``unread`` are files that are
    broken, before or after, whose records are left out. ``unbuilt`` says why the sites are not
    compared; ``url`` is where the site is.
    """

    papers: tuple[int, int]
    records: tuple[Revision, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    listings: tuple[Tally, ...] = ()
    topics: tuple[Tally, ...] = ()
    files: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    published: tuple[Kind, ...] = ()
    unbuilt: str = ""
    url: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether readers see no change."""
        changes = (self.records, self.listings, self.topics, self.files)
        return not any((*changes, self.published, self.unread))


def difference(
    before: Path, after: Path, progress: Progress = lambda done, total: None
) -> ContentDifference:
    """Compare two content folders. Broken files are left out: ``digest check`` names them.

    ``progress`` is told how many of their sites are made.
    """
    was, now = store.load(before), store.load(after)
    unread = tuple(sorted({problem.path for problem in (*was.problems, *now.problems)}))
    ids = was.unread | now.unread
    change = replace(
        compare(_without(was.corpus, ids), _without(now.corpus, ids)),
        unread=unread,
        # The address that is published; a change could name any other.
        url=was.corpus.settings.url,
    )
    if _errors(was):
        return replace(change, unbuilt="the content before it has errors")
    if errors := _errors(now):
        return replace(change, unbuilt=f"{count(errors, 'error')} to correct first")
    sites = []
    for loaded in (was, now):
        sites.append(_contents(compose(loaded)))
        progress(len(sites), 2)
    return replace(change, published=tuple(_published(*sites)))


def _errors(loaded: Loaded) -> int:
    return sum(problem.severity == "error" for problem in check.problems(loaded))


def _without(corpus: Corpus, ids: Collection[str]) -> Corpus:
    papers = {id: paper for id, paper in corpus.papers.items() if id not in ids}
    editions = {id: edition for id, edition in corpus.editions.items() if id not in ids}
    return replace(corpus, papers=papers, editions=editions)


def compare(before: Corpus, after: Corpus) -> ContentDifference:
    """What differs between two corpora; their sites are not looked at. Pure."""
    old, new = before.papers, after.papers
    former = {
        paper.id: alias
        for paper in new.values()
        if paper.id not in old
        for alias in reversed(paper.aliases)
        if alias in old and alias not in new
    }
    revised = [Revision(old.get(former.get(id, id)), paper) for id, paper in new.items()]
    revised += [Revision(old[id], None) for id in old if id not in {*new, *former.values()}]
    records = tuple(each for each in revised if each.before != each.after)
    papers = [paper for each in records for paper in (each.before, each.after) if paper]
    others = {other for paper in papers for other in (*paper.same_as, *paper.distinct_from)}
    all_papers = {**old, **new}
    was, now = identity.resolve(before), identity.resolve(after)
    tagged, retagged = _tagged(was), _tagged(now)
    files = {
        "digest.yml": before.settings != after.settings,
        "topics.yml": before.vocabulary != after.vocabulary,
    }
    return ContentDifference(
        papers=(len(was.papers), len(now.papers)),
        records=records,
        titles={id: all_papers[id].title for id in sorted(others & all_papers.keys())},
        listings=tuple(
            Tally(id, _size(before, id), _size(after, id))
            for id in sorted({**before.editions, **after.editions})
            if before.editions.get(id) != after.editions.get(id)
        ),
        topics=tuple(
            Tally(id, tagged.get(id), retagged.get(id))
            for id in {**retagged, **tagged}
            if tagged.get(id) != retagged.get(id)
        ),
        files=tuple(name for name, differs in files.items() if differs),
    )


def _tagged(corpus: Corpus) -> dict[str, int]:
    tagged = Counter(topic for paper in corpus.papers.values() for topic in paper.topics)
    return {topic: tagged[topic] for topic in corpus.topics}


def _size(corpus: Corpus, listing: str) -> int | None:
    return len(corpus.editions[listing].papers) if listing in corpus.editions else None


def _published(old: _Contents, new: _Contents) -> Iterator[Kind]:
    """What differs between two sites, by kind: pages, then feeds, newsletter and other files."""
    states = (
        sorted(new.keys() - old.keys()),
        sorted(path for path in old.keys() & new.keys() if old[path] != new[path]),
        sorted(old.keys() - new.keys()),
    )
    for kind in _KINDS:
        names = [tuple(name for each, name in paths if each == kind) for paths in states]
        if any(names):
            yield Kind(kind, *names)


def _contents(site: Composed) -> _Contents:
    """What a site holds, by kind and name."""
    contents: _Contents = defaultdict(list)
    for each in site.tree():
        first, slash, _ = each.path.partition("/")
        kind = first if slash and first in _PAGES else "other pages"
        contents[kind, address(each.path)].append(each.text)
    for file in site.files():
        kind, name = "cards" if file.path.endswith("card.png") else "other files", file.path
        if match := _FEED.fullmatch(file.path):
            kind, name = "feeds", match[1] or ""
        elif match := _LETTER.fullmatch(file.path):
            kind, name = "newsletter", match[1]
        contents[kind, name].append(file)
    return contents


def dump(change: ContentDifference) -> str:
    """A difference as JSON, on one line."""
    return msgspec.json.encode(change, order="deterministic").decode()


def read(data: bytes, url: str) -> ContentDifference:
    """The difference that ``dump`` wrote, to be shown with links to the site at ``url``.

    Raises NoDifference.
    """
    if len(data) > _LARGEST:
        raise NoDifference(f"larger than {_LARGEST:,} bytes")
    try:
        change = msgspec.json.decode(data, type=ContentDifference)
        # What is missing gets a default, and what is unknown is left out: neither was dumped.
        same = json.loads(dump(change)) == json.loads(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise NoDifference(" ".join(str(error).split())) from None
    if not same or {kind.name for kind in change.published} - {*_KINDS}:
        raise NoDifference("of another shape")
    return replace(change, url=url)


# In words


def markdown(change: ContentDifference) -> str:
    """A difference in words and tables, in which nothing of content comes alive."""
    parts = defaultdict(list, {"in listings": [(tally,) for tally in change.listings]})
    for revision in change.records:
        for part, *values in _revised(revision):
            parts[part].append(tuple(values))
    return comment(
        Path(__file__).parent / "templates", "difference", difference=change, parts=parts
    )


def _revised(revision: Revision) -> Iterator[tuple[Any, ...]]:
    """What became of a record: a part that it belongs to each, and what that is about."""
    before, after = revision.before, revision.after
    for part, name, old, new in (
        ("merged", "same_as", before, after),
        ("parted", "same_as", after, before),
        ("told apart", "distinct_from", before, after),
    ):
        for other in getattr(new, name, ()):
            if other not in getattr(old, name, ()):
                yield part, new, other
    if before is None or after is None:
        yield ("added", after) if after else ("removed", before)
        return
    if before.topics != after.topics:
        yield "retagged", after, before.topics
    if before.links != after.links:
        came = [("+", link) for link in after.links if link not in before.links]
        gone = [("−", link) for link in before.links if link not in after.links]
        yield "with other links", after, [*came, *gone]
    edited = [name for name in _FIELDS if getattr(before, name) != getattr(after, name)]
    if {*before.distinct_from} - {*after.distinct_from}:
        edited.append("distinct_from")
    if edited or before.id != after.id:
        yield "edited", after, edited, before.id if before.id != after.id else ""
