"""What a change of content means: records, counts by topic, and what is published anew."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from generator import build, store
from generator.papers.model import Corpus
from generator.review import words
from generator.review.changes import Change, compare
from generator.review.published import Kind, published

__all__ = ["Change", "Difference", "Kind", "compare", "difference", "markdown"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A change of the records, and of the site; ``unbuilt`` says why the site is not compared.

    ``unread`` are files that are broken, before or after, whose records are left out.
    """

    change: Change
    unread: tuple[str, ...] = ()
    published: tuple[Kind, ...] = ()
    unbuilt: str = ""
    url: str = ""


def difference(before: Path, after: Path) -> Difference:
    """Compare two content folders. Broken files are left out: ``digest check`` names them."""
    was, now = store.load(before), store.load(after)
    unread = tuple(sorted({problem.path for problem in (*was.problems, *now.problems)}))
    ids = {PurePosixPath(path).stem for path in unread}
    change = compare(_without(was.corpus, ids), _without(now.corpus, ids))
    # The address that is published; a change could name any other.
    url = was.corpus.settings.url
    try:
        build.checked(was)
    except build.ContentError:
        return Difference(change, unread, unbuilt="the content before it has errors", url=url)
    try:
        build.checked(now)
    except build.ContentError as error:
        errors = sum(problem.severity == "error" for problem in error.problems)
        why = f"{errors} {'error' if errors == 1 else 'errors'} to correct first"
        return Difference(change, unread, unbuilt=why, url=url)
    return Difference(change, published=published(build.compose(was), build.compose(now)), url=url)


def _without(corpus: Corpus, ids: Collection[str]) -> Corpus:
    papers = {id: paper for id, paper in corpus.papers.items() if id not in ids}
    editions = {id: edition for id, edition in corpus.editions.items() if id not in ids}
    return replace(corpus, papers=papers, editions=editions)


def markdown(found: Difference) -> str:
    """A difference in words and tables, as Markdown in which nothing of content comes alive."""
    blocks = ["## What this changes"]
    if found.change.is_empty and not (found.published or found.unread):
        blocks.append("Nothing that readers see.")
    else:
        blocks += words.records(found.change, found.url)
        blocks += words.unread(found.unread)
        blocks += words.counts(found.change.counts, found.url)
        if found.unbuilt:
            blocks.append(f"The site is not compared: {found.unbuilt} (`digest check`).")
        else:
            blocks += words.published(found.published, found.url)
    return "\n\n".join(blocks) + "\n"
