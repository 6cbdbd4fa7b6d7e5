"""The pages by hand, as far as a build has to know of them where MkDocs need not run again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from generator.build.theme import Frame, Item


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link of the page ``source`` to the heading ``anchor`` of the generated page ``path``."""

    source: str
    link: str
    path: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ByHand:
    """What MkDocs made of the pages by hand and of the configuration.

    ``themes`` are the folders of our own templates and assets, ``folders`` all that templates
    are looked up in. ``sources`` are the files of pages and themes, each with its path in the
    site. ``addresses`` are those of pages, from the root of the site. ``asked`` are paths of the
    tree that links and the navigation lead to, and whether a generated page or file is there.
    """

    themes: tuple[str, ...]
    folders: tuple[str, ...]
    items: tuple[Item, ...]
    sources: tuple[tuple[str, str], ...]
    addresses: tuple[str, ...]
    asked: tuple[tuple[str, bool], ...]
    anchors: tuple[Anchor, ...]
    warnings: tuple[str, ...]

    @property
    def frame(self) -> Frame:
        """What surrounds every page."""
        return Frame(self.folders, self.items)

    def holds(self, known: Mapping[str, str]) -> bool:
        """Whether MkDocs would find the same where ``known`` are the generated paths."""
        return all((path in known) == found for path, found in self.asked)

    def taken(self, generated: Iterable[str]) -> str | None:
        """The first file whose place in the site is that of a generated one."""
        places = {place: source for source, place in self.sources}
        return next((places[place] for place in generated if place in places), None)

    def lost(self, anchors: Mapping[str, Iterable[str]]) -> Iterator[str]:
        """A warning for each link to a heading that is not there; ``anchors`` are by path."""
        for link in self.anchors:
            if link.anchor not in anchors.get(link.path, ()):
                yield (
                    f"Doc file '{link.source}' contains a link '{link.link}', but the doc "
                    f"'{link.path}' does not contain an anchor '#{link.anchor}'."
                )

    def note(self) -> tuple[Any, ...]:
        """The same as plain tuples and texts."""
        return astuple(self)

    @classmethod
    def of(cls, note: tuple[Any, ...]) -> ByHand:
        """The one whose ``note`` this is."""
        themes, folders, items, sources, addresses, asked, anchors, warnings = note
        links = tuple(Anchor(*each) for each in anchors)
        return cls(themes, folders, items, sources, addresses, asked, links, warnings)


def digest(folders: Iterable[Path], chosen: Callable[[Path], bool] = lambda path: True) -> bytes:
    """A hash of the files in ``folders``, of their names and of what they hold."""
    said = blake2b(digest_size=16)
    for folder in folders:
        for path in sorted(each for each in folder.rglob("*") if each.is_file() and chosen(each)):
            data = path.read_bytes()
            said.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
            said.update(data)
    return said.digest()
