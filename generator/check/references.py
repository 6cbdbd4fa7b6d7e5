"""What files say of each other: ids and topics they name, records that are one paper, what is news.

A record is named by its id: in an edition, in ``aliases``, ``same_as``, ``distinct_from`` and
``superseded_by`` of others, in ``left-out.yml`` by what else it is known by. Settings are held
against what is there as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Final
from urllib.parse import urlsplit

from generator.check.records import Finding, breach, nearest, out_of, repeats
from generator.papers import duplicates, identity
from generator.papers.duplicates import Verdicts
from generator.papers.evidence import Pair
from generator.papers.fields import is_day, span
from generator.papers.identity import Declined
from generator.papers.model import Corpus, Paper
from generator.store import Loaded
from generator.views import channels

# What a digest says of a paper, which does not tell whether two are one.
_OWN: Final = {"topics", "suggested_topics", "summary", "gist", "added", "revised", "stated"}
_FIELDS: Final = tuple(each.name for each in fields(Paper) if each.name not in _OWN)
_TOPICS: Final = "topics.yml"
_DIGEST: Final = "digest.yml"
_LEFT_OUT: Final = "left-out.yml"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


def faults(loaded: Loaded, touched: Collection[str]) -> Iterator[Finding]:
    """Ids that lead nowhere or to two things, records that nothing leads to or that are twins.

    Topics that are unknown, too many or too few; what settings lack.
    """
    for rules in (_aliases, _mentions, _keys, _unreached, _declined, _editions, _notes, _settings):
        yield from rules(loaded)
    yield from _twins(loaded, touched)
    yield from _vocabulary(loaded.corpus)
    # Without a vocabulary that could be read, every topic would be unknown.
    if _TOPICS not in loaded.broken:
        yield from _unknown(loaded)
        yield from _balance(loaded.drafts)


# Records


def _aliases(loaded: Loaded) -> Iterator[Finding]:
    papers = loaded.drafts.papers
    holders = {id: id for id in papers}
    for paper in papers.values():
        for number, alias in enumerate(paper.aliases):
            holder = holders.setdefault(alias, paper.id)
            if holder != paper.id or alias == paper.id:
                values = {"alias": alias, "holder": loaded.sources[holder]}
                yield breach("alias is a page", paper.id, "aliases", number, **values)


def _mentions(loaded: Loaded) -> Iterator[Finding]:
    """Names of no record, and what records say of each other that cannot be."""
    papers = loaded.drafts.papers
    records = {*papers, *loaded.unread}
    for paper in papers.values():
        if not (paper.same_as or paper.distinct_from or paper.superseded_by):
            continue
        mentions: list[tuple[str, str, tuple[int, ...]]] = [
            *((id, "same_as", (number,)) for number, id in enumerate(paper.same_as)),
            *((id, "distinct_from", (number,)) for number, id in enumerate(paper.distinct_from)),
            *([(paper.superseded_by, "superseded_by", ())] if paper.superseded_by else []),
        ]
        for id, field, number in mentions:
            place: tuple[str | int, ...] = (field, *number)
            if id == paper.id:
                yield breach("names itself", paper.id, *place, field=field)
            elif id not in records:
                values = {"field": field, "id": id, "hint": nearest(id, papers)}
                yield breach("names no record", paper.id, *place, **values)
            elif field == "same_as" and id in papers and papers[id].same_as:
                yield breach("chain", paper.id, *place, id=id)
            if field == "same_as" and id in paper.distinct_from:
                yield breach("the same and not", paper.id, *place, id=id)
        if paper.superseded_by != paper.id and _comes_back(paper, papers):
            yield breach("circle", paper.id, "superseded_by", id=paper.superseded_by)


def _comes_back(paper: Paper, papers: Mapping[str, Paper]) -> bool:
    seen = {""}
    last = paper.superseded_by or ""
    while last in papers and last not in seen and last != paper.id:
        seen.add(last)
        last = papers[last].superseded_by or ""
    return last == paper.id


def _twins(loaded: Loaded, touched: Collection[str]) -> Iterator[Finding]:
    papers = loaded.corpus.papers
    for pair in _pairs(loaded):
        one, other = papers[pair.one], papers[pair.other]
        if loaded.sources[other.id] not in touched and loaded.sources[one.id] in touched:
            one, other = other, one
        rule = "duplicate" if pair.verdict == "same" else "possible duplicate"
        place = (pair.field,) if pair.field in other.stated else ()
        twin = loaded.sources[one.id]
        yield breach(rule, other.id, *place, twin=twin, pair=pair, one=one, other=other)


def _pairs(loaded: Loaded) -> tuple[Pair, ...]:
    """Pairs that are one paper or may be; the slow part of the check, so it is kept.

    What is kept was worked out of nothing but what its key holds, and of a pair that stays as it
    was the same is said again.
    """
    facts = [*map(attrgetter(*_FIELDS), loaded.corpus.papers.values())]

    def verdicts(before: Verdicts | None) -> Verdicts:
        papers = (Paper(**dict(zip(_FIELDS, values, strict=True))) for values in facts)
        return duplicates.verdicts(papers, before or Verdicts())

    return loaded.cache.renewed("duplicates", facts, Verdicts, verdicts).pairs


def _keys(loaded: Loaded) -> Iterator[Finding]:
    holders: dict[str, str] = {}
    for paper in loaded.corpus.papers.values():
        other = holders.setdefault(paper.citation_key or paper.id, paper.id)
        if paper.citation_key and other != paper.id:
            yield breach("stated key", paper.id, "citation_key", holder=loaded.sources[other])
    for paper, key in unstated_keys(loaded):
        yield breach("usual key", paper.id, usual=identity.usual_key(paper), key=key)


def unstated_keys(loaded: Loaded) -> Iterator[tuple[Paper, str]]:
    """The records that do not have their usual citation key, though they state no other."""
    papers = identity.resolve(loaded.corpus).papers
    keys = identity.citation_keys(papers.values())
    values = {*keys.values()}
    # One that is not usual is the usual one, which another has, with a letter or a number.
    lettered = [id for id, key in keys.items() if key[:-1] in values or key[-1].isdigit()]
    for paper in map(papers.__getitem__, sorted(lettered)):
        if not paper.citation_key and keys[paper.id] != identity.usual_key(paper):
            yield paper, keys[paper.id]


def _unreached(loaded: Loaded) -> Iterator[Finding]:
    for paper in _unlisted(loaded):
        if not (paper.topics or paper.published):
            yield breach("unreached", paper.id)
    for paper in typed_papers(loaded):
        yield breach("no day of arrival", paper.id)


def _unlisted(loaded: Loaded) -> Iterator[Paper]:
    """The records that stand in no listing, by themselves or for another."""
    papers = loaded.corpus.papers.values()
    listed = {*loaded.corpus.listings, *identity.stand_ins(papers)}
    return (paper for paper in papers if paper.id not in listed)


def typed_papers(loaded: Loaded) -> Iterator[Paper]:
    """The records of a digest with feeds that no import made, and that say no day of their own.

    What stands in a listing without a day came as no news.
    """
    if channels.has_feeds(loaded.corpus.settings):
        yield from (paper for paper in _unlisted(loaded) if not paper.added)


# Papers left out, listings and notes


def _declined(loaded: Loaded) -> Iterator[Finding]:
    left_out = loaded.corpus.left_out
    for number, each in enumerate(left_out):
        if not (each.arxiv or each.doi or each.title):
            yield breach("left out nothing", _LEFT_OUT, "papers", number)
    declined = Declined(left_out)
    for paper in loaded.corpus.papers.values() if left_out else ():
        if no := declined.find(paper.title, paper.arxiv, paper.doi):
            place, holder = ("papers", left_out.index(no)), loaded.sources[paper.id]
            yield breach("left out and there", _LEFT_OUT, *place, holder=holder)


def _editions(loaded: Loaded) -> Iterator[Finding]:
    papers = loaded.drafts.papers
    records = {*papers, *loaded.unread}
    aliases = {alias: paper.id for paper in papers.values() for alias in paper.aliases}
    for edition in loaded.drafts.editions.values():
        source, day = f"editions/{edition.id}.yml", edition.date
        if day and edition.kind == "daily" and not is_day(day):
            yield breach("daily of no day", source, "date", day=day)
        elif day and _DAY.match(edition.id) and not edition.id.startswith(day):
            yield breach("day against name", source, "date", day=day, id=edition.id)
        ids = [sighting.paper for sighting in edition.papers]
        for number in repeats(ids):
            yield breach("listed twice", source, "papers", number, "paper", id=ids[number])
        for number, id in enumerate(ids):
            if id not in records:
                hint = f": it is '{aliases[id]}' now" if id in aliases else nearest(id, papers)
                place = ("papers", number, "paper")
                yield breach("listed is no record", source, *place, id=id, hint=hint)


def _notes(loaded: Loaded) -> Iterator[Finding]:
    for period in loaded.corpus.notes:
        is_period = span(period) and len(period) > len("2025")
        if not is_period and period not in loaded.corpus.editions:
            yield breach("note of no period", f"notes/{period}.md")


# The vocabulary and the settings


def _vocabulary(corpus: Corpus) -> Iterator[Finding]:
    groups = [group.id for group in corpus.vocabulary.groups]
    topics = [topic.id for topic in corpus.vocabulary.topics]
    for kind, ids in (("groups", groups), ("topics", topics)):
        for number in repeats(ids):
            yield breach("id twice", _TOPICS, kind, number, "id", id=ids[number])
    holders = {id: id for id in topics}
    for number, topic in enumerate(corpus.vocabulary.topics):
        place = (_TOPICS, "topics", number)
        if topic.group not in groups:
            hint = nearest(topic.group, groups)
            yield breach("unknown group", *place, "group", id=topic.group, hint=hint)
        for at, alias in enumerate(topic.aliases):
            holder = holders.setdefault(alias, topic.id)
            if holder != topic.id or alias == topic.id:
                values = {"alias": alias, "holder": f"'{holder}'"}
                yield breach("alias is a page", *place, "aliases", at, **values)


def _unknown(loaded: Loaded) -> Iterator[Finding]:
    topics = loaded.drafts.topics
    former = {alias: topic.id for topic in topics.values() for alias in topic.aliases}
    for paper in loaded.drafts.papers.values():
        for number, id in enumerate(paper.topics):
            if id in former and id not in topics:
                yield breach("former topic", paper.id, "topics", number, id=id, now=former[id])
            elif id not in topics:
                hint = nearest(id, topics)
                yield breach("unknown topic", paper.id, "topics", number, id=id, hint=hint)
        for number, id in enumerate(paper.suggested_topics):
            if id not in topics and id not in former:
                yield breach("unknown suggestion", paper.id, "suggested_topics", number, id=id)
    intake = loaded.drafts.settings.intake
    for name, rules in (("keep", intake.keep), ("leave", intake.leave)):
        for number, id in enumerate(rules.topics):
            if id not in topics:
                place = ("intake", name, "topics", number)
                yield breach("unknown topic", _DIGEST, *place, id=id, hint=nearest(id, topics))


def _balance(corpus: Corpus) -> Iterator[Finding]:
    """Too many or too few: the maintainer's affair over time, no fault of who adds a paper."""
    vocabulary, rules = corpus.vocabulary, corpus.settings.curation
    papers = Counter(topic for paper in corpus.papers.values() for topic in paper.topics)
    for what in ("topics", "groups"):
        limits, things = getattr(rules, what), getattr(vocabulary, what)
        if excess := out_of(limits, len(things), "the vocabulary", what):
            yield breach("out of balance", _TOPICS, **excess)
    for number, id in enumerate(corpus.topics):
        if excess := out_of(rules.papers_per_topic, papers[id], f"the topic '{id}'", "papers"):
            yield breach("out of balance", _TOPICS, "topics", number, **excess)


def _settings(loaded: Loaded) -> Iterator[Finding]:
    settings, papers = loaded.corpus.settings, loaded.corpus.papers.values()
    if settings.url and not settings.feeds.tag:
        year = max((paper.published or "" for paper in papers), default="")[:4] or "YEAR"
        yield breach("no tag", _DIGEST, "url", host=urlsplit(settings.url).hostname, year=year)
    if settings.newsletter.sender and not settings.url:
        yield breach("no address", _DIGEST, "newsletter")
    if settings.newsletter.sender and not settings.newsletter.unsubscribe_url:
        yield breach("no way out", _DIGEST, "newsletter", "from")
