"""What is wrong with a record: its days, its links, its words by the rules of ``digest.yml``.

An identifier of arXiv is given when a paper is announced: a first version of a month's last days
has the identifier of the next (https://info.arxiv.org/help/arxiv_identifier.html).
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from generator.papers import identity, links
from generator.papers.fields import arxiv_month, first_day, last_day
from generator.papers.model import Curation, Link, LinkKind, Paper, Range, Severity
from generator.store import Loaded
from generator.text import latex
from generator.text.plain import sentences

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
_WORD: Final = re.compile(r"[^\W_]+")


class Finding(NamedTuple):
    """A problem: where, place in the file, message, severity, and its ``group``.

    ``source`` is a record's id, ``editions/ID``, ``notes/ID`` or the path of another file.
    """

    source: str
    where: tuple[str | int, ...]
    message: str
    severity: Severity = "error"
    group: str = ""


def repeated(values: Sequence[Hashable]) -> Iterator[int]:
    """The places of values that stood earlier in the list."""
    seen: set[Hashable] = set()
    for number, value in enumerate(values):
        if value in seen:
            yield number
        seen.add(value)


def meant(name: str, known: Iterable[str]) -> str:
    """How a message about an unknown name ends: with the known one nearest to it."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f": did you mean '{close[0]}'?" if close else ": correct or remove it"


def unread(loaded: Loaded) -> set[str]:
    """Ids of records that are there but broken: naming them is no second problem."""
    return {PurePosixPath(problem.path).stem for problem in loaded.problems}


def faults(loaded: Loaded, abstracts: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """What is wrong with each record: by itself, and with its days beside its listings."""
    papers, rules = loaded.corpus.papers, loaded.corpus.settings.curation

    def own(id: str) -> tuple[Finding, ...]:
        return tuple(own_faults(papers[id], rules, abstracts))

    paths = {id: loaded.sources.get(id, id) for id in papers}
    key = (rules, abstracts)
    # Of a record that stays as it was the same is said again.
    for id, found in loaded.cache.of_each("records", key, paths, tuple[Finding, ...], own).items():
        yield from (each._replace(source=id) for each in found)
    yield from of_days(loaded)


def own_faults(
    paper: Paper, rules: Curation, abstracts: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    """What is wrong with a record by itself; ``abstracts``, by title key, it must not copy.

    What a curator has yet to write is a warning: a new record is fit to be shown, not finished.
    """
    plain = latex.to_text(paper.title)
    if plain != paper.title:
        said = f"the title holds TeX: write '{plain}'"
        yield Finding("", ("title",), said, "warning", "titles with TeX")
    if not paper.summary and rules.summary_words and rules.summary_words[0]:
        said = "no summary yet: write one in your own words"
        yield Finding("", (), said, "warning", "papers without a summary")
    if not paper.topics and rules.topics_per_paper and rules.topics_per_paper[0]:
        said = "no topics yet: choose from topics.yml, the most specific first"
        yield Finding("", (), said, "warning", "papers without topics")
    given = abstracts.get(identity.title_key(paper.title), ()) if abstracts else ()
    texts = [text for text in (paper.abstract, *given) if text]
    for said in summary_faults(paper.summary, rules, texts):
        yield Finding("", ("summary",), said)
    for said in _copied(paper.gist, "gist", rules, texts):
        yield Finding("", ("gist",), said)
    limits = rules.topics_per_paper if paper.topics else None
    for said in outside(len(paper.topics), limits, "the paper has", "topics"):
        yield Finding("", ("topics",), said)
    yield from _of_links(paper)


# Days


def of_days(loaded: Loaded) -> Iterator[Finding]:
    """Days of records that contradict each other, their arXiv id or their listings."""
    listed = [edition.date for edition in loaded.corpus.editions.values() if edition.date]
    newest = max(map(last_day, listed), default="")
    for paper in loaded.corpus.papers.values():
        for field, message, severity in _of_days(paper, loaded, newest):
            yield Finding(paper.id, (field,), message, severity)


def _of_days(paper: Paper, loaded: Loaded, newest: str) -> Iterator[tuple[str, str, Severity]]:
    day, editions = paper.published or "", loaded.sightings.get(paper.id, ())
    of_day = f"'published' is {day}"
    earliest: list[tuple[str, str, str]] = []  # the field that says so, the day, its words
    if paper.arxiv:
        month = arxiv_month(paper.arxiv)
        of_id = f"arXiv id {paper.arxiv} is of {month}"
        first = _announced_from(month)
        earliest.append(("arxiv", first, of_id))
        if day and (last_day(day) < first or last_day(month) < first_day(day)):
            message = f"{of_day}, but {of_id}: correct one of them"
            yield "published", message, _severity(day, last_day(month))
    elif day and not editions and newest and _severity(day, newest) == "error":
        message = f"{of_day}, long after the newest edition ({newest}): correct it"
        yield "published", message, "error"
    if day:
        earliest.append(("published", first_day(day), of_day))
    for edition in editions:
        for field, first_possible, words in earliest:
            if edition.date and last_day(edition.date) < first_possible:
                source = loaded.sources[f"editions/{edition.id}"]
                message = f"{words}, but {source} lists the paper on {edition.date}"
                severity = _severity(first_possible, last_day(edition.date))
                yield field, f"{message}: correct one of them", severity
                break
    if paper.added and paper.revised and paper.revised < paper.added:
        message = f"'revised' is {paper.revised}, before 'added', {paper.added}"
        yield "revised", f"{message}: correct one of them", "error"


@lru_cache(maxsize=1000)
def _announced_from(month: str) -> str:
    """The first day on which a paper with an id of a month may have been submitted."""
    return (datetime.date.fromisoformat(first_day(month)) - _ANNOUNCED_WITHIN).isoformat()


def _severity(day: str, latest: str) -> Severity:
    """How bad it is that a day is later than the latest it can be."""
    late = datetime.date.fromisoformat(first_day(day)) - datetime.date.fromisoformat(latest)
    return "error" if late > _FAR else "warning"


# Links


def _of_links(paper: Paper) -> Iterator[Finding]:
    """Links of the wrong kind, repeated, or not spelt as the digest spells them."""
    urls = [links.clean(link.url) for link in paper.links]
    for number in repeated([links.key(url) or str(n) for n, url in enumerate(urls)]):
        message = f"the link {paper.links[number].url} stands here twice: keep one"
        yield Finding("", ("links", number), message)
    for number, (link, url) in enumerate(zip(paper.links, urls, strict=True)):
        if message := _wrong(link, url):
            yield Finding("", ("links", number), message)
        elif url != link.url:
            message = f"write {link.url} as {url}"
            yield Finding("", ("links", number), message, "warning", "links to spell anew")


def _wrong(link: Link, url: str) -> str:
    if not url:
        return f"{link.url} is no address of a public page: correct or remove it"
    kind = links.kind(url)
    if kind == "other":
        if link.kind == "code" and links.is_code_host(url):
            return f"{link.url} is no repository, but a page of its host or owner: kind: other"
    elif link.kind not in _MAY_BE[kind]:
        return f"{link.url} is of kind '{kind}', not '{link.kind}': correct it"
    return ""


# Words


def summary_faults(summary: str, rules: Curation, abstracts: Iterable[str] = ()) -> Iterator[str]:
    """What is wrong with a summary by the rules, a line each.

    ``abstracts`` are what it must not copy. A summary not yet written has no fault.
    """
    if not summary:
        return
    yield from outside(len(summary.split()), rules.summary_words, "the summary has", "words")
    parts = len(sentences(summary))
    yield from outside(parts, rules.summary_sentences, "the summary has", "sentences")
    words = f" {' '.join(_words(summary))} "
    for term, avoided in _avoided(rules.avoid):
        if avoided in words:
            yield f"the summary says '{term}': say what was found instead"
    yield from _copied(summary, "summary", rules, abstracts)


@cache
def _avoided(terms: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Words that no summary has, each as it is given and as it is looked for."""
    return tuple((term, f" {' '.join(_words(term))} ") for term in terms)


def _copied(text: str, what: str, rules: Curation, abstracts: Iterable[str]) -> Iterator[str]:
    """The words that a text of a curator's shares with abstracts, where the rules forbid it."""
    for abstract in abstracts if text and rules.shared_words else ():
        if shared := shared_run(text, abstract, rules.shared_words or 0):
            yield f"the {what} shares '{shared}' with the abstract: use your own words"


def shared_run(text: str, other: str, length: int) -> str:
    """The first run of ``length`` words that two texts share, case and signs aside; or ''."""
    theirs, ours = _words(other), _words(text)
    runs = {tuple(theirs[start : start + length]) for start in range(len(theirs) - length + 1)}
    for start in range(len(ours) - length + 1):
        run = tuple(ours[start : start + length])
        if run in runs:
            return " ".join(run)
    return ""


def outside(count: int, limits: Range | None, start: str, what: str) -> Iterator[str]:
    """What is wrong with a count that is not within the limits, if there are any."""
    if limits and not limits[0] <= count <= limits[1]:
        yield f"{start} {count} {what}: {limits[0]} to {limits[1]} are asked for in digest.yml"


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
