"""Answers of the Daily Papers API: a list of records, in any shape it has had since 2024.

https://huggingface.co/docs/hub/api#get-apidailypapers. A record has a day on which it was
published twice, and they differ for half of the records: that of ``paper`` is the paper's
own. The day it was listed is ``submittedOnDailyAt``, which answers before 2025 lack. What
scripts make of such answers has other names for the same fields.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from generator.papers.model import Capture, EditionKind, Entry, Rejection
from generator.sources import days, drafts, identifiers
from generator.sources.drafts import Draft
from generator.sources.json_records import Record

_NO_PAPER: Final = "JSON without any paper: an answer of the Daily Papers API is a list of them"
_NAMES: Final = {
    "id": ("id", "arxiv_id", "arxivId", "arxiv", "paper_id"),
    "summary": ("summary", "abstract"),
    "publishedAt": ("publishedAt", "published", "published_at", "date"),
    "numComments": ("numComments", "comments"),
    "githubRepo": ("githubRepo", "github", "code"),
    "projectPage": ("projectPage", "project_page"),
}
_OWN: Final = frozenset(
    {"paper", "summary", "upvotes", "numComments", "submittedOnDailyAt", "publishedAt"}
)


@dataclass(frozen=True, slots=True)
class Period:
    """What a page says of the listing whose records it carries; empty where it says nothing."""

    kind: EditionKind | None = None
    date: str | None = None

    @classmethod
    def of(cls, text: str) -> Period:
        """The period that a day, a week or a month in ISO 8601 is."""
        if week := days.week_in(text):
            return cls("weekly", week)
        if found := day(text):
            return cls("daily", found)
        return cls("monthly", days.month_of(text)) if days.month_of(text) else cls()


def recognises(fields: Mapping[str, Any]) -> bool:
    """Whether a record may be one of this API, or says by other names what one does."""
    names = {name for alias in ("id", "summary", "publishedAt") for name in _NAMES[alias]}
    return bool(_OWN & set(fields)) or ("title" in fields and bool(names & set(fields)))


def capture(
    found: Sequence[Record | Rejection],
    *,
    date: str | None = None,
    said: Period = Period(),
    named: Period = Period(),
) -> Capture:
    """What records hold; ``date`` is the maintainer's day of them, ISO 8601.

    ``said`` is the period that a page states, ``named`` the one in the file's name, for
    answers that say none. Raises Unreadable where there is no
    paper, ValueError where ``date`` is no day.
    """
    settled = datetime.date.fromisoformat(date).isoformat() if date else None
    results: list[Entry | Rejection] = []
    notes: list[str] = []
    listed = []
    for item in found:
        if isinstance(item, Rejection):
            results.append(item)
            continue
        reader = _Reader(item, notes)
        results.append(drafts.settled(reader.draft()))
        if isinstance(results[-1], Entry):
            listed.append(reader.listed())
    entries, rejected = drafts.account(results, _NO_PAPER)
    kind, captured, remarks = _period(listed, settled, said, named)
    return Capture(
        format="hf_json",
        source="Hugging Face Daily Papers",
        kind=kind,
        captured=captured,
        entries=entries,
        rejected=rejected,
        notes=(*remarks, *notes),
    )


def _period(
    listed: Sequence[str | None], date: str | None, said: Period, named: Period
) -> tuple[EditionKind, str | None, tuple[str, ...]]:
    """Kind and date of the listing, and what the importer should know of them."""
    days = sorted(set(filter(None, listed)))
    if said.kind and said.kind != "daily":
        return said.kind, said.date or date, ()
    if date:
        others = [other for other in days if other != date]
        note = f"the records were listed on {', '.join(others[:3])}; --date {date} is taken"
        return "daily", date, (note,) if others else ()
    if said.date:
        return "daily", said.date, ()
    if named.kind in ("weekly", "monthly"):
        return named.kind, named.date, ()
    if len(days) == 1:
        return "daily", days[0], ()
    span = f"listed on {len(days)} days, {days[0]} to {days[-1]}" if days else "states no day"
    if named.date:
        note = f"the answer is {span}; {named.date}, as the file's name says, is taken"
        return "daily", named.date, (note,) if days else ()
    kind: EditionKind = "search" if days else "daily"
    return kind, None, (f"the answer {'is ' if days else ''}{span}; --date YYYY-MM-DD settles it",)


class _Reader:
    """One record, in whose fields anything may stand."""

    def __init__(self, record: Record, notes: list[str]) -> None:
        paper = record.fields.get("paper")
        self._outer: Mapping[str, Any] = record.fields
        self._paper: Mapping[str, Any] = paper if isinstance(paper, dict) else record.fields
        self._draft = Draft(
            record.line, f"record {record.number}", text=record.text, notes=notes
        )  # fmt: skip

    def draft(self) -> Draft:
        """What the record states."""
        draft = self._draft
        draft.title = self._text("title")
        draft.abstract = self._text("summary")
        draft.authors = self._authors()
        draft.published = self._text("publishedAt")
        draft.upvotes = self._paper.get("upvotes", self._outer.get("upvotes"))
        draft.comments = self._value("numComments")
        draft.arxiv = self._text("id")
        draft.doi = self._text("doi")
        draft.links = [
            (word, url)
            for word, name in (("code", "githubRepo"), ("project", "projectPage"), ("", "url"))
            if (url := self._text(name))
        ]
        draft.links = [
            (word, url) for word, url in draft.links if word or identifiers.arxiv(url)
        ]  # fmt: skip
        return draft

    def listed(self) -> str | None:
        """The day on which the paper was listed."""
        return day(self._text("submittedOnDailyAt"))

    def _value(self, name: str) -> Any:
        """The value of a field by any of its names, of the paper's where both have it."""
        fields = (
            fields.get(alias)
            for fields in (self._paper, self._outer)
            for alias in _NAMES.get(name, (name,))
        )
        return next((value for value in fields if value is not None), None)

    def _text(self, name: str) -> str:
        for fields in (self._paper, self._outer):
            for alias in _NAMES.get(name, (name,)):
                value = fields.get(alias)
                if isinstance(value, str) and value.strip():
                    return value
                if value is not None and not isinstance(value, str):
                    self._draft.left_out(name, value)
        return ""

    def _authors(self) -> list[str]:
        authors = self._paper.get("authors") or []
        if isinstance(authors, str):
            return list(drafts.several(authors))
        if not isinstance(authors, list):
            self._draft.left_out("authors", authors)
            return []
        found = []
        for author in authors:
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str):
                found.append(name)
            else:
                self._draft.left_out("an author", author)
        return found


_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\d(?!\d)", re.ASCII)


def day(stamp: object) -> str | None:
    """The day of a time stamp such as ``2026-04-30T02:22:30.897Z``, ISO 8601; None of no stamp."""
    match = _STAMP.match(str(stamp))
    return days.partial(match[0]) if match else None
