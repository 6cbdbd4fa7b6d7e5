"""The text of a listing page, as selected and copied, or as a tool wrote it.

Two ways lead to papers: the links, headings and lists of a text that has some, and else the
turn and the shape of its lines. What both find goes through one calendar and one account.
"""

from __future__ import annotations

import datetime
from typing import Final

from generator.papers.model import Capture, Entry, Rejection
from generator.sources import Unreadable, blocks, drafts, lines, page
from generator.sources.drafts import Draft

_NO_PAPER: Final = (
    "no paper found: copy the text of a listing page, titles and abstracts, into the file"
)


def parse(text: str, *, date: str | None = None, lenient: bool = False) -> Capture:
    day = datetime.date.fromisoformat(date) if date else None
    found = lines.unwrapped(lines.plain(text))
    read = blocks.read(found, ended=text.endswith("\n"))
    if not read.is_listing():
        raise Unreadable(_NO_PAPER)
    said = page.of(found, read.names)
    stated = [card.facts.day for card in read.papers if card.facts.day]
    cal = page.calendar(said, stated, day)
    results = []
    notes = list(cal.notes)
    for card in read.papers:
        f = card.facts
        d = Draft(card.title.number, title=card.title.text, abstract=card.abstract.text if card.abstract else "", authors_count=f.authors_count, upvotes=f.upvotes, comments=f.comments, arxiv=f.arxiv or "", published=(f.day.iso(cal.year) or "") if f.day else "", notes=notes)
        results.append(drafts.settled(d))
    rej = [d.rejection() for d in read.damaged]
    entries, rejected = drafts.account([*results, *rej])
    return Capture("hf_text", "Hugging Face Daily Papers", cal.kind, cal.captured, entries, rejected, tuple(notes))
