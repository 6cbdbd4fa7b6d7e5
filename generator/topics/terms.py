"""Which topics the words of a paper suggest. Pure: no file, no clock, no network.

A topic's ``terms`` are looked for as whole words. Case does not matter, nor whether the
parts of a term stand apart, are hyphenated or are written as one ("fine-tuning", "fine
tuning", "finetuning"), nor a plural, nor British or American spelling ("optimiser",
"optimizer"). Punctuation ends a phrase, but for ":" and "/" inside a word ("N:M"). Of
overlapping terms of one topic the one that starts first counts, the longest where several
do.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from generator.papers.model import Topic

# A word in the title says what a paper is about, one in the abstract that it is mentioned.
TITLE_WEIGHT = 4.0
EXTRA_WORD_WEIGHT = 0.5
MOST_WORDS_WEIGHED = 3
# Less than a title hit, more than one passing word of an abstract.
THRESHOLD = 2.5
# A topic this far behind the best one is a side remark of the paper.
SHARE_OF_BEST = 0.3

_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"\s*[-\u2010-\u2015]?\s*|[:/]")
_DOUBLED_L = re.compile(r"ll(?=ed|er|ing)")
_SIBILANT = ("s", "x", "z", "ch", "sh")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic's id and how strongly it is suggested: a sum of weights for ``terms``, else 0 to 1.

    ``terms`` are words of the paper that the vocabulary names, ``words`` those that papers
    with this topic have and others have not; both the most telling first.
    """

    topic: str
    score: float
    terms: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class _Use(NamedTuple):
    """A term as one topic has it: the topic's id, the term's position, and its weight."""

    topic: str
    term: int
    weight: float


class _Matcher(NamedTuple):
    """The terms of a vocabulary made ready for matching.

    ``uses`` has every form of every term, its words joined, and its use by topic; ``prefixes``
    has everything a term starts with, so that a scan stops at the first word that leads nowhere.
    """

    uses: Mapping[str, Mapping[str, _Use]]
    prefixes: frozenset[str]


_Hit = tuple[_Use, str]
"""A term's use and the words of the text that have it."""


def suggest(
    title: str, abstract: str, topics: Sequence[Topic], *, most: int = 3
) -> tuple[Suggestion, ...]:
    """Return up to ``most`` topics that a paper's plain-text title and abstract suggest.

    Best first; equal scores stand in the vocabulary's order. Only topics with enough
    evidence are given, or, where none has enough, the best of those with any. The
    evidence is what the paper has, title first, one piece a term, on one line.
    """
    ranked = sorted(weighed(title, abstract, topics).values(), key=lambda each: -each.score)
    least = max(THRESHOLD, SHARE_OF_BEST * max((each.score for each in ranked), default=0))
    chosen = [each for each in ranked if each.score >= least] or ranked[:1]
    return tuple(chosen[: max(most, 0)])


def weighed(title: str, abstract: str, topics: Sequence[Topic]) -> dict[str, Suggestion]:
    """By id those of ``topics`` whose terms a paper has, in their order, however little it is.

    A term again in the title adds nothing, in the abstract ever less.
    """
    matcher = _matcher(tuple(topics))
    in_title, in_abstract = _hits(matcher, title), _hits(matcher, abstract)
    scores: dict[str, float] = defaultdict(float)
    for use in dict.fromkeys(use for use, _ in in_title):
        scores[use.topic] += TITLE_WEIGHT * use.weight
    for use, times in Counter(use for use, _ in in_abstract).items():
        scores[use.topic] += (2.0 - 2.0 ** (1 - times)) * use.weight
    terms: dict[str, dict[_Use, str]] = defaultdict(dict)
    for use, words in (*in_title, *in_abstract):
        terms[use.topic].setdefault(use, words)
    ids = (topic.id for topic in topics if topic.id in scores)
    return {id: Suggestion(id, scores[id], tuple(terms[id].values())) for id in ids}


@lru_cache(maxsize=128)
def _matcher(topics: tuple[Topic, ...]) -> _Matcher:
    """Compile the terms of ``topics``. A term without letter or digit matches nothing."""
    uses: dict[str, dict[str, _Use]] = defaultdict(dict)
    prefixes: set[str] = set()
    for topic in topics:
        for number, term in enumerate(topic.terms):
            words = [_plain(word) for word in _WORD.findall(term)]
            joined = "".join(words)
            extra = min(len(words), MOST_WORDS_WEIGHED) - 1
            use = _Use(topic.id, number, 1.0 + EXTRA_WORD_WEIGHT * extra)
            for form in _forms(joined) if words else ():
                uses[form].setdefault(topic.id, use)
            prefixes.update(_spelled(joined[:end]) for end in range(1, len(joined)))
    return _Matcher(dict(uses), frozenset(prefixes))


def _hits(matcher: _Matcher, text: str) -> list[_Hit]:
    """Every term that occurs in ``text``, in order, none inside another of its topic."""
    words = list(_WORD.finditer(text))
    covered: dict[str, int] = {}
    hits: list[_Hit] = []
    for first, word in enumerate(words):
        longest: dict[str, tuple[_Use, int]] = {}
        for end, form in _phrases(matcher, text, words, first):
            uses = matcher.uses.get(form, {}).items()
            longest |= {topic: (use, end) for topic, use in uses}
        for topic, (use, end) in longest.items():
            if word.start() >= covered.get(topic, 0):
                covered[topic] = end
                hits.append((use, " ".join(text[word.start() : end].split())))
    return hits


def _phrases(
    matcher: _Matcher, text: str, words: list[re.Match[str]], first: int
) -> Iterator[tuple[int, str]]:
    """The end and the joined forms of each phrase from word ``first`` on, shortest first."""
    joined = ""
    for place in range(first, len(words)):
        word, last = words[place], words[place - 1].end() if joined else 0
        if joined and not _JOINT.fullmatch(text, last, word.start()):
            return
        joined += _plain(word.group())
        for form in _forms(joined):
            yield word.end(), form
        if _spelled(joined) not in matcher.prefixes:
            return


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


@lru_cache(maxsize=65536)
def _spelled(joined: str) -> str:
    """Joined words without the choice between British and American spelling.

    The rules bend words that have no second spelling too ("size", "source"). That does no
    harm: terms and texts are bent alike, and what comes out is only compared.
    """
    folded = joined.replace("iz", "is").replace("yz", "ys")
    if len(joined) > len("hour"):
        folded = folded.replace("our", "or")
    return _DOUBLED_L.sub("l", folded)


@lru_cache(maxsize=65536)
def _forms(joined: str) -> tuple[str, ...]:
    """What joined words are compared by: themselves and, of a plural, the singular."""
    singulars = []
    if len(joined) >= len("llms") and joined.endswith("s") and not joined.endswith("ss"):
        singulars.append(joined[:-1])
        if joined.endswith("es") and joined[:-2].endswith(_SIBILANT):
            singulars.append(joined[:-2])
        if joined.endswith("ies"):
            singulars.append(joined[:-3] + "y")
    return tuple(_spelled(form) for form in (joined, *singulars))
