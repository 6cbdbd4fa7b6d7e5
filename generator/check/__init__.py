"""Every problem of a content folder at once, with path, line and what to do; and what of it a
change brought, with what was published and would not be any more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from operator import attrgetter
from typing import Final

from generator import store
from generator.check import records, references
from generator.check.records import Abstracts, Finding, breach
from generator.papers import identity
from generator.papers.duplicates import Index
from generator.papers.fields import is_day
from generator.papers.identity import Declined
from generator.papers.model import Corpus, Problem, Settings, Topic
from generator.store import Loaded
from generator.text import Misuse, UserError
from generator.views import channels

_TOPICS: Final = "topics.yml"
_DIGEST: Final = "digest.yml"
_COUNT: Final = re.compile(r"\bhas \d+ (?=papers|topics|groups)")


class ContentError(UserError):
    """Content that is not sound enough; ``problems`` holds what is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        errors = [problem for problem in problems if problem.severity == "error"]
        first = errors[0]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(f"{first.path}:{first.line}: {first.message}{more}")


def problems(
    loaded: Loaded,
    abstracts: Abstracts | None = None,
    touched: Collection[str] = (),
) -> Iterator[Problem]:
    """Problems of the files themselves and of what they say of each other, path by path.

    ``abstracts``, by title key (``identity.title_key``), are texts that summaries must not
    copy, beside those that the records keep. ``touched`` are paths in the folder that a change
    touched: of two records that are alike, the one among them has the problem.
    """
    foreign = abstracts or {}

    def all_problems(_: object) -> tuple[Problem, ...]:
        findings = (*references.faults(loaded, touched), *records.faults(loaded, foreign))
        return _sorted((*loaded.problems, *_located(loaded, findings)))

    # Of the same files the same problems: an import asks again what the last check found.
    key = (loaded.cache.fingerprint, loaded.problems, foreign, sorted(touched))
    yield from loaded.cache.renewed("problems", key, tuple[Problem, ...], all_problems)


def require(loaded: Loaded) -> Loaded:
    """A content folder that holds a digest, sound or not. Raises Misuse of any other."""
    if not loaded.holds_digest:
        raise Misuse(
            f"'{loaded.folder}' holds no digest, neither digest.yml nor papers/: name yours with"
            " --content DIR, or make one with 'digest new'"
        )
    return loaded


def checked(loaded: Loaded) -> tuple[Problem, ...]:
    """The warnings of a content folder without errors. Raises ContentError of any other."""
    warnings = tuple(problems(loaded))
    if any(problem.severity == "error" for problem in warnings):
        raise ContentError(warnings)
    return warnings


def problems_since(
    now: Loaded,
    before: Loaded,
    touched: Collection[str],
    abstracts: Abstracts | None = None,
    monday: str = "",
) -> Iterator[Problem]:
    """The problems that a change brought, and those of the files that it ``touched``.

    Among them is each published address that would vanish with it, and each record that comes
    too late for the week it names; ``monday`` is the first day of this week.
    """
    earlier = problems(before, abstracts, touched)
    new = new_problems(problems(now, abstracts, touched), earlier, touched)
    findings = (*_vanished(now, before), *_late(now, before, monday))
    yield from _sorted((*new, *_located(now, findings)))


def _located(loaded: Loaded, findings: Iterable[Finding]) -> Iterator[Problem]:
    for source, where, message, severity, group in findings:
        path = loaded.sources.get(source, source)
        yield Problem(path, store.line_of(loaded, path, where), message, severity, group)


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted({*problems}, key=lambda p: (p.path, p.line, p.message, p.severity)))


# What a change brought


def new_problems(
    now: Iterable[Problem], before: Iterable[Problem], touched: Collection[str]
) -> Iterator[Problem]:
    """Of the problems of ``now``, all in files ``touched``, and elsewhere those not there before.

    A problem that only moved to another line was there before, and so was a topic out of
    balance that is now more so. ``before`` is not asked where all problems are in ``touched``.
    """
    problems = tuple(now)
    # Sound content need not be looked at twice.
    elsewhere = any(problem.path not in touched for problem in problems)
    old = Counter(map(_sameness, before) if elsewhere else ())
    for problem in problems:
        if problem.path in touched or not old[_sameness(problem)]:
            yield problem
        else:
            old[_sameness(problem)] -= 1


def _sameness(problem: Problem) -> tuple[str, str, str]:
    return problem.path, _COUNT.sub("has ", problem.message), problem.severity


def _vanished(now: Loaded, before: Loaded) -> Iterator[Finding]:
    """What was published before and would not be any more, and how to keep it: addresses, and keys.

    An error where what had the address is there under another one; a warning where it is gone.
    What ``left-out.yml`` names is meant to be gone.
    """
    yield from _papers_gone(now, before)
    yield from _topics_gone(now.corpus, before.corpus)
    yield from _editions_gone(now, before)
    yield from _keys_changed(now, before)
    for path in sorted(before.state.keys() - now.state.keys()):
        if path.startswith("pages/"):
            address = re.sub(r"(/?index)?\.md$", "/", path.removeprefix("pages/"))
            yield breach("page gone", path, address=address)
    if _TOPICS not in now.broken:
        groups = {group.id for group in now.corpus.vocabulary.groups}
        gone = (each.id for each in before.corpus.vocabulary.groups if each.id not in groups)
        yield from (breach("group gone", _TOPICS, id=id) for id in gone)
    if _DIGEST not in now.broken:
        for rule, has in (("feeds gone", channels.has_feeds), ("newsletter gone", _has_issues)):
            if has(before.corpus.settings) and not has(now.corpus.settings):
                yield breach(rule, _DIGEST)


def _has_issues(settings: Settings) -> bool:
    return bool(settings.url and settings.newsletter.issues)


def _papers_gone(now: Loaded, before: Loaded) -> Iterator[Finding]:
    papers = identity.resolve(now.corpus).papers.values()
    pages = {*now.unread, *(id for each in papers for id in (each.id, *each.aliases))}
    gone = [each for each in before.corpus.papers.values() if not {each.id, *each.aliases} <= pages]
    index = Index(papers if gone else ())
    declined = Declined(now.corpus.left_out)
    for paper in gone:
        match = index.find(paper)
        heir = paper.id if paper.id in now.corpus.papers else match.paper if match else ""
        ids = [id for id in (paper.id, *paper.aliases) if id not in pages]
        if heir:
            yield from (breach("paper renamed", heir, "aliases", id=id) for id in ids)
        elif not declined.find(paper.title, paper.arxiv, paper.doi):
            yield from (breach("paper gone", before.sources[paper.id], id=id) for id in ids)


def _topics_gone(now: Corpus, before: Corpus) -> Iterator[Finding]:
    pages = {id for topic in now.topics.values() for id in (topic.id, *topic.aliases)}
    for topic in before.topics.values():
        for id in (each for each in (topic.id, *topic.aliases) if each not in pages):
            if heir := topic.id if topic.id in now.topics else _heir(topic, now, before):
                number = [*now.topics].index(heir)
                yield breach("topic renamed", _TOPICS, "topics", number, id=id)
            else:
                yield breach("topic gone", _TOPICS, id=id)


def _heir(topic: Topic, now: Corpus, before: Corpus) -> str:
    """The new topic that has the title, or most of the papers, of one that is gone; or ''."""
    had = {paper.id for paper in before.papers.values() if topic.id in paper.topics}
    has = Counter(each for id in had if id in now.papers for each in now.papers[id].topics)
    for new in now.topics.values():
        is_named_alike = new.title.casefold() == topic.title.casefold()
        if new.id not in before.topics and (is_named_alike or 2 * has[new.id] > len(had)):
            return new.id
    return ""


def _editions_gone(now: Loaded, before: Loaded) -> Iterator[Finding]:
    pages = {*now.corpus.editions, *now.unread}
    facts = attrgetter("kind", "source", "date", "papers")
    for gone in (each for each in before.corpus.editions.values() if each.id not in pages):
        renamed = [each.id for each in now.corpus.editions.values() if facts(each) == facts(gone)]
        if renamed:
            yield breach("edition renamed", f"editions/{renamed[0]}.yml", id=gone.id)
        else:
            day, days = gone.date or "", {each.date for each in now.corpus.editions.values()}
            address = f"dates/{day.replace('-', '/')}/"
            is_last = gone.papers and is_day(day) and day not in days
            also = f", and {address} where nothing else is of that day," if is_last else ""
            yield breach("edition gone", f"editions/{gone.id}.yml", id=gone.id, also=also)


def _keys_changed(now: Loaded, before: Loaded) -> Iterator[Finding]:
    """The citation keys that papers had and have no more."""
    keys = identity.citation_keys(now.corpus.papers.values(), before.corpus.papers)
    for id, key in identity.citation_keys(before.corpus.papers.values()).items():
        if keys.get(id, key) != key:
            yield breach("key changed", id, key=key, now=keys[id])


def _late(now: Loaded, before: Loaded, monday: str) -> Iterator[Finding]:
    """The records that a change brings as news of a week that is over; ``monday`` is this one's.

    Feeds hold a week, and the newsletter of that week may be out.
    """
    for paper in now.corpus.papers.values():
        is_new = before.corpus.papers.keys().isdisjoint((paper.id, *paper.aliases))
        if is_new and "" < (paper.added or "") < monday:
            yield breach("late", paper.id, "added", added=paper.added)
