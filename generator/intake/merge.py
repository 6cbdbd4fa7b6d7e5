"""Entries of a capture into records of the digest, with an account that adds up.

An import fills what a record does not state and reports what differs; it never overwrites,
and it takes nothing twice from one listing. A block that no sound record can be made of is
rejected, and the rest goes in. Pure: corpus in, corpus out.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from generator.check import records
from generator.check.records import Finding
from generator.intake import choice
from generator.intake.choice import Exclusion
from generator.papers import identity
from generator.papers.duplicates import Index
from generator.papers.identity import Declined
from generator.papers.model import Capture, Corpus, Edition, Entry, Paper, Rejection, Sighting
from generator.papers.wording import count
from generator.store import Loaded
from generator.topics import terms

_FACTS: Final = (
    "arxiv", "doi", "published", "authors", "authors_count", "category", "venue", "links",
    "abstract",
)  # fmt: skip


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
    found = Counter(dict.fromkeys(("blocks", "new", "sightings", "left_out", "rejected"), 0))
    for each in accounts:
        found.update(blocks=each.blocks, new=len(each.new), sightings=each.sightings)
        found.update(left_out=len(each.left_out), rejected=len(each.rejected))
    return dict(found)


def rules(accounts: Iterable[Account]) -> dict[str, int]:
    """How many blocks each rule left out, the strictest first."""
    return dict(Counter(block.rule for each in accounts for block in each.left_out).most_common())


def sentence(*accounts: Account) -> str:
    """Where the blocks went, as an equation: ``3 blocks = 2 new + 0 sightings + 1 rejected``."""
    found = totals(accounts)
    out = ", ".join(f"{number} {rule}" for rule, number in rules(accounts).items())
    left_out = f" + {found['left_out']} left out ({out})" if out else ""
    return (
        f"{count(found['blocks'], 'block')} = {found['new']} new + {found['sightings']} sightings"
        f"{left_out} + {found['rejected']} rejected"
    )


def fill(paper: Paper, found: Paper) -> tuple[Paper, list[Difference]]:
    """The record with its empty fields filled, and what was found otherwise.

    A field the record's file states, even as empty, is a person's word and stays; an abstract
    that differs is not worth a report.
    """
    gained: dict[str, Any] = {}
    differences: list[Difference] = []
    for name in ("title", *_FACTS):
        stated, other = getattr(paper, name), getattr(found, name)
        if not other or other == stated:
            continue
        is_open = not stated and name not in paper.stated
        if is_open or (name == "title" and paper.is_unnamed and not found.is_unnamed):
            gained[name] = other
        elif _differ(name, stated, other):
            differences.append(Difference(paper.id, name, _words(stated), _words(other)))
    return (replace(paper, **gained) if gained else paper), differences


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
    """Merge one capture; what is new and does not fit by the corpus's settings stays out.

    ``added`` is the day on which new records came in as news; None where they are none.
    ``index`` is that of the corpus, and of the merged one in the end; ``progress`` is called
    for each block.
    """
    index = Index(corpus.papers.values()) if index is None else index
    merging = _Merging(corpus, index, keep_abstracts)
    merging.rejected += capture.rejected
    fitting = [(each, paper) for each in capture.entries if (paper := merging.paper(each))]
    known = _known(corpus, capture, [paper for _, paper in fitting], index)
    for sighting in known.papers if known else ():
        merging.held.add(index.target(sighting.paper))
    merging.listed |= merging.held
    for entry, paper in fitting:
        merging.take(entry, paper, added)
        progress()
    return merging.merged(capture, known)


@dataclass(slots=True)
class _Merging:
    """A merge under way; ``held`` are the records of the edition that is added to.

    ``identified`` are the records by the identifiers that the capture states of them.
    """

    corpus: Corpus
    index: Index
    keep_abstracts: bool
    papers: dict[str, Paper] = field(init=False)
    taken: set[str] = field(init=False)
    declined: Declined = field(init=False)
    held: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)
    identified: dict[str, str] = field(default_factory=dict)
    sighted: dict[str, list[Entry]] = field(default_factory=dict)
    new: dict[str, None] = field(default_factory=dict)
    left_out: list[Exclusion] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.papers = dict(self.corpus.papers)
        aliases = (alias for paper in self.papers.values() for alias in paper.aliases)
        self.taken = {*self.papers, *aliases}
        self.declined = Declined(self.corpus.left_out)

    def paper(self, entry: Entry) -> Paper | None:
        """What an entry says as a record without an id; None of one that does not fit."""
        paper = entry.record()
        if not paper.title:
            self.rejected.append(Rejection(entry.line, "no title", ""))
            return None
        out = choice.excluded(entry, self.corpus, self.declined)
        # What is in the digest, a person wanted there: of that, every listing is told.
        if out and (out.rule == "declined" or not self.index.find(paper)):
            self.left_out.append(out)
            return None
        return paper if self.keep_abstracts else replace(paper, abstract="")

    def take(self, entry: Entry, paper: Paper, added: str | None) -> None:
        """Make an entry a sighting of a record, or a record of its own."""
        names = [name for name in (paper.arxiv, paper.doi) if name]
        match = self.index.find(paper, within=self.listed)
        # A record of the edition keeps what it has, so that the index may not know its identifier.
        before = next((self.identified[name] for name in names if name in self.identified), None)
        if before and (match is None or match.paper != before):
            id = before
        elif match is None:
            id = identity.slug(paper.title, self.taken)
            wanted = self.corpus.settings.suggest_topics
            known = self.corpus.vocabulary.topics if wanted else ()
            found = terms.suggest(paper.title, entry.abstract, known)
            topics = tuple(each.topic for each in found)
            self._put(replace(paper, id=id, suggested_topics=topics, added=added))
            self.taken.add(id)
            self.new[id] = None
        else:
            id = match.paper
            if id not in self.held and not match.ambiguous:
                self._fill(id, paper)
        self.identified |= dict.fromkeys(names, id)
        self.sighted.setdefault(id, []).append(entry)
        self.listed.add(id)

    def _fill(self, id: str, found: Paper) -> None:
        filled, differing = fill(self.papers[id], found)
        if filled != self.papers[id] and (twin := self.index.twin(filled)):
            self.notes.append(
                f"{id}: left as it is: with what the listing says it would be one paper with"
                f" {twin.paper} ({twin.reason}): is it?"
            )
            return
        self.differences += differing
        self._put(filled)

    def _put(self, paper: Paper) -> None:
        if self.papers.get(paper.id) != paper:
            self.papers[paper.id] = paper
            self.index.add(paper)

    def merged(self, capture: Capture, known: Edition | None) -> tuple[Corpus, Account]:
        """The corpus with the capture in it, as far as the check has nothing against it."""
        while True:
            corpus, edition = self._corpus(capture, known)
            held = sorted(self.held) if known and not known.date else ()
            ids = dict.fromkeys((*self.sighted, *held))
            faults = [
                fault
                for fault in refused(corpus, ids)
                if capture.captured or fault.source not in self.held
            ]
            if not faults:
                return corpus, self._account(edition)
            if any(fault.source in self.held for fault in faults):
                self.notes.append(f"the listing's day, {capture.captured}, is not taken")
                capture = replace(capture, captured=None)
                continue
            for id in reversed(dict.fromkeys(fault.source for fault in faults)):
                self._take_back(id, [fault for fault in faults if fault.source == id])

    def _corpus(self, capture: Capture, known: Edition | None) -> tuple[Corpus, str]:
        """The corpus so far, and the id of the capture's edition; '' where it has none."""
        papers = dict(sorted(self.papers.items()))
        is_part = any(out.rule != "declined" for out in self.left_out)
        if not self.sighted and not (is_part and capture.captured):
            return replace(self.corpus, papers=papers), ""
        editions, target = self.corpus.editions, self.index.target
        part_of = len(capture.entries) if is_part else None
        edition = _edition(known, capture, self.sighted, part_of, editions, target)
        listings = dict(sorted({**editions, edition.id: edition}.items()))
        return replace(self.corpus, papers=papers, editions=listings), edition.id

    def _take_back(self, id: str, faults: Sequence[Finding]) -> None:
        """Undo what the check would refuse: the fields it names, or else the whole block.

        A new record that is the same as another one without those fields is a sighting of it.
        """
        before, now = self.corpus.papers.get(id, Paper(id, "")), self.papers[id]
        fields = {_TAKEN_BACK.get(str(where[0]), str(where[0])) for _, where, *_ in faults if where}
        gone = {name: getattr(before, name) for name in fields if name != "title"}
        kept = replace(now, **gone)
        message = faults[0].message
        is_sound = kept != now and "arxiv" not in gone
        twin = self.index.twin(kept) if is_sound and id in self.new else None
        if is_sound:
            self.notes.append(f"{id}: {message}: left out")
        if is_sound and not twin:
            self._put(kept)
            return
        entries = self.sighted.pop(id)
        if id in self.new:
            del self.new[id], self.papers[id]
            self.index.forget(id)
        else:
            self._put(before)
        if twin:
            other = self.index.target(twin.paper)
            self.sighted.setdefault(other, []).extend(entries)
            if other not in self.held:
                self._fill(other, kept)
        else:
            self.rejected += (Rejection(each.line, message, each.title) for each in entries)

    def _account(self, edition: str) -> Account:
        sighted = sum(map(len, self.sighted.values()))
        return Account(
            edition=edition,
            new=tuple(self.new),
            sightings=sighted - len(self.new),
            repeated=sum(len(self.sighted[id]) for id in self.sighted if id in self.held),
            left_out=tuple(self.left_out),
            rejected=tuple(sorted(self.rejected, key=lambda rejection: rejection.line)),
            differences=tuple(self.differences),
            notes=tuple(self.notes),
        )


# A curator's words that copy an abstract are no fault of the words.
_TAKEN_BACK: Final = {"summary": "abstract", "gist": "abstract"}


def refused(corpus: Corpus, ids: Collection[str]) -> Iterator[Finding]:
    """The errors that the check would find in some of a corpus's records; ``source`` is the id."""
    papers = {id: corpus.papers[id] for id in ids}
    editions = {
        edition.id: replace(edition, papers=seen)
        for edition in corpus.editions.values()
        if (seen := tuple(each for each in edition.papers if each.paper in ids))
    }
    sources = {f"editions/{id}": f"{id}.yml" for id in editions}
    loaded = Loaded(Path(), replace(corpus, papers=papers, editions=editions), sources, ())
    for found in records.faults(loaded, {}):
        if found.severity == "error":
            yield found


# The edition that a capture becomes, or adds to


def _known(
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
    held = dict.fromkeys(index.target(sighting.paper) for sighting in edition.papers)
    listed: dict[str, None] = {}
    for paper in papers:
        match = index.find(paper, within=held)
        if match is None or match.paper not in held:
            return False
        listed[match.paper] = None
    return [*listed] == [*held]


def _edition(
    known: Edition | None,
    capture: Capture,
    entries: Mapping[str, Sequence[Entry]],
    part_of: int | None,
    taken: Collection[str],
    target: Callable[[str], str],
) -> Edition:
    """The edition after this capture: nothing it held is lost, the larger counts stay.

    ``part_of`` is how many papers the listing has, where some are left out by rules. Two
    sightings of what has become one record keep what was said of each.
    """
    seen = {paper: _sighting(paper, sighted) for paper, sighted in entries.items()}
    if known is None:
        return Edition(
            id=_edition_id(capture, taken),
            kind=capture.kind,
            source=capture.source,
            papers=tuple(seen.values()),
            date=capture.captured,
            part_of=part_of,
        )
    times = Counter(target(old.paper) for old in known.papers)
    kept = [
        _sighting(old.paper, (old, seen[old.paper]))
        if old.paper in seen and times[old.paper] == 1
        else old
        for old in known.papers
    ]
    added = [sighting for paper, sighting in seen.items() if paper not in times]
    settled = known.date is None and capture.captured is not None
    return replace(
        known,
        papers=(*kept, *added),
        date=known.date or capture.captured,
        kind=capture.kind if settled else known.kind,
        part_of=_most((known.part_of, part_of)),
    )


def _sighting(paper: str, said: Sequence[Entry | Sighting]) -> Sighting:
    """A paper with the larger of the counts that are said of it."""
    upvotes, comments = _most(one.upvotes for one in said), _most(one.comments for one in said)
    return Sighting(paper, upvotes, comments)


def _most(counts: Iterable[int | None]) -> int | None:
    return max((count for count in counts if count is not None), default=None)


def _edition_id(capture: Capture, taken: Collection[str]) -> str:
    if not capture.captured:
        base = _undated_id(capture)
    else:
        is_daily = capture.kind == "daily"
        base = capture.captured if is_daily else f"{capture.kind}-{capture.captured}".lower()
    numbered = itertools.chain([base], (f"{base}-{number}" for number in itertools.count(2)))
    return next(id for id in numbered if id not in taken)


def _undated_id(capture: Capture) -> str:
    """By what its blocks say, so that it comes back to its edition whatever became of them."""
    said = [each.arxiv or each.doi or identity.title_key(each.title) for each in capture.entries]
    return f"{capture.kind}-{hashlib.sha256(' '.join(said).encode()).hexdigest()[:8]}"
