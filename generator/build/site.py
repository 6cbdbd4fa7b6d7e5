"""The site of a content folder: pages as HTML, and what is made of all of them together."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TypeAlias

from generator.build import Composed, style
from generator.build.by_hand import ByHand
from generator.build.html import LostLink, anchors, html
from generator.build.theme import Theme
from generator.papers.model import base_url
from generator.site import search as searching
from generator.site.pages import PageOutput
from generator.text import UserError
from generator.views.outputs import Data, Folder, Joined, Output, World

SITEMAP = "sitemap.xml"
_NOT_FOR_SEARCH = ("moved", "saved", "curate")

AnyOutput: TypeAlias = "PageOutput | Output | Joined | Folder"
Note: TypeAlias = "tuple[str, str, bool, tuple[str, ...]]"
"""Of a page: its address, the newest day that it shows or '', whether search engines are to
find it, and the anchors in it."""


class SiteError(UserError):
    """A site that could not be built: one line; ``details`` holds all that was said of it."""

    def __init__(self, message: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.details = details


@dataclass(frozen=True)
class Press:
    """Makes outputs: with what surrounds a page, and where its links may lead."""

    theme: Theme
    known: Mapping[str, str]

    @property
    def world(self) -> World:
        """What every output may know."""
        return self.theme.world

    def make(self, output: PageOutput | Output) -> tuple[list[tuple[str, Data]], Note | None]:
        """The files of an output and, of a page, what is to be noted of it. Raises SiteError."""
        if isinstance(output, Output):
            made = output.make(self.world, output.given)
            return list(zip(output.paths, made, strict=True)), None
        page = output.make(self.world, output.given)
        head = page.head
        try:
            content = html(page.path, page.body, self.known)
        except LostLink as error:
            raise SiteError(str(error)) from error
        is_found = head.kind not in _NOT_FOR_SEARCH
        note = (head.address, head.updated, is_found, anchors(content))
        place = f"{head.address}index.html"
        return [(place, self.theme.document(head, content))], note


def everything(composed: Composed, by_hand: ByHand, *, search: bool = True) -> list[AnyOutput]:
    """All that is to be made of a site, what takes long first. Raises SiteError."""
    try:
        sheet = list(style.outputs(composed.digest, by_hand.themes))
    except style.NoSheet as error:
        raise SiteError(str(error)) from error
    places = [place(path, address) for path, address in composed.known.items()]
    if taken := by_hand.taken((*places, *map(name, sheet))):
        raise SiteError(f"{taken}: this is the place of a generated page: rename this file")
    indexes = searching.outputs(composed.digest) if search else ()
    return [*indexes, *composed.outputs, *sheet, *composed.pages]


def place(path: str, address: str) -> str:
    """The path in the site of what has this path in the tree, and this address."""
    return f"{address}index.html" if path.endswith(".md") else address


def name(output: AnyOutput) -> str:
    """What an output is called: the path of its first file, or of its folder."""
    return output.paths[0] if isinstance(output, Output) else output.path


def sitemap(world: World, pages: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Data]]:
    """The sitemap of ``pages``, addresses and days, plain and packed; none without an address.

    MkDocs' own dates every page by the day of the build, this one by its content
    (https://www.sitemaps.org/protocol.html).
    """
    base = base_url(world.settings)
    if not base:
        return
    urls = "".join(
        f"  <url><loc>{escape(base + address)}</loc>"
        f"{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n"
        for address, day in sorted(pages)
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    )
    yield SITEMAP, text
    yield f"{SITEMAP}.gz", gzip.compress(text.encode(), mtime=0)


def of_pages(notes: Iterable[Note], by_hand: ByHand) -> Iterator[tuple[str, str]]:
    """The pages that search engines are to find: their addresses and days."""
    yield from ((address, day) for address, day, is_found, _ in notes if is_found)
    yield from ((address, "") for address in by_hand.addresses)


def write_whole(composed: Composed, by_hand: ByHand, site: Path, cache: Path) -> list[str]:
    """Make all that MkDocs did not into the folder ``site``, and return what to warn of.

    This is what ``mkdocs build`` does, file by file; raises SiteError.
    """
    world = composed.digest.world
    press = Press(Theme(world, by_hand.frame), composed.known)
    notes: dict[str, Note] = {}
    for output in everything(composed, by_hand):
        if isinstance(output, Folder):
            made = output.make(world, output.given, cache / output.path)
            _write(site, ((f"{output.path}/{path}", data) for path, data in made.items()))
        elif isinstance(output, Joined):
            _write(site, [(output.path, output.whole(world))])
        else:
            files, note = press.make(output)
            _write(site, files)
            if note:
                notes[name(output)] = note
    _write(site, sitemap(world, of_pages(notes.values(), by_hand)))
    return list(by_hand.lost({path: note[3] for path, note in notes.items()}))


def _write(site: Path, files: Iterable[tuple[str, Data]]) -> None:
    for path, data in files:
        place = site / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
