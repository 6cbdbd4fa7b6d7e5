"""What a build makes: the one composition of pages and of the files beside, and their making.

One output after the other, each of what it is given alone (``views.outputs``), pages with the
theme around them, and only where its key is not the one that its files in the site were made under.
"""

from __future__ import annotations

import gzip
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import blake2b
from html import escape
from itertools import accumulate, groupby
from pathlib import Path
from typing import Final, Literal, TypeAlias

from generator.build import theme
from generator.build.incremental import SIZE, Keys, Site, Table, Target, opened
from generator.build.theme import Item, Theme, html
from generator.papers import identity
from generator.papers.model import File, base_url
from generator.publish import exports, feeds, newsletter
from generator.site import foryou, head, pages
from generator.site import search as searching
from generator.site.pages import Page, PageOutput
from generator.site.pages.page import address
from generator.store import Loaded
from generator.store.processes import Job
from generator.views import Digest
from generator.views.outputs import Data, Folder, Joined, Output, World, make_all

Extent: TypeAlias = Literal["pages", "files", "all"]
"""How much of a site is made: its pages and their style sheet, files too, the search as well."""
AnyOutput: TypeAlias = "PageOutput | Output | Joined | Folder"
Note: TypeAlias = "tuple[str, str, bool, tuple[str, ...]]"
"""Of a page: its address, the newest day that it shows or '', whether search engines are to
find it, and the anchors in it."""
Product: TypeAlias = "tuple[Iterable[tuple[str, Data]], Note | None]"
"""The files of an output with what they hold, and the note of a page."""

SITEMAP: Final = "sitemap"
MOST_ADDRESSES: Final = 50_000
"""How many addresses one sitemap may have."""
NOT_FOR_SEARCH: Final = ("moved", "saved", "for-you", "curate")
"""The kinds of pages that search engines are not to find."""
_CHUNK: Final = 40  # outputs a job


@dataclass(frozen=True)
class Composed:
    """What a build makes of a digest: pages, and other files; all yet to be made.

    The style sheet and the search index, which want a theme and a cache, come on top.
    """

    digest: Digest
    sources: Mapping[str, str]

    @cached_property
    def pages(self) -> tuple[PageOutput, ...]:
        """The pages."""
        return tuple(pages.outputs(self.digest, self.sources))

    @cached_property
    def outputs(self) -> tuple[Output | Joined, ...]:
        """The files beside."""
        digest = self.digest
        published = (*feeds.outputs(digest), *newsletter.outputs(digest))
        others = (*head.cards(digest), *head.robots(digest.world))
        return (*exports.outputs(digest), *published, *others)

    @cached_property
    def addresses(self) -> dict[str, str]:
        """By path in the tree the address of each page and file, but for those of the search."""
        paths = [page.path for page in self.pages]
        for output in self.outputs:
            paths += output.paths if isinstance(output, Output) else (output.path,)
        return {path: address(path) if path.endswith(".md") else path for path in paths}

    def files(self) -> Iterator[File]:
        """The files beside the pages, made."""
        return make_all(self.outputs, self.digest.world)

    def tree(self) -> Iterator[Page]:
        """The pages, made, with their pictures in them."""
        world = self.digest.world
        return (output.make(world, output.given) for output in self.pages)


def compose(loaded: Loaded) -> Composed:
    """All that is to be made of a content folder as read. Nothing is checked, nothing made."""
    return Composed(Digest(identity.resolve(loaded.corpus)), loaded.sources)


@dataclass(frozen=True, slots=True)
class ByHand:
    """What MkDocs made of the pages by hand and of the configuration.

    ``themes`` are the folders of our own templates and assets, ``folders`` all that templates
    are looked up in. ``addresses`` are those of pages, from the root of the site. ``lookups`` are
    paths of the tree that links and the navigation lead to, and whether a generated page or file
    is there.
    ``anchors`` are links to headings of generated pages: source, link, path of the page, heading.
    """

    themes: tuple[str, ...]
    folders: tuple[str, ...]
    items: tuple[Item, ...]
    addresses: tuple[str, ...]
    lookups: tuple[tuple[str, bool], ...]
    anchors: tuple[tuple[str, str, str, str], ...]
    warnings: tuple[str, ...]

    def holds(self, paths: Mapping[str, str]) -> bool:
        """Whether MkDocs would find the same where ``paths`` are the generated ones."""
        return all((path in paths) == is_there for path, is_there in self.lookups)

    def lost(self, pages: Mapping[str, Note]) -> Iterator[str]:
        """A warning for each link to a heading that is not there; ``pages`` are by path."""
        for source, link, path, anchor in self.anchors:
            if path not in pages or anchor not in pages[path][3]:
                yield (
                    f"Doc file '{source}' contains a link '{link}', but the doc "
                    f"'{path}' does not contain an anchor '#{anchor}'."
                )


@dataclass(frozen=True)
class Press:
    """Makes what is composed: with what surrounds a page, and where its links may lead."""

    composed: Composed
    by_hand: ByHand

    @cached_property
    def world(self) -> World:
        """What every output may know."""
        return self.composed.digest.world

    @cached_property
    def _theme(self) -> Theme:
        return Theme(self.world, self.by_hand.folders, self.by_hand.items)

    def outputs(self, extent: Extent = "all") -> list[AnyOutput]:
        """What is to be made of a site, what takes long first. Raises SiteError.

        Lists of one time, which have the same papers, come one after the other.
        """
        digest = self.composed.digest
        sheet = list(theme.sheet(digest, self.by_hand.themes))
        by_day = sorted(self.composed.pages, key=lambda page: page.updated)
        outputs: list[AnyOutput] = [*sheet, *by_day]
        if extent != "pages":
            outputs[:0] = *foryou.outputs(digest), *self.composed.outputs
        if extent == "all":
            outputs[:0] = searching.outputs(digest)
        return outputs

    def make(self, output: PageOutput | Output | Folder, given: object, cache: Path) -> Product:
        """The files of an output and, of a page, what is to be noted of it. Raises SiteError.

        In the folder ``cache`` is kept what is slow to make.
        """
        if isinstance(output, Output):
            return zip(output.paths, output.make(self.world, given), strict=True), None
        if isinstance(output, Folder):
            contents = output.make(self.world, given, cache / output.path)
            return ((f"{output.path}/{path}", contents[path]) for path in contents), None
        page = output.make(self.world, given)
        head = page.head
        content, anchors = html(page.path, page.body, self.composed.addresses)
        note = (head.address, head.updated, head.kind not in NOT_FOR_SEARCH, anchors)
        return [(f"{head.address}index.html", self._theme.document(head, content))], note

    def for_search(self, notes: Iterable[Note]) -> list[tuple[str, str]]:
        """The pages that search engines are to find: their addresses and days."""
        generated = ((address, day) for address, day, is_found, _ in notes if is_found)
        return sorted((*generated, *((address, "") for address in self.by_hand.addresses)))


@dataclass(frozen=True)
class Maker:
    """Makes for a site what it lacks."""

    site: Site
    press: Press
    keys: Keys

    def jobs(self, outputs: Sequence[AnyOutput]) -> list[Job]:
        """Jobs that make ``outputs``, some each, and one all large files.

        They return by name the entries that are other than before.
        """
        large = [each for each in outputs if isinstance(each, Joined)]
        others = [each for each in outputs if not isinstance(each, Joined)]
        chunks = (others[at : at + _CHUNK] for at in range(0, len(others), _CHUNK))
        return [partial(self._large, large), *(partial(self._small, chunk) for chunk in chunks)]

    def _small(self, outputs: Sequence[PageOutput | Output | Folder]) -> Table:
        """The entries of ``outputs`` whose key is new or of which a file is not there."""
        entries = {}
        for output in outputs:
            given = output.given
            key = self.keys.key(output.make, given)
            if not self.site.kept(name(output), key):
                files = self.press.make(output, given, self.site.target.cache)
                entries[name(output)] = self.site.put(key, *files)
        return entries

    def _large(self, outputs: Sequence[Joined]) -> Table:
        """The entries of large files that are other than before, none of whose parts is made twice.

        Parts that a file from before has are taken from there. Files of the same papers are made
        side by side, so that what they say alike of a paper is worked out once; the parts of the
        first file of some are held for the others, which have fewer papers.
        """
        entries, world = Table(), self.press.world
        parts: dict[object, dict[bytes, bytes]] = defaultdict(dict)
        times = Counter(output.make for output in outputs)
        for items, files in groupby(outputs, lambda output: output.given):
            ids = self.keys.parts(items)
            lacking = []
            for output in files:
                way = self.keys.key(output.make, self.keys.key(output.around, output.frame))
                key = blake2b(b"".join((way, *ids)), digest_size=SIZE).digest()
                if not self.site.kept(output.path, key):
                    around = [each.encode() for each in output.around(world, output.frame)]
                    lacking.append((output, way, key, around, self._old(output, way, ids, around)))
            first = {output.make for output, *_ in lacking} - parts.keys()
            new = [
                (output.make, range(old.head, len(ids) - old.tail), old.others, list[bytes]())
                for output, *_, old in lacking
            ]
            for place, (part, given) in enumerate(zip(ids, items, strict=True)):
                for make, places, others, made in new:
                    if place in places:
                        pool = parts[make]
                        data = others.get(part) or pool.get(part) or make(world, given).encode()
                        if make in first and times[make] > 1:
                            pool[part] = data
                        made.append(data)
            for (output, way, key, around, old), (*_, made) in zip(lacking, new, strict=True):
                before, between, after = around
                data = before + between.join((*old.first, *made, *old.last)) + after
                lengths = old.lengths[: old.head] + array("Q", map(len, made))
                lengths += old.lengths[len(old.lengths) - old.tail :]
                note = (way, b"".join(ids), lengths.tobytes())
                entries[output.path] = self.site.put(key, [(output.path, data)], note)
        return entries

    def _old(self, output: Joined, way: bytes, ids: Sequence[bytes], around: list[bytes]) -> _Old:
        """What a file that is to have the parts ``ids`` has of them, if they were made this way."""
        entry = self.site.before.get(output.path)
        if not entry or entry[2][0] != way or output.path in self.site.changes[0]:
            return _Old(0, 0, (), (), {}, array("Q"))
        _, packed, sizes = entry[2]
        data = (self.site.target.out / output.path).read_bytes()
        had = [packed[at : at + SIZE] for at in range(0, len(packed), SIZE)]
        lengths = array("Q", sizes)
        head = _alike(ids, had)
        tail = _alike(ids[head:][::-1], had[head:][::-1])
        before, between, after = map(len, around)
        starts = [*accumulate((length + between for length in lengths), initial=before)]
        end = len(had) - tail
        return _Old(
            head,
            tail,
            (data[before : starts[head] - between],) if head else (),
            (data[starts[end] : len(data) - after],) if tail else (),
            {had[at]: data[starts[at] : starts[at + 1] - between] for at in range(head, end)},
            lengths,
        )


@dataclass(frozen=True, slots=True)
class _Old:
    """What a large file has of what it is to have: so many first and last parts, others by id."""

    head: int
    tail: int
    first: tuple[bytes, ...]
    last: tuple[bytes, ...]
    others: Mapping[bytes, bytes]
    lengths: array[int]


def _alike(some: Sequence[bytes], others: Sequence[bytes]) -> int:
    """How many of the first of both are the same."""
    pairs = enumerate(zip(some, others, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(some), len(others)))


def name(output: AnyOutput) -> str:
    """What an output is called: the path of its first file, or of its folder."""
    return output.paths[0] if isinstance(output, Output) else output.path


def beyond(extent: Extent, table: Table) -> Table:
    """The entries of what is not made."""
    search = [name for name in table if name.partition("/")[0] == searching.FOLDER]
    stays = {"pages": table, "files": search, "all": ()}[extent]
    return {name: table[name] for name in stays if name in table and not name.endswith(".md")}


def sitemap(world: World, pages: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Data]]:
    """The sitemap of ``pages``, addresses and days, plain and packed; none without an address.

    Of more pages than one may have it is several, and an index of them. MkDocs' own dates every
    page by the day of the build, this one by its content (https://www.sitemaps.org/protocol.html).
    """
    base = base_url(world.settings)
    if not base:
        return
    chunks = [pages[at : at + MOST_ADDRESSES] for at in range(0, len(pages), MOST_ADDRESSES)]
    texts = {f"{SITEMAP}.xml": _sitemap("urlset", "url", base, chunks[0])}
    if len(chunks) > 1:
        texts = {
            f"{SITEMAP}-{number}.xml": _sitemap("urlset", "url", base, chunk)
            for number, chunk in enumerate(chunks, start=1)
        }
        listed = [(path, "") for path in texts]
        texts[f"{SITEMAP}.xml"] = _sitemap("sitemapindex", "sitemap", base, listed)
    for path, text in texts.items():
        yield path, text
        yield f"{path}.gz", gzip.compress(text.encode(), mtime=0)


def _sitemap(root: str, item: str, base: str, listed: Iterable[tuple[str, str]]) -> str:
    items = "".join(
        f"  <{item}><loc>{escape(base + address)}</loc>"
        f"{f'<lastmod>{day}</lastmod>' if day else ''}</{item}>\n"
        for address, day in listed
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{items}</{root}>\n'
    )


def write_whole(composed: Composed, by_hand: ByHand, target: Target) -> list[str]:
    """Make all that MkDocs did not into the site that it made, and return what to warn of.

    Raises SiteError and OutputError.
    """
    press = Press(composed, by_hand)
    with opened(target, full=True) as before:
        site = Site(target, before)
        for job in Maker(site, press, Keys(b"")).jobs(press.outputs()):
            site.entries |= job()
        pages = {page.path: site.entries[page.path][2] for page in composed.pages}
        site.put(b"", sitemap(press.world, press.for_search(pages.values())))
        site.settle()
    return list(by_hand.lost(pages))
