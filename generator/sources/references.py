"""References as bibliographies print them, to their authors, title, venue and date.

Who wrote it stands first, and what follows says the style: a year (APA, Harvard, Chicago,
Springer), a title in quotes (IEEE, MLA), or else sentences (Vancouver, Nature). What may be
read in two ways has no title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from generator.sources import grammar

_UPPER: Final = r"[^\W\d_a-zß-öø-ÿ]"
_INITIALS: Final = rf"{_UPPER}\.(?:[ -]?{_UPPER}\.){{0,3}}"
_PARTICLE: Final = (
    r"(?:(?:van|von|vom|zu|de|del|della|der|den|des|di|da|dos?|du|la|le|el|al|bin|ten|ter)[ -]"
    r"|[dlO]['’])"
)
_WORD: Final = rf"{_UPPER}[\w'’]+"
_FAMILY: Final = rf"{_PARTICLE}{{0,3}}{_WORD}(?:[ -]{_WORD}){{0,2}}"
# A name in each of its orders; with initials it is hardly anything else.
_NAME: Final = re.compile(
    rf"(?P<family>{_FAMILY}), ?(?P<given>{_INITIALS})(?:,? (?:Jr|Sr|I{{2,3}})\b\.?)?"
    rf"|(?P<catalogued>{_FAMILY}),? (?P<letters>{_INITIALS}|{_UPPER}{{1,3}}(?!\w))"
    rf"|(?P<initialled>{_INITIALS} ?{_FAMILY})"
    rf"|(?P<printed>{_WORD}(?:-{_WORD})?(?: {_INITIALS})? {_PARTICLE}{{0,3}}{_WORD}(?:-{_WORD})?)\b"
    r"(?! (?!(?:and|und|y|et)\b)[a-z])"
)
_FIRST_NAME: Final = re.compile(
    rf"({_PARTICLE}{{0,3}}{_WORD}(?:-{_WORD})?), ({_WORD}(?: {_INITIALS}| {_WORD})?)(?=[.,] )"
)
_BETWEEN: Final = re.compile(
    r",? ?(?:&|\band\b|\bund\b|\by\b|\bet\b(?! al)|…|\. ?\. ?\.)(?: ?&)? ?|[,;] ", re.IGNORECASE
)
_OPEN: Final = re.compile(r",? ?(?:\bet\.? al\b\.?|and (?:others|colleagues)\b)", re.IGNORECASE)
_YEAR: Final = r"(?:19|20)\d\d"
_WHEN: Final = re.compile(
    rf"\((?P<in>{_YEAR})[a-z]?(?:, (?P<day>[^()]{{3,20}}))?\)[.,:]? *"
    rf"|(?P<year>{_YEAR})[a-z]?(?:[.,:] *| (?=[\W_]?{_UPPER}))"
)
_PUBLISHED: Final = re.compile(
    rf"(?<![\d–-])(?P<year>{_YEAR})(?: (?P<day>[A-Z][a-z]{{2,8}}(?: \d{{1,2}})?)(?=[;:.]))?"
    r"(?![\d–-])"
)
_UNDATED: Final = re.compile(
    r"\((?:in press|n\.d\.|forthcoming|accepted|submitted)\)[.,:]? *", re.I
)
_SMALL: Final = r"(?:of|and|the|for|on|in|de|des|für|der|&)"
_ORGANISATION: Final = re.compile(
    rf"((?:{_WORD}|{_UPPER}+)(?: (?:{_WORD}|{_UPPER}+|{_SMALL})){{2,9}})\.? (?=\({_YEAR}[a-z]?[,)])"
)
_EDITION: Final = re.compile(
    r" [(\[](?:\d+\w\w ed|rev|vol|version|preprint|data ?set|doctoral|master)[^()\[\]]*[)\]]$", re.I
)
_QUOTED: Final = re.compile(
    r"[“\"„«](?P<title>[^”\"“»]{4,250}?)[.,]?[”\"“»]|[‘'](?P<single>.{4,250}?)[.,]?[’'](?=[.,;]|\s*$|\s+[A-Z])"
)
_ENDED: Final = re.compile(rf"[.,]? ?\(|\.? {_UPPER}|[.,]? {_YEAR}\b|,? [\"“'‘]")
_NUMBER: Final = re.compile(r"^(?:\[[\w+-]{1,12}\]|\(?\d{1,3}[.)])\s*")
_ADDRESS: Final = re.compile(
    r"(?:\b(?:available (?:at|from)|retrieved (?:[A-Z]\w+ \d+, \d+,? )?from|doi|pmc?id):? *)?"
    r"(?:<?https?://\S+|\b10\.\d{4,9}/\S+|\barxiv:\s*\d{4}\.\d{4,5}\S*)"
    r"|\b(?:pmc?id|doi)\b:? *(?:[A-Z]{0,3}\d+)?",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(
    rf"(?<![ (-]{_UPPER})(?<!\.{_UPPER})(?<!\b(?:vs|cf|St|Dr|sp))(?<!\bspp)\.\s+(?:[–—-] )?"
    rf"(?=[\"“(\[]?{_UPPER}|[a-z]{{1,4}}[A-Z]|npj )"
)
_GOES_ON: Final = re.compile(r".*\s[a-zà-öø-ÿ]{3,}[?!]?", re.DOTALL)
_STOP: Final = (
    r"(?:vol|no|nr|num|pp?|art|article|issue|iss|bd|advance|epub|in press|online|forthcoming)\b"
)
_VENUE: Final = re.compile(
    rf"(.*?)(?:([,.;:]?)\s+(?=\(?\d|{_STOP})|[,.;:]?\s*(?=[(\[]|$))", re.IGNORECASE | re.DOTALL
)
_VOLUME: Final = re.compile(
    r"in:? +(?:[^()]{3,200}\((?:eds?|hrsg)\.?\),? *)?(.*?)[.,]?(?=, | ?[(\[]| *$)", re.IGNORECASE
)
# What Google Scholar prints below a title.
_BYLINE: Final = re.compile(
    rf"(?P<people>{_UPPER}{{1,4}} {_FAMILY}(?:, {_UPPER}{{1,4}} {_FAMILY}){{0,9}}[,… .]{{0,5}})"
    rf"\s+[-–]\s+(?:(?P<venue>\S.{{0,150}}?), )?(?P<year>{_YEAR})(?:\s+[-–]\s+\S+)?"
)
_LONGEST: Final = 1_500
_LONGEST_VENUE: Final = 150


@dataclass(frozen=True, slots=True)
class Printed:
    """What a reference says; ``title`` is '' where it cannot be told from the rest.

    ``authors`` are as printed, the last ``et al.`` where the list is open.
    """

    title: str
    authors: tuple[str, ...]
    venue: str = ""
    published: str = ""


@lru_cache(maxsize=4096)  # several ask about each line
def read(text: str) -> Printed | None:
    """The reference that a line is, None of any other line.

    >>> read("Ito, M. & Ng, W. (2026). Krill of the bay. Marine Biology, 83(4), 1-9.").venue
    'Marine Biology'
    """
    if len(text) > _LONGEST:
        return None
    text = " ".join(_ADDRESS.sub(" ", _NUMBER.sub("", text.strip())).split())
    people, sure, rest = people_in(text)
    if not sure and (match := _ORGANISATION.match(text)):
        people, sure, rest = (match[1],), True, text[match.end() :]
    if not people or not rest:
        return None
    rest = rest.lstrip(" .,:;")
    when = _WHEN.match(rest) or _UNDATED.match(rest)
    rest = rest[when.end() :] if when else rest
    quoted = _QUOTED.match(rest)
    title, behind = _title(rest) if not quoted else (quoted[1] or quoted[2], rest[quoted.end() :])
    date = when or _year_in(behind)
    parts = date.groupdict() if date else {}
    sure = sure or bool(quoted) or bool(parts.get("year") and when and title and behind)
    if not sure or (when and not rest) or not (date or (quoted and behind)):
        return None
    title = _EDITION.sub("", title)
    year = parts.get("year") or parts.get("in") or ""
    published = f"{parts['day']}, {year}" if " " in (parts.get("day") or "") else year
    if parts.get("day") and " " not in parts["day"]:
        published = f"{parts['day']} {year}"
    words = len(title.split())
    if grammar.are_names(title) or (not grammar.is_title(title) and not 1 < words < 60):
        title = ""
    return Printed(title, people, _venue(behind) if title else "", published)


@lru_cache(maxsize=4096)  # several ask about each line
def byline(text: str) -> Printed | None:
    """What Google Scholar says below a title; None of any other line.

    >>> byline("A Muster, B van der Zee… - Journal of Kites, 2025 - kites.org").authors
    ('A Muster', 'B van der Zee', 'et al.')
    """
    match = _BYLINE.fullmatch(text) if len(text) <= _LONGEST_VENUE * 3 else None
    if not match:
        return None
    people = match["people"].rstrip(" ,.…")
    names = (*people.split(", "), *(["et al."] if people != match["people"] else []))
    venue = match["venue"] or ""
    named = "" if venue.endswith(("…", "...")) or _ADDRESS.search(venue) else venue
    return Printed("", names, named, match["year"])


def begins(text: str) -> bool:
    """Whether names with initials, as references have them, begin a text and end before others."""
    people, sure, rest = people_in(text)
    return bool(people) and sure and _ENDED.match(rest) is not None


def people_in(text: str) -> tuple[tuple[str, ...], bool, str]:
    """The names that a text begins with, as printed; whether they are surely such; the rest.

    >>> people_in("Ng W, van der Zee AB, et al. Kites")
    (('W Ng', 'AB van der Zee', 'et al.'), True, ' Kites')
    """
    people: list[tuple[str, str]] = []
    at, end, sure = 0, 0, False
    while match := (not people and _FIRST_NAME.match(text)) or _NAME.match(text, at):
        if match.re is _FIRST_NAME:
            people.append((match[2], match[1]))
        else:
            name = match.groupdict()
            family, given = name["family"] or name["catalogued"], name["given"] or name["letters"]
            people.append((given or "", family or match[0]))
            sure = sure or not name["printed"]
        end = match.end()
        between = _BETWEEN.match(text, end)
        if not between:
            break
        at = between.end()
    if any(given.isupper() and given.isalpha() for given, _ in people):  # without full stops
        people = [(given.rstrip("."), family) for given, family in people]
    others = _OPEN.match(text, end) if people else None
    names = [f"{given} {family}".strip() for given, family in people] + ["et al."] * bool(others)
    return tuple(names), sure or len(names) > 1, text[others.end() if others else end :]


def _year_in(behind: str) -> re.Match[str] | None:
    """The year in what stands behind a title: that in brackets before any other."""
    years = list(_PUBLISHED.finditer(behind))
    bracketed = (one for one in years if behind[one.start() - 1 : one.start()] == "(")
    return next(bracketed, years[0] if years else None)


def _title(rest: str) -> tuple[str, str]:
    """The title that stands first in sentences, '' where it has no end, and what is behind it."""
    pieces = _SENTENCE.split(rest)
    if len(pieces) == 1:
        question = re.match(r"(.{4,}?[?!])\s+(?=[A-Z])", rest)
        sentence = re.fullmatch(r"([^,]+?)\.?", rest) or re.match(r"(.+?)\.\s+(?=\d)", rest)
        match = question or sentence
        return (match[1], rest[match.end() :]) if match else ("", rest)
    count = 1
    while len(pieces) - count > 1 and _GOES_ON.fullmatch(pieces[count]):
        count += 1
    question = re.match(r"(.{4,}?[?!])\s+(?=[A-Z][^?!]*\d)", pieces[0])
    if question:
        return question[1], rest[question.end() :]
    return ". ".join(pieces[:count]), ". ".join(pieces[count:])


def _venue(behind: str) -> str:
    """What a reference names behind its title, without volume and pages; '' of nothing."""
    behind = behind.strip(" .,;")[:400]
    if volume := _VOLUME.match(behind):
        venue = volume[1]
    elif match := _VENUE.match(behind):
        year = re.match(_YEAR, behind[match.end() :].lstrip())
        venue = match[1] + ("." if match[2] == "." and ("." in match[1] or not year) else "")
    else:
        return ""
    venue = venue.strip(" ,;:-–—")
    return venue if any(map(str.isalpha, venue)) and len(venue) <= _LONGEST_VENUE else ""
