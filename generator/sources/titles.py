"""The title of a line and the identifiers in it."""

from __future__ import annotations

import re
from typing import Final

from generator.sources import heading, identifiers, labels, metadata, prose
from generator.sources.lines import Line

BARE: Final = re.compile(
    r"arXiv:\s*\d{4}\.\d{4,5}(?:v\d+)?|arXiv:\s*[a-z-]+(?:\.[A-Z]{2})?/\d{7}", re.I
)
# What stands after a hash sign is a note.
NOTE: Final = re.compile(r"\s#(?:\s.*)?$")
_NUMBERING: Final = re.compile(
    r"^(?:(?:\d{1,3}[.)、:]|[①-⑳]|#\d+|\d\ufe0f?\u20e3)\s*"
    r"|[\[(][^\[\]()]{0,30}\d{4}[^\[\]()]{0,12}[\])]\s*"
    r"|[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]+\s*)+"
)
_QUOTED: Final = re.compile(r"[“\"]([^”\"]{12,250}?)[.,]?[”\"]")
_REFERENCE: Final = re.compile(r"\bet al\b|\bpreprint\b|\(?(?:19|20)\d\d\)?[.,]", re.IGNORECASE)
_AROUND: Final = " \t-–—:：|,;·•*_"
_SECTION: Final = re.compile(
    r"(?:table of )?contents?|papers?|citations?|cite|references?|abstract|overview|introduction"
    r"|links?|news|updates?|usage|installation|install|license|licence|requirements|quick ?start"
    r"|getting started|results?|contributing|acknowledge?ments?|related (?:work|papers)|datasets?"
    r"|(?:my |our |the )?(?:reading list|paper list|list of papers|daily papers|trending papers"
    r"|top papers|papers? (?:of|for|from|on|about)|bibliography|publications?).*",
    re.IGNORECASE,
)


def identifiers_of(line: Line) -> list[str]:
    """The addresses and ids in a line that lead to a paper, one for each paper."""
    urls = [one.url for one in line.anchors if one.text and leads_to_paper(one.url)]
    texts = [match[0] for match in BARE.finditer(line.rest)]
    if not urls and not texts:
        texts = [word for word in alone(line.text) if is_identifier(word)]
    keyed = {identifiers.arxiv(one) or identifiers.doi(one) or one: one for one in (*urls, *texts)}
    return list(keyed.values())


def leads_to_paper(url: str) -> bool:
    """Whether one paper stands behind an address: not what is said about it."""
    return "#community" not in url and bool(is_identifier(url) or identifiers.is_papers_page(url))


def is_identifier(text: str) -> bool:
    """Whether a text is an arXiv id or a DOI, in any of their forms."""
    return bool(identifiers.arxiv(text) or identifiers.doi(text))


def alone(text: str) -> list[str]:
    """The words of a line that has nothing but identifiers and addresses; else none."""
    words = re.split(r"[\s,;]+", NOTE.sub("", text).strip())
    one = len(words) == 1 and re.fullmatch(r".{0,40}\d.{5,}|\S+://\S+", words[0])
    return words if one or all(map(is_identifier, words)) else []


def of(line: Line) -> tuple[str, bool]:
    """The title in a line, '' where there is none, and whether a mark says that it is one."""
    if line.cells:
        cells = [of(cell) for cell in line.cells if cell.label in ("", "title", "paper")]
        return next((cell for cell in cells if cell[1]), ("", False))
    head = line.mark[:1] in ("#", "1") or line.strong == line.text or bool(line.label)
    for anchor in line.anchors:
        if (leads_to_paper(anchor.url) or (head and not anchor.url)) and is_title(anchor.text):
            return cleaned(anchor.text), True
    if is_title(line.strong) and line.mark[:1] != "#":
        return cleaned(line.strong), True
    said = labels.read(line.text)
    if said and said[0] == "title" and is_title(said[1]):
        return cleaned(said[1]), True
    quoted = _QUOTED.search(line.rest)
    if quoted and not head and is_title(quoted[1]):
        return cleaned(quoted[1]), False
    before = cleaned(BARE.split(line.rest.split("\ue000")[0])[0])
    if not head and _REFERENCE.search(before):
        return "", False
    if head and is_title(before):
        return before, True
    return (before, False) if is_title(before) else ("", False)


def cleaned(text: str) -> str:
    """A title without numbering, brackets that open nothing, and what parts it from the rest."""
    text = _NUMBERING.sub("", text.strip(_AROUND))
    text = re.sub(r"\s*\((?:19|20)\d\d\)$", "", text.strip())
    text = re.sub(r"[\s(\[{]+$", "", text).strip(_AROUND)
    return re.sub(r"^\[([^\[\]]+)\]$", r"\1", text)  # of a link that was cut


def is_title(text: str) -> bool:
    """Whether words may be a title: no label, number, address, sentence or rest of one."""
    text = cleaned(text)
    return (
        3 < len(text) <= prose.LONGEST_TITLE
        and not prose.is_prose(text)
        and not prose.goes_on(text)
        and not prose.breaks_off(text)
        and not prose.ends_sentence(text)
        and not prose.are_names(text)
        and not prose.has_link_marks(text)
        and not _SECTION.fullmatch(text)
        and labels.heads(text) is None
        and labels.read(text) is None
        and metadata.read(text) is None
        and heading.read(text) is None
        and not is_identifier(text)
        and any(char.isalpha() for char in text)
    )
