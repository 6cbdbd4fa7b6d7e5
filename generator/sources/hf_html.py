"""A Daily Papers page saved as HTML: it carries the records of the API in an attribute.

The page's own script reads them from there: the element with ``data-target="DailyPapers"`` has
``data-props``, an envelope ``{"dateString", "periodType", "dailyPapers": […]}``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final, cast

from lxml import etree

from generator.papers.model import Capture
from generator.sources import Unreadable, hf_json

_NO_LISTING: Final = (
    "an HTML or XML page, not a text, and no page of Daily Papers:"
    " save the page's text, or the answer of the API, instead"
)
_LIST: Final = ".//*[@data-target='DailyPapers'][@data-props]"


def parse(text: str, *, date: str | None = None) -> Capture:
    """What a saved page holds; ``date`` is the maintainer's day of it, ISO 8601.

    Raises Unreadable where it holds no paper, ValueError where ``date`` is no day.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        parser.feed(text.encode("utf-8", "replace"))
        # None of a text with nothing but comments, whatever the types say.
        page = cast("etree._Element | None", parser.close())
    except etree.XMLSyntaxError:
        raise Unreadable(_NO_LISTING) from None
    holder = None if page is None else page.find(_LIST)
    if holder is None:
        raise Unreadable(_NO_LISTING)
    line, props = holder.sourceline or 1, holder.get("data-props", "")
    capture = hf_json.parse(props, date=date, named=_day(props))
    return replace(
        capture,
        format="hf_html",
        entries=tuple(replace(entry, line=line) for entry in capture.entries),
        rejected=tuple(replace(rejection, line=line) for rejection in capture.rejected),
    )


def _day(props: str) -> str | None:
    """The day that the page is of; None where it is of a week or a month, or says nothing."""
    try:
        said: Any = json.loads(props)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.get("periodType", "day") != "day":
        return None
    return hf_json.day(said.get("dateString"))
