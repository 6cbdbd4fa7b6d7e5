"""A difference as Markdown, for a comment of a pull request or the summary of a workflow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from generator.papers.model import Paper
from generator.review.diff import (
    Change,
    ContentDifference,
    Edited,
    Kind,
    RecordReference,
    Relinked,
    Retagged,
    Tally,
)
from generator.text.inert import code, page, text

_MOST_LISTED = 20
_MOST_NAMED = 6
_NO_NUMBER = "–"


def markdown(found: ContentDifference) -> str:
    """A difference in words and tables, in which nothing of content comes alive."""
    blocks = ["## What this changes"]
    if found.is_empty:
        blocks.append("Nothing that readers see.")
    else:
        blocks += _records(found.change, found.url)
        if found.unread:
            files = _some(found.unread, code)
            blocks.append(f"Not compared, because they cannot be read: {files}.")
        blocks += _counts(found.change.counts, found.url)
        if found.unbuilt:
            blocks.append(f"The site is not compared: {found.unbuilt} (`digest check`).")
        else:
            blocks += _published(found.published, found.url)
    return "\n\n".join(blocks) + "\n"


def _records(change: Change, url: str | None) -> Iterator[str]:
    """What happened to records: totals in a line, then a list of each kind of change."""

    def shown(paper: Paper) -> str:
        return page(text(paper.title), f"papers/{paper.id}/", url)

    parts: tuple[tuple[Sequence[Any], str, str, Callable[[Any], str]], ...] = (
        (change.added, "added", "Papers added", _added),
        (change.removed, "removed", "Papers removed", lambda paper: text(paper.title)),
        (change.retagged, "retagged", "Topics changed", lambda item: _retagged(item, shown)),
        (change.merged, "merged", "Papers merged", lambda item: _merged(item, shown)),
        (change.parted, "parted", "Papers no longer merged", lambda item: _merged(item, shown)),
        (change.distinct, "told apart", "Papers told apart", lambda item: _merged(item, shown)),
        (change.relinked, "with other links", "Links changed", lambda item: _links(item, shown)),
        (change.edited, "edited", "Other fields changed", lambda item: _edited(item, shown)),
        (change.listings, "in listings", "Listings", _listing),
    )
    totals = [f"{len(items)} {name}" for items, name, *_ in parts[:-1] if items]
    before, after = change.papers
    now = f"papers: {after}" if before == after else f"papers: {before} → {after}"
    yield f"**{'; '.join([*totals, now])}**"
    for items, _, heading, line in parts:
        if items:
            yield f"### {heading} ({len(items)})"
            more = len(items) - _MOST_LISTED
            lines = [f"- {line(item)}" for item in items[:_MOST_LISTED]]
            yield "\n".join([*lines, *([f"- … and {more} more"] if more > 0 else [])])
    if change.files:
        yield f"{' and '.join(map(code, change.files))} changed too."


def _counts(changed: Sequence[Tally], url: str | None) -> Iterator[str]:
    """A table of the topics whose number of papers changed."""
    if changed:
        yield "### Papers by topic"
        rows = ["| Topic | Before | After | |", "|---|--:|--:|--:|"]
        yield "\n".join([*rows, *(_row(count, url) for count in changed)])


def _published(kinds: Sequence[Kind], url: str | None) -> Iterator[str]:
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


def _named(kind: Kind, url: str | None) -> str:
    """The things of a kind by name where they are few."""
    names = [*kind.new, *kind.changed, *kind.gone]
    if kind.name == "feeds":
        folders = [code(name.rstrip("/")) if name else "all papers" for name in names]
        return f"Feeds of {_some(folders, str)}"
    if kind.name == "newsletter":
        return f"Newsletter of {_some(names, text)}"
    if kind.name in ("cards", "other files", "plots") or len(names) > _MOST_NAMED:
        return ""

    def address(name: str) -> str:
        return code(name or "/") if name in kind.new else page(code(name or "/"), name, url)

    return f"{kind.name.capitalize()}: {_some(names, address)}"


def _some(names: Sequence[str], shown: Callable[[str], str]) -> str:
    more = len(names) - _MOST_NAMED
    named = ", ".join(map(shown, names[:_MOST_NAMED]))
    return f"{named} and {more} more" if more > 0 else named


def _added(paper: Paper) -> str:
    facts = (
        ", ".join(map(code, paper.topics)) or "no topics yet",
        f"arXiv {code(paper.arxiv)}" if paper.arxiv else "",
        text(paper.published or ""),
        "" if paper.summary else "no summary yet",
    )
    return f"{text(paper.title)}: {'; '.join(filter(None, facts))}"


def _retagged(item: Retagged, shown: Callable[[Paper], str]) -> str:
    before, after = (", ".join(map(code, topics)) or "none" for topics in (item.before, item.after))
    return f"{shown(item.paper)}: {before} → {after}"


def _merged(item: RecordReference, shown: Callable[[Paper], str]) -> str:
    return (
        f"{text(item.title)} ({code(item.other)}) and {shown(item.paper)} ({code(item.paper.id)})"
    )


def _links(item: Relinked, shown: Callable[[Paper], str]) -> str:
    changes = [
        *(f"+ {link.kind} {code(link.url)}" for link in item.added),
        *(f"− {link.kind} {code(link.url)}" for link in item.removed),
    ]
    return f"{shown(item.paper)}: {', '.join(changes) or 'another order'}"


def _edited(item: Edited, shown: Callable[[Paper], str]) -> str:
    moved = [f"was {code(item.moved_from)}"] if item.moved_from else []
    title = text(item.paper.title) if item.moved_from else shown(item.paper)
    return f"{title}: {', '.join([*item.fields, *moved])}"


def _listing(item: Tally) -> str:
    if item.before is None:
        return f"{code(item.id)}: new, papers: {item.after}"
    if item.after is None:
        return f"{code(item.id)}: gone, papers: {item.before}"
    numbers = str(item.after) if item.before == item.after else f"{item.before} → {item.after}"
    return f"{code(item.id)}: changed, papers: {numbers}"


def _row(count: Tally, url: str | None) -> str:
    known = count.before is not None and count.after is not None
    name = page(code(count.id), f"topics/{count.id}/", url if known else None)
    by = (count.after or 0) - (count.before or 0)
    cells = [_NO_NUMBER if n is None else str(n) for n in (count.before, count.after)]
    signed = f"{by:+}".replace("-", "\u2212")
    return f"| {name} | {' | '.join(cells)} | {signed} |"
