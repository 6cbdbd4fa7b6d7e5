"""The edition that a capture becomes, or adds to."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from generator.papers import identity
from generator.papers.index import Index
from generator.papers.model import Capture, Corpus, Edition, Entry, Paper, Sighting

Target = Callable[[str], str]
"""The id of a record to that of the record that stands for it."""


def find(corpus: Corpus, capture: Capture, papers: Sequence[Paper], index: Index) -> Edition | None:
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


def updated(
    known: Edition | None,
    capture: Capture,
    entries: Mapping[str, Sequence[Entry]],
    part_of: int | None,
    taken: Collection[str],
    target: Target,
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
