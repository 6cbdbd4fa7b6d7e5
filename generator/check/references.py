"""What files say of each other: ids and topics they name, records that are one paper, what is news.

A record is named by its id: in an edition, in ``aliases``, ``same_as``, ``distinct_from`` and
``superseded_by`` of others, in ``left-out.yml`` by what else it is known by. Settings are held
against what is there as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Final
from urllib.parse import urlsplit

from generator.check.records import Finding, meant, outside, repeated, unread
from generator.papers import duplicates, identity
from generator.papers.duplicates import Index, Verdicts
from generator.papers.evidence import Pair
from generator.papers.fields import is_day, span
from generator.papers.identity import Declined
from generator.papers.model import Corpus, Paper, Problem, Settings, Topic
from generator.store import Loaded
from generator.views import channels

# What a digest says of a paper, which does not tell whether two are one.
_SAID: Final = {"topics", "suggested_topics", "summary", "gist", "added", "revised", "stated"}
_OF_PAPERS: Final = tuple(each.name for each in fields(Paper) if each.name not in _SAID)
_TOPICS: Final = "topics.yml"
_DIGEST: Final = "digest.yml"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


def faults(loaded: Loaded, touched: Collection[str]) -> Iterator[Finding]:
    """Ids that lead nowhere or to two things, records that nothing leads to or that are twins.

    Topics that are unknown, too many or too few; what settings lack.
    """
    yield from _names(loaded)
    yield from _twins(loaded, touched)
    yield from _declined(loaded)
    yield from _editions(loaded)
    yield from _notes(loaded)
    yield from _unreached(loaded)
    yield from _keys(loaded)
    yield from _feeds(loaded.corpus)
    yield from _newsletter(loaded.corpus.settings)
    yield from _ids(loaded.corpus)
    # Without a vocabulary that could be read, every topic would be unknown.
    broken = {problem.path for problem in loaded.problems if problem.severity == "error"}
    if _TOPICS not in broken:
        yield from _unknown(loaded)
        yield from _balance(loaded.corpus)


def _names(loaded: Loaded) -> Iterator[Finding]:
    """Aliases that are pages already, and names of no record."""
    papers = loaded.corpus.papers
    there = {*papers, *unread(loaded)}
    aliases: dict[str, str] = {}
    for paper in papers.values():
        for number, alias in enumerate(paper.aliases):
            holder = alias if alias in papers else aliases.setdefault(alias, paper.id)
            if holder != paper.id or alias == paper.id:
                message = f"the alias '{alias}' is the page of {loaded.sources[holder]}: remove it"
                yield Finding(paper.id, ("aliases", number), message)
        for where, other in _named(paper):
            if other == paper.id:
                yield Finding(paper.id, where, f"'{where[0]}' names the record itself")
            elif other not in there:
                message = f"'{where[0]}' names '{other}', which is no record"
                yield Finding(paper.id, where, f"{message}{meant(other, papers)}")
        yield from _chains(paper, papers)


def _named(paper: Paper) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The records that a record names, each with its place in the file."""
    for number, other in enumerate(paper.same_as):
        yield ("same_as", number), other
    for number, other in enumerate(paper.distinct_from):
        yield ("distinct_from", number), other
    if paper.superseded_by:
        yield ("superseded_by",), paper.superseded_by


def _chains(paper: Paper, papers: Mapping[str, Paper]) -> Iterator[Finding]:
    for number, other in enumerate(paper.same_as):
        record = papers.get(other)
        if record and record.id != paper.id and record.same_as:
            message = f"'{other}' has 'same_as' itself: let one record name all the others"
            yield Finding(paper.id, ("same_as", number), message)
        if other in paper.distinct_from:
            message = f"'{other}' stands in 'same_as' and in 'distinct_from': keep one"
            yield Finding(paper.id, ("same_as", number), message)
    seen, last = {paper.id}, papers.get(paper.superseded_by or "")
    while last and last.superseded_by and last.id not in seen:
        seen.add(last.id)
        last = papers.get(last.superseded_by)
    if last and last.id == paper.id != paper.superseded_by:
        message = f"'superseded_by' leads back here by way of '{paper.superseded_by}': end it"
        yield Finding(paper.id, ("superseded_by",), message)


def _twins(loaded: Loaded, touched: Collection[str]) -> Iterator[Finding]:
    """Duplicates and possible duplicates, the titles side by side."""
    papers = loaded.corpus.papers
    for pair in _pairs(loaded):
        one, other = papers[pair.one], papers[pair.other]
        if loaded.sources[other.id] not in touched and loaded.sources[one.id] in touched:
            one, other = other, one
        sure = pair.verdict == "same"
        message = (
            f"{'' if sure else 'possible '}duplicate of {loaded.sources[one.id]}: '{one.title}' "
            f"and '{other.title}' ({pair.reason}): write same_as: [{other.id}] there, or "
            f"distinct_from: [{one.id}] here"
        )
        place = (pair.field,) if pair.field in other.stated else ()
        yield Finding(other.id, place, message, "error" if sure else "warning")


def _pairs(loaded: Loaded) -> tuple[Pair, ...]:
    """Pairs that are one paper or may be; the slow part of the check, so it is kept.

    What is kept was worked out of nothing but what its key holds, and of a pair that stays as it
    was the same is said again.
    """
    papers = loaded.corpus.papers.values()
    known = [tuple(getattr(paper, name) for name in _OF_PAPERS) for paper in papers]

    def verdicts(before: Verdicts | None) -> Verdicts:
        bare = (Paper(**dict(zip(_OF_PAPERS, values, strict=True))) for values in known)
        return duplicates.verdicts(bare, before or Verdicts())

    return loaded.cache.renewed("duplicates", known, Verdicts, verdicts).pairs


def _declined(loaded: Loaded) -> Iterator[Finding]:
    """Papers of ``left-out.yml`` that cannot be told, or that are in the digest all the same."""
    left_out = loaded.corpus.left_out
    if not left_out:
        return
    for number, each in enumerate(left_out):
        if not (each.arxiv or each.doi or each.title):
            message = "which paper? state its 'arxiv', its 'doi' or its 'title'"
            yield Finding("left-out.yml", ("papers", number), message)
    declined = Declined(left_out)
    for paper in loaded.corpus.papers.values():
        if no := declined.find(paper.title, paper.arxiv, paper.doi):
            message = f"{loaded.sources[paper.id]} is this paper: remove the record, or this entry"
            yield Finding("left-out.yml", ("papers", left_out.index(no)), message)


def _editions(loaded: Loaded) -> Iterator[Finding]:
    """Listings that name no record, or one twice, or have another day than their name."""
    papers = loaded.corpus.papers
    broken = unread(loaded)
    aliases = {alias: paper.id for paper in papers.values() for alias in paper.aliases}
    for edition in loaded.corpus.editions.values():
        source = f"editions/{edition.id}"
        if edition.date and edition.kind == "daily" and not is_day(edition.date):
            message = f"'date' is {edition.date}: a daily listing is of a day"
            yield Finding(source, ("date",), message)
        elif edition.date and _DAY.match(edition.id) and not edition.id.startswith(edition.date):
            message = f"'date' is {edition.date}, but the file is named {edition.id}: correct one"
            yield Finding(source, ("date",), message)
        ids = [sighting.paper for sighting in edition.papers]
        for number in repeated(ids):
            message = f"'{ids[number]}' stands here twice: keep one"
            yield Finding(source, ("papers", number, "paper"), message)
        for number, paper in enumerate(ids):
            if paper not in papers and paper not in broken:
                now = aliases.get(paper)
                hint = f": it is '{now}' now" if now else meant(paper, papers)
                message = f"'{paper}' is no record{hint}"
                yield Finding(source, ("papers", number, "paper"), message)


def _notes(loaded: Loaded) -> Iterator[Finding]:
    for period in loaded.corpus.notes:
        is_period = span(period) and len(period) > len("2025")
        if not is_period and period not in loaded.corpus.editions:
            message = (
                "a note is named after its week (2025-W44.md), month, day or edition: rename it"
            )
            yield Finding(f"notes/{period}", (), message)


def _unreached(loaded: Loaded) -> Iterator[Finding]:
    """Records of no listing that nothing else leads to, or that no feed brings."""
    for paper in _unlisted(loaded):
        if not (paper.topics or paper.published):
            message = (
                "no listing, day or topic leads to this record: add 'published' or 'topics', "
                "or name it in an edition"
            )
            group = "records that no listing, day or topic leads to"
            yield Finding(paper.id, (), message, "warning", group)
    for paper in typed(loaded):
        message = (
            "no listing has this record, and 'added' does not say when it came in: write that day,"
            " or no feed brings it (digest check --fix takes the day from git)"
        )
        group = "records that say not when they came in"
        yield Finding(paper.id, (), message, "warning", group)


def _unlisted(loaded: Loaded) -> Iterator[Paper]:
    """The records that stand in no listing, by themselves or for another."""
    papers = loaded.corpus.papers.values()
    stands_for = {other for paper in papers for other in paper.same_as}
    for paper in papers:
        if not (paper.id in loaded.sightings or paper.id in stands_for):
            yield paper


def typed(loaded: Loaded) -> Iterator[Paper]:
    """The records of a digest with feeds that no import made, and that say no day of their own.

    What stands in a listing without a day came as no news.
    """
    if channels.has_feeds(loaded.corpus.settings):
        yield from (paper for paper in _unlisted(loaded) if not paper.added)


def _keys(loaded: Loaded) -> Iterator[Finding]:
    """Citation keys that two papers have."""
    papers = loaded.corpus.papers
    stated: dict[str, str] = {}
    for paper in papers.values():
        other = stated.setdefault(paper.citation_key or paper.id, paper.id)
        if paper.citation_key and other != paper.id:
            message = f"{loaded.sources[other]} states this citation key too: choose another"
            yield Finding(paper.id, ("citation_key",), message)
    for paper, key in unstated_keys(loaded):
        message = (
            f"another paper has the citation key {identity.usual_key(paper)}: write"
            f" citation_key: {key}, so that it stays (digest check --fix does)"
        )
        yield Finding(paper.id, (), message, "warning")


def unstated_keys(loaded: Loaded) -> Iterator[tuple[Paper, str]]:
    """The records that do not have their usual citation key, though they state no other."""
    papers = loaded.corpus.papers
    keys = identity.citation_keys(papers.values())
    taken = {*keys.values()}
    for id, key in sorted(keys.items()):
        # One that is not usual is the usual one, which another has, with a letter or a number.
        if papers[id].citation_key or not (key[:-1] in taken or key[-1].isdigit()):
            continue
        if key != identity.usual_key(papers[id]):
            yield papers[id], key


# The vocabulary and the settings


def _ids(corpus: Corpus) -> Iterator[Finding]:
    groups = [group.id for group in corpus.vocabulary.groups]
    topics = [topic.id for topic in corpus.vocabulary.topics]
    for kind, ids in (("groups", groups), ("topics", topics)):
        for number in repeated(ids):
            message = f"the id '{ids[number]}' stands here twice: keep one"
            yield Finding(_TOPICS, (kind, number, "id"), message)
    held = {id: id for id in topics}
    for number, topic in enumerate(corpus.vocabulary.topics):
        if topic.group not in groups:
            message = f"unknown group '{topic.group}'{meant(topic.group, groups)}"
            yield Finding(_TOPICS, ("topics", number, "group"), message)
        for at, alias in enumerate(topic.aliases):
            holder = held.setdefault(alias, topic.id)
            if holder != topic.id or alias == topic.id:
                message = f"the alias '{alias}' is the page of '{holder}': remove it"
                yield Finding(_TOPICS, ("topics", number, "aliases", at), message)


def _unknown(loaded: Loaded) -> Iterator[Finding]:
    known = loaded.corpus.topics
    former = {alias: topic.id for topic in known.values() for alias in topic.aliases}
    for paper in loaded.corpus.papers.values():
        for number, topic in enumerate(paper.topics):
            if topic in former and topic not in known:
                message = f"the topic '{topic}' is '{former[topic]}' now: write that"
                yield Finding(paper.id, ("topics", number), f"{message}, or let --fix do it")
            elif topic not in known:
                message = f"unknown topic '{topic}'{meant(topic, known)}"
                yield Finding(paper.id, ("topics", number), message)
        for number, topic in enumerate(paper.suggested_topics):
            if topic not in known and topic not in former:
                message = f"unknown topic '{topic}' is suggested: remove it"
                yield Finding(paper.id, ("suggested_topics", number), message, "warning")
    intake = loaded.corpus.settings.intake
    for name, rules in (("keep", intake.keep), ("leave", intake.leave)):
        for number, topic in enumerate(rules.topics):
            if topic not in known:
                message = f"unknown topic '{topic}'{meant(topic, known)}"
                yield Finding(_DIGEST, ("intake", name, "topics", number), message)


def _balance(corpus: Corpus) -> Iterator[Finding]:
    """Too many or too few: the maintainer's affair over time, no fault of who adds a paper."""
    vocabulary, rules = corpus.vocabulary, corpus.settings.curation
    papers = Counter(topic for paper in corpus.papers.values() for topic in paper.topics)
    counted = (
        ((), len(vocabulary.topics), rules.topics, "the vocabulary has", "topics"),
        ((), len(vocabulary.groups), rules.groups, "the vocabulary has", "groups"),
        *(
            (("topics", n), papers[id], rules.papers_per_topic, f"the topic '{id}' has", "papers")
            for n, id in enumerate(corpus.topics)
        ),
    )
    for where, number, limits, start, what in counted:
        for message in outside(number, limits, start, what):
            yield Finding(_TOPICS, where, message, "warning")


def _feeds(corpus: Corpus) -> Iterator[Finding]:
    """The tag that names entries for good."""
    settings = corpus.settings
    if settings.url and not settings.feeds.tag:
        host = urlsplit(settings.url).hostname
        year = max((paper.published or "" for paper in corpus.papers.values()), default="")[:4]
        message = (
            "no feeds without 'feeds': state once, and keep for good, a domain of yours and a year"
            f" in which it was yours, such as feeds: {{tag: '{host},{year or 'YEAR'}'}}"
        )
        yield Finding(_DIGEST, ("url",), message, "warning")


def _newsletter(settings: Settings) -> Iterator[Finding]:
    """Who writes, and the way out."""
    letter = settings.newsletter
    if letter.sender and not settings.url:
        message = "no newsletter without 'url': every link of a mail starts with it"
        yield Finding(_DIGEST, ("newsletter",), message, "warning")
    if letter.sender and not letter.unsubscribe_url:
        message = (
            "'digest send' sends nothing without 'unsubscribe_url': the address at which readers"
            " leave, such as https://example.org/unsubscribe?who={email}"
        )
        yield Finding(_DIGEST, ("newsletter", "from"), message, "warning")


# What a change brought

_COUNT: Final = re.compile(r"\bhas \d+ (?=papers|topics|groups)")


def brought(
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
    yield from _papers_gone(now, before)
    yield from _topics_gone(now.corpus, before.corpus)
    yield from _editions_gone(now, before)
    pages = {path for path in before.state if path.startswith("pages/") and path.endswith(".md")}
    for path in sorted(pages - now.state.keys()):
        address = path.removeprefix("pages/").removesuffix(".md").removesuffix("index")
        message = (
            f"{address.rstrip('/')}/ would vanish: keep the file if anybody may have its address"
        )
        yield Finding(path, (), message, "warning")


def _papers_gone(now: Loaded, before: Loaded) -> Iterator[Finding]:
    papers = identity.resolve(now.corpus).papers.values()
    there = {*unread(now), *(id for each in papers for id in (each.id, *each.aliases))}
    gone = [
        paper for paper in before.corpus.papers.values() if not {paper.id, *paper.aliases} <= there
    ]
    index = Index(papers) if gone else None
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


def _topics_gone(now: Corpus, before: Corpus) -> Iterator[Finding]:
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


def _editions_gone(now: Loaded, before: Loaded) -> Iterator[Finding]:
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
