"""JSON, and pages that carry it, to entries: whose answer it is, and where a field may stand.

Daily Papers: https://huggingface.co/docs/hub/api#get-apidailypapers. Semantic Scholar:
https://api.semanticscholar.org/api-docs/graph. OpenAlex:
https://docs.openalex.org/api-entities/works/work-object. OpenReview:
https://docs.openreview.net/reference/api-v2. DBLP: https://dblp.org/faq/13501473.html.
Crossref: https://api.crossref.org/swagger-ui/index.html. bioRxiv and medRxiv:
https://api.biorxiv.org. CSL-JSON, which Zotero and others export:
https://docs.citationstyles.org/en/stable/specification.html.

A text that breaks off gives the records before the break, and a rejection for the rest.
"""

from __future__ import annotations

import ast
import datetime
import json
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias, cast

from lxml import etree

from generator.papers.model import Capture, EditionKind, Entry, Rejection
from generator.sources import Silent, Unreadable, days, drafts
from generator.sources.days import ListingPeriod
from generator.sources.drafts import Draft

Fields: TypeAlias = Mapping[str, Any]
Record: TypeAlias = tuple[int, Any, str]
"""The line that an element of a list begins in, what it is, and its text."""

_FOREIGN: Final = (
    "JSON whose records are of no kind known here: an answer of the Daily Papers API, Semantic"
    " Scholar, OpenAlex, OpenReview, DBLP, Crossref or bioRxiv, or a library as CSL-JSON is read"
)
_NO_PAPER: Final = "JSON without any paper: an answer of the Daily Papers API is a list of them"
_NO_PAGE: Final = (
    "an HTML or XML page, not a text, and no page of Daily Papers:"
    " save the page's text, or the answer of the API, instead"
)
_CUT: Final = (
    "a page of Daily Papers that was cut off before its data ended, an incomplete file:"
    " save the page again, or use digest fetch hf"
)
_EMPTY: Final = "a page of Daily Papers with an empty list: the source has no paper for this day"
_NONE_LISTED: Final = re.compile(r'"dailyPapers":\s*\[\s*\]')
_SIGNS: Final = ('data-target="DailyPapers"', "&quot;dailyPapers&quot;", '"dailyPapers"')
_KINDS: Final[dict[str, EditionKind]] = {"day": "daily", "week": "weekly", "month": "monthly"}
_KNOWN_BY: Final = 20
_MOST_WORDS: Final = 20_000

# Where a field of a Draft may stand in anybody's answer: the first place that has it counts.
_PLACES: Final = {
    "title": "title display_name",
    "abstract": "summary abstract",
    "published": "issued publishedAt date published published_at publicationDate publication_date"
    " published-online published-print posted pdate cdate tcdate year publication_year",
    "arxiv": "arxiv_id arxivId arxiv paper_id externalIds.ArXiv",
    "doi": "doi DOI externalIds.DOI",
    "venue": "publicationVenue.name venue container-title journal.name",
    "listed": "submittedOnDailyAt",
}  # fmt: skip
_COUNTS: Final = {"upvotes": "upvotes", "comments": "numComments comments"}
_LINKS: Final = {
    "paper": "own_page ee URL primary_location.landing_page_url url",
    "pdf": "pdf", "code": "githubRepo github code code_URL software",
    "project": "projectPage project_page project website", "demo": "demo",
    "dataset": "dataset dataset_url", "video": "video",
    "": "relation.has-preprint.id relation.is-version-of.id",
}  # fmt: skip
# What says the rest of a record, of which it is the envelope.
_INNER: Final = ("paper", "content", "info")
_NAMES: Final = ("authors", "author", "authorships")
_NAME_PARTS: Final = ("given", "non-dropping-particle", "dropping-particle", "family", "suffix")
_NAME: Final = ("literal", "name", "text", "display_name", "raw_author_name")
_VOLUMES: Final = ("Editorship", "proceedings", "journal", "journal-issue", "book-series")
_JATS_TITLE: Final = re.compile(r"<jats:title>[^<]*</jats:title>")
_ARXIV: Final = re.compile(r"arXiv:\s*(\S+)", re.IGNORECASE)
_LATEST_STAMP: Final = 4_000_000_000_000


@dataclass(frozen=True, slots=True)
class Api:
    """An interface, or a program that exports: its records are known by ``recognises``.

    ``is_tagged`` where its titles and abstracts have HTML in them.
    """

    format: str
    source: str
    kind: EditionKind
    recognises: Callable[[Fields], bool]
    is_tagged: bool = True


def _has(*names: str) -> Callable[[Fields], bool]:
    """Whether a record has one of the names in each of these, ``a|b``."""
    return lambda fields: all(fields.keys() & {*each.split("|")} for each in names)


_OF_A_PAPER: Final = (
    "id|arxiv_id|arxivId|arxiv|paper_id|summary|abstract|publishedAt|published|published_at|date"
)
_IS_CARD: Final = _has("paper|summary|upvotes|numComments|submittedOnDailyAt|publishedAt")
_IS_PAPER: Final = _has("title", _OF_A_PAPER)
_DAILY_PAPERS: Final = Api(
    "hf_json",
    "Hugging Face Daily Papers",
    "daily",
    lambda fields: _IS_CARD(fields) or _IS_PAPER(fields),
    is_tagged=False,
)
_APIS: Final = (
    Api("semantic_scholar", "Semantic Scholar", "search", _has("paperId", "externalIds|title"),
        is_tagged=False),
    Api("openalex", "OpenAlex", "search",
        lambda fields: str(fields.get("id")).startswith("https://openalex.org/W")),
    Api("openreview", "OpenReview", "search", _has("content", "forum|invitation"),
        is_tagged=False),
    Api("dblp", "DBLP", "search", _has("info", "@id|@score")),
    Api("crossref", "Crossref", "search",
        lambda fields: "DOI" in fields and isinstance(fields.get("title"), list)),
    Api("biorxiv", "bioRxiv", "list", _has("server", "doi", "title")),
    Api("csl_json", "CSL-JSON library", "list",
        _has("type", "title", "issued|container-title|DOI|URL|author")),
    _DAILY_PAPERS,
)  # fmt: skip


def parse(text: str, *, date: str | None = None, period: ListingPeriod = days.UNKNOWN) -> Capture:
    """What a JSON text holds; ``date`` is the maintainer's day of it, ISO 8601.

    ``period`` is what the file's name says. Raises Unreadable where there is no paper,
    Silent where a list is empty.
    """
    records = list(_records(text))
    if not records and "".join(text.split()) == "[]":
        raise Silent("an empty list: the source has no paper for this day")
    objects = [fields for _, fields, _ in records if isinstance(fields, dict)]
    api = next((api for api in _APIS if any(map(api.recognises, objects[:_KNOWN_BY]))), None)
    if api is None and objects:
        raise Unreadable(_FOREIGN)
    return _capture(api or _DAILY_PAPERS, records, date=date, period=period)


def page(text: str, *, date: str | None = None) -> Capture:
    """What a saved HTML page of Daily Papers holds; ``date`` as for ``parse``.

    The page's own script reads the records of the interface from an attribute: an element whose
    ``data-props`` is JSON with a list of papers, ``{"dateString", "periodType", "dailyPapers":
    […]}`` for a day, a week, a month or what is trending, ``{"papers": […]}`` for an
    organisation. Raises Unreadable where there is no paper, Silent where the list is empty.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        parser.feed(text.encode("utf-8", "replace"))
        # None of a text with nothing but comments, whatever the types say.
        root = cast("etree._Element | None", parser.close())
    except etree.XMLSyntaxError:
        raise Unreadable(_NO_PAGE) from None
    elements = [] if root is None else root.findall(".//*[@data-props]")
    elements.sort(key=lambda element: element.get("data-target") != "DailyPapers")
    for element in elements:
        props, line = element.get("data-props", ""), element.sourceline or 1
        records = [(line, value, raw) for _, value, raw in _records(props)]
        cards = (value for _, value, _ in records if isinstance(value, dict))
        if any(_DAILY_PAPERS.recognises(one) and {"paper", "title"} & one.keys() for one in cards):
            capture = _capture(_DAILY_PAPERS, records, date=date, page_period=_period_of(props))
            return replace(capture, format="hf_html")
    attributes = [element.get("data-props", "") for element in elements]
    if any(map(_NONE_LISTED.search, attributes)):
        raise Silent(_EMPTY)
    whole = any("dailyPapers" in props for props in attributes)
    raise Unreadable(_CUT if not whole and any(sign in text for sign in _SIGNS) else _NO_PAGE)


def _period_of(props: str) -> ListingPeriod:
    fields = _loaded(props)
    if not isinstance(fields, dict):
        return days.UNKNOWN
    if fields.get("isTrending") is True:
        return ListingPeriod("trending")
    dated = ListingPeriod.from_iso(str(fields.get("dateString") or ""))
    kind = _KINDS.get(str(fields.get("periodType") or "day"))
    if dated.kind and kind in (None, dated.kind):
        return dated
    if kind in ("weekly", "monthly"):
        return ListingPeriod(kind)
    return days.UNKNOWN if "dailyPapers" in fields else ListingPeriod("list")


def _capture(
    api: Api,
    records: Iterable[Record],
    *,
    date: str | None,
    page_period: ListingPeriod = days.UNKNOWN,
    period: ListingPeriod = days.UNKNOWN,
) -> Capture:
    """What records hold; of Daily Papers ``page_period`` is what a page states."""
    notes: list[str] = []
    results: list[Entry | Rejection] = []
    listed: set[str] = set()
    for number, one in enumerate(records, start=1):
        draft = _draft(api, number, one, notes)
        result = drafts.settled(draft) if isinstance(draft, Draft) else draft
        results += [result] if result else []
        if isinstance(draft, Draft) and isinstance(result, Entry):
            listed.add(days.of_stamp(draft.listed) or "")
    kind, captured, nothing = api.kind, date, f"an answer of {api.source} without any paper"
    if api is _DAILY_PAPERS:
        kind, captured, remarks = _period(sorted(listed - {""}), date, page_period, period)
        nothing, notes = _NO_PAPER, [*remarks, *notes]
    return drafts.capture(
        api.format, api.source, kind, captured, results, nothing=nothing, notes=notes
    )


def _period(
    listed: Sequence[str], date: str | None, page_period: ListingPeriod, period: ListingPeriod
) -> tuple[EditionKind, str | None, tuple[str, ...]]:
    """Kind and date of a listing of Daily Papers, and what the importer should know of them.

    ``listed`` are the days on which its papers were, which answers before 2025 lack.
    """
    if page_period.kind and page_period.kind != "daily":
        return page_period.kind, page_period.date or date, ()
    if date:
        others = [other for other in listed if other != date]
        note = f"the records were listed on {', '.join(others[:3])}; --date {date} is taken"
        return "daily", date, (note,) if others else ()
    if page_period.date:
        return "daily", page_period.date, ()
    if period.kind in ("weekly", "monthly"):
        return period.kind, period.date, ()
    if len(listed) == 1:
        return "daily", listed[0], ()
    if not listed:
        note = "the answer states no day; --date YYYY-MM-DD settles it"
        return "daily", period.date, () if period.date else (note,)
    span = f"the answer is listed on {len(listed)} days, {listed[0]} to {listed[-1]}"
    if period.date:
        return "daily", period.date, (f"{span}; {period.date}, as the file's name says, is taken",)
    return "search", None, (f"{span}; --date YYYY-MM-DD settles it",)


# What a record states


def _draft(api: Api, number: int, one: Record, notes: list[str]) -> Draft | Rejection | None:
    """What a record states; None where it is no paper and needs to be none, such as a volume."""
    line, value, raw = one
    if value is _DAMAGE:
        return Rejection(line, "the JSON breaks off or is damaged from here on", raw)
    if not isinstance(value, dict):
        return Rejection(line, f"record {number}: not a record", raw)
    fields = _flat(value)
    if api.format == "openreview" and fields.get("forum") not in (None, "", fields.get("id")):
        reason = f"record {number}: a review or a comment, not a submission"
        return Rejection(line, reason, raw)
    if fields.get("type") in _VOLUMES:
        return None
    draft = Draft(line, f"record {number}", text=raw, notes=notes)
    places = _PLACES if api is not _DAILY_PAPERS else _PLACES | {"arxiv": f"id {_PLACES['arxiv']}"}
    for name, paths in places.items():
        setattr(draft, name, _text(draft, name, fields, paths))
    for name, paths in _COUNTS.items():
        setattr(draft, name, next(iter(_values(fields, paths)), None))
    if api.is_tagged:
        draft.title = drafts.untagged(draft.title).removesuffix("." if api.format == "dblp" else "")
        draft.abstract = drafts.untagged(_JATS_TITLE.sub("", draft.abstract))
    authors = next((fields[name] for name in _NAMES if fields.get(name)), None)
    for name in _people(authors):
        if isinstance(name, str):
            draft.authors.append(name)
        else:
            draft.left_out("an author", name)
    for word, paths in _LINKS.items():
        urls = (url for url in _values(fields, paths) if isinstance(url, str) and url.strip())
        draft.links += [(word, url) for url in urls if not url.startswith("/")]
    return draft


def _flat(fields: Fields) -> dict[str, Any]:
    """A record with what the object inside it states, and as plain fields what no path can say."""
    record = dict(fields)
    for name in _INNER:
        record |= {key: value for key, value in _inner(fields, name).items() if value is not None}
    if "forum" in record:
        record["own_page"] = f"https://openreview.net/forum?id={record.get('id')}"
    # Of each word the places where it stands.
    words = _inner(record, "abstract_inverted_index").items()
    placed = ((at, word) for word, places in words for at in _items(places) if type(at) is int)
    if text := " ".join(word for _, word in sorted(placed)[:_MOST_WORDS]):
        record["abstract"] = text
    source = _inner(_inner(record, "primary_location"), "source")
    if source.get("type") != "repository" and source.get("display_name"):
        record["venue"] = source["display_name"]
    title, subtitle, number, note = (
        next((one for one in _at_path(record, name) if isinstance(one, str)), "")
        for name in ("title", "subtitle", "number", "note")
    )
    if title and subtitle:
        record["title"] = f"{title}: {subtitle}"
    if match := _ARXIV.search(f"{number} {note}"):
        record.setdefault("arxiv", match[1])
    return record


def _inner(fields: Fields, name: str) -> Fields:
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def _people(value: Any) -> Iterator[Any]:
    """Each author's name as printed: ``Family, Given`` would lose a particle and a comma."""
    if isinstance(value, str):
        yield from drafts.several(value)
        return
    for one in _items(value.get("author", value) if isinstance(value, dict) else value):
        if not isinstance(one, dict):
            yield one
            continue
        person = {**one, **_inner(one, "author")}
        parts = " ".join(str(person[part]) for part in _NAME_PARTS if person.get(part))
        names = [parts] if parts else [person[name] for name in _NAME if person.get(name)]
        yield from names[:1]


def _items(value: Any) -> list[Any]:
    """What a field holds: of a list each item, of ``{"value": …}`` that."""
    value = value["value"] if isinstance(value, dict) and "value" in value else value
    return [one for one in (value if isinstance(value, list) else [value]) if one is not None]


def _at_path(fields: Fields, path: str) -> list[Any]:
    """What stands at a path such as ``journal.name``, of a list in each item."""
    values: list[Any] = [fields]
    for name in path.split("."):
        values = [each for one in values if isinstance(one, dict) for each in _items(one.get(name))]
    return values


def _values(fields: Fields, paths: str) -> list[Any]:
    """The values at the first of several paths that has any."""
    return next(filter(None, (_at_path(fields, path) for path in paths.split())), [])


def _text(draft: Draft, name: str, fields: Fields, paths: str) -> str:
    """The first text at any of the paths; of a day also what else may say it."""
    for value in (value for path in paths.split() for value in _at_path(fields, path)):
        text = _day(value) if name == "published" else value
        if isinstance(text, str) and text.strip():
            return text
        if not isinstance(text, str):
            draft.left_out(name, value)
    return ""


def _day(value: Any) -> Any:
    """A year that is a number, a time in milliseconds in UTC or the parts of a date as text."""
    if type(value) is int and 0 < value < _LATEST_STAMP:
        moment = datetime.datetime.fromtimestamp(value / 1000, datetime.UTC)
        return str(value) if value < 10_000 else moment.date().isoformat()
    if not isinstance(value, dict):
        return value
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers = [str(part).zfill(2) for part in first if part] if isinstance(first, list) else []
    return "-".join(numbers[:3]) or str(value.get("raw") or value.get("literal") or "")


# The records of a text

_DECODER: Final = json.JSONDecoder()
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_LINE: Final = re.compile(r"[^\s][^\n]*")
_OF_RECORDS: Final = re.compile(r"\[\s*(?:\{|\"\s*\{)")
_DEEPEST_ENVELOPE: Final = 4
# Lists of objects inside a record, which is no envelope, and of what a server says of itself.
_OF_ONE_RECORD: Final = frozenset(
    {"author", "authors", "authorships", "editor", "messages", "reference"}
)

_DAMAGE: Final = object()
"""Stands for what cannot be decoded."""


def _records(text: str) -> Iterator[Record]:
    """The elements of a list, at the top or in an envelope, the one record, or those of lines.

    A record may also be a string that holds one, as JSON or as a Python dictionary. Nothing
    comes of a text that is no record and has no list of them.
    """
    line, counted = 1, 0
    for begin, end, value in _elements(text):
        line += text.count("\n", counted, begin)
        counted = begin
        yield line, _unpacked(value) if isinstance(value, str) else value, text[begin:end]


def _elements(text: str) -> Iterator[tuple[int, int, Any]]:
    """Start, end and value of each element of the list, of the one record, or of each line."""
    start = _after(text, 0)
    if text.startswith("{", start):
        start = _in_envelope(text, start, _DEEPEST_ENVELOPE)
    if text.startswith("[", start):
        yield from _list_items(text, start)
        return
    whole = _loaded(text)
    inner = whole.get("message") if isinstance(whole, dict) else None
    for fields in (inner, whole):
        if isinstance(fields, dict) and "title" in fields:
            yield 0, len(text), fields
            return
    lines = [(match.start(), match.end(), _loaded(match[0])) for match in _LINE.finditer(text)]
    if len(lines) > 1 and isinstance(lines[0][2], dict):
        yield from lines


def _in_envelope(text: str, start: int, depth: int) -> int:
    """Where a list of records begins among the members of the object at ``start``; else -1."""
    position = _after(text, start + 1)
    while depth and text.startswith('"', position):
        try:
            name, position = _DECODER.raw_decode(text, position)
            position = _after(text, _after(text, position) + 1)
            if name not in _OF_ONE_RECORD and _OF_RECORDS.match(text, position):
                return position
            inner = _in_envelope(text, position, depth - 1) if text[position] == "{" else -1
            if inner >= 0:
                return inner
            _, position = _DECODER.raw_decode(text, position)
        except (ValueError, IndexError, RecursionError):
            return -1
        position = _after(text, position)
        position = _after(text, position + 1) if text.startswith(",", position) else len(text)
    return -1


def _list_items(text: str, start: int) -> Iterator[tuple[int, int, Any]]:
    """Start, end and value of each element of the list at ``start``, and of what is damaged."""
    position = _after(text, start + 1)
    while not text.startswith("]", position):
        try:
            value, end = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            yield position, len(text), _DAMAGE
            return
        yield position, end, value
        position = _after(text, end)
        if text.startswith(",", position):
            position = _after(text, position + 1)
        elif not text.startswith("]", position):
            yield position, len(text), _DAMAGE
            return
    rest = _after(text, position + 1)
    if rest < len(text) and start == _after(text, 0):
        yield rest, len(text), _DAMAGE


def _after(text: str, position: int) -> int:
    """The position of what follows the white space at ``position``."""
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _DAMAGE


def _unpacked(text: str) -> Any:
    """What a record that was written as a string holds; the string where it holds nothing."""
    value = _loaded(text)
    if value is not _DAMAGE:
        return value
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes that Python will refuse one day
            return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return text
