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
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

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
    """A topic's id, how strongly it is suggested, and the words of the paper that do."""

    topic: str
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """A term as one topic has it: the topic's and the term's position, and its weight."""

    topic: int
    term: int
    weight: float


@dataclass(frozen=True, slots=True)
class Matcher:
    """The terms of a vocabulary made ready for matching; ``matcher`` builds one.

    ``uses`` has every form of every term, its words joined; ``prefixes`` has everything
    a term starts with, so that a scan stops at the first word that leads nowhere.
    """

    ids: tuple[str, ...]
    uses: Mapping[str, tuple[Use, ...]]
    prefixes: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Hit:
    use: Use
    words: str


def suggest(
    title: str, abstract: str, topics: Sequence[Topic], *, most: int = 3
) -> tuple[Suggestion, ...]:
    """Return up to ``most`` topics that a paper's plain-text title and abstract suggest.

    Best first; equal scores stand in the vocabulary's order. Only topics with enough
    evidence are given, or, where none has enough, the best of those with any. The
    evidence is what the paper has, title first, one piece a term, on one line. Empty
    where no term occurs. Never raises; the terms of the same topics are compiled once.
    """
    ready = matcher(tuple(topics))
    in_title = _hits(ready, title)
    in_abstract = _hits(ready, abstract)
    weights = _scores(in_title, in_abstract)
    # The sort is stable, so equal weights keep the vocabulary's order.
    ranked = sorted(sorted(weights), key=lambda topic: -weights[topic])
    if not ranked:
        return ()
    least = max(THRESHOLD, SHARE_OF_BEST * weights[ranked[0]])
    chosen = [topic for topic in ranked if weights[topic] >= least] or ranked[:1]
    return tuple(
        Suggestion(
            topic=ready.ids[topic],
            score=weights[topic],
            evidence=_evidence([*in_title, *in_abstract], topic),
        )
        for topic in chosen[: max(most, 0)]
    )


def scores(title: str, abstract: str, topics: Sequence[Topic]) -> dict[str, float]:
    """How much the terms of each topic weigh in a paper, by the topic's id; those that do."""
    ready = matcher(tuple(topics))
    found = _scores(_hits(ready, title), _hits(ready, abstract))
    return {ready.ids[topic]: score for topic, score in found.items()}


def evidence(title: str, abstract: str, topic: Topic) -> tuple[str, ...]:
    """What a paper has of one topic's terms: one piece a term, the title's first."""
    ready = matcher((topic,))
    return _evidence([*_hits(ready, title), *_hits(ready, abstract)], 0)


@lru_cache(maxsize=128)
def matcher(topics: tuple[Topic, ...]) -> Matcher:
    """Compile the terms of ``topics``. A term without letter or digit matches nothing."""
    uses: dict[str, list[Use]] = {}
    prefixes: set[str] = set()
    for number, topic in enumerate(topics):
        for place, term in enumerate(topic.terms):
            words = [_plain(word) for word in _WORD.findall(term)]
            if not words:
                continue
            joined = "".join(words)
            extra = min(len(words), MOST_WORDS_WEIGHED) - 1
            use = Use(topic=number, term=place, weight=1.0 + EXTRA_WORD_WEIGHT * extra)
            for key in _forms(joined):
                known = uses.setdefault(key, [])
                if all(other.topic != number for other in known):
                    known.append(use)
            prefixes.update(_spelled(joined[:end]) for end in range(1, len(joined)))
    return Matcher(
        ids=tuple(topic.id for topic in topics),
        uses={key: tuple(known) for key, known in uses.items()},
        prefixes=frozenset(prefixes),
    )


def _hits(ready: Matcher, text: str) -> list[_Hit]:
    """Every term that occurs in ``text``, in order, none inside another of its topic."""
    words = list(_WORD.finditer(text))
    covered = [0] * len(ready.ids)
    found: list[_Hit] = []
    for first in range(len(words)):
        start = words[first].start()
        longest: dict[int, tuple[Use, int]] = {}
        for end, key in _keys(ready, text, words, first):
            for use in ready.uses.get(key, ()):
                longest[use.topic] = (use, end)
        for topic, (use, end) in longest.items():
            if start >= covered[topic]:
                covered[topic] = end
                found.append(_Hit(use=use, words=" ".join(text[start:end].split())))
    return found


def _keys(
    ready: Matcher, text: str, words: list[re.Match[str]], first: int
) -> Iterator[tuple[int, str]]:
    """The end and the joined forms of each phrase from word ``first`` on, shortest first."""
    joined = ""
    previous: re.Match[str] | None = None
    for place in range(first, len(words)):
        word = words[place]
        if previous is not None and not _JOINT.fullmatch(text, previous.end(), word.start()):
            return
        joined += _plain(word.group())
        for key in _forms(joined):
            yield word.end(), key
        if _spelled(joined) not in ready.prefixes:
            return
        previous = word


def _scores(in_title: list[_Hit], in_abstract: list[_Hit]) -> dict[int, float]:
    """Each topic's score. A term again in the title adds nothing, in the abstract ever less."""
    scores: dict[int, float] = {}
    for use in {hit.use: None for hit in in_title}:
        scores[use.topic] = scores.get(use.topic, 0.0) + TITLE_WEIGHT * use.weight
    for use, times in Counter(hit.use for hit in in_abstract).items():
        saturated = 2.0 - 2.0 ** (1 - times)
        scores[use.topic] = scores.get(use.topic, 0.0) + saturated * use.weight
    return scores


def _evidence(hits: list[_Hit], topic: int) -> tuple[str, ...]:
    """The words of the first hit of each of the topic's terms."""
    firsts: dict[int, str] = {}
    for hit in hits:
        if hit.use.topic == topic:
            firsts.setdefault(hit.use.term, hit.words)
    return tuple(firsts.values())


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    """One word without case and compatibility forms."""
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
