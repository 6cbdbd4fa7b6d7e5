"""A page: where it goes, and its text with front matter."""

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
    from collections.abc import Iterable

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
]
_DESCRIPTION_LENGTH = 160
_TEMPLATES = Path(__file__).parent / "templates"
# The same dumper in C, some ten times as fast, where PyYAML was built with it.
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True, slots=True)
class Page:
    """A generated page: its path in the tree, and the Markdown file in full."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A link inside the site: its text, and the path from the root of the tree.

    ``note`` is what is said behind it.
    """

    title: str
    path: Markup
    note: str = ""


_HOME = Ref("Home", Markup("index.md"))


@dataclass(frozen=True, slots=True)
class Steps:
    """The pages before and after one: the older is the previous, the newer the next."""

    older: Ref | None = None
    newer: Ref | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What the front matter of a page says, in plain text.

    ``days`` are those of what the page shows; the last one dates the page. ``trail`` are the
    pages above this one, from the one below home down; home comes by itself. ``moved_to`` is
    where a former permalink leads, as a URL relative to its own. ``feeds`` are those of the
    page's topics, which readers of feeds find when they are given its address.
    """

    path: str
    kind: PageKind
    title: str
    description: str
    days: Iterable[str] = ()
    steps: Steps = Steps()
    trail: tuple[Ref, ...] = ()
    group: str = ""
    paper: str = ""
    moved_to: str = ""
    feeds: tuple[Ref, ...] = ()


def page(head: Head, template: str, /, **values: object) -> Page:
    """The page of ``template``, which gets ``values``, the title, the steps and ``up``.

    ``up`` leads from the page to the root of the tree: ``../`` for each folder.
    """
    up = "../" * head.path.count("/")
    body = render(_TEMPLATES, template, up=up, title=head.title, steps=head.steps, **values)
    front = yaml.dump(
        _front_matter(head, up),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=_DESCRIPTION_LENGTH * 10,
    )
    return Page(head.path, f"---\n{front}---\n\n{body}")


def _front_matter(head: Head, up: str) -> dict[str, Any]:
    front: dict[str, Any] = {
        "title": plain(head.title),
        "description": cut(plain(head.description), _DESCRIPTION_LENGTH),
        "kind": head.kind,
    }
    if updated := max(filter(is_day, head.days), default=""):
        front["updated"] = updated
    front["hide"] = ["navigation", "toc"]
    for name in ("group", "paper", "moved_to"):
        if value := getattr(head, name):
            front[name] = value
    if head.feeds:
        front["feeds"] = [{"title": plain(ref.title), "path": str(ref.path)} for ref in head.feeds]
    if head.kind != "home":
        front["trail"] = [_link(ref, up) for ref in (_HOME, *head.trail)]
    for name, ref in (("previous", head.steps.older), ("next", head.steps.newer)):
        if ref:
            front[name] = _link(ref, up)
    return front


def _link(ref: Ref, up: str) -> dict[str, str]:
    return {"title": plain(ref.title), "href": f"{up}{ref.path}"}
