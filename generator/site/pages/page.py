"""A page: where it goes, what it says of itself, and its text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml
from markupsafe import Markup

from generator.papers.dates import is_day
from generator.text.markdown import render
from generator.text.plain import cut, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.papers.model import Paper
    from generator.views.outputs import Shown, World

PageKind = Literal[
    "home",
    "paper",
    "moved",
    "papers",
    "topics",
    "topic",
    "dates",
    "year",
    "month",
    "day",
    "weeks",
    "week",
    "editions",
    "edition",
    "code",
    "feeds",
    "email",
    "saved",
    "curate",
    "stats",
    "trending",
    "search",
    "text",
]
_DESCRIPTION_LENGTH = 160
_TEMPLATES = Path(__file__).parent / "templates"
# The same dumper in C, some ten times as fast, where PyYAML was built with it.
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True, slots=True)
class Ref:
    """A link inside the site: its text, and the path from the root of the tree.

    ``note`` is what is said behind it.
    """

    title: str
    path: Markup
    note: str = ""


HOME = Ref("Home", Markup("index.md"))


@dataclass(frozen=True, slots=True)
class Steps:
    """The pages before and after one: the older is the previous, the newer the next."""

    older: Ref | None = None
    newer: Ref | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself.

    ``days`` are those of what the page shows; the last one dates the page. ``trail`` are the
    pages above this one, from the one below home down; home comes by itself. ``moved_to`` is
    where a former permalink leads, as a URL relative to its own. ``feeds`` are those of the
    page's topics, which readers of feeds find when they are given its address. ``topic`` is
    the id of the one it is of. ``lists`` are
    the papers it lists, in its order, and ``paper`` is the one it is about.
    """

    path: str
    kind: PageKind
    title: str
    description: str
    days: Iterable[str] = ()
    steps: Steps = Steps()
    trail: tuple[Ref, ...] = ()
    group: str = ""
    topic: str = ""
    moved_to: str = ""
    feeds: tuple[Ref, ...] = ()
    lists: tuple[Paper, ...] = ()
    paper: Shown | None = None

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
        return max(filter(is_day, self.days), default="")


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
        return f"---\n{front}---\n\n{self.body}"


@dataclass(frozen=True, slots=True)
class PageOutput:
    """A page to be made, by its path in the tree, of the world and of ``given`` alone."""

    path: str
    make: Callable[[World, Any], Page]
    given: object = None


def page(head: Head, template: str, /, **values: object) -> Page:
    """The page of ``template``, which gets ``values``, the title, the steps and ``up``.

    ``up`` leads from the page to the root of the tree: ``../`` for each folder.
    """
    up = "../" * head.path.count("/")
    body = render(_TEMPLATES, template, up=up, title=head.title, steps=head.steps, **values)
    return Page(head, body)


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
