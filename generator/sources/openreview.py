"""Answers of OpenReview: notes of API 2, whose fields hold ``{"value": …}``, and of API 1.

https://docs.openreview.net/reference/api-v2. Submissions, reviews and comments are all notes;
a submission is the note of its own forum. ``pdate`` and ``cdate`` are milliseconds, UTC.
"""

from __future__ import annotations

import datetime
from typing import Any, Final

from generator.sources.drafts import Draft
from generator.sources.json_shapes import Fields, Shape, inner, text, texts

_FORUM: Final = "https://openreview.net/forum?id="
# What a submission calls its links.
_LINKS: Final = (
    "code", "code_URL", "software", "github", "project_page", "project", "website", "demo",
    "dataset", "dataset_url", "video",
)  # fmt: skip


def _draft(fields: Fields) -> Draft | str:
    id, forum = text(fields, "id"), text(fields, "forum")
    if forum and id != forum:
        return "a review or a comment, not a submission"
    content = {name: _value(value) for name, value in inner(fields, "content").items()}
    names = texts(content, "authors")
    pdf = text(content, "pdf")
    links = [(name.partition("_")[0], text(content, name)) for name in _LINKS if content.get(name)]
    return Draft(
        line=0,
        title=text(content, "title"),
        abstract=text(content, "abstract"),
        authors=[] if "Anonymous" in names else names,
        published=_day(fields),
        venue=text(content, "venue"),
        arxiv=pdf if "arxiv.org/" in pdf else "",
        links=[
            ("paper", f"{_FORUM}{id}"),
            *((word, url) for word, url in links if "://" in url),
        ],
    )


def _value(value: Any) -> Any:
    return value.get("value") if isinstance(value, dict) else value


def _day(fields: Fields) -> str:
    for name in ("pdate", "cdate", "tcdate"):
        stamp = fields.get(name)
        if type(stamp) is int and 0 < stamp < 4_000_000_000_000:
            return datetime.datetime.fromtimestamp(stamp / 1000, datetime.UTC).date().isoformat()
    return ""


def _is_note(fields: Fields) -> bool:
    return "content" in fields and ("forum" in fields or "invitation" in fields)


SHAPE: Final = Shape("openreview", "OpenReview", "search", _is_note, _draft)
