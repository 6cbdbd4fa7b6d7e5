"""Entries of a capture into records of the digest, with an account that adds up.

An import fills what a record does not state and reports what differs; it never overwrites,
and it takes nothing twice from one listing. A block that no sound record can be made of is
rejected, and the rest goes in. Pure: corpus in, corpus out.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from generator.check import records
from generator.check.records import Finding
from generator.intake import choice
from generator.intake.choice import Exclusion
from generator.papers import fields, identity
from generator.papers.duplicates import Index
from generator.papers.identity import Declined
from generator.papers.model import Capture, Corpus, Edition, Entry, Paper, Rejection, Sighting
from generator.papers.wording import count
from generator.store import Loaded
from generator.topics import terms


@dataclass(frozen=True, slots=True)
class Difference:
    """What a source says of a field that a record states otherwise; the record stays."""

    paper: str
    field: str
    stated: str
    found: str


@dataclass(frozen=True, slots=True)
class Account:
    """Where each block of one capture went: blocks = new + sightings + left out + rejected.

    ``repeated`` counts those sightings that the edition held already; ``left_out`` are papers
    that a curator declined, or a rule of digest.yml; ``notes`` say what else of a block was not
    taken. ``edition`` is the id of the listing, '' where no block went into one.
    """

    edition: str
    new: tuple[str, ...]
    sightings: int
    repeated: int
    left_out: tuple[Exclusion, ...]
    rejected: tuple[Rejection, ...]
    differences: tuple[Difference, ...]
    notes: tuple[str, ...] = ()

    @property
    def blocks(self) -> int:
        """All blocks of the capture."""
        return len(self.new) + self.sightings + len(self.left_out) + len(self.rejected)


def totals(accounts: Iterable[Account]) -> dict[str, int]:
    """What accounts add up to: blocks, and where they went."""
    sums = Counter(dict.fromkeys(("blocks", "new", "sightings", "left_out", "rejected"), 0))
    for each in accounts:
        sums.update(blocks=each.blocks, new=len(each.new), sightings=each.sightings)
        sums.update(left_out=len(each.left_out), rejected=len(each.rejected))
    return dict(sums)


def rules(accounts: Iterable[Account]) -> dict[str, int]:
    """How many blocks each rule left out, the strictest first."""
    return dict(Counter(block.rule for each in accounts for block in each.left_out).most_common())


def sentence(*accounts: Account) -> str:
    """Where the blocks went, as an equation: ``3 blocks = 2 new + 0 sightings + 1 rejected``."""
    sums = totals(accounts)
    out = ", ".join(f"{number:,} {rule}" for rule, number in rules(accounts).items())
    left_out = f" + {sums['left_out']:,} left out ({out})" if out else ""
    return (
        f"{count(sums['blocks'], 'block')} = {sums['new']:,} new"
        f" + {sums['sightings']:,} sightings{left_out} + {sums['rejected']:,} rejected"
    )


def fill(paper: Paper, facts: Paper) -> tuple[Paper, list[Difference]]:
    """The record with its empty fields filled, and which facts differ.

    A field the record's file states, even as empty, is a person's word and stays; an abstract
    that differs is not worth a report.
    """
    values: dict[str, Any] = {}
    differences: list[Difference] = []
    for name in ("title", *fields.FACTS):
        stated, other = getattr(paper, name), getattr(facts, name)
        if not other or other == stated:
            continue
        is_open = not stated and name not in paper.stated
        if is_open or (name == "title" and paper.is_unnamed and not facts.is_unnamed):
            values[name] = other
        elif _differ(name, stated, other):
            differences.append(Difference(paper.id, name, _words(stated), _words(other)))
    return (replace(paper, **values) if values else paper), differences


def _differ(name: str, stated: Any, other: Any) -> bool:
    if name == "title":
        return identity.title_key(stated) != identity.title_key(other)
    # A year is no other day.
    is_same_day = name == "published" and (stated.startswith(other) or other.startswith(stated))
    return name != "abstract" and not is_same_day


def _words(value: Any) -> str:
    if isinstance(value, tuple):
        value = ", ".join(str(getattr(item, "url", item)) for item in value)
    return str(value or "nothing")


def ingest(
    corpus: Corpus,
    capture: Capture,
    *,
    keep_abstracts: bool,
    added: str | None = None,
    index: Index | None = None,
    progress: Callable[[], None] = lambda: None,
) -> tuple[Corpus, Account]:
    """Merge one capture of titled entries; what is new and does not fit by the settings stays out.

    ``added`` is the day on which new records came in as news; None where they are none.
    ``index`` is that of the corpus, and of the merged one in the end; ``progress`` is called
    for each block.
    """
    index = Index(corpus.papers.values()) if index is None else index
    merging = _Merging(corpus, index, keep_abstracts, added, capture)
    fitting = [(each, paper) for each in capture.entries if (paper := merging.paper(each))]
    merging.begin(_same(corpus, capture, [paper for _, paper in fitting], index))
    # What has no identifier is told from those that have one once all of these are known, as it
    # is when the capture comes again.
    for entry, paper in sorted(fitting, key=lambda each: not (each[1].arxiv or each[1].doi)):
        merging.take(entry, paper)
        progress()
    return merging.merged()


class _Refused(Exception):
    """Why nothing sound can be made of a block, whatever of it is left out."""


class _Merging:
    """A merge under way, into an ``edition``; ``members`` are the records that it had before.

    ``by_id`` are the records by the identifiers that the capture states of them.
    """

    edition: Edition
    members: set[str]

    def __init__(
        self,
        corpus: Corpus,
        index: Index,
        keep_abstracts: bool,
        added: str | None,
        capture: Capture,
    ) -> None:
        self.corpus, self.index, self.capture = corpus, index, capture
        self.keep_abstracts, self.added = keep_abstracts, added
        self.papers = dict(corpus.papers)
        aliases = (alias for paper in self.papers.values() for alias in paper.aliases)
        self.ids = {*self.papers, *aliases}
        self.declined = Declined(corpus.left_out)
        self.listed: set[str] = set()
        self.by_id: dict[str, str] = {}
        self.entries: dict[str, list[Entry]] = {}
        self.new: set[str] = set()
        self.left_out: list[Exclusion] = []
        self.rejected = [*capture.rejected]
        self.differences: list[Difference] = []
        self.notes: list[str] = []

    def paper(self, entry: Entry) -> Paper | None:
        """What an entry says as a record without an id; None of one that does not fit."""
        paper = entry.record()
        exclusion = choice.excluded(entry, self.corpus, self.declined)
        # What is in the digest, a person wanted there: of that, every listing is told.
        if exclusion and (exclusion.rule == "declined" or not self.index.find(paper)):
            self.left_out.append(exclusion)
            return None
        return paper if self.keep_abstracts else replace(paper, abstract="")

    def begin(self, same: Edition | None) -> None:
        """Begin an edition, or go on with the one of the same listing, with its day if it may."""
        kind, day = self.capture.kind, self.capture.captured
        id = _edition_id(self.capture, self.corpus.editions)
        self.edition = same or Edition(id, kind, self.capture.source, (), date=day)
        self.members = {self.index.target(sighting.paper) for sighting in self.edition.papers}
        self.listed |= self.members
        if same and same.date is None and day:
            self.edition = replace(same, date=day, kind=kind)
            if any(self._faults(self.papers[id]) for id in self.members):
                self.notes.append(f"the listing's day, {day}, is not taken")
                self.edition = same

    def take(self, entry: Entry, paper: Paper) -> None:
        try:
            id = self._record_of(entry, paper)
        except _Refused as refusal:
            self.rejected.append(Rejection(entry.line, str(refusal), entry.title))
            return
        names = filter(None, (entry.arxiv, entry.doi))
        self.by_id |= dict.fromkeys(names, id)
        self.entries.setdefault(id, []).append(entry)
        self.listed.add(id)

    def _record_of(self, entry: Entry, paper: Paper) -> str:
        """The record of an entry, which has what the entry says of it. Raises _Refused."""
        paper, faults = self._sound(paper, Paper("", ""))
        match = self.index.find(paper, within=self.listed)
        # A record of the edition keeps what it has, so that the index may not know its identifier.
        before = self.by_id.get(paper.arxiv or "") or self.by_id.get(paper.doi or "")
        if before and (match is None or match.paper != before):
            return before
        if match is None:
            id = self._new(paper, entry.abstract)
        else:
            id = match.paper
            faults += self._fill(id, self.papers[id] if match.ambiguous else paper)
        if id not in self.members:
            self.notes += (f"{id}: {fault}: left out" for fault in faults)
        return id

    def _new(self, paper: Paper, abstract: str) -> str:
        id = identity.slug(paper.title, self.ids)
        is_wanted = self.corpus.settings.suggest_topics
        vocabulary = self.corpus.vocabulary.topics if is_wanted else ()
        topics = tuple(each.topic for each in terms.suggest(paper.title, abstract, vocabulary))
        self._put(replace(paper, id=id, suggested_topics=topics, added=self.added))
        self.ids.add(id)
        self.new.add(id)
        return id

    def _fill(self, id: str, facts: Paper) -> list[str]:
        """Let a record state what it lacks; why some of it is left out. Raises _Refused."""
        before = self.papers[id]
        filled, differing = fill(before, facts)
        filled, faults = self._sound(filled, before)
        if id in self.members:  # nothing is taken twice, and what was refused is so again
            return []
        if filled != before and (twin := self.index.twin(filled)):
            self.notes.append(
                f"{id}: left as it is: with what the listing says it would be one paper with"
                f" {twin.paper} ({twin.reason}): is it?"
            )
            return []
        self.differences += differing
        self._put(filled)
        return faults

    def _put(self, paper: Paper) -> None:
        if self.papers.get(paper.id) != paper:
            self.papers[paper.id] = paper
            self.index.add(paper)

    def _sound(self, paper: Paper, before: Paper) -> tuple[Paper, list[str]]:
        """A record with those fields as ``before`` that the check would refuse, and why.

        Raises _Refused where that makes nothing sound of it, or its identifier is wrong.
        """
        reasons: list[str] = []
        while faults := self._faults(paper):
            places = [str(where[0]) for _, where, *_ in faults if where]
            names = {_TAKEN_BACK.get(place, place) for place in places} - {"title"}
            kept = replace(paper, **{name: getattr(before, name) for name in names})
            if kept == paper or "arxiv" in names:
                raise _Refused(faults[0].message)
            reasons += (fault.message for fault in faults)
            paper = kept
        return paper, reasons

    def _faults(self, paper: Paper) -> list[Finding]:
        return refused(self.corpus, paper, (*self.corpus.listings.get(paper.id, ()), self.edition))

    def merged(self) -> tuple[Corpus, Account]:
        places = {entry: -back for back, entry in enumerate(reversed(self.capture.entries))}
        first = {id: min(map(places.__getitem__, each)) for id, each in self.entries.items()}
        entries = {id: self.entries[id] for id in sorted(first, key=first.__getitem__)}
        is_part = any(exclusion.rule != "declined" for exclusion in self.left_out)
        editions = dict(self.corpus.editions)
        if is_listed := bool(entries or (is_part and self.edition.date)):
            part_of = len(self.capture.entries) if is_part else None
            target = self.index.target
            editions[self.edition.id] = _closed(self.edition, entries, part_of, target)
        papers, editions = dict(sorted(self.papers.items())), dict(sorted(editions.items()))
        account = Account(
            edition=self.edition.id if is_listed else "",
            new=tuple(id for id in entries if id in self.new),
            sightings=sum(map(len, entries.values())) - len(self.new),
            repeated=sum(len(entries[id]) for id in entries if id in self.members),
            left_out=tuple(self.left_out),
            rejected=tuple(sorted(self.rejected, key=lambda rejection: rejection.line)),
            differences=tuple(self.differences),
            notes=tuple(self.notes),
        )
        return replace(self.corpus, papers=papers, editions=editions), account


# A curator's words that copy an abstract are no fault of the words.
_TAKEN_BACK: Final = {"summary": "abstract", "gist": "abstract"}


def refused(corpus: Corpus, paper: Paper, editions: Iterable[Edition]) -> list[Finding]:
    """The errors that the check of a corpus would find in a record that these editions list."""
    listings = {each.id: replace(each, papers=(Sighting(paper.id),)) for each in editions}
    trial = replace(corpus, papers={paper.id: paper}, editions=listings)
    faults = records.faults(Loaded(Path(), trial, trial, {}, ()), {})
    return [fault for fault in faults if fault.severity == "error"]


# The edition that a capture becomes, or adds to


def _same(
    corpus: Corpus, capture: Capture, papers: Sequence[Paper], index: Index
) -> Edition | None:
    """The edition that holds this listing already: of its day, with the same blocks or papers."""
    same = corpus.editions.get(_undated_id(capture))
    editions: list[Edition] = [*([same] if same else []), *corpus.editions.values()]
    for edition in editions:
        if edition.source != capture.source:
            continue
        if capture.captured and edition.date:
            if (edition.date, edition.kind) == (capture.captured, capture.kind):
                return edition
        elif edition is same or _lists(edition, papers, index):
            return edition
    return None


def _lists(edition: Edition, papers: Sequence[Paper], index: Index) -> bool:
    """Whether an edition lists just these papers, in this order."""
    members = dict.fromkeys(index.target(sighting.paper) for sighting in edition.papers)
    ids: dict[str, None] = {}
    for paper in papers:
        match = index.find(paper, within=members)
        if match is None or match.paper not in members:
            return False
        ids[match.paper] = None
    return [*ids] == [*members]


def _closed(
    edition: Edition,
    entries: Mapping[str, Sequence[Entry]],
    part_of: int | None,
    target: Callable[[str], str],
) -> Edition:
    """The edition with what a capture says: nothing it held is lost, the larger counts stay.

    ``part_of`` is how many papers the listing has, where some are left out by rules. Two
    sightings of what has become one record keep what was said of each.
    """
    sightings = {paper: _sighting(paper, sighted) for paper, sighted in entries.items()}
    times = Counter(target(old.paper) for old in edition.papers)
    kept = [
        _sighting(old.paper, (old, sightings[old.paper]))
        if old.paper in sightings and times[old.paper] == 1
        else old
        for old in edition.papers
    ]
    added = [sighting for paper, sighting in sightings.items() if paper not in times]
    return replace(edition, papers=(*kept, *added), part_of=_most((edition.part_of, part_of)))


def _sighting(paper: str, counts: Sequence[Entry | Sighting]) -> Sighting:
    """A paper with the larger of the counts that are stated of it."""
    upvotes, comments = (each.upvotes for each in counts), (each.comments for each in counts)
    return Sighting(paper, _most(upvotes), _most(comments))


def _most(counts: Iterable[int | None]) -> int | None:
    return max((count for count in counts if count is not None), default=None)


def _edition_id(capture: Capture, taken: Collection[str]) -> str:
    day = capture.captured
    if day and capture.kind != "daily":
        day = f"{capture.kind}-{day}".lower()
    return identity.free(day or _undated_id(capture), taken)


def _undated_id(capture: Capture) -> str:
    """By what its blocks say, so that it comes back to its edition whatever became of them."""
    keys = [each.arxiv or each.doi or identity.title_key(each.title) for each in capture.entries]
    return f"{capture.kind}-{hashlib.sha256(' '.join(keys).encode()).hexdigest()[:8]}"
