"""Values that stand at the end of the title instead of in their own field, put back.

Catalogues that were scraped or joined have titles such as "Weighing nets Ada Muster, Bo Beispiel
VLDB 1999", with the other fields empty. A word is told to be of a title, a name or a venue by
where the rest of the collection has it; the split of the title that fits best is taken.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from generator.papers import people
from generator.papers.model import Paper

_TOKEN: Final = re.compile(r"[^\W_]+|[^\w\s]|_")
_YEAR: Final = re.compile(r"(.*\S)[\s(,]+((?:19|20)[0-9]{2})(?:\.0)?[).,\s]*")
# A collection in which so few of the incomplete records look like this has no moved values.
_LEAST_SHARE: Final = 0.2
_LEAST_COMPLETE: Final = 5
_SAMPLE: Final = 500
# Smoothing, as counts of an unseen word: first names are rare words.
_UNSEEN: Final = {"title": 0.5, "names": 1.0, "venue": 0.5}
_UNSEEN_IN_ALL: Final = 1000
# What a list of names costs for each that has not two to four words, and what a venue costs
# that is none of the known ones, in natural logarithms; tuned on moved values of known place.
_ODD_NAME: Final = 4.0
_NEW_VENUE: Final = 6.0
_KNOWN_VENUE: Final = 3
_LONGEST_VENUE: Final = 14

Tokens = tuple[str, ...]


def restored(papers: Sequence[Paper]) -> Sequence[Paper]:
    """The papers with moved values back in their empty fields; as they are, where none moved."""
    incomplete = [n for n, paper in enumerate(papers) if not _is_complete(paper)]
    if not incomplete or len(papers) - len(incomplete) < _LEAST_COMPLETE:
        return papers
    reader = _Reader(papers)
    sample = [papers[number] for number in incomplete[:: len(incomplete) // _SAMPLE + 1]]
    if sum(reader.read(paper) is not paper for paper in sample) < _LEAST_SHARE * len(sample):
        return papers
    found = list(papers)
    for number in incomplete:
        found[number] = reader.read(papers[number])
    return found


def _is_complete(paper: Paper) -> bool:
    return bool(paper.authors and paper.venue and paper.published)


def _tokens(text: str) -> Tokens:
    return tuple(_TOKEN.findall(text.casefold()))


class _Reader:
    """What a collection has in which field."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        counts: dict[str, Counter[str]] = {field: Counter() for field in _UNSEEN}
        venues: Counter[Tokens] = Counter()
        for paper in papers:
            if _is_complete(paper):
                counts["title"].update({*_tokens(paper.title)})
            counts["names"].update({*_tokens(", ".join(paper.authors))})
            if paper.venue:
                venues[_tokens(paper.venue)] += 1
        for venue, times in venues.items():
            for word in {*venue}:
                counts["venue"][word] += times
        self.venues = {venue for venue, times in venues.items() if times >= _KNOWN_VENUE}
        self.counts = counts
        self.totals = {
            field: math.log(found.total() + _UNSEEN_IN_ALL) for field, found in counts.items()
        }

    def read(self, paper: Paper) -> Paper:
        """The paper with what its title ends in put back; itself where nothing is."""
        title = paper.title
        gained: dict[str, Any] = {}
        if not paper.published and (match := _YEAR.fullmatch(title)):
            title, gained["published"] = match.groups()
        places = list(_TOKEN.finditer(title))
        words = [place[0].casefold() for place in places]
        end = len(words)
        if not paper.venue:
            for size in range(min(_LONGEST_VENUE, end - 1), 0, -1):
                if tuple(words[end - size : end]) in self.venues:
                    end -= size
                    gained["venue"] = title[places[end].start() :]
                    break
        new_venue = not paper.venue and "venue" not in gained
        names_from, venue_from = self._split(words[:end], not paper.authors, new_venue)
        if venue_from < end:
            gained["venue"] = title[places[venue_from].start() : places[end - 1].end()]
        if names_from < venue_from:
            text = title[places[names_from].start() : places[venue_from - 1].end()]
            gained["authors"] = people.split(text)
        if not gained:
            return paper
        title = title[: places[names_from - 1].end()] if names_from < len(words) else title
        return replace(paper, title=title, **gained)

    def _split(self, words: Sequence[str], names: bool, venue: bool) -> tuple[int, int]:
        """Where the names begin and where the venue begins, each at the end where there is none."""
        end = len(words)
        if not words or not (names or venue):
            return end, end
        sums = {field: [0.0] for field in _UNSEEN}
        for word in words:
            for field, total in sums.items():
                total.append(total[-1] + self._weight(word, field))
        title, name, place = sums["title"], sums["names"], sums["venue"]
        best = (title[end], end, end)
        for first in range(1, end + 1):
            for last in range(first, end + 1) if venue else (end,):
                if last > first and not (names and _may_be_names(words[first:last])):
                    continue
                likely = title[first] + name[last] - name[first] + place[end] - place[last]
                likely -= _ODD_NAME * _odd_names(words[first:last]) + _NEW_VENUE * (last < end)
                best = max(best, (likely, first, last))
        return best[1], best[2]

    def _weight(self, word: str, field: str) -> float:
        weight = math.log(self.counts[field][word] + _UNSEEN[field]) - self.totals[field]
        # An initial.
        return weight - 1 if len(word) == 1 and word.isalpha() and field != "names" else weight


def _may_be_names(words: Sequence[str]) -> bool:
    return words[0] not in ",;.)]}?" and words[-1] not in ",([{"


def _odd_names(words: Sequence[str]) -> int:
    """How many of a list of names have not two to four words."""
    odd = length = 0
    for word in (*words, ","):
        if word in (",", ";", "and"):
            odd += length > 0 and not 2 <= length <= 4
            length = 0
        elif word.isalpha():
            length += 1
        elif word.isdigit() or word in ":()":
            odd += 1
    return odd
