"""What a change brought: its problems, and the published addresses that would vanish with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from generator.check.found import Finding, unread
from generator.papers import identity
from generator.papers.identity import Declined
from generator.papers.index import Index
from generator.papers.model import Corpus, Problem, Topic
from generator.store import Loaded

_COUNT = re.compile(r"\bhas \d+ (?=papers|topics|groups)")


def new(
    now: Iterable[Problem], before: Iterable[Problem], touched: Collection[str]
) -> Iterator[Problem]:
    """Of the problems of ``now``, all in files ``touched``, and elsewhere those not there before.

    A problem that only moved to another line was there before, and so was a topic out of
    balance that is now more so. ``before`` is not asked where all problems are in ``touched``.
    """
    found = tuple(now)
    # Sound content need not be looked at twice.
    elsewhere = any(problem.path not in touched for problem in found)
    known = Counter(map(_sameness, before) if elsewhere else ())
    for problem in found:
        if problem.path in touched or not known[_sameness(problem)]:
            yield problem
        else:
            known[_sameness(problem)] -= 1


def _sameness(problem: Problem) -> tuple[str, str, str]:
    return problem.path, _COUNT.sub("has ", problem.message), problem.severity


def vanished(now: Loaded, before: Loaded) -> Iterator[Finding]:
    """The addresses that were published before and would not be any more, and how to keep each.

    An error where what had the address is there under another one; a warning where it is gone.
    What ``left-out.yml`` names is meant to be gone.
    """
    yield from _papers(now, before)
    yield from _topics(now.corpus, before.corpus)
    yield from _editions(now, before)
    pages = {path for path in before.state if path.startswith("pages/") and path.endswith(".md")}
    for path in sorted(pages - now.state.keys()):
        address = path.removeprefix("pages/").removesuffix(".md").removesuffix("index")
        message = (
            f"{address.rstrip('/')}/ would vanish: keep the file if anybody may have its address"
        )
        yield Finding(path, (), message, "warning")


def _papers(now: Loaded, before: Loaded) -> Iterator[Finding]:
    papers = identity.resolve(now.corpus).papers.values()
    there = {*unread(now), *(id for each in papers for id in (each.id, *each.aliases))}
    gone = [
        paper for paper in before.corpus.papers.values() if not {paper.id, *paper.aliases} <= there
    ]
    index = Index.of(papers) if gone else None
    declined = Declined(now.corpus.left_out)
    for paper in gone:
        match = index.find(paper) if index else None
        heir = now.corpus.papers.get(paper.id) or (
            now.corpus.papers.get(match.paper) if match else None
        )
        is_declined = bool(declined.find(paper.title, paper.arxiv, paper.doi))
        for id in (paper.id, *paper.aliases):
            if id in there or (heir is None and is_declined):
                continue
            if heir:
                message = f"papers/{id}/ would vanish: write aliases: [{id}] here"
                yield Finding(heir.id, ("aliases",), message)
            else:
                message = (
                    f"papers/{id}/ would vanish: restore the file, name the id in the 'aliases' of"
                    " the record that is to have its readers, or the paper in left-out.yml"
                )
                yield Finding(before.sources[paper.id], (), message, "warning")


def _topics(now: Corpus, before: Corpus) -> Iterator[Finding]:
    there = {id for topic in now.topics.values() for id in (topic.id, *topic.aliases)}
    for topic in before.topics.values():
        for id in (topic.id, *topic.aliases):
            if id in there:
                continue
            heir = now.topics.get(topic.id) or _heir(topic, now, before)
            start = f"topics/{id}/ and its feeds would vanish:"
            if heir:
                number = list(now.topics).index(heir.id)
                message = f"{start} write aliases: [{id}] here"
                yield Finding("topics.yml", ("topics", number), message)
            else:
                message = (
                    f"{start} name the id in the 'aliases' of the topic that is to have its readers"
                )
                yield Finding("topics.yml", (), message, "warning")


def _heir(topic: Topic, now: Corpus, before: Corpus) -> Topic | None:
    """The new topic that has the title, or most of the papers, of one that is gone."""
    new = [each for each in now.topics.values() if each.id not in before.topics]
    for each in new:
        if each.title.casefold() == topic.title.casefold():
            return each
    had = {paper.id for paper in before.papers.values() if topic.id in paper.topics}
    has = Counter(t for id in had if id in now.papers for t in now.papers[id].topics)
    most = max(new, key=lambda each: has[each.id], default=None)
    return most if most and 2 * has[most.id] > len(had) else None


def _editions(now: Loaded, before: Loaded) -> Iterator[Finding]:
    there = {*now.corpus.editions, *unread(now)}
    for edition in before.corpus.editions.values():
        if edition.id in there:
            continue
        same = (edition.kind, edition.source, edition.date, edition.papers)
        for each in now.corpus.editions.values():
            if (each.kind, each.source, each.date, each.papers) == same:
                message = (
                    f"editions/{edition.id}/ would vanish: name this file {edition.id}.yml again"
                )
                yield Finding(f"editions/{each.id}", (), message)
                break
        else:
            message = f"editions/{edition.id}/ would vanish: restore the file if that is not meant"
            yield Finding(before.sources[f"editions/{edition.id}"], (), message, "warning")


def late(now: Loaded, before: Loaded, monday: str) -> Iterator[Finding]:
    """The records that a change brings as news of a week that is over; ``monday`` is this one's.

    Feeds hold a week, and the newsletter of that week may be out.
    """
    for paper in now.corpus.papers.values():
        if paper.id not in before.corpus.papers and "" < (paper.added or "") < monday:
            message = (
                f"'added' is {paper.added}, in a week that is over: write the day of the merge,"
                " or neither feed nor newsletter may bring it"
            )
            yield Finding(paper.id, ("added",), message, "warning")
