"""A difference as Markdown, for a comment of a pull request or the summary of a workflow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Final

from generator.papers.model import Paper
from generator.review.diff import ContentDifference, Kind, Revision, Tally
from generator.text.markdown import code, inert, page

_MOST_LISTED: Final = 20
_MOST_NAMED: Final = 6
# What has a part of its own, or is no word of the record.
_APART: Final = frozenset({"id", "topics", "links", "same_as", "distinct_from", "stated"})
_FIELDS: Final = tuple(each.name for each in fields(Paper) if each.name not in _APART)
# What became of records: as a part of the total, and as a heading.
_PARTS: Final = {
    "added": "Papers added",
    "removed": "Papers removed",
    "retagged": "Topics changed",
    "merged": "Papers merged",
    "parted": "Papers no longer merged",
    "told apart": "Papers told apart",
    "with other links": "Links changed",
    "edited": "Other fields changed",
    "in listings": "Listings",
}


def markdown(found: ContentDifference) -> str:
    """A difference in words and tables, in which nothing of content comes alive."""
    blocks = ["## What this changes"]
    if found.is_empty:
        blocks.append("Nothing that readers see.")
    else:
        blocks += _records(found)
        if found.unread:
            files = _some(found.unread, code)
            blocks.append(f"Not compared, because they cannot be read: {files}.")
        if found.topics:
            rows = (_row(tally, found.url) for tally in found.topics)
            table = "\n".join(["| Topic | Before | After | |", "|---|--:|--:|--:|", *rows])
            blocks += ["### Papers by topic", table]
        if found.unbuilt:
            blocks.append(f"The site is not compared: {found.unbuilt} (`digest check`).")
        else:
            blocks += _published(found.published, found.url)
    return "\n\n".join(blocks) + "\n"


def _records(found: ContentDifference) -> Iterator[str]:
    """What happened to records: totals in a line, then a list of each kind of change."""
    lines: dict[str, list[str]] = {part: [] for part in _PARTS}
    for revision in found.records:
        for part, line in _revised(revision, found):
            lines[part].append(line)
    lines["in listings"] += map(_listing, found.listings)
    totals = [f"{len(of)} {part}" for part, of in lines.items() if of and part != "in listings"]
    before, after = found.papers
    now = f"papers: {after}" if before == after else f"papers: {before} → {after}"
    yield f"**{'; '.join([*totals, now])}**"
    for part, of in lines.items():
        if of:
            yield f"### {_PARTS[part]} ({len(of)})"
            more = [f"… and {len(of) - _MOST_LISTED} more"] if len(of) > _MOST_LISTED else []
            yield "\n".join(f"- {line}" for line in of[:_MOST_LISTED] + more)
    if found.files:
        yield f"{' and '.join(map(code, found.files))} changed too."


def _revised(revision: Revision, found: ContentDifference) -> Iterator[tuple[str, str]]:
    """What became of a record: the part that each line belongs to, and the line."""
    before, after = revision.before, revision.after

    def pair(paper: Paper, other: str) -> str:
        title = inert(found.titles.get(other, other))
        return f"{title} ({code(other)}) and {_title(paper, found.url)} ({code(paper.id)})"

    for part, field, old, new in (
        ("merged", "same_as", before, after),
        ("parted", "same_as", after, before),
        ("told apart", "distinct_from", before, after),
    ):
        for other in getattr(new, field, ()):
            if new and other not in getattr(old, field, ()):
                yield part, pair(new, other)
    if before is None or after is None:
        if after:
            yield "added", _added(after)
        elif before:
            yield "removed", inert(before.title)
        return
    shown = _title(after, found.url)
    if before.topics != after.topics:
        was, now = (", ".join(map(code, each.topics)) or "none" for each in (before, after))
        yield "retagged", f"{shown}: {was} → {now}"
    if before.links != after.links:
        yield "with other links", f"{shown}: {_links(before, after) or 'another order'}"
    edited = [name for name in _FIELDS if getattr(before, name) != getattr(after, name)]
    if {*before.distinct_from} - {*after.distinct_from}:
        edited.append("distinct_from")
    if before.id != after.id:
        edited.append(f"was {code(before.id)}")
        shown = inert(after.title)
    if edited:
        yield "edited", f"{shown}: {', '.join(edited)}"


def _title(paper: Paper, url: str) -> str:
    return page(inert(paper.title), f"papers/{paper.id}/", url)


def _added(paper: Paper) -> str:
    facts = (
        ", ".join(map(code, paper.topics)) or "no topics yet",
        f"arXiv {code(paper.arxiv)}" if paper.arxiv else "",
        inert(paper.published or ""),
        "" if paper.summary else "no summary yet",
    )
    return f"{inert(paper.title)}: {'; '.join(filter(None, facts))}"


def _links(before: Paper, after: Paper) -> str:
    changes = (("+", after, before), ("−", before, after))
    return ", ".join(
        f"{sign} {link.kind} {code(link.url)}"
        for sign, having, without in changes
        for link in having.links
        if link not in without.links
    )


def _listing(tally: Tally) -> str:
    before, after = tally.before, tally.after
    if before is None or after is None:
        what, papers = ("new", after) if before is None else ("gone", before)
        return f"{code(tally.id)}: {what}, papers: {papers}"
    return (
        f"{code(tally.id)}: changed, papers: {after if before == after else f'{before} → {after}'}"
    )


def _row(tally: Tally, url: str) -> str:
    """A topic's row in the table of those whose number of papers changed."""
    known = None not in (tally.before, tally.after)
    name = page(code(tally.id), f"topics/{tally.id}/", url if known else None)
    by = (tally.after or 0) - (tally.before or 0)
    cells = ["–" if n is None else str(n) for n in (tally.before, tally.after)]
    signed = f"{by:+}".replace("-", "\u2212")
    return f"| {name} | {' | '.join(cells)} | {signed} |"


def _published(kinds: Sequence[Kind], url: str) -> Iterator[str]:
    """A table of what the site gains, changes and loses, and the feeds and letters of it."""
    if not kinds:
        yield "No page, feed or file of the site changes."
        return
    yield "### Published with it"
    rows = ["| | New | Changed | Gone |", "|---|--:|--:|--:|"]
    for kind in kinds:
        numbers = (len(kind.new), len(kind.changed), len(kind.gone))
        rows.append(f"| {kind.name.capitalize()} | {' | '.join(str(n or '') for n in numbers)} |")
    yield "\n".join(rows)
    notes = [line for kind in kinds if (line := _named(kind, url))]
    if notes:
        yield "\n".join(f"- {line}" for line in notes)


def _named(kind: Kind, url: str) -> str:
    """The things of a kind by name where they are few."""
    names = [*kind.new, *kind.changed, *kind.gone]
    if kind.name == "feeds":
        folders = [code(name.rstrip("/")) if name else "all papers" for name in names]
        return f"Feeds of {_some(folders, str)}"
    if kind.name == "newsletter":
        return f"Newsletter of {_some(names, inert)}"
    if kind.name in ("cards", "other files") or len(names) > _MOST_NAMED:
        return ""

    def address(name: str) -> str:
        return code(name or "/") if name in kind.new else page(code(name or "/"), name, url)

    return f"{kind.name.capitalize()}: {_some(names, address)}"


def _some(names: Sequence[str], shown: Callable[[str], str]) -> str:
    more = len(names) - _MOST_NAMED
    named = ", ".join(map(shown, names[:_MOST_NAMED]))
    return f"{named} and {more} more" if more > 0 else named
