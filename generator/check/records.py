"""What is wrong with a record: its days, its links, its words by the rules of ``digest.yml``.

Every rule of the check is a row of ``rules.json``: what is said, and how grave it is. An
identifier of arXiv is given when a paper is announced: a first version of a month's last days has
the identifier of the next (https://info.arxiv.org/help/arxiv_identifier.html).
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import msgspec

from generator.papers import identity, links
from generator.papers.fields import arxiv_month, first_day, last_day
from generator.papers.model import Curation, LinkKind, Paper, Range, Severity
from generator.store import Loaded
from generator.text import latex
from generator.text.plain import sentences
from generator.text.words import runs

_ANNOUNCED_WITHIN: Final = datetime.timedelta(days=7)
# Later than that is no slip of days: such a paper would stay on top of every list.
_FAR: Final = datetime.timedelta(days=366)
# What else a curator may know of a link, by what its address says that it is.
_MAY_BE: Final[Mapping[LinkKind, frozenset[LinkKind]]] = {
    "code": frozenset({"code", "model", "dataset", "demo", "project"}),
    "model": frozenset({"model"}),
    "dataset": frozenset({"dataset"}),
    "demo": frozenset({"demo", "project"}),
    "video": frozenset({"video"}),
    "project": frozenset({"project", "model", "dataset", "demo", "video", "other"}),
}
_OTHERS: Final = re.compile(r"\bet\.? al\b\.?$", re.IGNORECASE)


Abstracts: TypeAlias = Mapping[str, Sequence[str]]
"""Abstracts by title key (``identity.title_key``)."""


class _Rule(msgspec.Struct, frozen=True):
    says: str
    severity: Severity = "error"
    group: str = ""


_RULES: Final = msgspec.json.decode(
    Path(__file__).with_name("rules.json").read_bytes(), type=dict[str, _Rule]
)


class Finding(NamedTuple):
    """A problem: where, place in the file, message, severity, and its ``group``.

    ``source`` is a record's id, or the path of another file.
    """

    source: str
    where: tuple[str | int, ...]
    message: str
    severity: Severity = "error"
    group: str = ""


def breach(rule: str, source: str, /, *where: str | int, **values: object) -> Finding:
    """What a rule of ``rules.json`` finds at a place, with the ``values`` that its words name."""
    row = _RULES[rule]
    return Finding(source, where, row.says.format(**values), row.severity, row.group)


def repeats(values: Sequence[Hashable]) -> Iterator[int]:
    """The places of values that stood earlier in the list."""
    seen: set[Hashable] = set()
    for number, value in enumerate(values):
        if value in seen:
            yield number
        seen.add(value)


def nearest(name: str, names: Iterable[str]) -> str:
    """How a message about an unknown name ends: with the nearest of those that there are."""
    close = difflib.get_close_matches(name, [*names], n=1)
    return f": did you mean '{close[0]}'?" if close else ": correct or remove it"


def faults(loaded: Loaded, abstracts: Abstracts) -> Iterator[Finding]:
    """What is wrong with each record: by itself, and with its days beside its listings."""
    papers, rules = loaded.drafts.papers, loaded.drafts.settings.curation

    def own(id: str) -> tuple[Finding, ...]:
        return tuple(own_faults(papers[id], rules, abstracts))

    paths = {id: loaded.sources.get(id, id) for id in papers}
    key, kind = (rules, abstracts), tuple[Finding, ...]
    # Of a record that stays as it was the same is said again.
    for id, findings in loaded.cache.of_each("records", key, paths, kind, own).items():
        # What a broken record lacks may be what could not be read of it.
        is_sound = id in loaded.corpus.papers
        yield from (each._replace(source=id) for each in findings if is_sound or not each.group)
    days = [edition.date for edition in loaded.drafts.editions.values() if edition.date]
    newest = max(map(last_day, days), default="")
    for paper in papers.values():
        yield from _of_days(paper, loaded, newest)


def own_faults(paper: Paper, rules: Curation, abstracts: Abstracts) -> Iterator[Finding]:
    """What is wrong with a record by itself; ``abstracts`` are what it must not copy.

    What a curator has yet to write is a warning: a new record is fit to be shown, not finished.
    """
    plain = latex.to_text(paper.title)
    if plain != paper.title:
        yield breach("title with TeX", paper.id, "title", plain=plain)
    for number in repeats([name.casefold() for name in paper.names]):
        yield breach("author twice", paper.id, "authors", number, name=paper.names[number])
    for number, name in enumerate(paper.names):
        if _OTHERS.search(name):
            yield breach("no author", paper.id, "authors", number, name=name)
    if not paper.summary and rules.summary_words and rules.summary_words[0]:
        yield breach("no summary", paper.id)
    if not paper.topics and rules.topics_per_paper and rules.topics_per_paper[0]:
        yield breach("no topics", paper.id)
    foreign = abstracts.get(identity.title_key(paper.title), ()) if abstracts else ()
    yield from _of_words(paper, rules, [text for text in (paper.abstract, *foreign) if text])
    limits = rules.topics_per_paper if paper.topics else None
    if excess := out_of(limits, len(paper.topics), "the paper", "topics"):
        yield breach("too many or too few", paper.id, "topics", **excess)
    yield from _of_links(paper)


# Days


def _of_days(paper: Paper, loaded: Loaded, newest: str) -> Iterator[Finding]:
    """Days that contradict each other, the arXiv id, or the listings that have the paper."""
    day, editions = paper.published or "", loaded.corpus.listings.get(paper.id, ())
    earliest: list[tuple[str, str]] = []  # the field that says so, the day
    month = arxiv_month(paper.arxiv) if paper.arxiv else ""
    if month:
        first, last = _announced(month)
        earliest.append(("arxiv", first))
        if day and (last_day(day) < first or last < first_day(day)):
            finding = breach(
                "day against identifier", paper.id, "published", paper=paper, month=month
            )
            yield finding._replace(severity=_severity(day, last))
    elif day and not editions and newest and _severity(day, newest) == "error":
        yield breach("day after all", paper.id, "published", day=day, newest=newest)
    if day:
        earliest.append(("published", first_day(day)))
    for edition, listed in [(each, last_day(each.date)) for each in editions if each.date]:
        for field, first_possible in earliest:
            if listed < first_possible:
                identifier = f"arXiv id {paper.arxiv} is of {month}"
                words = identifier if field == "arxiv" else f"'published' is {day}"
                finding = breach("listed before", paper.id, field, words=words, edition=edition)
                yield finding._replace(severity=_severity(first_possible, listed))
                break
    if paper.added and paper.revised and paper.revised < paper.added:
        yield breach("revised before added", paper.id, "revised", paper=paper)


@lru_cache(maxsize=1000)
def _announced(month: str) -> tuple[str, str]:
    """The first and the last day on which a paper with an id of a month may have been submitted."""
    first = datetime.date.fromisoformat(first_day(month)) - _ANNOUNCED_WITHIN
    return first.isoformat(), last_day(month)


def _severity(day: str, latest: str) -> Severity:
    """How bad it is that a day is later than the latest it can be."""
    late = datetime.date.fromisoformat(first_day(day)) - datetime.date.fromisoformat(latest)
    return "error" if late > _FAR else "warning"


# Links


def _of_links(paper: Paper) -> Iterator[Finding]:
    urls = [links.clean(link.url) for link in paper.links]
    for number in repeats([links.key(url) or str(n) for n, url in enumerate(urls)]):
        yield breach("link twice", paper.id, "links", number, url=paper.links[number].url)
    for number, (link, right) in enumerate(zip(paper.links, urls, strict=True)):
        kind = links.kind(right)
        place = (paper.id, "links", number)
        if not right:
            yield breach("no public link", *place, url=link.url)
        elif kind == "other" and link.kind == "code" and links.is_code_host(right):
            yield breach("no repository", *place, url=link.url)
        elif kind != "other" and link.kind not in _MAY_BE[kind]:
            yield breach("other kind of link", *place, url=link.url, kind=kind, stated=link.kind)
        elif right != link.url:
            yield breach("link to spell anew", *place, url=link.url, right=right)


# Words


def _of_words(paper: Paper, rules: Curation, abstracts: Sequence[str]) -> Iterator[Finding]:
    """What is wrong with summary and gist by the rules; ``abstracts`` are what they must not copy.

    What is not yet written has no fault.
    """
    summary = paper.summary
    counted = {"words": len(summary.split()), "sentences": len(sentences(summary))}
    for what, limits in (("words", rules.summary_words), ("sentences", rules.summary_sentences)):
        if excess := out_of(limits if summary else None, counted[what], "the summary", what):
            yield breach("too many or too few", paper.id, "summary", **excess)
    words = _words(summary) if rules.avoid else []
    there, line = {*words}, f" {' '.join(words)} "
    for term, avoided in _avoided(rules.avoid):
        if there.issuperset(avoided) and f" {' '.join(avoided)} " in line:
            yield breach("avoided word", paper.id, "summary", term=term)
    for what, text in (("summary", summary), ("gist", paper.gist)):
        for abstract in abstracts if text and rules.shared_words else ():
            if shared := shared_run(text, abstract, rules.shared_words or 0):
                yield breach("words of the abstract", paper.id, what, what=what, words=shared)


@cache
def _avoided(terms: tuple[str, ...]) -> tuple[tuple[str, list[str]], ...]:
    """What no summary has, each as it is given, and its words."""
    return tuple((term, _words(term)) for term in terms)


def shared_run(text: str, other: str, length: int) -> str:
    """The first run of ``length`` words that two texts share, case and signs aside; or ''."""
    theirs, ours = _words(other), _words(text)
    runs = {tuple(theirs[start : start + length]) for start in range(len(theirs) - length + 1)}
    starts = range(len(ours) - length + 1)
    shared = (ours[at : at + length] for at in starts if tuple(ours[at : at + length]) in runs)
    return " ".join(next(shared, []))


def out_of(limits: Range | None, count: int, whose: str, what: str) -> dict[str, object]:
    """What is said of a count that is not within the limits; nothing of one that is."""
    if limits is None or limits[0] <= count <= limits[1]:
        return {}
    return {"whose": whose, "count": count, "what": what, "least": limits[0], "most": limits[1]}


def _words(text: str) -> list[str]:
    return runs(text.casefold())
