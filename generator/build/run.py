"""The site of a content folder: what changed is made, by a few processes, and put in its place."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property, partial
from hashlib import blake2b
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

from jinja2 import TemplateError

from generator import store
from generator.build import Composed, SiteError, checked, compose, incremental, theme
from generator.build.html import anchors, html
from generator.build.incremental import Entry, Job, Made, Maker, Progress, Site, Target
from generator.build.keys import Keys, ground
from generator.build.theme import Item, Theme
from generator.papers.model import base_url
from generator.site import foryou
from generator.site import search as searching
from generator.site.pages import PageOutput
from generator.store import Loaded
from generator.store.cache import uncollected
from generator.views.outputs import Data, Folder, Joined, Output, World
from generator.views.related import NOTHING

AnyOutput: TypeAlias = "PageOutput | Output | Joined | Folder"
Note: TypeAlias = "tuple[str, str, bool, tuple[str, ...]]"
"""Of a page: its address, the newest day that it shows or '', whether search engines are to
find it, and the anchors in it."""

SITEMAP: Final = "sitemap"
MOST_ADDRESSES: Final = 50_000
"""How many addresses one sitemap may have."""
_WHOLE, _BY_HAND, _RELATED = "whole", "by hand", "related"
_NOT_FOR_SEARCH = ("moved", "saved", "for-you", "curate")
_MARK: Final = "404.html"
_PROGRAM: Final = Path(__file__).parents[1]
_SUFFIXES: Final = (".py", ".j2", ".json", ".ttf", ".woff2", ".html")


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was built: how many pages, how many of all outputs anew, and what to warn of."""

    pages: int
    made: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ByHand:
    """What MkDocs made of the pages by hand and of the configuration.

    ``themes`` are the folders of our own templates and assets, ``folders`` all that templates
    are looked up in. ``sources`` are the files of pages and themes, each with its path in the
    site. ``addresses`` are those of pages, from the root of the site. ``asked`` are paths of the
    tree that links and the navigation lead to, and whether a generated page or file is there.
    ``anchors`` are links to headings of generated pages: source, link, path of the page, heading.
    """

    themes: tuple[str, ...]
    folders: tuple[str, ...]
    items: tuple[Item, ...]
    sources: tuple[tuple[str, str], ...]
    addresses: tuple[str, ...]
    asked: tuple[tuple[str, bool], ...]
    anchors: tuple[tuple[str, str, str, str], ...]
    warnings: tuple[str, ...]

    def holds(self, known: Mapping[str, str]) -> bool:
        """Whether MkDocs would find the same where ``known`` are the generated paths."""
        return all((path in known) == found for path, found in self.asked)

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

    def outputs(self, *, search: bool = True) -> list[AnyOutput]:
        """All that is to be made of a site, what takes long first. Raises SiteError."""
        digest, known = self.composed.digest, self.composed.known
        sheet = list(theme.sheet(digest, self.by_hand.themes))
        sources = {place: source for source, place in self.by_hand.sources}
        for place in (*map(_place, known, known.values()), *map(name, sheet)):
            if place in sources:
                raise SiteError(
                    f"{sources[place]}: this is the place of a generated page: rename this file"
                )
        indexes = searching.outputs(digest) if search else ()
        return [
            *indexes,
            *foryou.outputs(digest),
            *self.composed.outputs,
            *sheet,
            *self.composed.pages,
        ]

    def make(self, output: PageOutput | Output) -> Made:
        """The files of an output and, of a page, what is to be noted of it. Raises SiteError."""
        if isinstance(output, Output):
            return zip(output.paths, output.make(self.world, output.given), strict=True), None
        page = output.make(self.world, output.given)
        head = page.head
        content = html(page.path, page.body, self.composed.known)
        note = (head.address, head.updated, head.kind not in _NOT_FOR_SEARCH, anchors(content))
        return [(f"{head.address}index.html", self._theme.document(head, content))], note

    def found(self, notes: Iterable[Note]) -> list[tuple[str, str]]:
        """The pages that search engines are to find: their addresses and days."""
        generated = ((address, day) for address, day, is_found, _ in notes if is_found)
        return sorted((*generated, *((address, "") for address in self.by_hand.addresses)))


def name(output: AnyOutput) -> str:
    """What an output is called: the path of its first file, or of its folder."""
    return output.paths[0] if isinstance(output, Output) else output.path


def _place(path: str, address: str) -> str:
    """The path in the site of what has this path in the tree, and this address."""
    return f"{address}index.html" if path.endswith(".md") else address


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


def build_site(
    config_file: Path,
    content: Path,
    out: Path,
    *,
    strict: bool = False,
    full: bool = False,
    progress: Progress | None = None,
    processes: int | None = None,
    search: bool = True,
) -> BuildResult:
    """Build the site of ``content`` into ``out``, of which only what changed is touched.

    In ``full`` nothing is taken from before. ``progress`` is told (steps done, steps in all).
    With ``strict`` a warning fails the build. The site does not depend on the number of
    ``processes``; without ``search`` the index stays as it is, and is none where there is none.
    A build that fails leaves what was there. Raises ContentError, OutputError and SiteError.
    """
    cache = content.resolve().parent / theme.CACHE
    loaded = store.load(content, cache)
    if loaded.problems:
        checked(loaded)
    target = Target(out.resolve(), cache, _MARK)
    with uncollected(), incremental.opened(target, full=full) as before:
        build = _Build(config_file, loaded, target, before, processes or incremental.processors())
        try:
            kept = build.kept(search)
            result = kept or build.made(search, progress)
        except TemplateError as error:
            raise SiteError(" ".join(str(error).split())) from error
        if strict and result.warnings:
            raise SiteError(result.warnings[0], result.warnings)
        if not kept:
            build.site.commit(build.strays)
    return result


class _Build:
    """One build of a site: of what it is made, and what it was before."""

    def __init__(
        self,
        config_file: Path,
        loaded: Loaded,
        target: Target,
        before: incremental.Table,
        processes: int,
    ) -> None:
        self.config_file = config_file
        self.docs = loaded.folder / "pages"
        self.loaded = loaded
        self.processes = processes
        self.world = World(loaded.corpus.settings, loaded.corpus.vocabulary)
        self.program = digest_of([_PROGRAM, theme.TEMPLATES], _SUFFIXES)
        self.site = Site(target, before)
        self.strays: list[str] = []

    def kept(self, search: bool) -> BuildResult | None:
        """What the site is, where it was made of the very same and nobody changed it since."""
        site = self.site
        whole, said = site.before.get(_WHOLE), site.before.get(_BY_HAND)
        if not whole or not said or whole[0] != self._whole(search, said):
            return None
        if not all(map(site.stands, site.before.values())) or site.strays():
            return None
        pages, warnings = whole[2]
        return BuildResult(pages, 0, warnings)

    def _whole(self, search: bool, by_hand: Entry) -> bytes:
        """The key of the whole site, as far as MkDocs would make the same."""
        themes = by_hand[2][0]
        if by_hand[0] != self._by_hand_key(themes):
            return b""
        files = (self.loaded.cache.fingerprint, tuple(map(astuple, self.loaded.problems)))
        return self._ground(themes, (files, by_hand[0], search))

    def _ground(self, themes: Iterable[str], more: object) -> bytes:
        of_theme = digest_of(map(Path, themes), _SUFFIXES)
        return ground(self.world, self.program + of_theme, more)

    def made(self, search: bool, progress: Progress | None) -> BuildResult:
        """Make what changed."""
        site = self.site
        related = site.before.get(_RELATED)
        is_ours = related and related[0] == self.program
        composed = compose(self.loaded, related[2] if related and is_ours else NOTHING)
        hand = self._by_hand(composed)
        by_hand = ByHand(*hand[2])
        press = Press(composed, by_hand)
        keys = Keys(self._ground(by_hand.themes, by_hand.items))
        jobs = Maker(site, press.world, keys, press.make).jobs(press.outputs(search=search), name)
        first: list[Job] = [partial(checked, self.loaded), site.strays]
        _, self.strays, *results = incremental.perform(first + jobs, self.processes, progress)
        known = (self.program, (), composed.digest.nearness)
        site.entries = {_BY_HAND: hand, _RELATED: known}
        if not search and searching.FOLDER in site.before:
            site.entries[searching.FOLDER] = site.before[searching.FOLDER]
        made = 0
        for changed in results:
            for named, entry in changed.items():
                made += entry is not None
                site.entries[named] = entry or site.before[named]
        pages: dict[str, Note] = {page.path: site.entries[page.path][2] for page in composed.pages}
        found = press.found(pages.values())
        key = keys.key(sitemap, found)
        site.entries[SITEMAP] = site.kept(SITEMAP, key) or site.put(key, sitemap(self.world, found))
        warnings = (*by_hand.warnings, *by_hand.lost(pages))
        number = len(pages) + len(by_hand.addresses)
        site.entries[_WHOLE] = (self._whole(search, hand), (), (number, warnings))
        return BuildResult(number, made, warnings)

    def _by_hand(self, composed: Composed) -> Entry:
        """What MkDocs makes; it is called only where something of that changed."""
        if said := self.site.before.get(_BY_HAND):
            key = self._by_hand_key(said[2][0])
            if ByHand(*said[2]).holds(composed.known) and (kept := self.site.kept(_BY_HAND, key)):
                return kept
        # Takes a quarter of a second to import.
        from generator.build.mkdocs import by_hand

        with TemporaryDirectory(dir=self.site.target.state) as folder:
            made = by_hand(self.config_file, self.docs, composed, Path(folder))
            files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
            held = ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in files)
            return self.site.put(self._by_hand_key(made.themes), held, astuple(made))

    def _by_hand_key(self, themes: Iterable[str]) -> bytes:
        """The key of what MkDocs makes: of all that it reads."""
        files = (self.config_file, *(path for _, path in theme.pages(self.docs)))
        folders = digest_of([self.docs, *map(Path, themes)])
        return ground(self.world, self.program, (folders, [path.read_bytes() for path in files]))


def digest_of(folders: Iterable[Path], suffixes: tuple[str, ...] = ("",)) -> bytes:
    """A hash of the files in ``folders`` whose names end so: of their names and what they hold."""
    said = blake2b(digest_size=16)
    for folder in folders:
        for path in sorted(each for each in folder.rglob("*") if each.name.endswith(suffixes)):
            if path.is_file():
                data = path.read_bytes()
                said.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
                said.update(data)
    return said.digest()


def write_whole(composed: Composed, by_hand: ByHand, site: Path, cache: Path) -> list[str]:
    """Make all that MkDocs did not into the folder ``site``, and return what to warn of.

    This is what ``mkdocs build`` does, file by file; raises SiteError.
    """
    press = Press(composed, by_hand)
    pages: dict[str, Note] = {}
    for output in press.outputs():
        if isinstance(output, Folder):
            made = output.make(press.world, output.given, cache / output.path)
            _write(site, ((f"{output.path}/{path}", data) for path, data in made.items()))
        elif isinstance(output, Joined):
            _write(site, [(output.path, output.whole(press.world))])
        else:
            files, note = press.make(output)
            _write(site, files)
            if note:
                pages[name(output)] = note
    _write(site, sitemap(press.world, press.found(pages.values())))
    return list(by_hand.lost(pages))


def _write(site: Path, files: Iterable[tuple[str, Data]]) -> None:
    for path, data in files:
        place = site / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
