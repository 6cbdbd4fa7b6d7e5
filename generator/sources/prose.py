"""Is a line of text a title, or a piece of prose? By its shape alone.

Measured on 7,576 papers: titles have 6 to 175 characters and none ends in a full stop;
abstracts have 165 or more, and one in twelve ends in no punctuation.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST_TITLE: Final = 250
SHORTEST_ABSTRACT: Final = 100
_LONG_FOR_SENTENCES: Final = 150
_WORDS_OF_PROSE: Final = 12
_NEXT_SENTENCE: Final = re.compile(r"[\w)%]{2}\. [\"“(]?[A-Z0-9]|。\S")
_MARKUP: Final = re.compile(r"#|\||```|~~~|\[!|//|/\*|!\[|\]|[-*+>]\s|\d+[.)]\s")
_LINK_MARKS: Final = re.compile(
    r"^\[\d{1,4}\]\S|\*\*|__|~~|\]\(|\]\[|!\[|^#{1,6}\s|^\[[^\]]*$|\ue000|https?://|www\."
)
_NAME: Final = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [\w.'’-]+){1,3}(?: et al\.?)?")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_NEVER_LAST: Final = frozenset({
    "a", "about", "an", "and", "are", "as", "at", "between", "but", "by", "for", "from", "her",
    "his", "in", "into", "its", "of", "on", "or", "our", "over", "than", "that", "the", "their",
    "to", "toward", "towards", "under", "using", "via", "when", "where", "which", "with",
    "without", "your",
})  # fmt: skip
_SMALL: Final = frozenset({
    "and", "are", "between", "beyond", "does", "from", "have", "into", "more", "over", "that",
    "than", "their", "through", "toward", "towards", "under", "using", "versus", "what", "when",
    "where", "which", "while", "with", "within", "without", "your",
})  # fmt: skip


def is_prose(text: str) -> bool:
    """Whether a line can be no title, whatever is expected."""
    if len(text) > LONGEST_TITLE:
        return True
    if len(text) > _LONG_FOR_SENTENCES and _NEXT_SENTENCE.search(text):
        return True
    return ends_sentence(text) and len(text.split()) >= _WORDS_OF_PROSE


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does and a title does not."""
    return text.rstrip("\"'”’)").endswith((".", "。"))


def is_marked(text: str) -> bool:
    """Whether a line has marks of lists, headings, code or pictures."""
    return bool(_MARKUP.match(text))


def has_link_marks(text: str) -> bool:
    """Whether a line has marks of links, pictures or headings, which no title has."""
    return bool(_LINK_MARKS.search(text))


def goes_on(text: str) -> bool:
    """Whether a line begins as the rest of a sentence: in lower case, as no name does.

    ``sleepy: lazy evaluation`` and ``β-Gardens`` are names, ``pix2pix`` is one.
    """
    first = text.split(" ", 1)[0].rstrip(";,.)!?")
    return (first.isalpha() and first.islower()) or first[:1] in ",.;:)]}%/"


def are_names(text: str) -> bool:
    """Whether a line is a list of two or more names, each of two to four words."""
    names = re.split(r",\s*(?:and\s+)?|\s+and\s+", text)
    return len(names) > 1 and all(map(_NAME.fullmatch, names))


def breaks_off(text: str) -> bool:
    """Whether a line ends where no title does: at a comma, a dash, ``the``, an open bracket."""
    last = text.rsplit(" ", 1)[-1]
    return (
        last.lower() in _NEVER_LAST
        or last[-1:] in (",", ":", ";", "-", "–", "(", "[")
        or text.count("(") > text.count(")")
    )


def is_capitalised(text: str) -> bool:
    """Whether most of the longer words have a capital, as those of a title in the text."""
    words = [word for word in _WORD.findall(text) if word.lower() not in _SMALL]
    capitals = sum(not word.islower() for word in words)
    return len(words) >= 2 and capitals * 3 >= len(words) * 2
