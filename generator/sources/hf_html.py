"""A Daily Papers page saved as HTML: it carries the records of the API in an attribute.

The page's own script reads them from there: an element whose ``data-props`` is JSON with a
list of papers, ``{"dateString", "periodType", "dailyPapers": […]}`` for a day, a week, a month
or what is trending, ``{"papers": […]}`` for an organisation.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final, cast

from lxml import etree

from generator.papers.model import Capture, EditionKind
from generator.sources import Unreadable, json_answers, json_records
from generator.sources.days import ListingPeriod
from generator.sources.json_records import JsonRecord

_NO_LISTING: Final = (
    "an HTML or XML page, not a text, and no page of Daily Papers:"
    " save the page's text, or the answer of the API, instead"
)
_CUT: Final = (
    "a page of Daily Papers that was cut off before its data ended, an incomplete file:"
    " save the page again, or use digest fetch hf"
)
_KINDS: Final[dict[str, EditionKind]] = {"day": "daily", "week": "weekly", "month": "monthly"}
_SIGNS: Final = ('data-target="DailyPapers"', "&quot;dailyPapers&quot;", '"dailyPapers"')


def parse(text: str, *, date: str | None = None) -> Capture:
    """What a saved page holds; ``date`` is the maintainer's day of it, ISO 8601.

    Raises Unreadable where it holds no paper.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        parser.feed(text.encode("utf-8", "replace"))
        # None of a text with nothing but comments, whatever the types say.
        page = cast("etree._Element | None", parser.close())
    except etree.XMLSyntaxError:
        raise Unreadable(_NO_LISTING) from None
    found = [] if page is None else page.findall(".//*[@data-props]")
    found.sort(key=lambda element: element.get("data-target") != "DailyPapers")
    for element in found:
        records = list(json_records.read(element.get("data-props", "")))
        if any(isinstance(one, JsonRecord) and _is_paper(one.fields) for one in records):
            said = _period(element.get("data-props", ""))
            capture = json_answers.daily_papers(records, date=date, said=said)
            line = element.sourceline or 1
            return replace(
                capture,
                format="hf_html",
                entries=tuple(replace(one, line=line) for one in capture.entries),
                rejected=tuple(replace(one, line=line) for one in capture.rejected),
            )
    whole = any("dailyPapers" in element.get("data-props", "") for element in found)
    raise Unreadable(_CUT if not whole and any(sign in text for sign in _SIGNS) else _NO_LISTING)


def _is_paper(fields: json_answers.Fields) -> bool:
    return bool({"paper", "title"} & fields.keys()) and json_answers.is_daily_papers(fields)


def _period(props: str) -> ListingPeriod:
    """What the page is of: a day, a week, a month, what is trending, or an organisation."""
    try:
        said: Any = json.loads(props)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        return ListingPeriod()
    if said.get("isTrending") is True:
        return ListingPeriod("trending")
    dated = ListingPeriod.of(str(said.get("dateString") or ""))
    kind = _KINDS.get(str(said.get("periodType") or "day"))
    if dated.kind and kind in (None, dated.kind):
        return dated
    if kind in ("weekly", "monthly"):
        return ListingPeriod(kind)
    return ListingPeriod() if "dailyPapers" in said else ListingPeriod("list")
