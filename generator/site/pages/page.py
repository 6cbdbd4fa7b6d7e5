"""A page: where it goes, what it says of itself, and its text."""

from __future__ import annotations

import posixpath
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate
from typing import Any, TypeVar

import msgspec
import yaml
from markupsafe import Markup
from msgspec.structs import replace

from generator.papers import wording
from generator.papers.fields import is_day
from generator.site.pages.parts import (
    ALONE,
    TEMPLATES,
    UP,
    Ref,
    Steps,
    columns,
    drawn,
    feed_refs,
    file_url,
    rows,
    with_steps,
)
from generator.text.markdown import destination, render, spaced
from generator.text.plain import cut, plain, web_url
from generator.views.outputs import Given, Late, Shown, World

HOME = Ref("Home", Markup("index.md"))
_DESCRIPTION_LENGTH = 160
_SHORT_LIST = 8
# The same dumper in C, some ten times as fast, where PyYAML was built with it.
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_T = TypeVar("_T")


class Head(msgspec.Struct, frozen=True):
    """What a page says of itself; ``kind`` names its template, "text" is a page by hand.

    ``ref`` leads to it, and has its title. ``lists`` are the papers it lists, in its order, and
    ``paper`` is the one it is about. ``days`` are those of what the page shows, of the papers it
    lists where nothing else is said; the last one dates the page. ``trail`` are the pages above
    this one, from the one below home down; home comes by itself. ``moved_to`` is where a former
    permalink leads, as a URL relative to its own. ``feeds`` are those of the page's topics, which
    readers of feeds find when they are given its address. ``topic`` is the id of the one it is of.
    """

    ref: Ref
    kind: str
    description: str
    days: Sequence[str] | None = None
    steps: Steps = ALONE
    trail: tuple[Ref, ...] = ()
    group: str = ""
    topic: str = ""
    moved_to: str = ""
    feeds: tuple[Ref, ...] = ()
    lists: tuple[Shown, ...] = ()
    paper: Shown | None = None

    @property
    def path(self) -> str:
        """Where the page is in the tree."""
        return str(self.ref.path)

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.ref.title

    @property
    def address(self) -> str:
        """Where the page is, from the root of the site: ``papers/glm-130b/``."""
        return address(self.path)

    @property
    def summary(self) -> str:
        """The description as short as search engines show it."""
        return cut(plain(self.description), _DESCRIPTION_LENGTH)

    @property
    def updated(self) -> str:
        """The newest day of what the page shows, '' where none is known."""
        days = [shown.listed for shown in self.lists] if self.days is None else self.days
        return max(filter(is_day, days), default="")


@lru_cache(maxsize=1024)  # what is said of a page names its address often
def address(path: str) -> str:
    """The address of a page by its path in the tree, as MkDocs gives it.

    >>> address("papers/glm-130b.md"), address("topics/index.md"), address("index.md")
    ('papers/glm-130b/', 'topics/', '')
    """
    folder, _, name = path.removesuffix(".md").rpartition("/")
    parts = (folder, "" if name == "index" else name)
    return "".join(f"{part}/" for part in parts if part)


@dataclass(frozen=True, slots=True)
class Page:
    """A generated page: what it says of itself, and its text as Markdown."""

    head: Head
    body: str

    @property
    def path(self) -> str:
        """Where the page is in the tree."""
        return self.head.path

    @property
    def text(self) -> str:
        """The whole file as it stands in the tree: front matter and body."""
        front = yaml.dump(
            _front_matter(self.head),
            Dumper=_Dumper,
            allow_unicode=True,
            sort_keys=False,
            width=_DESCRIPTION_LENGTH * 10,
        )
        return f"---\n{front}---\n\n{spaced(self.body)}"


class PageOutput(Given, msgspec.Struct, frozen=True):
    """A page to be made, by its path in the tree, of the world and of ``given`` alone."""

    path: str
    make: Callable[[World, Any], Page]
    source: tuple[Head, Mapping[str, object]] | Late

    @property
    def updated(self) -> str:
        """The newest day of what the page shows, '' where only making it tells."""
        return "" if isinstance(self.source, Late) else self.source[0].updated


def output(head: Head, /, **values: object) -> PageOutput:
    """The page that shows ``values``, which are cheap to have before it is made."""
    return PageOutput(head.path, _filled, (head, values))


def moved(former: str, to: Ref) -> PageOutput:
    """The page at its ``former`` path in the tree, which leads to where it is now."""
    moved_to = f"{posixpath.relpath(address(str(to.path)), address(former))}/"
    head = Head(replace(to, path=destination(former)), "moved", "This page has moved.", ())
    return output(replace(head, moved_to=moved_to), target=to.path)


def _filled(world: World, given: tuple[Head, dict[str, object]]) -> Page:
    head, values = given
    return page(world, head, **values)


def page(world: World, head: Head, /, **values: object) -> Page:
    """The page by the template of its kind, which gets ``values`` and what all of them ask for.

    ``up`` leads from the page to the root of the tree: ``../`` for each folder. Papers are
    drawn as rows in the template (``row_of``, ``rows_of``); of these, ``in_columns`` makes two
    columns. What depends on the settings alone is there as well.
    """
    settings = world.settings
    body = render(
        TEMPLATES,
        head.kind,
        up=UP,
        title=head.title,
        description=head.description,
        steps=head.steps,
        papers=head.lists,
        long=len(head.lists) > _SHORT_LIST,
        count=wording.count,
        row_of=partial(drawn, world),
        rows_of=partial(rows, world),
        in_columns=columns,
        feeds_in=partial(feed_refs, settings),
        mail_form=settings.subscribe if web_url(settings.subscribe.form) else None,
        file_url=partial(file_url, settings),
        **values,
    )
    return Page(head, body.replace(UP, "../" * head.path.count("/")))


def paged(
    items: Sequence[_T],
    size: int,
    whole: Ref,
    folder: str,
    rows: Callable[[_T], int] = lambda _: 1,
) -> Iterator[tuple[int, Ref, Sequence[_T], Steps]]:
    """A long page, ``whole``, in parts: number, link, items (newest first) and neighbours of each.

    The newest, 0, is the page itself, the others are in ``folder``. They have ``size`` rows, or
    the fewest items that have as many, and are counted from the oldest: they stay as they are
    when newer items come. The newest grows to twice ``size`` before its older half becomes a
    part of its own.
    """
    parts: list[Sequence[_T]] = []
    end, above = len(items), [0, *accumulate(map(rows, items))]
    while (place := bisect_right(above, above[end] - size) - 1) >= 0 and above[place] >= size:
        parts.append(items[place:end])
        end = place
    listed = [(0, Ref("the newest", whole.path), items[:end])]
    for number, piece in reversed([*enumerate(parts, start=1)]):
        listed.append((number, Ref(f"part {number}", destination(f"{folder}{number}.md")), piece))
    for (number, ref, piece), ways in with_steps(listed, lambda part: part[1]):
        titled = replace(ref, title=f"{whole.title}, {ref.title}")
        yield number, titled if number else whole, piece, ways


def _front_matter(head: Head) -> dict[str, Any]:
    up = "../" * head.path.count("/")
    front: dict[str, Any] = {
        "title": plain(head.title),
        "description": head.summary,
        "kind": head.kind,
    }
    if head.updated:
        front["updated"] = head.updated
    front["hide"] = ["navigation", "toc"]
    for name, value in (
        ("group", head.group),
        ("paper", head.paper and head.paper.paper.id),
        ("moved_to", head.moved_to),
    ):
        if value:
            front[name] = value
    if head.feeds:
        front["feeds"] = [{"title": plain(ref.title), "path": str(ref.path)} for ref in head.feeds]
    if head.kind != "home":
        front["trail"] = [_link(ref, up) for ref in (HOME, *head.trail)]
    for name, ref in (("previous", head.steps.older), ("next", head.steps.newer)):
        if ref:
            front[name] = _link(ref, up)
    return front


def _link(ref: Ref, up: str) -> dict[str, str]:
    return {"title": plain(ref.title), "href": f"{up}{ref.path}"}
