"""What a field of a record may be: the one definition, for whoever reads, writes or checks one.

Each kind has ``read``: what a record states of what a source, a form or a person gave, of any
type, or None where that holds no such value. ``fault`` says why a file must not state a value,
as what follows the field's name in a message, and '' where it may; ``schema`` tells the same to
editors (JSON Schema). What was read has no fault, and is read again to the same value.

>>> ARXIV.read("2210.02414v2"), ARXIV.read("2299.02414")
('2210.02414', None)
>>> UPVOTES.fault(-3)
'is -3: expected a whole number from 0 to 1,000,000,000'
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from generator.text.plain import INVISIBLE, UNSHOWABLE, paragraphs, plain

FACTS: Final = (
    "arxiv", "doi", "published", "authors", "authors_count", "category", "venue", "links",
    "abstract",
)  # fmt: skip
"""What a source may state of a paper besides its title."""
MOST_LISTED: Final = 10_000
"""The papers of a listing, at most."""
MOST_AUTHORS: Final = 20_000
"""The longest list of authors that a paper is known to have names 15,000."""

_LONGEST_SHOWN: Final = 60
# Besides what is never shown: white space that XML cannot hold, and what ends a line.
_NEVER: Final = re.compile(f"{UNSHOWABLE.pattern}|[\x0b\x0c\x1c-\x1f]")
_BREAK: Final = re.compile("[\t\n\r\x85\u2028\u2029]")
# https://info.arxiv.org/help/arxiv_identifier.html: YYMM.number from April 2007 on, with four
# digits until the end of 2014 and five since; archive/YYMMnumber from 1991 until then.
_NUMBERED: Final = re.compile(r"([0-9]{2}(?:0[1-9]|1[0-2]))\.([0-9]{4,5})(?:[vV][1-9][0-9]*)?")
# The archive's subject class is no part of the identifier.
_BY_ARCHIVE: Final = re.compile(
    r"([A-Za-z-]+)(?:\.[A-Za-z-]+)?/([0-9]{2}(?:0[1-9]|1[0-2]))([0-9]{3})(?:[vV][1-9][0-9]*)?"
)
_ARCHIVES: Final = frozenset((
    "acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an",
    "chao-dyn", "chem-ph", "cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an",
    "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math", "math-ph", "mtrl-th", "nlin",
    "nucl-ex", "nucl-th", "patt-sol", "physics", "plasm-ph", "q-alg", "q-bio", "quant-ph",
    "solv-int", "supr-con",
))  # fmt: skip
_FIRST, _NUMBERED_FROM, _FIVE_DIGITS_FROM = "9107", "0704", "1501"
_DOI: Final = re.compile(r"10\.[0-9]{4,9}/[^\s\x22]+")
_CATEGORY: Final = re.compile(r"([A-Za-z]+(?:-[A-Za-z]+)?)(?:\.([A-Za-z]+(?:-[A-Za-z]+)?))?")
_URL: Final = re.compile(r"https?://[^\s<>\x22]+")
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST: Final = rf"{_LABEL}(\.{_LABEL})+"


@dataclass(frozen=True, slots=True)
class Form:
    """Text of one form, such as an identifier or a day, as ``reading`` knows it.

    A file states just what is read; with ``lenient`` a person may write it otherwise, and with
    ``numeric`` as a number, which is what YAML makes of a year.
    """

    expected: str
    reading: Callable[[str], str | None]
    pattern: str
    longest: int = 300
    lenient: bool = False
    numeric: bool = False

    def read(self, value: object) -> str | None:
        """What a record states of ``value``; None where that is nothing of this form."""
        text = str(value) if self.numeric and type(value) is int else value
        if not isinstance(text, str) or len(text) > self.longest:
            return None
        text = text.strip()
        right = self.reading(text) if text.isprintable() else None
        return right if right and len(right) <= self.longest else None

    def fault(self, value: object) -> str:
        """Why a file must not state ``value``; '' where it may."""
        right = self.read(value)
        if right and (self.lenient or right == (str(value) if self.numeric else value)):
            return ""
        if not isinstance(value, str):
            return f"is {shortened(value)}, not text: put it in quotes"
        return f"is {shortened(value)}: expected {self.expected}"

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of what a file may state."""
        types = ["string", "integer"] if self.numeric else "string"
        return {"type": types, "pattern": f"^({self.pattern})$", "maxLength": self.longest}


@dataclass(frozen=True, slots=True)
class Words:
    """Text for people: a line or, with ``lines``, paragraphs that blank lines part."""

    longest: int
    lines: bool = False

    def read(self, value: object) -> str | None:
        """``value`` without what cannot be shown; None where nothing is left, or too much."""
        if not isinstance(value, str) or len(value) > 2 * self.longest:
            return None
        text = "\n\n".join(paragraphs(value)) if self.lines else plain(value)
        return text if len(text) <= self.longest and _is_visible(text) else None

    def fault(self, value: object) -> str:
        """Why a file must not state ``value``; '' where it may."""
        if not isinstance(value, str):
            return f"is {shortened(value)}, not text: put it in quotes"
        is_whole = "" < value == value.strip() and len(value) <= self.longest
        if is_whole and value.isascii() and value.isprintable():  # most are
            return ""
        if never := _NEVER.search(value):
            return f"holds U+{ord(never[0]):04X}, which no page can show: remove it"
        if len(value) > self.longest:
            return f"has {len(value):,} characters: {self.longest:,} are the most"
        if not _is_visible(value) and (value or not self.lines):
            return "is empty: write it, or remove the line"
        if not self.lines and _BREAK.search(value):
            return f"is more than one line: write {shortened(value)}"
        if not self.lines and value != value.strip(f" {INVISIBLE}").strip():
            return f"has a space at an end, or what is invisible: write {shortened(value)}"
        return ""

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of what a file may state."""
        line = {} if self.lines else {"pattern": r"^\S([^\n\r]*\S)?$"}
        return {"type": "string", "maxLength": self.longest, **line}


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number from ``least`` to ``most``."""

    least: int
    most: int

    def read(self, value: object) -> int | None:
        """``value`` where it is such a number; None otherwise."""
        return value if type(value) is int and self.least <= value <= self.most else None

    def fault(self, value: object) -> str:
        """Why a file must not state ``value``; '' where it may."""
        if self.read(value) is not None:
            return ""
        return (
            f"is {shortened(value)}: expected a whole number from {self.least:,} to {self.most:,}"
        )

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of what a file may state."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


Kind = Form | Words | Number


@dataclass(frozen=True, slots=True)
class Several:
    """How many things a list may hold, and whether each of them but once."""

    most: int
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """What a field is called in a file, where that can be no name in Python."""

    name: str


class Mark(Enum):
    """How else a field of a class may stand in a file."""

    OUTSIDE = "it does not: it is the file's name, or what follows its front matter"
    REQUIRED = "a file has to state it, though the class has a default"
    PAIRS = "as a mapping, the pairs of the tuple"


OUTSIDE, REQUIRED, PAIRS = Mark


def shortened(value: object) -> str:
    """``value`` as a message quotes it: one line of at most 60 characters."""
    text = plain(str(value)[: 4 * _LONGEST_SHOWN])
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}…"


def arxiv_month(arxiv: str) -> str:
    """The month that an arXiv id names, which is when it was given.

    >>> arxiv_month("2210.02414"), arxiv_month("hep-th/9901001")
    ('2022-10', '1999-01')
    """
    digits = arxiv.rpartition("/")[2]
    century = "19" if digits >= _FIRST else "20"
    return f"{century}{digits[:2]}-{digits[2:4]}"


def _is_visible(text: str) -> bool:
    return any(unicodedata.category(c)[0] not in "CMZ" and c not in INVISIBLE for c in text)


def _form(pattern: str, expected: str, **more: Any) -> Form:
    form = re.compile(pattern)
    return Form(expected, lambda text: text if form.fullmatch(text) else None, pattern, **more)


# Identifiers


def _arxiv(text: str) -> str | None:
    if match := _NUMBERED.fullmatch(text):
        month, number = match.groups()
        digits = 5 if month >= _FIVE_DIGITS_FROM else 4
        sound = _NUMBERED_FROM <= month < _FIRST and len(number) == digits
        return f"{month}.{number}" if sound and int(number) else None
    if match := _BY_ARCHIVE.fullmatch(text):
        archive, month, number = match.groups()
        sound = archive.lower() in _ARCHIVES and (month >= _FIRST or month < _NUMBERED_FROM)
        return f"{archive.lower()}/{month}{number}" if sound and int(number) else None
    return None


ARXIV = Form(
    "an arXiv id without version, in quotes, such as '2210.02414': year, month, a dot and five"
    " digits (four until 2014)",
    _arxiv,
    r"[0-9]{4}\.[0-9]{4,5}|[a-z-]+/[0-9]{7}",
)
"""An identifier of arXiv, bare; ``identity.arxiv_id`` finds one in a link or a text."""

DOI = Form(
    "a DOI such as 10.1000/182",
    lambda text: text.lower() if _DOI.fullmatch(text) else None,
    r"10\.[0-9]{4,9}/[^\sA-Z\x22]+",
)
"""A DOI, bare and in lower case, since DOIs ignore case; ``identity.doi`` finds one in a link."""

PERMALINK = _form(
    r"(?!index$)[a-z0-9]+(-[a-z0-9]+)*",
    "lower-case letters, digits and single hyphens, and not 'index'",
    longest=200,
)
"""An id that the site makes an address of: of a record, a topic, a group, an edition."""

KEY = _form("[a-z0-9]+", "lower-case letters and digits, such as zeng2022glm", longest=200)
"""A citation key."""


def _category(text: str) -> str | None:
    match = _CATEGORY.fullmatch(text)
    if match is None:
        return None
    archive, part = match[1].lower(), match[2] or ""
    return f"{archive}.{part.upper() if len(part) == 2 else part.lower()}" if part else archive


CATEGORY = Form(
    "an arXiv category such as cs.CL", _category, r"[a-z-]+(\.([A-Z]{2}|[a-z]+(-[a-z]+)?))?"
)

# Dates: ISO 8601 text of the years 1900 to 2099; but for weeks they sort as text

_DATE: Final = re.compile(r"((?:19|20)[0-9]{2})(?:-W([0-9]{2})|-([0-9]{2})(?:-([0-9]{2}))?)?")


def is_day(text: str) -> bool:
    """Whether a date is known to the day; ``text`` is a date, or '' where none is known."""
    return len(text) == 10


def is_month(text: str) -> bool:
    """Whether a date is known to the month and no further; ``text`` as for ``is_day``."""
    return len(text) == 7


def is_real(text: str) -> bool:
    """Whether ``text`` is a day, a month or a year of the calendar, as this project writes them."""
    return span(text) is not None and "W" not in text


def is_week(text: str) -> bool:
    """Whether ``text`` is a week of the calendar (ISO 8601): ``2024-W43``."""
    return span(text) is not None and "W" in text


@lru_cache(maxsize=1000)
def span(text: str) -> tuple[str, str] | None:
    """The first and the last day that a date may mean; None of what is no date.

    >>> span("2024-02")
    ('2024-02-01', '2024-02-29')
    >>> span("2024-W43")
    ('2024-10-21', '2024-10-27')
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, week, month, day = (int(part or 0) for part in match.groups())
    try:
        if match[2]:
            first = date.fromisocalendar(year, week, 1)
            return first.isoformat(), (first + timedelta(days=6)).isoformat()
        first = date(year, month if match[3] else 1, day if match[4] else 1)
    except ValueError:
        return None
    last_month = month or 12
    last = date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    return first.isoformat(), last.isoformat()


def first_day(text: str) -> str:
    """The first day that a real date may mean: ``2024-10-01`` of October 2024."""
    return text if is_day(text) else _real(text)[0]


def last_day(text: str) -> str:
    """The last day that a real date may mean: ``2024-10-31`` of October 2024."""
    return text if is_day(text) else _real(text)[1]


def _real(text: str) -> tuple[str, str]:
    days = span(text)
    if days is None:
        raise ValueError(f"{text!r} is no date")
    return days


_YEAR: Final = "(19|20)[0-9]{2}"
_MONTH: Final = f"{_YEAR}-(0[1-9]|1[0-2])"
_DAY: Final = f"{_MONTH}-(0[1-9]|[12][0-9]|3[01])"

DAY = Form(
    "a day of the calendar such as 2022-10-05",
    lambda text: text if is_real(text) and is_day(text) else None,
    _DAY,
)
PUBLISHED = Form(
    "a day of the calendar such as 2022-10-05, or only a month, 2022-10, or a year, 2022",
    lambda text: text if is_real(text) else None,
    f"{_DAY}|{_MONTH}|{_YEAR}",
    numeric=True,
)
LISTED = Form(
    "a day of the calendar such as 2022-10-05, a week such as 2022-W40 or a month such as 2022-10",
    lambda text: text if len(text) > len("2022") and span(text) else None,
    f"{_DAY}|{_MONTH}|{_YEAR}-W(0[1-9]|[1-4][0-9]|5[0-3])",
)
"""What a listing is of."""

# Addresses


def _url(text: str) -> str | None:
    try:
        sound = _URL.fullmatch(text) and urlsplit(text).hostname
    except ValueError:
        return None
    return text if sound else None


URL = Form("a link that starts with https:// and has no space", _url, _URL.pattern, longest=2000)
"""A link as a file may state it; ``links.clean`` gives its one spelling."""
SITE = Form(
    "the address of the site, such as https://ada.github.io/graph-digest/",
    lambda text: f"{text.rstrip('/')}/" if _url(text) and not {*"?#"} & {*text} else None,
    r"https?://[^\s<>\x22?#]+",
    lenient=True,
)
REPOSITORY = Form(
    "a link such as https://github.com/owner/name",
    lambda text: (_url(text) or "").rstrip("/").removesuffix(".git") or None,
    r"https://[^\s<>\x22]+",
    lenient=True,
)
FORM_URL = _form(r"https://[^\s<>\x22]+", "a link that starts with https:// and has no space")
UNSUBSCRIBE_URL = _form(
    r"https://[^\s<>\x22,{}]+(\{(email|token)\}[^\s<>\x22,{}]*)*",
    "a link such as https://example.org/unsubscribe?who={token}",
)
MAIL = _form(
    rf"(?=.{{1,64}}@){_ATOM}(\.{_ATOM})*@{_HOST}",
    "a mail address such as digest@example.org",
    longest=254,
)
"""A dot-atom (RFC 5322), which is what the library takes that makes the mail; no longer than SMTP
takes it (RFC 3696, erratum 1690), and with nothing in it that ends a command or a header."""

# Text and numbers

TITLE = Words(1_000)
NAME = Words(300)
"""The name of an author, a venue, a source, a topic; a term; any other short line."""
SENTENCE = Words(1_000)
GIST = Words(80)
SUMMARY = Words(5_000, lines=True)
ABSTRACT = Words(20_000, lines=True)
UPVOTES = COMMENTS = Number(0, 1_000_000_000)
AUTHORS_COUNT = Number(1, 100_000)

# Settings

BRANCH = _form(r"[^\s~^:?*\[\\]+", "the name of a branch, such as main")
TAG = _form(
    rf"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(@[a-z0-9.-]+)?,{_YEAR}(-[0-9]{{2}}(-[0-9]{{2}})?)?",
    "a domain of yours and a year in which it was yours, such as example.org,2025",
)
"""What names things for good: the authority of a tag URI (RFC 4151)."""
LIST_ID = _form(_HOST, "the name of a mailing list, such as digest.example.org")
FORM_FIELD = _form(r"[A-Za-z0-9_.\[\]-]+", "the name of a form's field, such as email")
