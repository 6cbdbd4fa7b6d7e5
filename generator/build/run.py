"""Building the site: what changed is made, by a few processes, and put in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from jinja2 import TemplateError

from generator import store
from generator.build import Composed, checked, compose, incremental, jobs, own
from generator.build import keys as keying
from generator.build.by_hand import ByHand, digest
from generator.build.incremental import Entry, Site, Table, Target
from generator.build.jobs import Progress
from generator.build.keys import Keys
from generator.build.site import (
    SITEMAP,
    AnyOutput,
    Press,
    SiteError,
    everything,
    name,
    of_pages,
    sitemap,
)
from generator.build.theme import Theme
from generator.site.search import FOLDER
from generator.views.outputs import World

__all__ = ["BuildResult", "SiteError", "build_site"]

_MARK: Final = "404.html"
_BY_HAND: Final = "by hand"
_PROGRAM: Final = Path(__file__).parents[1]
_SUFFIXES: Final = (".py", ".j2", ".json", ".ttf", ".woff2", ".html")


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was built: how many pages, how many of all outputs anew, and what to warn of."""

    pages: int
    made: int
    warnings: tuple[str, ...] = ()


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
    cache = content.resolve().parent / own.CACHE
    loaded = store.load(content, cache)
    if loaded.problems:
        checked(loaded)
    composed = compose(loaded)
    target = Target(out.resolve(), cache, _MARK)
    with incremental.opened(target, full=full) as before:
        try:
            hand, by_hand = _by_hand(config_file, content, composed, target, before)
            site = _site(composed, by_hand, target, before)
            site.entries[_BY_HAND] = hand
            outputs = everything(composed, by_hand, search=search)
            if not search and FOLDER in before:
                site.entries[FOLDER] = before[FOLDER]
            made, strays = _make(site, outputs, partial(checked, loaded), processes, progress)
        except TemplateError as error:
            raise SiteError(" ".join(str(error).split())) from error
        pages = {page.path: site.entries[page.path][2] for page in composed.pages}
        found = sitemap(composed.digest.world, of_pages(pages.values(), by_hand))
        site.entries[SITEMAP] = incremental.put(target, b"", found, None)
        lost = by_hand.lost({path: note[3] for path, note in pages.items()})
        warnings = (*by_hand.warnings, *lost)
        if strict and warnings:
            raise SiteError(warnings[0], warnings)
        incremental.commit(site, strays)
    return BuildResult(len(pages) + len(by_hand.addresses), made, warnings)


def _site(composed: Composed, by_hand: ByHand, target: Target, before: Table) -> Site:
    world = composed.digest.world
    programs = [_PROGRAM, own.TEMPLATES, *map(Path, by_hand.themes)]
    program = digest(programs, lambda path: path.suffix in _SUFFIXES)
    ground = keying.ground(world, program, by_hand.items)
    press = Press(Theme(world, by_hand.frame), composed.known)
    return Site(target, world, Keys(ground), press.make, before)


def _make(
    site: Site,
    outputs: Sequence[AnyOutput],
    check: Callable[[], object],
    processes: int | None,
    progress: Progress | None,
) -> tuple[int, list[str]]:
    """Make what changed, and return how many outputs that are, and what else is in the folder."""
    each: list[jobs.Job] = [
        check,
        partial(incremental.strays, site),
        *incremental.making(site, outputs, name),
    ]
    _, strays, *results = jobs.run(each, processes or jobs.processors(), progress)
    made = 0
    for changed in results:
        for named, entry in changed.items():
            made += entry is not None
            site.entries[named] = entry or site.before[named]
    return made, strays


def _by_hand(
    config_file: Path, content: Path, composed: Composed, target: Target, before: Table
) -> tuple[Entry, ByHand]:
    """What MkDocs makes; it is called only where something of that changed."""
    docs, world = content / "pages", composed.digest.world
    said = before.get(_BY_HAND)
    if said:
        kept = ByHand.of(said[2])
        is_same = said[0] == _key(config_file, docs, kept.themes, world)
        if is_same and kept.holds(composed.known) and incremental.stands(target, said):
            return said, kept
    # Takes a quarter of a second to import.
    from generator.build.mkdocs import by_hand

    with TemporaryDirectory(dir=target.state) as folder:
        made = by_hand(config_file, docs, composed, Path(folder))
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        held = ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in files)
        key = _key(config_file, docs, made.themes, world)
        return incremental.put(target, key, held, made.note()), made


def _key(config_file: Path, docs: Path, themes: Sequence[str], world: World) -> bytes:
    """The key of what MkDocs makes: of all that it reads."""
    folders = [docs, *map(Path, themes), _PROGRAM]
    program = [path.read_bytes() for path in (config_file, *(path for _, path in own.pages(docs)))]
    return keying.ground(world, digest(folders), program)
