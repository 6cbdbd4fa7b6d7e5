"""What a change does to the site: pages, feeds and files that are new, changed or gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.build import Composed
from generator.views import periods

_FEED = re.compile(r"(.*/)?(?:feed|rss|daily|daily-rss)(?:-[\w-]+)?\.(?:xml|json)")
_LETTER = re.compile(rf"{re.escape(periods.FOLDER)}(.*)\.(?:html|txt|eml)")
_INDEX = re.compile(r"(?:^|/)index$")
_PAGES = ("papers", "topics", "dates", "weeks", "editions")
KINDS = (*_PAGES, "other pages", "feeds", "newsletter", "cards", "other files")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that a build writes: names of what is new, changed and gone.

    Pages and files are named by their addresses from the site's root, feeds by the folder
    they stand in (nothing: the feeds of all papers), issues of the newsletter by their period.
    """

    name: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def published(before: Composed, after: Composed) -> tuple[Kind, ...]:
    """What differs between two sites, by kind: pages, then feeds, newsletter and other files."""
    old, new = dict(_contents(before)), dict(_contents(after))
    paths = sorted({*old, *new})
    differing = {
        "new": [path for path in paths if path not in old],
        "changed": [p for p in paths if p in old and p in new and old[p] != new[p]],
        "gone": [path for path in paths if path not in new],
    }
    kinds = {kind for found in differing.values() for kind, _ in found}
    return tuple(
        Kind(
            kind,
            **{
                state: tuple(name for of, name in found if of == kind)
                for state, found in differing.items()
            },
        )
        for kind in sorted(kinds, key=KINDS.index)
    )


def _contents(site: Composed) -> Iterator[tuple[tuple[str, str], object]]:
    for page in site.tree():
        address = _INDEX.sub("", page.path.removesuffix(".md"))
        address = f"{address}/" if address else ""
        first, slash, _ = page.path.partition("/")
        yield (first if slash and first in _PAGES else "other pages", address), page.text
    several: dict[tuple[str, str], list[object]] = {}
    for file in site.files():
        if match := _FEED.fullmatch(file.path):
            several.setdefault(("feeds", match[1] or ""), []).append(file)
        elif match := _LETTER.fullmatch(file.path):
            several.setdefault(("newsletter", match[1]), []).append(file)
        else:
            kind = "cards" if file.path.endswith("card.png") else "other files"
            yield (kind, file.path), file.data
    yield from several.items()
