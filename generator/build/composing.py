"""The one composition of everything a build writes, and Markdown trees of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator.papers import identity
from generator.papers.model import File
from generator.publish import exports, feeds, newsletter
from generator.site import head, pages
from generator.site.pages import Page, PageOutput
from generator.site.pages.page import address
from generator.store import Loaded
from generator.views import Digest
from generator.views.outputs import Joined, Output, make_all

if TYPE_CHECKING:
    from generator.views.related import Known


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
    def known(self) -> dict[str, str]:
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


def compose(loaded: Loaded, known: Known | None = None) -> Composed:
    """All that is to be made of a content folder as read. Nothing is checked, nothing made.

    ``known`` is the nearness of papers in an earlier content, which saves work.
    """
    return Composed(Digest(identity.resolve(loaded.corpus), known), loaded.sources)
