"""What a change of content means: records, counts by topic, what is published anew; as data too.

``dump`` and ``read`` hand a difference on as JSON, for a report that somebody else's program
wrote. What is read was anybody's: it has to have the very shape that ``dump`` gives, names of
kinds and fields are those of this program, and every other text stays text for ``inert``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from generator import build, store
from generator.build import Composed
from generator.papers import identity
from generator.papers.model import Corpus, Link, Paper
from generator.text import UserError, inert
from generator.views import periods

# What has a part of its own here, or is no word of the record.
_APART: Final = frozenset({"id", "topics", "links", "same_as", "distinct_from", "stated"})
_FIELDS: Final = tuple(field.name for field in fields(Paper))
_LARGEST: Final = 5_000_000
_FEED: Final = re.compile(r"(.*/)?(?:feed|rss|daily|daily-rss)(?:-[\w-]+)?\.(?:xml|json)")
_LETTER: Final = re.compile(rf"{re.escape(periods.FOLDER)}(.*)\.(?:html|txt|eml)")
_INDEX: Final = re.compile(r"(?:^|/)index$")
_PAGES: Final = ("papers", "topics", "dates", "weeks", "editions")
_KINDS: Final = (*_PAGES, "other pages", "feeds", "newsletter", "cards", "other files")


class NoDifference(UserError):
    """What is no difference; the message is one line."""


@dataclass(frozen=True, slots=True)
class Retagged:
    """A record whose topics changed, or their order."""

    paper: Paper
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relinked:
    """A record whose links changed."""

    paper: Paper
    added: tuple[Link, ...]
    removed: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RecordReference:
    """Two records, of which ``paper`` names ``other``."""

    paper: Paper
    other: str
    title: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A record of which other fields changed; ``moved_from`` is the id it had, where it did."""

    paper: Paper
    fields: tuple[str, ...]
    moved_from: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """The papers of a listing or a topic before and after; None where it was not, or is no more."""

    id: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """All that differs between two states of the records, each part by id.

    ``papers`` and ``counts`` are as readers see them, merged records once; ``counts`` are of
    topics, in the vocabulary's order. ``files`` names what else differs.
    """

    papers: tuple[int, int]
    added: tuple[Paper, ...] = ()
    removed: tuple[Paper, ...] = ()
    retagged: tuple[Retagged, ...] = ()
    relinked: tuple[Relinked, ...] = ()
    merged: tuple[RecordReference, ...] = ()
    parted: tuple[RecordReference, ...] = ()
    distinct: tuple[RecordReference, ...] = ()
    edited: tuple[Edited, ...] = ()
    listings: tuple[Tally, ...] = ()
    counts: tuple[Tally, ...] = ()
    files: tuple[str, ...] = ()


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
    """A change of the records, and of the site; ``unbuilt`` says why the site is not compared.

    ``unread`` are files that are broken, before or after, whose records are left out.
    """

    change: Change
    unread: tuple[str, ...] = ()
    published: tuple[Kind, ...] = ()
    unbuilt: str = ""
    url: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether readers see no change."""
        return not (self.change != Change(self.change.papers) or self.published or self.unread)


def difference(before: Path, after: Path) -> ContentDifference:
    """Compare two content folders. Broken files are left out: ``digest check`` names them."""
    was, now = store.load(before), store.load(after)
    unread = tuple(sorted({problem.path for problem in (*was.problems, *now.problems)}))
    ids = {PurePosixPath(path).stem for path in unread}
    change = compare(_without(was.corpus, ids), _without(now.corpus, ids))
    # The address that is published; a change could name any other.
    url = was.corpus.settings.url
    try:
        build.checked(was)
    except build.ContentError:
        return ContentDifference(
            change, unread, unbuilt="the content before it has errors", url=url
        )
    try:
        build.checked(now)
    except build.ContentError as error:
        errors = sum(problem.severity == "error" for problem in error.problems)
        why = f"{errors} {'error' if errors == 1 else 'errors'} to correct first"
        return ContentDifference(change, unread, unbuilt=why, url=url)
    sites = tuple(published(build.compose(was), build.compose(now)))
    return ContentDifference(change, published=sites, url=url)


def _without(corpus: Corpus, ids: Collection[str]) -> Corpus:
    papers = {id: paper for id, paper in corpus.papers.items() if id not in ids}
    editions = {id: edition for id, edition in corpus.editions.items() if id not in ids}
    return replace(corpus, papers=papers, editions=editions)


def compare(before: Corpus, after: Corpus) -> Change:
    """What differs between two corpora. Pure."""
    former = _moved(before.papers, after.papers)
    pairs = [
        (before.papers[former.get(paper.id, paper.id)], paper)
        for paper in after.papers.values()
        if former.get(paper.id, paper.id) in before.papers
    ]
    known = {paper.id for _, paper in pairs}
    gone = {*before.papers} - {*after.papers} - {*former.values()}
    seen = identity.resolve(before).papers, identity.resolve(after).papers
    sizes = [
        {id: len(edition.papers) for id, edition in sorted(each.editions.items())}
        for each in (before, after)
    ]
    listings = tuple(
        Tally(id, sizes[0].get(id), sizes[1].get(id))
        for id in sorted({*before.editions, *after.editions})
        if before.editions.get(id) != after.editions.get(id)
    )
    files = (
        ("digest.yml", before.settings != after.settings),
        ("topics.yml", before.vocabulary != after.vocabulary),
    )
    return Change(
        papers=(len(seen[0]), len(seen[1])),
        added=tuple(paper for id, paper in after.papers.items() if id not in known),
        removed=tuple(paper for id, paper in before.papers.items() if id in gone),
        retagged=tuple(
            Retagged(new, old.topics, new.topics) for old, new in pairs if old.topics != new.topics
        ),
        relinked=tuple(
            Relinked(new, _beyond(new.links, old.links), _beyond(old.links, new.links))
            for old, new in pairs
            if old.links != new.links
        ),
        merged=tuple(_related("same_as", before, after)),
        parted=tuple(_related("same_as", after, before)),
        distinct=tuple(_related("distinct_from", before, after)),
        edited=tuple(_edited(pairs, former)),
        listings=listings,
        counts=tuple(_counts(before, after, *seen)),
        files=tuple(name for name, differs in files if differs),
    )


def _moved(before: Mapping[str, Paper], after: Mapping[str, Paper]) -> dict[str, str]:
    """The former id of each new record that names it as an alias."""
    return {
        paper.id: alias
        for paper in after.values()
        if paper.id not in before
        for alias in reversed(paper.aliases)
        if alias in before and alias not in after
    }


def _beyond(links: tuple[Link, ...], others: tuple[Link, ...]) -> tuple[Link, ...]:
    return tuple(link for link in links if link not in others)


def _related(field: str, without: Corpus, having: Corpus) -> Iterator[RecordReference]:
    for paper in having.papers.values():
        former = without.papers.get(paper.id)
        for other in getattr(paper, field):
            if former is None or other not in getattr(former, field):
                named = having.papers.get(other)
                yield RecordReference(paper, other, named.title if named else other)


def _edited(pairs: list[tuple[Paper, Paper]], former: Mapping[str, str]) -> Iterator[Edited]:
    names = [name for name in _FIELDS if name not in _APART]
    for old, new in pairs:
        changed = tuple(name for name in names if getattr(old, name) != getattr(new, name))
        if {*old.distinct_from} - {*new.distinct_from}:
            changed = (*changed, "distinct_from")
        if changed or new.id in former:
            yield Edited(new, changed, former.get(new.id, ""))


def _counts(
    before: Corpus, after: Corpus, was: Mapping[str, Paper], now: Mapping[str, Paper]
) -> Iterator[Tally]:
    """The topics whose number of papers changed, or that are new or gone."""
    old, new = (
        Counter(topic for paper in seen.values() for topic in paper.topics) for seen in (was, now)
    )
    for topic in {**after.topics, **before.topics}:
        count = Tally(
            topic,
            old[topic] if topic in before.topics else None,
            new[topic] if topic in after.topics else None,
        )
        if count.before != count.after:
            yield count


def published(before: Composed, after: Composed) -> Iterator[Kind]:
    """What differs between two sites, by kind: pages, then feeds, newsletter and other files."""
    old, new = dict(_contents(before)), dict(_contents(after))
    paths = sorted({*old, *new})
    states = (
        [path for path in paths if path not in old],
        [path for path in paths if path in old and path in new and old[path] != new[path]],
        [path for path in paths if path not in new],
    )
    for kind in _KINDS:
        names = [tuple(name for of, name in found if of == kind) for found in states]
        if any(names):
            yield Kind(kind, *names)


def _contents(site: Composed) -> Iterator[tuple[tuple[str, str], object]]:
    for page in site.tree():
        address = _INDEX.sub("", page.path.removesuffix(".md"))
        address = f"{address}/" if address else ""
        first, slash, _ = page.path.partition("/")
        yield (first if slash and first in _PAGES else "other pages", address), page.text
    several: dict[tuple[str, str], list[object]] = {}
    for file in site.files():
        if match := _FEED.fullmatch(file.path):
            several.setdefault(("feeds", match[1] or ""), []).append(file)
        elif match := _LETTER.fullmatch(file.path):
            several.setdefault(("newsletter", match[1]), []).append(file)
        else:
            kind = "cards" if file.path.endswith("card.png") else "other files"
            yield (kind, file.path), file.data
    yield from several.items()


def dump(found: ContentDifference) -> str:
    """A difference as JSON, on one line."""
    return json.dumps(asdict(found), ensure_ascii=False, default=sorted)


def read(data: bytes, url: str) -> ContentDifference:
    """The difference that ``dump`` wrote, to be shown with links to the site at ``url``.

    Raises NoDifference.
    """
    if len(data) > _LARGEST:
        raise NoDifference(f"larger than {_LARGEST:,} bytes")
    try:
        found = msgspec.json.decode(data, type=ContentDifference)
        # What is missing gets a default, and what is unknown is left out: neither was dumped.
        same = json.loads(dump(found)) == json.loads(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise NoDifference(" ".join(str(error).split())) from None
    if not same:
        raise NoDifference("of another shape")
    names = {kind.name for kind in found.published} - {*_KINDS}
    if names or {name for each in found.change.edited for name in each.fields} - {*_FIELDS}:
        raise NoDifference("names what this program does not know")
    return replace(found, url=url, unbuilt=inert.text(found.unbuilt))
