"""Papers by topic and group, those that wait for a curator, and counts of all of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeVar

from generator.papers.fields import is_month, is_real
from generator.papers.links import repository_name
from generator.papers.model import Corpus, Group, LinkKind, Paper, Topic, Vocabulary
from generator.views.outputs import World
from generator.views.periods import Span

if TYPE_CHECKING:
    from generator.views import Digest

_Name = TypeVar("_Name", bound=str)
Lack = Literal["topics", "summary"]

# Style sheet, cards and letter are made of this table; each has the same contrast on its ground.
HUES: tuple[tuple[str, str], ...] = (
    ("#b4452c", "#e8836c"),
    ("#946200", "#d9a441"),
    ("#4a770f", "#9cc25b"),
    ("#0f7b6c", "#54bfae"),
    ("#2468b4", "#76aef0"),
    ("#6a4fb3", "#a894ea"),
    ("#a83f82", "#dd85bb"),
    ("#5f6b76", "#9aa7b3"),
)
"""The colours of the groups, for paper white and for near-black; more groups than these share them.

The last one is also that of what is in no group.
"""


def hue(vocabulary: Vocabulary, group: str) -> int:
    """The number of a group's colour, by the group's id: from 1; 0 of no group."""
    ids = [each.id for each in vocabulary.groups]
    return ids.index(group) % len(HUES) + 1 if group in ids else 0


@dataclass(frozen=True, slots=True)
class TopicPapers:
    """A topic and its papers, newest first."""

    topic: Topic
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class GroupTopics:
    """A group, its topics in the vocabulary's order, and the papers of any of them."""

    group: Group
    topics: tuple[TopicPapers, ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Uncurated:
    """A paper, and what a curator has yet to write."""

    paper: Paper
    lacks: tuple[Lack, ...]


def by_topic(digest: Digest) -> tuple[GroupTopics, ...]:
    """Every topic with its papers, by group, in the vocabulary's order.

    A topic of a group that the vocabulary does not list is kept, under the group's id.
    """
    vocabulary = digest.world.vocabulary.topics
    group_of = {topic.id: topic.group for topic in vocabulary}
    of_topics = _filed(digest.newest, lambda paper: paper.topics)
    of_groups = _filed(
        digest.newest, lambda paper: [group_of[id_] for id_ in paper.topics if id_ in group_of]
    )
    topics: dict[str, list[TopicPapers]] = defaultdict(list)
    for each in vocabulary:
        topics[each.group].append(TopicPapers(each, tuple(of_topics[each.id])))
    return tuple(
        GroupTopics(group, tuple(topics[group.id]), tuple(of_groups[group.id]))
        for group in _groups(digest.world)
        if group.id in topics
    )


def by_group(world: World, papers: Iterable[Paper]) -> list[tuple[Group | None, list[Paper]]]:
    """``papers`` by the group of their first known topic, in the vocabulary's order, None last.

    Within a group the papers keep their order.
    """
    filed = _filed(papers, lambda paper: [t.group for t in world.known_topics(paper)][:1] or [""])
    groups = (*_groups(world), None)
    return [(group, members) for group in groups if (members := filed[group.id if group else ""])]


def _filed(
    papers: Iterable[Paper], names: Callable[[Paper], Iterable[str]]
) -> dict[str, list[Paper]]:
    """``papers`` under each of their names, in their order; under any other name none."""
    filed: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        for name in dict.fromkeys(names(paper)):
            filed[name].append(paper)
    return filed


def _groups(world: World) -> list[Group]:
    """The groups, and after them those that only a topic names, titled by their ids."""
    groups = {group.id: group for group in world.vocabulary.groups}
    for topic in world.vocabulary.topics:
        groups.setdefault(topic.group, Group(topic.group, topic.group))
    return [*groups.values()]


def years(papers: Iterable[Paper], most: int = 12) -> tuple[tuple[str, int], ...]:
    """How many of ``papers`` were published in each year from the first on, the last ``most``."""
    counts = Counter(paper.published[:4] for paper in papers if paper.published)
    return tuple((year, counts[year]) for year in _without_a_gap(counts))[-most:]


def _without_a_gap(dates: Collection[str]) -> Iterator[str]:
    if dates:
        first, last = min(dates), max(dates)
        months = [f"-{number:02}" for number in range(1, 13)] if is_month(first) else [""]
        for year in range(int(first[:4]), int(last[:4]) + 1):
            names = (f"{year:04}{month}" for month in months)
            yield from (name for name in names if first <= name <= last)


def uncurated(digest: Digest) -> tuple[Uncurated, ...]:
    """The papers that lack something, newest first.

    Where there is a vocabulary, a paper lacks topics until it has one or a person states that
    it has none (``topics: []``); where the digest asks for topics, or for summaries, a
    paper without lacks them.
    """
    pairs = ((paper, tuple(_lacks(paper, digest.corpus))) for paper in digest.newest)
    return tuple(Uncurated(paper, lacks) for paper, lacks in pairs if lacks)


def _lacks(paper: Paper, corpus: Corpus) -> Iterator[Lack]:
    rules = corpus.settings.curation
    needed = bool(rules.topics_per_paper and rules.topics_per_paper[0])
    stated = "topics" in paper.stated
    if corpus.topics and (not paper.topics or paper.suggested_topics) and (needed or not stated):
        yield "topics"
    if rules.summary_words and rules.summary_words[0] and not paper.summary:
        yield "summary"


# Counts


@dataclass(frozen=True, slots=True)
class Count:
    """How many papers, and how many of them link to code."""

    papers: int
    with_code: int


@dataclass(frozen=True, slots=True)
class Stats:
    """The counts of a digest. Months and years run from the first to the last without a gap.

    ``months`` and ``years`` are (``2024-10``, papers published in it, papers filed under it).
    ``groups`` are (group, its papers, each counted once, its topics with theirs, most first),
    ``links`` (kind, papers with such a link, such links), ``hosts`` (host, papers that link to
    it), most first, and ``repeats`` (number of listings, papers that so many have) from one on.
    ``undated`` papers have no published date.
    """

    total: Count
    undated: int
    sightings: int
    editions: int
    months: tuple[tuple[str, Count, int], ...]
    years: tuple[tuple[str, Count, int], ...]
    groups: tuple[tuple[Group, Count, tuple[tuple[Topic, Count], ...]], ...]
    links: tuple[tuple[LinkKind, int, int], ...]
    hosts: tuple[tuple[str, int], ...]
    repeats: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository as ``owner/name``, or as far as its address goes; its papers, newest first."""

    name: str
    url: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Host:
    """A host such as ``github.com``: its repositories by name, how many owners and papers."""

    name: str
    repositories: tuple[Repository, ...]
    owners: int
    papers: int


def stats(digest: Digest) -> Stats:
    """The counts of ``digest``."""
    papers = digest.newest
    published = [(day, each) for each in papers if (day := each.published) and is_real(day)]
    seen = Counter(map(len, digest.sightings.values()))
    links = Counter(link.kind for paper in papers for link in paper.links)
    having = Counter(kind for paper in papers for kind in {link.kind for link in paper.links})
    of_each = ({repository_name(link.url)[0] for link in paper.links} for paper in papers)
    hosts = Counter(host for names in of_each for host in names if host)
    return Stats(
        total=counted(papers),
        undated=len(papers) - len(published),
        sightings=sum(number * papers for number, papers in seen.items()),
        editions=len(digest.editions),
        months=_over_time(published, digest.calendar.months, "2024-10"),
        years=_over_time(published, digest.calendar.years, "2024"),
        groups=tuple(_group_counts(digest)),
        links=tuple((kind, number, links[kind]) for kind, number in _most_first(having)),
        hosts=tuple(_most_first(hosts)),
        repeats=tuple(sorted(seen.items())),
    )


def counted(papers: Iterable[Paper]) -> Count:
    """How many ``papers`` there are, and with code."""
    coded = ["code" in [link.kind for link in paper.links] for paper in papers]
    return Count(len(coded), sum(coded))


def _most_first(counted: Counter[_Name]) -> list[tuple[_Name, int]]:
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def _over_time(
    published: Iterable[tuple[str, Paper]], spans: Iterable[Span], name: str
) -> tuple[tuple[str, Count, int], ...]:
    """The years, or months, as long as ``name``: papers published, and how many are filed there."""
    listed = {span.id: len(span.papers) for span in spans}
    papers: dict[str, list[Paper]] = defaultdict(list)
    for day, paper in published:
        if len(day) >= len(name):
            papers[day[: len(name)]].append(paper)
    names = _without_a_gap({*papers, *listed})
    return tuple((each, counted(papers[each]), listed.get(each, 0)) for each in names)


def _group_counts(digest: Digest) -> Iterator[tuple[Group, Count, tuple[tuple[Topic, Count], ...]]]:
    for each in digest.topics:
        topics = [(entry.topic, counted(entry.papers)) for entry in each.topics]
        topics.sort(key=lambda topic: -topic[1].papers)
        yield each.group, counted(each.papers), tuple(topics)


def code(digest: Digest) -> tuple[Host, ...]:
    """The hosts of the papers' code links, the one with most papers first.

    Repositories are the same whatever the case of their letters; an owner is spelt in one way.
    """
    links: dict[tuple[str, str, str], list[tuple[str, str, str, Paper]]] = defaultdict(list)
    for paper in digest.newest:
        for url in (link.url for link in paper.links if link.kind == "code"):
            host, owner, name = repository_name(url)
            if host:
                links[host, owner.casefold(), name.casefold()].append((url, owner, name, paper))
    hosts = []
    for host, keys in groupby(sorted(links), key=lambda key: key[0]):
        spelling: dict[str, str] = {}
        repositories = []
        for key in keys:
            url, as_written, name, _ = links[key][0]
            owner = spelling.setdefault(key[1], as_written)
            papers = {paper.id: paper for *_, paper in links[key]}
            full = "/".join(filter(None, (owner, name))) or host
            repositories.append(Repository(full, url, tuple(papers.values())))
        linked = {paper.id for each in repositories for paper in each.papers}
        hosts.append(Host(host, tuple(repositories), len(spelling), len(linked)))
    return tuple(sorted(hosts, key=lambda host: (-host.papers, host.name)))
