"""JSON, and pages that carry it, to entries: a table of interfaces, and where each states what.

Daily Papers: https://huggingface.co/docs/hub/api#get-apidailypapers. Semantic Scholar:
https://api.semanticscholar.org/api-docs/graph. OpenAlex:
https://docs.openalex.org/api-entities/works/work-object. OpenReview:
https://docs.openreview.net/reference/api-v2. DBLP: https://dblp.org/faq/13501473.html.
Crossref: https://api.crossref.org/swagger-ui/index.html. CSL-JSON, which Zotero and others
export: https://docs.citationstyles.org/en/stable/specification.html.
"""

from __future__ import annotations

import datetime
import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from lxml import etree

from generator.papers.model import Capture, EditionKind, Entry, Rejection
from generator.sources import Silent, Unreadable, days, drafts, json_records
from generator.sources.days import ListingPeriod
from generator.sources.drafts import Draft
from generator.sources.json_records import JsonRecord

Fields = Mapping[str, Any]

_FOREIGN: Final = (
    "JSON whose records are of no kind known here: an answer of the Daily Papers API, Semantic"
    " Scholar, OpenAlex, OpenReview, DBLP or Crossref, or a library as CSL-JSON is read"
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
_SIGNS: Final = ('data-target="DailyPapers"', "&quot;dailyPapers&quot;", '"dailyPapers"')
_KINDS: Final[dict[str, EditionKind]] = {"day": "daily", "week": "weekly", "month": "monthly"}
_KNOWN_BY: Final = 20
_MOST_WORDS: Final = 20_000
_JATS_TITLE: Final = re.compile(r"<jats:title>[^<]*</jats:title>")
_ARXIV: Final = re.compile(r"arXiv:\s*(\S+)", re.IGNORECASE)
_DATES: Final = ("issued", "published", "published-online", "published-print", "posted")
_LATEST_STAMP: Final = 4_000_000_000_000


@dataclass(frozen=True, slots=True)
class Api:
    """The records of one interface: how they are known, and where each states what.

    ``paths`` say where the fields of a Draft stand, ``authors.name``; of several the first
    that holds anything counts. ``links`` do so by the word for a link. ``prepared`` makes plain
    fields of what no path can say; it gives the reason why a record is no paper, or None where
    it is none and none was expected, such as a conference's volume.
    """

    format: str
    source: str
    kind: EditionKind
    recognises: Callable[[Fields], bool]
    paths: Mapping[str, str]
    links: Mapping[str, str]
    prepared: Callable[[Fields], Fields | str | None] = lambda fields: fields


def parse(text: str, *, date: str | None = None, named: ListingPeriod = days.UNKNOWN) -> Capture:
    """What a JSON text holds; ``date`` is the maintainer's day of it, ISO 8601.

    ``named`` is the period that the file's name says. Raises Unreadable where there is no paper,
    Silent where a list is empty.
    """
    found = list(json_records.read(text))
    if not found and "".join(text.split()) == "[]":
        raise Silent("an empty list: the source has no paper for this day")
    known = [one.fields for one in found if isinstance(one, JsonRecord)]
    api = next((api for api in _APIS if any(map(api.recognises, known[:_KNOWN_BY]))), None)
    if api is None and known:
        raise Unreadable(_FOREIGN)
    return _capture(api or _DAILY_PAPERS, found, date=date, named=named)


def page(text: str, *, date: str | None = None) -> Capture:
    """What a saved HTML page of Daily Papers holds; ``date`` as for ``parse``.

    The page's own script reads the records of the interface from an attribute: an element whose
    ``data-props`` is JSON with a list of papers, ``{"dateString", "periodType", "dailyPapers":
    […]}`` for a day, a week, a month or what is trending, ``{"papers": […]}`` for an
    organisation. Raises Unreadable where there is no paper.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        parser.feed(text.encode("utf-8", "replace"))
        # None of a text with nothing but comments, whatever the types say.
        root = cast("etree._Element | None", parser.close())
    except etree.XMLSyntaxError:
        raise Unreadable(_NO_PAGE) from None
    found = [] if root is None else root.findall(".//*[@data-props]")
    found.sort(key=lambda element: element.get("data-target") != "DailyPapers")
    for element in found:
        props, line = element.get("data-props", ""), element.sourceline or 1
        records = [replace(one, line=line) for one in json_records.read(props)]
        if any(isinstance(one, JsonRecord) and _is_card(one.fields) for one in records):
            capture = _capture(_DAILY_PAPERS, records, date=date, said=_period_of(props))
            return replace(capture, format="hf_html")
    whole = any("dailyPapers" in element.get("data-props", "") for element in found)
    raise Unreadable(_CUT if not whole and any(sign in text for sign in _SIGNS) else _NO_PAGE)


def _is_card(fields: Fields) -> bool:
    return bool({"paper", "title"} & fields.keys()) and _is_daily_papers(fields)


def _is_daily_papers(fields: Fields) -> bool:
    """Whether a record may be one of Daily Papers, or says by other names what one does."""
    own = {"paper", "summary", "upvotes", "numComments", "submittedOnDailyAt", "publishedAt"}
    paths = " ".join(_DAILY_PAPERS.paths[name] for name in ("arxiv", "abstract", "published"))
    return bool(own & fields.keys() or ("title" in fields and fields.keys() & {*paths.split()}))


def _period_of(props: str) -> ListingPeriod:
    """What a page is of: a day, a week, a month, what is trending, or an organisation."""
    try:
        said: Any = json.loads(props)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        return days.UNKNOWN
    if said.get("isTrending") is True:
        return ListingPeriod("trending")
    dated = ListingPeriod.of(str(said.get("dateString") or ""))
    kind = _KINDS.get(str(said.get("periodType") or "day"))
    if dated.kind and kind in (None, dated.kind):
        return dated
    if kind in ("weekly", "monthly"):
        return ListingPeriod(kind)
    return days.UNKNOWN if "dailyPapers" in said else ListingPeriod("list")


def _capture(
    api: Api,
    found: Iterable[JsonRecord | Rejection],
    *,
    date: str | None,
    said: ListingPeriod = days.UNKNOWN,
    named: ListingPeriod = days.UNKNOWN,
) -> Capture:
    """What records hold; of Daily Papers ``said`` is the period that a page states."""
    notes: list[str] = []
    results: list[Entry | Rejection] = []
    listed: set[str] = set()
    for one in found:
        draft = _draft(api, one, notes) if isinstance(one, JsonRecord) else one
        result = drafts.settled(draft) if isinstance(draft, Draft) else draft
        results += [result] if result else []
        if isinstance(draft, Draft) and isinstance(result, Entry):
            listed.add(days.of_stamp(draft.listed) or "")
    kind, captured, nothing = api.kind, date, f"an answer of {api.source} without any paper"
    if api is _DAILY_PAPERS:
        kind, captured, remarks = _period(sorted(listed - {""}), date, said, named)
        nothing, notes = _NO_PAPER, [*remarks, *notes]
    return drafts.capture(
        api.format, api.source, kind, captured, results, nothing=nothing, notes=notes
    )


def _period(
    listed: Sequence[str], date: str | None, said: ListingPeriod, named: ListingPeriod
) -> tuple[EditionKind, str | None, tuple[str, ...]]:
    """Kind and date of a listing of Daily Papers, and what the importer should know of them.

    ``listed`` are the days on which its papers were, which answers before 2025 lack.
    """
    if said.kind and said.kind != "daily":
        return said.kind, said.date or date, ()
    if date:
        others = [other for other in listed if other != date]
        note = f"the records were listed on {', '.join(others[:3])}; --date {date} is taken"
        return "daily", date, (note,) if others else ()
    if said.date:
        return "daily", said.date, ()
    if named.kind in ("weekly", "monthly"):
        return named.kind, named.date, ()
    if len(listed) == 1:
        return "daily", listed[0], ()
    if not listed:
        note = "the answer states no day; --date YYYY-MM-DD settles it"
        return "daily", named.date, () if named.date else (note,)
    span = f"the answer is listed on {len(listed)} days, {listed[0]} to {listed[-1]}"
    if named.date:
        return "daily", named.date, (f"{span}; {named.date}, as the file's name says, is taken",)
    return "search", None, (f"{span}; --date YYYY-MM-DD settles it",)


def _draft(api: Api, one: JsonRecord, notes: list[str]) -> Draft | Rejection | None:
    """What a record states; None where it is no paper and needs to be none."""
    fields = api.prepared(one.fields)
    if isinstance(fields, str):
        return Rejection(one.line, f"record {one.number}: {fields}", one.text)
    if fields is None:
        return None
    draft = Draft(one.line, f"record {one.number}", text=one.text, notes=notes)
    for name in ("title", "abstract", "published", "arxiv", "doi", "venue", "listed"):
        setattr(draft, name, _text(draft, name, fields, api.paths.get(name, "")))
    for name in ("upvotes", "comments"):
        setattr(draft, name, next(iter(_values(fields, api.paths.get(name, ""))), None))
    for name in _values(fields, api.paths["authors"]):
        if isinstance(name, str):
            draft.authors.append(name)
        else:
            draft.left_out("an author", name)
    for word, paths in api.links.items():
        urls = (url for url in _values(fields, paths) if isinstance(url, str) and url.strip())
        draft.links += [(word, url) for url in urls if not url.startswith("/")]
    return draft


def _at(value: Any, path: str) -> Iterator[Any]:
    """What stands at a path, of a list in each item; ``{"value": …}`` is what it holds."""
    if isinstance(value, list):
        for item in value:
            yield from _at(item, path) if isinstance(item, dict) else [item]
    elif path and isinstance(value, dict):
        name, _, rest = path.partition(".")
        yield from _at(value.get(name), rest)
    elif isinstance(value, dict) and "value" in value:
        yield from _at(value["value"], "")
    elif value is not None and not path:
        yield value


def _values(fields: Fields, paths: str) -> list[Any]:
    """The values at the first of several paths that has any."""
    return next(filter(None, (list(_at(fields, path)) for path in paths.split())), [])


def _text(draft: Draft, name: str, fields: Fields, paths: str) -> str:
    """The first text at any of the paths; a year may be a number, a day milliseconds in UTC."""
    for value in (value for path in paths.split() for value in _at(fields, path)):
        if isinstance(value, str) and value.strip():
            return value
        if name == "published" and type(value) is int and 0 < value < _LATEST_STAMP:
            moment = datetime.datetime.fromtimestamp(value / 1000, datetime.UTC)
            return str(value) if value < 10_000 else moment.date().isoformat()
        if not isinstance(value, str):
            draft.left_out(name, value)
    return ""


# What no path can say


def _inner(fields: Fields, name: str) -> Fields:
    """The object in a field; an empty one where there is none."""
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def _listed(fields: Fields) -> Fields:
    """A record of Daily Papers: what its ``paper`` states counts; scripts write names as a text."""
    own = {**fields, **{k: v for k, v in _inner(fields, "paper").items() if v is not None}}
    authors = own.get("authors")
    return own | ({"authors": list(drafts.several(authors))} if isinstance(authors, str) else {})


def _work(fields: Fields) -> Fields:
    """A work of OpenAlex: its abstract is an index, of each word the places where it stands."""
    words = (
        (place, word)
        for word, places in _inner(fields, "abstract_inverted_index").items()
        for place in _at(places, "")
        if type(place) is int
    )
    source = _inner(_inner(fields, "primary_location"), "source")
    is_venue = source.get("type") != "repository"
    return {
        **fields,
        "title": drafts.untagged(str(fields.get("title") or fields.get("display_name") or "")),
        "abstract": " ".join(word for _, word in sorted(words)[:_MOST_WORDS]),
        "venue": source.get("display_name") if is_venue else None,
    }


def _note(fields: Fields) -> Fields | str:
    """A note of OpenReview: a submission is the note of its own forum."""
    if fields.get("forum") not in (None, "", fields.get("id")):
        return "a review or a comment, not a submission"
    return {**fields, "page": f"https://openreview.net/forum?id={fields.get('id')}"}


def _hit(fields: Fields) -> Fields | None:
    """A hit of DBLP, whose titles end in a full stop."""
    info = _inner(fields, "info")
    title = html.unescape(str(info.get("title") or "")).removesuffix(".")
    return None if info.get("type") == "Editorship" else {**info, "title": title}


def _item(fields: Fields) -> Fields | None:
    """An item of CSL, or of Crossref, which puts the same texts into lists."""
    if fields.get("type") in ("proceedings", "journal", "journal-issue", "book-series"):
        return None
    title, subtitle, abstract, number, note = (
        next((one for one in _at(fields, name) if isinstance(one, str)), "")
        for name in ("title", "subtitle", "abstract", "number", "note")
    )
    arxiv = _ARXIV.search(f"{number} {note}")
    authors = fields.get("author")
    return {
        **fields,
        "title": drafts.untagged(f"{title}: {subtitle}" if title and subtitle else title),
        "abstract": drafts.untagged(_JATS_TITLE.sub("", abstract)),
        "names": [_name(one) for one in authors or () if isinstance(one, dict)]
        if isinstance(authors, list)
        else [],
        "day": next(filter(None, (_day(_inner(fields, name)) for name in _DATES)), ""),
        "arxiv": arxiv[1] if arxiv else "",
    }


def _name(author: Fields) -> str:
    """A name as printed; ``Family, Given`` would lose a particle and a comma in either."""
    parts = ("given", "non-dropping-particle", "dropping-particle", "family", "suffix")
    said = [str(author[part]) for part in parts if author.get(part)]
    return " ".join(said) or str(author.get("literal") or author.get("name") or "")


def _day(date: Fields) -> str:
    parts = date.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers = [str(part).zfill(2) for part in first if part] if isinstance(first, list) else []
    return "-".join(numbers[:3]) or str(date.get("raw") or date.get("literal") or "")


_CSL: Final = (
    {
        "title": "title", "abstract": "abstract", "authors": "names", "published": "day",
        "arxiv": "arxiv", "doi": "DOI", "venue": "container-title",
    },
    {"paper": "URL", "": "relation.has-preprint.id relation.is-version-of.id"},
    _item,
)  # fmt: skip
_DAILY_PAPERS: Final = Api(
    "hf_json", "Hugging Face Daily Papers", "daily", _is_daily_papers,
    {
        "title": "title", "abstract": "summary abstract", "authors": "authors.name",
        "published": "publishedAt published published_at date", "upvotes": "upvotes",
        "comments": "numComments comments", "arxiv": "id arxiv_id arxivId arxiv paper_id",
        "doi": "doi", "listed": "submittedOnDailyAt",
    },
    {"code": "githubRepo github code", "project": "projectPage project_page", "paper": "url"},
    _listed,
)  # fmt: skip
_APIS: Final = (
    Api(
        "semantic_scholar", "Semantic Scholar", "search",
        lambda fields: "paperId" in fields and ("externalIds" in fields or "title" in fields),
        {
            "title": "title", "abstract": "abstract", "authors": "authors.name",
            "published": "publicationDate year", "arxiv": "externalIds.ArXiv",
            "doi": "externalIds.DOI", "venue": "publicationVenue.name venue journal.name",
        },
        {},
    ),
    Api(
        "openalex", "OpenAlex", "search",
        lambda fields: str(fields.get("id")).startswith("https://openalex.org/W"),
        {
            "title": "title", "abstract": "abstract",
            "authors": "authorships.author.display_name authorships.raw_author_name",
            "published": "publication_date publication_year", "doi": "doi", "venue": "venue",
        },
        {"paper": "primary_location.landing_page_url"},
        _work,
    ),
    Api(
        "openreview", "OpenReview", "search",
        lambda fields: "content" in fields and bool({"forum", "invitation"} & fields.keys()),
        {
            "title": "content.title", "abstract": "content.abstract",
            "authors": "content.authors", "published": "pdate cdate tcdate",
            "venue": "content.venue",
        },
        {
            "paper": "page", "pdf": "content.pdf",
            "code": "content.code content.code_URL content.github content.software",
            "project": "content.project_page content.project content.website",
            "demo": "content.demo", "dataset": "content.dataset content.dataset_url",
            "video": "content.video",
        },
        _note,
    ),
    Api(
        "dblp", "DBLP", "search",
        lambda fields: "info" in fields and bool({"@id", "@score"} & fields.keys()),
        {
            "title": "title", "authors": "authors.author.text authors.author",
            "published": "year", "doi": "doi", "venue": "venue",
        },
        {"paper": "ee"},
        _hit,
    ),
    Api(
        "crossref", "Crossref", "search",
        lambda fields: "DOI" in fields and isinstance(fields.get("title"), list), *_CSL,
    ),
    Api(
        "csl_json", "CSL-JSON library", "list",
        lambda fields: {"type", "title"} <= fields.keys()
        and bool({"issued", "container-title", "DOI", "URL", "author"} & fields.keys()), *_CSL,
    ),
    _DAILY_PAPERS,
)  # fmt: skip
