"""The furniture around the papers of a page: its heading, its newsletter box, its footer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from generator.sources import days

_LONGEST: Final = 200
_MOST_PIECES: Final = 12
_BY: Final = r"by\s*AK(?:\s+and the research community)?"
_NEWSLETTER: Final = r"Get trending papers in your email inbox(?:\s+once a day)?\s*!"
_PIECE: Final = re.compile(rf"{_NEWSLETTER}|Subscribe|(?:Daily|Trending) [Pp]apers|new|{_BY}")
_BY_LINE: Final = re.compile(r"(?:Daily [Pp]apers\s*)?by\s*AK\b")
# A title glued to a piece: "SubscribeSeerAttention"; not "Subscribers" or "Daily Papers: …".
_GLUED: Final = re.compile(r"(?![\s:;,.!?)\]}'’…–—/-])(?:[^a-z]|[a-z][^\s:]{0,40}[A-Z0-9^])")
_PERIOD: Final = re.compile(r"week \d{1,2}(?:,? \d{4})?", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"<?https?://\S+>?")
# What tools write before a page's text.
_HEADER: Final = re.compile(
    r"[^\w]{0,4}(?:(?:url|url source|source url|source|address)\W{1,4}https?://\S+"
    r"|(?:retrieved|exported|captured|fetched|saved|scraped|archived|accessed|published time)"
    r"\b[^:]{0,12}:\W{0,4}(?:\d{4}-\d\d-\d\d|\w{3}, \d).{0,40}"
    r"|(?:page title|markdown content|statuscode)\W{1,4}.{0,60})",
    re.IGNORECASE,
)
_OF_LISTING: Final = re.compile(r"(?:huggingface|hf)\.co/(?:[\w-]+/)?papers(?![/\w]*\d{4}\.\d)")
_PAGE_WORDS: Final = frozenset(
    {
        "previous", "next", "company", "tos", "privacy", "about", "careers", "jobs", "website",
        "models", "datasets", "spaces", "buckets", "pricing", "docs", "blog", "forum", "learn",
        "posts", "tasks", "community", "enterprise", "solutions", "hugging face", "log in",
        "hugging face's logo",
        "sign up", "system theme", "inference endpoints", "huggingchat", "daily", "weekly",
        "monthly", "trending", "daily papers", "trending papers", "new", "view arxiv page",
        "view pdf", "upvote", "add to collection", "project page",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line of furniture: what it says of the listing, and a title glued behind it.

    ``of_listing`` where only a listing of papers has it: not ``Docs`` or ``new``. ``named`` is
    the page that it names: ``Daily`` or ``Trending``.
    """

    of_listing: bool = False
    named: str = ""
    day: days.Day | None = None
    glued: str = ""


@lru_cache(maxsize=4096)  # several ask about each line
def read(line: str) -> Furniture | None:
    """What a line of furniture says; None where the line is, or may be, a paper's.

    Pieces may be glued to each other and to the first title:
    ``SubscribeDaily Papersby AK and the research communityMar 11A First Title``.
    """
    rests = _rests(line)
    for number, (rest, piece) in reversed(list(enumerate(rests))):
        spaced = rest != rest.lstrip()
        if not rest or (piece != "new" and not spaced and _GLUED.match(rest)):
            pieces = [piece for _, piece in rests[: number + 1]]
            dated = [found[0] for found in map(days.at_start, pieces) if found]
            return Furniture(
                of_listing=pieces != ["new"],
                named=next((piece[:-7] for piece in pieces if piece[-6:-5] in "pP"), ""),
                day=dated[0] if dated else None,
                glued=rest,
            )
    if is_by_line(line):
        return Furniture(of_listing=True, day=next(iter(days.every(line)[-1:]), None))
    if len(line) <= _LONGEST and (_HEADER.fullmatch(line) or _ADDRESS.fullmatch(line)):
        return Furniture(of_listing=bool(_OF_LISTING.search(line)))
    known = line.casefold() in _PAGE_WORDS or _PERIOD.fullmatch(line) or days.month_of(line)
    return Furniture() if known else None


def is_by_line(line: str) -> bool:
    """Whether a line says who makes the page: ``by AK and the research community``."""
    return len(line) <= _LONGEST and bool(_BY_LINE.match(line))


def _rests(line: str) -> list[tuple[str, str]]:
    """What is left of ``line`` after each piece at its start, with that piece."""
    rests: list[tuple[str, str]] = []
    rest = line
    while len(rests) < _MOST_PIECES:
        match = _PIECE.match(rest.lstrip())
        dated = days.at_start(rest.lstrip(" ·•,")) if rests else None
        if match:
            piece, rest = match[0], rest.lstrip()[match.end() :]
        elif dated:
            piece, rest = dated[0].text, dated[1]
        else:
            break
        rests.append((rest, piece))
    return rests


def footer(lines: Sequence[str]) -> int:
    """How many lines at the end are the page's footer: a run of at least two of its words."""
    count = 0
    while count < len(lines) and lines[-1 - count].casefold() in _PAGE_WORDS:
        count += 1
    return count if count > 1 else 0
