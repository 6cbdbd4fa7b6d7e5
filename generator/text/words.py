"""Text as words, folded and stemmed; ``overrides/assets/js/search/words.js`` does it alike.

A word is small letters and digits without accents. What stands between two spaces is a word
whole and in parts: GLM-130B is glm130b, glm, 130b and 130. Chinese and Japanese, which have
no spaces, are words of two letters each.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

_STOP_WORDS = """
a an and are as at be been but by can do does for from has have how in into is it its not of on or
our such than that the their these they this to via was we were what when which with you
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that are in nearly every text, so that they tell none from another."""

# Letters that Unicode does not take apart into one with an accent.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ð": "d", "ħ": "h", "ŧ": "t"}
    | {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "'": "", "’": ""}
)
# How German and the north write their letters where a keyboard lacks them.
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})

_UNSPACED = "\u3005\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_ASCII_WORD = re.compile("[A-Za-z0-9]+")  # the same where there is nothing else
_SIGNED = re.compile(r"(?<![^\W_])[^\W_]{1,3}[+*#]+(?![^\W_])")
_HUMP = re.compile(r"[A-Z][a-z]{2,}|(?<![A-Za-z])[a-z]{3,}(?=[A-Z])")
_RUN = re.compile(r"\d+|[^\W\d_]{2,}")


def fold(text: str) -> str:
    """``text`` in small letters, without accents and apostrophes; other signs stay.

    >>> fold("Ondřej Ørsted’s naïve")
    'ondrej orsteds naive'
    """
    if text.isascii():
        return text.lower().replace("'", "")
    letters = unicodedata.normalize("NFKD", text).lower()
    kept = (each for each in letters if unicodedata.category(each)[0] != "M")
    return "".join(kept).translate(_LETTERS)


def runs(text: str) -> list[str]:
    """The runs of letters and digits in a text."""
    return (_ASCII_WORD if text.isascii() else _WORD).findall(text)


@lru_cache(maxsize=1 << 16)  # most words of a digest stand in it many times
def pieces(chunk: str) -> tuple[str, ...]:
    """The words that something between two spaces is, itself first, each once."""
    bare = chunk.strip(".,;:()")
    if bare.isascii() and bare.isalpha() and (bare.islower() or bare.istitle()):  # most are
        return (bare.lower(),)
    plain = fold(chunk)
    parts = runs(plain)
    if any(part[0] > "\u3000" for part in parts):
        words = [word for part in parts for word in _by_two(part)]
    else:
        words = ["".join(parts)]
        if not plain.isalpha() or not chunk.islower():
            words += [*parts, *_SIGNED.findall(plain)]
            words += map(fold, _HUMP.findall(chunk) if chunk.isascii() else ())
            words += [run for part in parts for run in _RUN.findall(part)]
        if not plain.isascii() or not chunk.isascii():
            words.append(joined(chunk.lower().translate(_WRITTEN_OUT)))
    return tuple(dict.fromkeys(filter(None, words)))


def joined(text: str) -> str:
    """The letters and digits of ``text`` in one."""
    return "".join(runs(fold(text)))


def _by_two(part: str) -> list[str]:
    return [*map("".join, pairwise(part)), part[-1]] if part[0] > "\u3000" else [part]


# What is greater or greatest; how the British write, and what Americans do.
_SPELLINGS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (
            r"^(cheap|deep|fast|flat|hard|high|long|low|sharp|short|slow|small|strong|weak)e(?:r|st)$",
            r"\1",
        ),
        (r"^(large|rare|safe|simple|wide)(?:r|st)$", r"\1"),
        (r"^(eas|heav|nois)ie(?:r|st)$", r"\1y"),
        (r"(?<=[dghlmnprt])is(?=(?:e[rsd]?|ers|ing|able|ations?)$)", "iz"),
        (r"ys(?=(?:e[rsd]?|ers|ing)$)", "yz"),
        (r"(?<=..)our(?=(?:s|ed|ing|al|able|ful|ism|ist|ite)?$)", "or"),
        (r"tre(?=s?$)", "ter"),
        (r"(def|off|lic|pret)ence(?=s?$)", r"\1ense"),
        (r"ogue(?=s?$)", "og"),
        (r"([aeiouy].*[aeiou])ll(?=(?:ed|ing|er|ers)$)", r"\1l"),
    )
)
_SPELT = re.compile("|".join(pattern.pattern for pattern, _ in _SPELLINGS))  # few words are
# Suffixes, longest first within a step, with what they leave and the region that they must be in.
_SUFFIXES = (
    (
        0,
        "ational:ate tional:tion enci:ence anci:ance abli:able entli:ent ization:ize izer:ize"
        " ation:ate ator:ate alism:al aliti:al alli:al fulness:ful ousli:ous ousness:ous"
        " iveness:ive iviti:ive biliti:ble bli:ble logi:log fulli:ful lessli:less"
        " cli:c dli:d eli:e gli:g hli:h kli:k mli:m nli:n rli:r tli:t",
    ),
    (0, "ational:ate tional:tion alize:al icate:ic iciti:ic ical:ic ful: ness:"),
    (
        1,
        "ement: ment: ance: ence: able: ible: ant: ent: ism: ate: iti: ous: ive: ize:"
        " sion:s tion:t al: er: ic:",
    ),
)
_STEPS = [
    (region, tuple(pairs), pairs)
    for region, words in _SUFFIXES
    for pairs in [dict(pair.split(":") for pair in words.split())]
]
_SHORTEST = 4
_LATIN = re.compile("[a-z]+")
_PLURALS = (
    (re.compile("sses$"), "ss"),
    (re.compile("(?<=..)ie[sd]$"), "i"),
    (re.compile("([aeiouy].*[^us])s$"), r"\1"),
)
_EED = re.compile("eed(?:ly)?$")
_ED_OR_ING = re.compile("([aeiouy].*)(?:ed|ing)(?:ly)?$")
_LOST_E = re.compile("(?:at|bl|iz)$")
_DOUBLE = re.compile("(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$")
_SHORT = re.compile("[^aeiouy][aeiouy][^aeiouywx]$")
_SHORT_E = re.compile("(?:^|[^aeiouy])[aeiouy][^aeiouywx]e$")
_FINAL_Y = re.compile("(?<=.[^aeiouy])y$")
_FIRST = re.compile("gener|commun|arsen|.*?[aeiouy][^aeiouy]")
_SECOND = re.compile(".*?[aeiouy][^aeiouy]")
_NOWHERE = 1 << 16


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """What a folded word has in common with its other forms, British or American.

    By the rules of Porter's stemmer for English
    (https://snowballstem.org/algorithms/english/stemmer.html), a little shortened.

    >>> {stem(word) for word in ("quantise", "quantized", "quantisation", "quantizing")}
    {'quantiz'}
    """
    if len(word) < _SHORTEST or not _LATIN.fullmatch(word):
        return word
    for pattern, plain in _SPELLINGS if _SPELT.search(word) else ():
        word = pattern.sub(plain, word, count=1)
    regions = _regions(word)
    for pattern, left in _PLURALS:
        word = pattern.sub(left, word)
    word = _FINAL_Y.sub("i", _without_participle(word, regions[0]))
    for region, endings, pairs in _STEPS:
        for ending, left in pairs.items() if word.endswith(endings) else ():
            if word.endswith(ending):
                at = len(word) - len(ending)
                # A single letter that is left may stand before the region.
                if at + (len(left) == 1) >= regions[region]:
                    word = word[:at] + left
                break
    first, second = regions
    if word.endswith("e") and (
        len(word) > second or (len(word) > first and not _SHORT_E.search(word))
    ):
        return word[:-1]
    return word[:-1] if len(word) > second and word.endswith("ll") else word


def _regions(word: str) -> tuple[int, int]:
    """What is behind the first, and the second, vowel with a consonant after it."""
    if not (first := _FIRST.match(word)):
        return _NOWHERE, _NOWHERE
    second = _SECOND.match(word, first.end())
    return first.end(), second.end() if second else _NOWHERE


def _without_participle(word: str, first: int) -> str:
    if eed := _EED.search(word):
        return word[: eed.start()] + ("ee" if eed.start() >= first else "eed")
    if not (ending := _ED_OR_ING.search(word)):
        return word
    word = word[: ending.end(1)]
    if _LOST_E.search(word) or (len(word) <= first and _SHORT.search(word)):
        return word + "e"
    return word[:-1] if _DOUBLE.search(word) else word
