"""Text as the words that it is found by; ``overrides/assets/js/search/words.js`` folds alike.

A word is small letters and digits without accents. What stands between two spaces is found
whole and in parts: GLM-130B as glm130b, glm, 130b and 130. Chinese and Japanese, which have
no spaces, are found by two letters at a time. Nothing is stemmed here: an index of whole words
lets the browser tell a name from a word that begins like it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

_COMMON = """
a an and are as at be been but by can do does for from has have how in into is it its not of on or
our such than that the their these they this to via was we were what when which with you
"""
EVERYWHERE = frozenset(_COMMON.split())
"""Words that are in nearly every text, so they tell none from another: not in the index."""

# Letters that Unicode does not take apart into one with an accent.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ð": "d", "ħ": "h", "ŧ": "t"}
    | {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "'": "", "’": ""}
)
# How German and the north write their letters where a keyboard lacks them.
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})

_UNSPACED = "\u3005\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
"""A run of letters and digits in folded text."""
_SIGNED = re.compile(r"(?<![^\W_])[^\W_]{1,3}[+*#]+(?![^\W_])")
_HUMP = re.compile(r"[A-Z][a-z]{2,}|(?<![A-Za-z])[a-z]{3,}(?=[A-Z])")
_RUN = re.compile(r"\d+|[^\W\d_]{2,}")
_AROUND = re.compile(r"^https?://(?:www\.)?|[?#].*|(?:\.git|\.pdf)?/*$")
_REPOSITORY = re.compile(
    r"^(?:github\.com|gitlab\.com|huggingface\.co|hf\.co)/"
    r"(?:(?:papers|models|datasets|spaces)/)?([^/]+(?:/[^/]+)?).*"
)


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


@lru_cache(maxsize=1 << 16)  # most words of a digest stand in it many times
def pieces(chunk: str) -> tuple[str, ...]:
    """The words that something between two spaces is found by, itself first, each once."""
    plain = fold(chunk)
    parts = WORD.findall(plain)
    if any(part[0] > "\u3000" for part in parts):
        found = [word for part in parts for word in _by_two(part)]
    else:
        found = ["".join(parts)]
        if not plain.isalpha() or not chunk.islower():
            found += [*parts, *_SIGNED.findall(plain)]
            found += map(fold, _HUMP.findall(chunk) if chunk.isascii() else ())
            found += [run for part in parts for run in _RUN.findall(part)]
        if not plain.isascii() or not chunk.isascii():
            found.append(joined(chunk.lower().translate(_WRITTEN_OUT)))
    return tuple(dict.fromkeys(filter(None, found)))


def joined(text: str) -> str:
    """The letters and digits of ``text`` in one."""
    return "".join(WORD.findall(fold(text)))


def address(url: str) -> str:
    """A web address as one word: of a repository its owner and name, else host and path.

    >>> address("https://github.com/THUDM/GLM-130B.git")
    'thudmglm130b'
    """
    return joined(_REPOSITORY.sub(r"\1", _AROUND.sub("", url)))


def _by_two(part: str) -> list[str]:
    return [*map("".join, pairwise(part)), part[-1]] if part[0] > "\u3000" else [part]
