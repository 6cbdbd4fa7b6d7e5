"""Are two records one paper? The one answer, for imports, for the check and for ``duplicates``.

*Same* is said without asking anybody: the same identifier; or the same title, which says enough,
with nothing against it; or nearly the same title over the same people and abstract. *Possible*
is what is more likely one paper than two by the points of ``evidence``. The rest are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from generator.papers import evidence
from generator.papers.evidence import Comparison, Record

Verdict = Literal["same", "possible"]
Field = Literal["arxiv", "doi", "title"]

# Words that titles of columns, front matter and reports are made of.
_FORMULAS: Final = frozenset(
    {
        "abstract", "annual", "award", "book", "chair", "column", "comment", "comments",
        "correction", "corrigendum", "demo", "discussion", "editor", "editorial", "editors",
        "erratum", "foreword", "guest", "industry", "influential", "interview", "introduction",
        "issue", "keynote", "letter", "letters", "message", "news", "notes", "obituary",
        "overview", "panel", "papers", "perspectives", "preface", "proceedings", "reminiscences",
        "reply", "report", "response", "review", "reviews", "session", "special", "survey",
        "technical", "tutorial", "welcome", "workshop",
    }
)  # fmt: skip
_ENOUGH_WORDS, _ENOUGH_TELLING = 3, 2
SAYS_LITTLE: Final = "a title that says little"
# A name somebody made up, such as LoRA, GLM-130B or DETR++.
_MADE_UP: Final = re.compile(r"\b(?:\w*[a-z][A-Z]|[A-Z]{2}|\w+[+#]|[A-Za-z]+\d|\d+[A-Za-z])")
# The score where an identifier decides, or a curator.
SURE: Final = 99.0
_NEAR: Final = 90
_SAME_PEOPLE: Final = 0.8
_SAME_ABSTRACT, _SOME_ABSTRACT, _OTHER_ABSTRACT = 90, 50, 20


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was said of two records: the field it rests on, the score, and why.

    ``vetoes`` are what keeps a possible pair from being merged; ``seen`` is what was compared,
    None where an identifier decided.
    """

    verdict: Verdict
    field: Field
    score: float
    reason: str
    vetoes: tuple[str, ...] = ()
    seen: Comparison | None = None


def judge(one: Record, other: Record) -> Judgement | None:
    """Whether two records are one paper, or may be; None where they are two."""
    other_arxiv = bool(one.arxiv and other.arxiv and one.arxiv != other.arxiv)
    if one.arxiv and one.arxiv == other.arxiv:
        return Judgement("same", "arxiv", SURE, f"the same arXiv id {one.arxiv}")
    if one.doi and one.doi == other.doi and not other_arxiv:
        return Judgement("same", "doi", SURE, f"the same DOI {one.doi}")
    same_title = one.key == other.key
    if other_arxiv and not same_title:
        return None
    seen, score = evidence.compare(one, other)
    against = tuple(vetoes(one, other, seen))
    may_be = (
        seen.shared != 0
        if other_arxiv
        else score >= 0 or (same_title and is_bare(one) and is_bare(other))
    )
    if against and not may_be:
        return None
    verdict: Verdict = "possible" if against else "same"
    return Judgement(verdict, "title", score, _reason(one, other, seen), against, seen)


def vetoes(one: Record, other: Record, seen: Comparison) -> Iterator[str]:
    """Why two records are not merged without asking somebody."""
    if one.arxiv and other.arxiv:
        yield "another arXiv id"
    if one.doi and other.doi:
        yield "another DOI"
    shared, share = seen.shared or 0, seen.share
    if seen.years and not (seen.years == 1 and _is_preprint(seen)):
        years = sorted({(record.read.published or "")[:4] for record in (one, other)})
        yield f"published in {' and in '.join(years)}"
    if seen.venue == "other" or (seen.venue == "unclear" and seen.years is None):
        yield "another venue"
    if share is not None and share < 0.5:
        yield "other authors"
    abstract = seen.abstract
    if one.key != other.key:
        if seen.letters < _NEAR:
            yield "another title"
        elif seen.other_numbers:
            yield "another number in the title"
        elif not (share and share >= _SAME_PEOPLE and abstract and abstract >= _SAME_ABSTRACT):
            yield "not quite the same title"
        elif not {*one.edges} & {*other.edges}:
            yield "not quite the same abstract"
    elif not (says_enough(one) or is_confirmed(one, other, seen)):
        yield SAYS_LITTLE
    if abstract is not None and abstract < _OTHER_ABSTRACT and shared < 2:
        yield "another abstract"


def _is_preprint(seen: Comparison) -> bool:
    """Whether one may be the preprint of the other: all that is known besides the year agrees."""
    share, shared = seen.share or 0, seen.shared or 0
    return seen.venue == "?" and share >= _SAME_PEOPLE and (shared >= 2 or seen.telling > 3)


def is_confirmed(one: Record, other: Record, seen: Comparison) -> bool:
    """Whether two people, the abstract or the very day agree."""
    if (seen.shared or 0) >= 2 or (seen.abstract or 0) >= _SOME_ABSTRACT:
        return True
    day = one.read.published
    return day is not None and len(day) == len("2024-10-20") and day == other.read.published


def is_bare(record: Record) -> bool:
    """Whether a record states neither people nor a day."""
    return not record.people and record.months is None


def says_enough(record: Record) -> bool:
    """Whether a title is hardly that of two papers: not "Editorial", not "Technical Report".

    Three words do, two of them telling, or a name that somebody made up.
    """
    title = record.paper.title
    if _MADE_UP.search(title) and not title.isupper():
        return True
    told = record.telling - _FORMULAS
    # Chinese and Japanese have no spaces, and two characters to a word.
    words = sum(len(word) // 2 if word > "⺀" else 1 for word in {*record.words} - _FORMULAS)
    return words >= _ENOUGH_WORDS and (len(told) >= _ENOUGH_TELLING or max(told, default="") > "⺀")


def _reason(one: Record, other: Record, seen: Comparison) -> str:
    title = "the same title" if one.key == other.key else f"titles {seen.letters:.0f}% alike"
    parts = [title]
    if seen.shared is not None:
        parts.append(f"{seen.shared:.0f} of {seen.fewer} authors shared")
    if seen.abstract is not None:
        parts.append(f"abstracts {seen.abstract:.0f}% alike")
    return ", ".join(parts)
