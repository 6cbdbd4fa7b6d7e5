"""The site of a content folder: what changed is made, by a few processes, and put in its place."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from generator import store
from generator.build import (
    TEMPLATES,
    SiteError,
    cache_of,
    carried_pages,
    closed_theme,
    digest_of,
    incremental,
)
from generator.build.incremental import Entry, Keys, Site, Target, ground, libraries
from generator.store import files
from generator.store.processes import Job, Progress, perform, processors

if TYPE_CHECKING:
    from generator.build.press import Composed, Extent
    from generator.store import Loaded
    from generator.views.nearness import Known

MARK: Final = "saved/index.html"
"""A file that every site has, and hardly a folder that is none."""
_WHOLE, _BY_HAND = "whole", "by hand"
_PROGRAM: Final = Path(__file__).parents[1]
_SUFFIXES: Final = (".py", ".j2", ".json", ".ttf")


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was built: how many pages, how many of all outputs anew, and what to warn of."""

    pages: int
    outputs: int
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
    extent: Extent = "all",
) -> BuildResult:
    """Build the site of ``content`` into ``out``, of which only what changed is touched.

    In ``full`` nothing is taken from before. ``progress`` is told (steps done, steps in all).
    With ``strict`` a warning fails the build. The site does not depend on the number of
    ``processes``; what is beyond ``extent`` stays as it is, and is none where there is none.
    A build that fails leaves what was there. Raises ContentError, OutputError and SiteError.
    """
    target = Target(out.resolve(), cache_of(content), MARK, _program())
    with incremental.opened(target, full=full) as before:
        return _Build(config_file, content, target, before, processes or processors()).result(
            progress, strict=strict, extent=extent
        )


@cache
def _program() -> bytes:
    """What tells the program that runs, and its templates, from any other."""
    code = digest_of([_PROGRAM], _SUFFIXES), digest_of([TEMPLATES])
    return Keys(b"").key(_program, (code, libraries()))


class _Build:
    """One build of a site: of what it is made, and what it was before."""

    def __init__(
        self,
        config_file: Path,
        content: Path,
        target: Target,
        before: incremental.Table,
        processes: int,
    ) -> None:
        self.config_file = config_file
        self.content = content
        self.docs = content / "pages"
        self.processes = processes
        self.program = target.program
        self.site = Site(target, before)
        # What tells all that MkDocs reads, before it does, but for settings and vocabulary.
        self.by_hand: object = None
        self.theme = b""
        if themes := closed_theme(config_file):
            files_read = [config_file, *(path for _, path in carried_pages(self.docs))]
            contents = [path.read_bytes() for path in files_read]
            # A link to a folder is refused among pages.
            pages = digest_of([self.docs], linked=False)
            self.theme = digest_of(map(Path, themes))
            self.by_hand = themes, pages, self.theme, contents
        self.hand = before.get(_BY_HAND) if themes else None
        self.opened = store.opened(content, target.cache)
        self.ring = self  # what is built of goes with the process, or when garbage is looked for

    def result(self, progress: Progress | None, *, strict: bool, extent: Extent) -> BuildResult:
        kept = self.kept(extent)
        result = kept or self.make(extent, progress)
        if strict and result.warnings:
            raise SiteError(result.warnings[0], result.warnings)
        if not kept:
            self.site.commit()
        return result

    def kept(self, extent: Extent) -> BuildResult | None:
        """What the site is, where it was made of the very same and nobody changed it since.

        Nothing of the content is read for that, but for what was touched.
        """
        site, whole = self.site, self.site.before.get(_WHOLE)
        if not whole or not self.hand:
            return None
        if whole[0] != self._whole(extent) or any(site.survey()):
            return None
        pages, warnings = whole[2]
        return BuildResult(pages, 0, warnings)

    def _whole(self, extent: Extent) -> bytes:
        """The key of the whole site."""
        parts = (extent, self.opened.cache.fingerprint, self.by_hand)
        return Keys(self.program).key(_Build, parts)

    def make(self, extent: Extent, progress: Progress | None) -> BuildResult:
        from jinja2 import TemplateError

        try:
            return self._make(extent, progress)
        except TemplateError as error:
            raise SiteError(" ".join(str(error).split())) from error

    def _make(self, extent: Extent, progress: Progress | None) -> BuildResult:
        # What takes long to import does so by the side of other work, or not where nothing is new.
        site, near = self.site, self.site.target.state / "nearness"
        # Pages alone are in a hurry; what somebody did to the site is put right with the rest.
        survey: list[Job] = [site.survey] if extent != "pages" else []
        old = files.kept(near, self.program) if site.before else None
        for changes in perform(survey, self.processes, meanwhile=partial(self._load, old)):
            site.changes = changes
        loaded, digest = self.loaded, self.digest
        # With what is known of papers from before, little is left to find out of their nearness.
        names = ["nearness" if old else "read", *(["vocabulary"] if extent != "pages" else [])]

        def words() -> dict[str, Any]:
            return {name: getattr(digest, name) for name in names}

        early: list[Job] = [words, partial(_check, loaded)]
        known, _ = perform(early, self.processes, meanwhile=self._compose)
        vars(digest).update(known)
        del known
        from generator.build import press, theme
        from generator.text.markdown import Templates

        composed = self.composed
        hand = self._by_hand(composed)
        by_hand = press.ByHand(*hand[2])
        Templates.compiled = theme.Compiled(site.target.cache / "templates", self.program)
        printed = press.Press(composed, by_hand)
        of_theme = self.theme or digest_of(map(Path, by_hand.themes))
        keys = Keys(ground(digest.corpus, self.program + of_theme, by_hand.items))
        keys.parts(digest.shown(digest.newest))  # so that not each process hashes each paper
        maker, outputs = press.Maker(site, printed, keys), printed.outputs(extent)
        first = maker.jobs([each for each in outputs if not each.is_late])
        # A paper's page comes with its files, which cite it alike.
        last = maker.jobs(sorted((each for each in outputs if each.is_late), key=press.name))
        steps = len(first) + len(last)

        def find() -> None:
            _ = digest.suggested
            files.keep(near, digest.nearness, self.program)

        def after(before: int) -> Progress | None:
            return progress and (lambda number, _: progress(before + number, steps))

        if old:
            results = perform([*first, *last], self.processes, after(0), meanwhile=find)
        else:
            _trim()
            # Suggestions are found while others make what does not show them.
            results = perform(first, self.processes, after(0), meanwhile=find)
            digest.forget()
            _trim()
            results += perform(last, self.processes, after(len(first)))
        site.entries = {**press.beyond(extent, site.before), _BY_HAND: hand}
        entries = {named: entry for changed in results for named, entry in changed.items()}
        for named in map(press.name, outputs):
            site.entries[named] = entries.get(named) or site.before[named]
        notes = {page.path: site.entries[page.path][2] for page in composed.pages}
        pages = printed.for_search(notes.values())
        key = keys.key(press.sitemap, pages)
        site.entries[press.SITEMAP] = site.kept(press.SITEMAP, key) or site.put(
            key, press.sitemap(printed.world, pages)
        )
        warnings = (*by_hand.warnings, *by_hand.lost(notes))
        number = len(notes) + len(by_hand.addresses)
        site.entries[_WHOLE] = (self._whole(extent), (), (number, warnings))
        return BuildResult(number, len(entries), warnings)

    def _load(self, old: Known | None) -> None:
        from generator.papers import identity
        from generator.views import Digest

        self.loaded = self.opened.loaded()
        if self.loaded.problems or not self.loaded.holds_digest:
            _check(self.loaded)
        self.digest = Digest(identity.resolve(self.loaded.corpus), old)
        _ = self.digest.keys  # the check asks for the same
        import_module("numpy")  # for all processes

    def _compose(self) -> None:
        from generator.build.press import Composed

        self.composed = Composed(self.digest, self.loaded.sources)
        _ = self.composed.addresses

    def _by_hand(self, composed: Composed) -> Entry:
        """What MkDocs makes; it is called only where something of that changed."""
        from generator.build.press import ByHand

        key = ground(composed.digest.corpus, self.program, self.by_hand)
        if hand := self.hand:
            entry = self.site.kept(_BY_HAND, key)
            if entry and ByHand(*hand[2]).holds(composed.addresses):
                return entry
        # Takes a quarter of a second to import.
        from generator.build.mkdocs import by_hand

        with TemporaryDirectory(dir=self.site.target.stage) as folder:
            result = by_hand(self.config_file, self.docs, composed, Path(folder))
            paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
            contents = ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)
            return self.site.put(key, contents, astuple(result))


def _check(loaded: Loaded) -> None:
    from generator.check import checked, require

    checked(require(loaded))


def _trim() -> None:
    """Give the system back what is free of memory, of which each process that is forked had some.

    The C library does it by itself where nothing behind it is in use; not each can be asked.
    """
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
