"""What files say of each other: ids and topics they name, records that are one paper, what is news.

A record is named by its id: in an edition, in ``aliases``, ``same_as``, ``distinct_from`` and
``superseded_by`` of others, in ``left-out.yml`` by what else it is known by. Settings are held
against what is there as well. Of a change, what it brought is told from what was there before,
and the published addresses that would vanish with it.
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
from generator.papers.model import Corpus, Paper, Problem, Topic
from generator.store import Loaded
from generator.views import channels

# What a digest says of a paper, which does not tell whether two are one.
_SAID: Final = {"topics", "suggested_topics", "summary", "gist", "added", "revised", "stated"}
_OF_PAPERS: Final = tuple(each.name for each in fields(Paper) if each.name not in _SAID)
_TOPICS: Final = "topics.yml"
_DIGEST: Final = "digest.yml"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_COUNT: Final = re.compile(r"\bhas \d+ (?=papers|topics|groups)")


def faults(loaded: Loaded, touched: Collection[str]) -> Iterator[Finding]:
    """Ids that lead nowhere or to two things, records that nothing leads to or that are twins.

    Topics that are unknown, too many or too few; what settings lack.
    """
    for of_record in (_aliases, _named, _keys, _unreached, _declined, _editions, _notes):
        yield from of_record(loaded)
    yield from _twins(loaded, touched)
    yield from _settings(loaded.corpus)
    yield from _vocabulary(loaded.corpus)
    # Without a vocabulary that could be read, every topic would be unknown.
    broken = {problem.path for problem in loaded.problems if problem.severity == "error"}
    if _TOPICS not in broken:
        yield from _unknown(loaded)
        yield from _balance(loaded.corpus)


# Records


def _aliases(loaded: Loaded) -> Iterator[Finding]:
    """Aliases that are pages already."""
    papers = loaded.corpus.papers
    holders = {id: id for id in papers}
    for paper in papers.values():
        for number, alias in enumerate(paper.aliases):
            holder = holders.setdefault(alias, paper.id)
            if holder != paper.id or alias == paper.id:
                said = f"the alias '{alias}' is the page of {loaded.sources[holder]}: remove it"
                yield Finding(paper.id, ("aliases", number), said)


def _named(loaded: Loaded) -> Iterator[Finding]:
    """Names of no record, and what records say of each other that cannot be."""
    papers = loaded.corpus.papers
    there = {*papers, *unread(loaded)}
    for paper in papers.values():
        named: list[tuple[tuple[str | int, ...], str]] = [
            (("same_as", number), other) for number, other in enumerate(paper.same_as)
        ]
        named += [(("distinct_from", n), other) for n, other in enumerate(paper.distinct_from)]
        named += [(("superseded_by",), paper.superseded_by)] if paper.superseded_by else []
        for where, other in named:
            if other == paper.id:
                yield Finding(paper.id, where, f"'{where[0]}' names the record itself")
            elif other not in there:
                said = f"'{where[0]}' names '{other}', which is no record{meant(other, papers)}"
                yield Finding(paper.id, where, said)
            elif where[0] == "same_as" and other in papers and papers[other].same_as:
                said = f"'{other}' has 'same_as' itself: let one record name all the others"
                yield Finding(paper.id, where, said)
            if where[0] == "same_as" and other in paper.distinct_from:
                said = f"'{other}' stands in 'same_as' and in 'distinct_from': keep one"
                yield Finding(paper.id, where, said)
        if paper.superseded_by != paper.id and _comes_back(paper, papers):
            said = f"'superseded_by' leads back here by way of '{paper.superseded_by}': end it"
            yield Finding(paper.id, ("superseded_by",), said)


def _comes_back(paper: Paper, papers: Mapping[str, Paper]) -> bool:
    seen = {""}
    last = paper.superseded_by or ""
    while last in papers and last not in seen and last != paper.id:
        seen.add(last)
        last = papers[last].superseded_by or ""
    return last == paper.id


def _twins(loaded: Loaded, touched: Collection[str]) -> Iterator[Finding]:
    """Duplicates and possible duplicates, the titles side by side."""
    papers = loaded.corpus.papers
    for pair in _pairs(loaded):
        one, other = papers[pair.one], papers[pair.other]
        if loaded.sources[other.id] not in touched and loaded.sources[one.id] in touched:
            one, other = other, one
        sure = pair.verdict == "same"
        said = (
            f"{'' if sure else 'possible '}duplicate of {loaded.sources[one.id]}: '{one.title}' "
            f"and '{other.title}' ({pair.reason}): write same_as: [{other.id}] there, or "
            f"distinct_from: [{one.id}] here"
        )
        place = (pair.field,) if pair.field in other.stated else ()
        yield Finding(other.id, place, said, "error" if sure else "warning")


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


def _keys(loaded: Loaded) -> Iterator[Finding]:
    """Citation keys that two papers have."""
    stated: dict[str, str] = {}
    for paper in loaded.corpus.papers.values():
        other = stated.setdefault(paper.citation_key or paper.id, paper.id)
        if paper.citation_key and other != paper.id:
            said = f"{loaded.sources[other]} states this citation key too: choose another"
            yield Finding(paper.id, ("citation_key",), said)
    for paper, key in unstated_keys(loaded):
        said = (
            f"another paper has the citation key {identity.usual_key(paper)}: write"
            f" citation_key: {key}, so that it stays (digest check --fix does)"
        )
        yield Finding(paper.id, (), said, "warning")


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


def _unreached(loaded: Loaded) -> Iterator[Finding]:
    """Records of no listing that nothing else leads to, or that no feed brings."""
    for paper in _unlisted(loaded):
        if not (paper.topics or paper.published):
            said = (
                "no listing, day or topic leads to this record: add 'published' or 'topics', "
                "or name it in an edition"
            )
            group = "records that no listing, day or topic leads to"
            yield Finding(paper.id, (), said, "warning", group)
    for paper in typed(loaded):
        said = (
            "no listing has this record, and 'added' does not say when it came in: write that day,"
            " or no feed brings it (digest check --fix takes the day from git)"
        )
        yield Finding(paper.id, (), said, "warning", "records that say not when they came in")


def _unlisted(loaded: Loaded) -> Iterator[Paper]:
    """The records that stand in no listing, by themselves or for another."""
    papers = loaded.corpus.papers.values()
    reached = {*loaded.sightings, *identity.stand_ins(papers)}
    return (paper for paper in papers if paper.id not in reached)


def typed(loaded: Loaded) -> Iterator[Paper]:
    """The records of a digest with feeds that no import made, and that say no day of their own.

    What stands in a listing without a day came as no news.
    """
    if channels.has_feeds(loaded.corpus.settings):
        yield from (paper for paper in _unlisted(loaded) if not paper.added)


# Papers left out, listings and notes


def _declined(loaded: Loaded) -> Iterator[Finding]:
    """Papers of ``left-out.yml`` that cannot be told, or that are in the digest all the same."""
    left_out = loaded.corpus.left_out
    for number, each in enumerate(left_out):
        if not (each.arxiv or each.doi or each.title):
            said = "which paper? state its 'arxiv', its 'doi' or its 'title'"
            yield Finding("left-out.yml", ("papers", number), said)
    declined = Declined(left_out)
    for paper in loaded.corpus.papers.values() if left_out else ():
        if no := declined.find(paper.title, paper.arxiv, paper.doi):
            said = f"{loaded.sources[paper.id]} is this paper: remove the record, or this entry"
            yield Finding("left-out.yml", ("papers", left_out.index(no)), said)


def _editions(loaded: Loaded) -> Iterator[Finding]:
    """Listings that name no record, or one twice, or have another day than their name."""
    papers = loaded.corpus.papers
    there = {*papers, *unread(loaded)}
    aliases = {alias: paper.id for paper in papers.values() for alias in paper.aliases}
    for edition in loaded.corpus.editions.values():
        source, day = f"editions/{edition.id}", edition.date
        if day and edition.kind == "daily" and not is_day(day):
            yield Finding(source, ("date",), f"'date' is {day}: a daily listing is of a day")
        elif day and _DAY.match(edition.id) and not edition.id.startswith(day):
            said = f"'date' is {day}, but the file is named {edition.id}: correct one"
            yield Finding(source, ("date",), said)
        ids = [sighting.paper for sighting in edition.papers]
        for number in repeated(ids):
            said = f"'{ids[number]}' stands here twice: keep one"
            yield Finding(source, ("papers", number, "paper"), said)
        for number, paper in enumerate(ids):
            if paper not in there:
                now = aliases.get(paper)
                hint = f": it is '{now}' now" if now else meant(paper, papers)
                said = f"'{paper}' is no record{hint}"
                yield Finding(source, ("papers", number, "paper"), said)


def _notes(loaded: Loaded) -> Iterator[Finding]:
    for period in loaded.corpus.notes:
        is_period = span(period) and len(period) > len("2025")
        if not is_period and period not in loaded.corpus.editions:
            said = "a note is named after its week (2025-W44.md), month, day or edition: rename it"
            yield Finding(f"notes/{period}", (), said)


# The vocabulary and the settings


def _vocabulary(corpus: Corpus) -> Iterator[Finding]:
    """Ids that stand twice, groups that are unknown, aliases that are pages already."""
    groups = [group.id for group in corpus.vocabulary.groups]
    topics = [topic.id for topic in corpus.vocabulary.topics]
    for kind, ids in (("groups", groups), ("topics", topics)):
        for number in repeated(ids):
            said = f"the id '{ids[number]}' stands here twice: keep one"
            yield Finding(_TOPICS, (kind, number, "id"), said)
    holders = {id: id for id in topics}
    for number, topic in enumerate(corpus.vocabulary.topics):
        if topic.group not in groups:
            said = f"unknown group '{topic.group}'{meant(topic.group, groups)}"
            yield Finding(_TOPICS, ("topics", number, "group"), said)
        for at, alias in enumerate(topic.aliases):
            holder = holders.setdefault(alias, topic.id)
            if holder != topic.id or alias == topic.id:
                said = f"the alias '{alias}' is the page of '{holder}': remove it"
                yield Finding(_TOPICS, ("topics", number, "aliases", at), said)


def _unknown(loaded: Loaded) -> Iterator[Finding]:
    """Topics of records and rules that the vocabulary does not have."""
    known = loaded.corpus.topics
    former = {alias: topic.id for topic in known.values() for alias in topic.aliases}
    for paper in loaded.corpus.papers.values():
        for number, topic in enumerate(paper.topics):
            if topic not in known:
                said = f"unknown topic '{topic}'{meant(topic, known)}"
                if topic in former:
                    now = former[topic]
                    said = f"the topic '{topic}' is '{now}' now: write that, or let --fix do it"
                yield Finding(paper.id, ("topics", number), said)
        for number, topic in enumerate(paper.suggested_topics):
            if topic not in known and topic not in former:
                said = f"unknown topic '{topic}' is suggested: remove it"
                yield Finding(paper.id, ("suggested_topics", number), said, "warning")
    intake = loaded.corpus.settings.intake
    for name, rules in (("keep", intake.keep), ("leave", intake.leave)):
        for number, topic in enumerate(rules.topics):
            if topic not in known:
                said = f"unknown topic '{topic}'{meant(topic, known)}"
                yield Finding(_DIGEST, ("intake", name, "topics", number), said)


def _balance(corpus: Corpus) -> Iterator[Finding]:
    """Too many or too few: the maintainer's affair over time, no fault of who adds a paper."""
    vocabulary, rules = corpus.vocabulary, corpus.settings.curation
    papers = Counter(topic for paper in corpus.papers.values() for topic in paper.topics)
    for kind, number, limits in (
        ("topics", len(vocabulary.topics), rules.topics),
        ("groups", len(vocabulary.groups), rules.groups),
    ):
        for said in outside(number, limits, "the vocabulary has", kind):
            yield Finding(_TOPICS, (), said, "warning")
    for number, id in enumerate(corpus.topics):
        for said in outside(papers[id], rules.papers_per_topic, f"the topic '{id}' has", "papers"):
            yield Finding(_TOPICS, ("topics", number), said, "warning")


def _settings(corpus: Corpus) -> Iterator[Finding]:
    """The tag that names entries of feeds for good; who writes the newsletter, and the way out."""
    settings, letter = corpus.settings, corpus.settings.newsletter
    if settings.url and not settings.feeds.tag:
        host = urlsplit(settings.url).hostname
        year = max((paper.published or "" for paper in corpus.papers.values()), default="")[:4]
        said = (
            "no feeds without 'feeds': state once, and keep for good, a domain of yours and a year"
            f" in which it was yours, such as feeds: {{tag: '{host},{year or 'YEAR'}'}}"
        )
        yield Finding(_DIGEST, ("url",), said, "warning")
    if letter.sender and not settings.url:
        said = "no newsletter without 'url': every link of a mail starts with it"
        yield Finding(_DIGEST, ("newsletter",), said, "warning")
    if letter.sender and not letter.unsubscribe_url:
        said = (
            "'digest send' sends nothing without 'unsubscribe_url': the address at which readers"
            " leave, such as https://example.org/unsubscribe?who={email}"
        )
        yield Finding(_DIGEST, ("newsletter", "from"), said, "warning")


# What a change brought


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
        address = path.removeprefix("pages/").removesuffix(".md").removesuffix("index").rstrip("/")
        said = f"{address}/ would vanish: keep the file if anybody may have its address"
        yield Finding(path, (), said, "warning")


def _papers_gone(now: Loaded, before: Loaded) -> Iterator[Finding]:
    papers = identity.resolve(now.corpus).papers.values()
    there = {*unread(now), *(id for each in papers for id in (each.id, *each.aliases))}
    gone = [each for each in before.corpus.papers.values() if not {each.id, *each.aliases} <= there]
    index = Index(papers if gone else ())
    declined = Declined(now.corpus.left_out)
    for paper in gone:
        match = index.find(paper)
        heir = paper.id if paper.id in now.corpus.papers else match.paper if match else ""
        if not heir and declined.find(paper.title, paper.arxiv, paper.doi):
            continue
        for id in (each for each in (paper.id, *paper.aliases) if each not in there):
            if heir:
                said = f"papers/{id}/ would vanish: write aliases: [{id}] here"
                yield Finding(heir, ("aliases",), said)
            else:
                said = (
                    f"papers/{id}/ would vanish: restore the file, name the id in the 'aliases' of"
                    " the record that is to have its readers, or the paper in left-out.yml"
                )
                yield Finding(before.sources[paper.id], (), said, "warning")


def _topics_gone(now: Corpus, before: Corpus) -> Iterator[Finding]:
    there = {id for topic in now.topics.values() for id in (topic.id, *topic.aliases)}
    for topic in before.topics.values():
        for id in (each for each in (topic.id, *topic.aliases) if each not in there):
            heir = topic.id if topic.id in now.topics else _heir(topic, now, before)
            start = f"topics/{id}/ and its feeds would vanish:"
            if heir:
                place = ("topics", [*now.topics].index(heir))
                yield Finding(_TOPICS, place, f"{start} write aliases: [{id}] here")
            else:
                said = "name the id in the 'aliases' of the topic that is to have its readers"
                yield Finding(_TOPICS, (), f"{start} {said}", "warning")


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
    there = {*now.corpus.editions, *unread(now)}
    for edition in before.corpus.editions.values():
        if edition.id in there:
            continue
        start = f"editions/{edition.id}/ would vanish:"
        same = (edition.kind, edition.source, edition.date, edition.papers)
        for each in now.corpus.editions.values():
            if (each.kind, each.source, each.date, each.papers) == same:
                said = f"{start} name this file {edition.id}.yml again"
                yield Finding(f"editions/{each.id}", (), said)
                break
        else:
            said = f"{start} restore the file if that is not meant"
            yield Finding(before.sources[f"editions/{edition.id}"], (), said, "warning")


def late(now: Loaded, before: Loaded, monday: str) -> Iterator[Finding]:
    """The records that a change brings as news of a week that is over; ``monday`` is this one's.

    Feeds hold a week, and the newsletter of that week may be out.
    """
    for paper in now.corpus.papers.values():
        if paper.id not in before.corpus.papers and "" < (paper.added or "") < monday:
            said = (
                f"'added' is {paper.added}, in a week that is over: write the day of the merge,"
                " or neither feed nor newsletter may bring it"
            )
            yield Finding(paper.id, ("added",), said, "warning")
