"""Where it appeared: names of journals and meetings, told from one another across spellings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from generator.papers import identity

Relation = Literal["same", "other", "unclear", "?"]

# What initials and shared words do not tell; the first that fits is it.
_SERIES: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("journal vldb", "vldb j|journal on very large"),
        ("vldb", "vldb|very large (data ?base|hellip)|conference on very"),
        ("journal sigmod record", "sigmod rec"),
        ("sigmod", "sigmod|management of data"),
        ("journal tods", r"\btods\b|trans(actions)? (on )?database syst"),
        ("neurips", r"neurips|\bnips\b|neural information processing"),
        ("iclr", "iclr|learning representations"),
        ("journal jmlr", "jmlr|machine learning research"),
        ("icml", r"icml|conference on machine learning\b"),
        ("cvpr", "cvpr|computer vision and pattern"),
        ("emnlp", "emnlp|empirical methods in natural"),
        ("naacl", "naacl|north american"),
        ("acl", r"\be?acl\b|association for computational linguistics"),
        ("aaai", "aaai"),
        ("kdd", "kdd|knowledge discovery and data mining"),
        ("journal tpami", "pami|pattern analysis and machine"),
        ("colt", "colt|computational learning theory"),
        ("stoc", "stoc|theory of comput"),
        ("focs", "focs|foundations of computer science"),
    )
)
_KINDS: Final = (
    ("preprint", re.compile(r"\b(?:arxiv|corr|biorxiv|medrxiv|ssrn)\b")),
    ("journal", re.compile(r"\bj\b|journal|trans\b|transactions|magazine|record|letters|review"
                           r"|surveys|annals")),
    ("meeting", re.compile(r"\bproc|conf|sympos|workshop|\bin\b|meeting|congress|lecture notes")),
    ("report", re.compile(r"report|thesis|dissertation|univ|tech|memo")),
)  # fmt: skip
_COMMON: Final = frozenset(
    {
        "a", "acm", "and", "for", "hellip", "ieee", "in", "international", "of", "on", "proc",
        "proceedings", "the",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Venue:
    series: str
    kind: str
    words: frozenset[str]
    initials: str


def relation(one: str | None, other: str | None) -> Relation:
    """Whether two venues are one series; '?' where one is not known or is a preprint server.

    >>> relation("VLDB", "Proc. 27th Conference on Very Large Data Bases"), relation("ICML", "KDD")
    ('same', 'other')
    """
    a, b = _folded(one or ""), _folded(other or "")
    if a is None or b is None:
        return "?"
    if a.series and b.series:
        return "same" if a.series == b.series else "other"
    if len(a.words & b.words) * 2 >= min(len(a.words), len(b.words)):
        return "same"
    if _has_initials(a, b) or _has_initials(b, a):
        return "same"
    return "other" if a.kind and b.kind and a.kind != b.kind else "unclear"


@lru_cache(maxsize=1 << 14)
def _folded(text: str) -> _Venue | None:
    words = identity.words(text)
    plain = " ".join(words)
    kind = next((kind for kind, pattern in _KINDS if pattern.search(plain)), "")
    telling = frozenset(word for word in words if word not in _COMMON and not word.isdigit())
    if kind == "preprint" or not telling:
        return None
    series = next((name for name, pattern in _SERIES if pattern.search(plain)), "")
    if series:
        kind = "journal" if series.startswith("journal") else "meeting"
    return _Venue(series, kind, telling, "".join(w[0] for w in words if w not in _COMMON - {"a"}))


def _has_initials(one: _Venue, other: _Venue) -> bool:
    return any(2 < len(word) < 7 and word in other.initials for word in one.words)
