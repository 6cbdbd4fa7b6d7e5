"""Author names: a list of them taken apart, each as printed, and in the parts of citations."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias

from generator.papers import fields

_SUFFIXES: Final = frozenset(("Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"))
# With a capital only those that are hardly ever a middle name: not Da, Di and Du, as in Yi Da Xu.
_PARTICLE: Final = re.compile(
    r"['’]t|af|al|av|das?|de|degli|dei|del|della|den|der|di|dos?|du|el|la|le|les|los|ten|ter"
    r"|van|vom|von|zu|zum|zur|De|Del|Della|Der|La|Le|Santa|St\.|Van|Von"
)
_FAMILY_FIRST: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3々·\s]+")
_COLLECTIVE: Final = frozenset((
    "AI", "Inc", "Ltd", "GmbH", "Lab", "Labs", "LLC", "and", "Consortium", "consortium",
    "Collaboration", "collaboration", "Community", "community", "Contributors", "contributors",
    "Foundation", "foundation", "Group", "group", "Initiative", "initiative", "Institute",
    "institute", "Laboratory", "laboratory", "Project", "project", "Research", "research", "Team",
    "team", "University", "university",
))  # fmt: skip
_ORGANISATION: Final = re.compile(
    rf"\b(?:{'|'.join(sorted(_COLLECTIVE))})\b|[!-&*+,/0-9:-@\[-_{{-~]"
)
_BETWEEN: Final = re.compile(
    r"\s*[;；&]\s*(?:and\s+)?|,?\s+(?:and|und|et(?!\s+al\b)|y(?=\s+\S+\s+\S))\s+", re.IGNORECASE
)
_COMMA: Final = re.compile("[,，、]")
_OPEN_END: Final = re.compile(r"[,;&]?\s*\b(?:et\.? al\b\.?|and others\b|others$)", re.IGNORECASE)
_INITIALS: Final = re.compile(r"(?:(?:[^\W\d_]\b\.?|[^\W\d_]{2}\.|[A-Z]{2,3}\b)[\s-]*){1,4}")
# Ng W., García Márquez GJ: of a family name every word has two letters, and one a small letter.
_FAMILY_INITIALS: Final = re.compile(
    r"(?=[^,]*[a-zß-ÿ])((?:[^\W\d_][\w'’]+[ -])*[^\W\d_][\w'’]+) "
    r"((?:[A-ZÀ-ÖØ-Þ]\.?[ -]?){1,3})(?<!\s)"
)
NO_NAMES: Final = frozenset((
    "jr", "sr", "ii", "iii", "iv", "phd", "ed", "eds", "editor", "editors",
))  # fmt: skip
"""What stands behind a name and is none, folded."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts. Of an organisation, or a name of one word, only ``family`` is set."""

    family: Annotated[str, fields.NAME, "Family name, or all of a name that has no parts"]
    given: Annotated[str, fields.NAME, "Given names"] = ""
    particle: Annotated[str, fields.OUTSIDE] = ""
    suffix: Annotated[str, fields.OUTSIDE] = ""

    def __str__(self) -> str:
        """The name as it is printed, in the order of its script."""
        if _FAMILY_FIRST.fullmatch(self.family + self.given):
            return self.family + self.given
        return " ".join(filter(None, (self.given, self.particle, self.family, self.suffix)))


Author: TypeAlias = Annotated[str, fields.NAME] | Name
"""A name as printed on the paper; in parts where that does not tell them."""


def parts(name: Author) -> Name:
    """A name as printed on a paper, given name first, in parts; one in parts as it is.

    The last word is the family name, with the particles before it: those in lower case as
    ``particle``, as BibTeX has it, those with a capital as part of the name. What may not be
    a person's name stays whole. In Chinese, Japanese and Korean script the family name comes first.

    >>> parts("Laurens van der Maaten")
    Name(family='Maaten', given='Laurens', particle='van der', suffix='')
    >>> parts("Team GLM")
    Name(family='Team GLM', given='', particle='', suffix='')
    """
    if isinstance(name, Name):
        return name
    words, suffix = name.split(), ""
    if len(words) > 2 and words[-1] in _SUFFIXES:
        *words, last_name, suffix = words
        words.append(last_name.removesuffix(","))
    if "".join(words).isalpha():  # most names
        is_whole = not _COLLECTIVE.isdisjoint(words)
    else:
        is_whole = bool(_ORGANISATION.search(" ".join(words)))
    if is_whole or len(words) < 2:
        return Name(" ".join(name.split()))
    if not name.isascii() and _FAMILY_FIRST.fullmatch(name):
        return Name(words[0], " ".join(words[1:]))
    if len(words) == 2:  # most names
        return Name(words[1], words[0], suffix=suffix)
    last = len(words) - 1
    start = next((at for at in range(1, last) if _PARTICLE.fullmatch(words[at])), last)
    end = next((at for at in range(last, start, -1) if _is_lower(words[at - 1])), start)
    return Name(
        family=" ".join(words[end:]),
        given=" ".join(words[:start]),
        particle=" ".join(words[start:end]),
        suffix=suffix,
    )


def _is_lower(word: str) -> bool:
    return next((char.islower() for char in word if char.isalpha()), False)


def printed(name: str) -> str:
    """A name as printed on a paper: ``Muster, Ada`` is ``Ada Muster``.

    Takes the orders of catalogues, ``Family, Given``, ``Family, Given, Jr.`` and ``Family,
    Jr., Given``; commas and semicolons that scraping left at the end go.

    >>> printed("van der Zee, Anneke"), printed("Obi, Emeka, Jr."), printed("Ada Muster,")
    ('Anneke van der Zee', 'Emeka Obi Jr.', 'Ada Muster')
    """
    pieces = [" ".join(piece.split()) for piece in name.strip(" ,;*†‡").split(",")]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) == 3 and any(piece in _SUFFIXES for piece in pieces[1:]):
        family, suffix, given = pieces if pieces[1] in _SUFFIXES else (pieces[0], *pieces[:0:-1])
        return f"{given} {family} {suffix}"
    if len(pieces) == 2 and pieces[1] in _SUFFIXES:
        return f"{pieces[0]} {pieces[1]}"
    if len(pieces) == 2 and not _ORGANISATION.search(" ".join(pieces)):
        return f"{pieces[1]} {pieces[0]}"
    return ", ".join(pieces)


def split(text: str) -> tuple[str, ...]:
    """The names in a line of them, as catalogues and bibliographies write it.

    >>> split("Muster, A., Beispiel, B. & van der Zee, C.")
    ('A. Muster', 'B. Beispiel', 'C. van der Zee')
    >>> split("Muster, Ada and Beispiel, Bo"), split("Ada Muster, Bo Beispiel et al.")
    (('Ada Muster', 'Bo Beispiel'), ('Ada Muster', 'Bo Beispiel'))
    """
    text = html.unescape(text)
    pieces = _BETWEEN.split(_OPEN_END.sub("", text))
    lists = [[part.strip() for part in _COMMA.split(piece) if part.strip()] for piece in pieces]
    lists = [each for each in lists if each]
    if re.search("[;；]", text) or all(len(each) == 2 and " " not in each[0] for each in lists):
        return ordered([" ".join([*each[1:], each[0]]) for each in lists])
    names: list[str] = []
    for each in lists:
        for number, part in enumerate(each):
            if number and part.strip(".").casefold() in NO_NAMES:
                continue
            if number and _INITIALS.fullmatch(part) and not _INITIALS.fullmatch(names[-1]):
                names[-1] = f"{part} {names[-1]}"
            else:
                names.append(part)
    return ordered(names)


def ordered(names: Sequence[str]) -> tuple[str, ...]:
    """The names of a list; where all end in initials, as PubMed has them, these come first.

    >>> ordered(["Ng W.", "Park JH"]), ordered(["Ng W.", "Jo Park"])
    (('W. Ng', 'JH Park'), ('Ng W.', 'Jo Park'))
    """
    matches = [_FAMILY_INITIALS.fullmatch(name) for name in names]
    alone = len(names) == 1 and not names[0].endswith(".")
    if alone or any(parts(name).suffix or _ORGANISATION.search(name) for name in names):
        return tuple(names)
    swapped = tuple(f"{match[2]} {match[1]}" for match in matches if match)
    return swapped if len(swapped) == len(names) else tuple(names)
