"""What a page looks like: the HTML of its Markdown, the theme's templates around it, its sheet.

The HTML is CommonMark's, by pulldown-cmark (https://pulldown-cmark.github.io/pulldown-cmark/), by
way of pyromark: a hundred times as fast as Python-Markdown, which pages by hand keep. These are
rendered by MkDocs with the same templates, filters and words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from html import escape
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

import jinja2
import pyromark
from jinja2.bccache import Bucket
from markupsafe import Markup

from generator.build import SiteError
from generator.papers.model import Settings, Vocabulary, base_url
from generator.site.head import CARD_SIZE, metadata
from generator.site.pages.page import HOME, Head, address
from generator.store import files
from generator.text.markdown import Templates, escaped
from generator.text.plain import cut, in_html, plain
from generator.views import Digest
from generator.views.channels import form_hosts, has_feeds
from generator.views.outputs import Output, World
from generator.views.topics import HUES, hue

SHEET: Final = "assets/digest.css"
GROUPS: Final = "groups.css"
"""What the sheet imports and no file has: the hues, and which topic has which."""
TITLE_LENGTH: Final = 70
"""What fits into a ``<title>``, counted as it is written: search engines show no more."""

_IMPORT: Final = re.compile(r'^@import "([\w-]+\.css)";\n', re.MULTILINE)
_INDENTED: Final = re.compile(r"\n\s+")
_COMMENT: Final = re.compile(r"/\*.*?\*/\n*", re.DOTALL)

Item: TypeAlias = "tuple[str, str, tuple[Item, ...]]"
"""An entry of the navigation: its title, its address from the root, and those under it."""

ENGINE = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
)
"""CommonMark, with tables, and headings that may state their ids."""

# What stands in text is escaped: "<" begins a tag, and only there are these found.
# Titles of a page or a paper may be in whatever script.
_MARKED = re.compile(r'<(?:(a href|img src)="(?!https?://)([^"]*)"|(h[1-6])([^>]*)>)')
_TITLES = ("h1", "h3")
_ID = ' id="'
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_ALIGNED = re.compile(r'<(t[hd]) style="text-align: (left|center|right);?">')
_CLASSES = {"left": "", "center": ' class="centre"', "right": ' class="right"'}


def html(path: str, markdown: str, addresses: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The Markdown of the page ``path`` as HTML, and the ids of its headings.

    ``addresses`` has the address from the root of the site of every path in the tree.

    Links inside the site lead from the root of the tree, after as many ``../`` as the page
    has folders; they become relative to the page's address. Raises SiteError.
    """
    up = "../" * path.count("/")
    here = address(path)
    to_root = "../" * here.count("/")
    anchors: list[str] = []
    on_page: list[str] = []

    def complete(match: re.Match[str]) -> str:
        kind, target, heading, attributes = match.groups()
        if heading:
            if attributes.startswith(_ID):
                anchors.append(attributes[len(_ID) :].partition('"')[0])
            return f'<{heading}{attributes} dir="auto">' if heading in _TITLES else match[0]
        if target.startswith("#"):
            on_page.append(target)
            return match[0]
        rest = target[len(up) :] if target.startswith(up) else ""
        place = addresses.get(unquote(rest) if "%" in rest else rest)
        if place is None:
            raise SiteError(f"{path}: the link '{target}' leads to no page and no file")
        if here and place.startswith(here) and place != here:
            return f'<{kind}="{place[len(here) :]}"'
        return f'<{kind}="{to_root + place or "./"}"'

    content = _MARKED.sub(complete, rendered(markdown))
    for target in on_page:
        if target[1:] not in anchors:
            raise SiteError(f"{path}: there is no heading '{target}' on this page")
    return content, tuple(anchors)


def rendered(markdown: str) -> str:
    """Markdown as HTML, links as they are."""
    return framed(ENGINE.html(markdown))


def framed(content: str) -> str:
    """HTML with its tables as a strict Content-Security-Policy and a keyboard can take them.

    Each stands in an element that scrolls, which takes the focus where no link in it does; its
    cells are aligned by class, since the policy forbids the ``style`` of both engines.
    """
    return _TABLE.sub(_framed, content) if "<table>" in content else content


def _framed(table: re.Match[str]) -> str:
    aligned = _ALIGNED.sub(lambda cell: f"<{cell[1]}{_CLASSES[cell[2]]}>", table[0])
    by_itself = "" if "<a " in aligned else ' role="group" aria-label="Table" tabindex="0"'
    return f'<div class="scroll"{by_itself}>{aligned}</div>'


def parts(themes: Sequence[str]) -> tuple[str, ...]:
    """The files of ``themes`` that the style sheet stands for, by path: they are not copied."""
    sheet = _first(themes, SHEET)
    if not sheet:
        return ()
    return (SHEET, *(f"assets/{name}" for name in _IMPORT.findall(sheet.read_text("utf-8"))))


def sheet(digest: Digest, themes: Sequence[str]) -> Iterator[Output]:
    """One style sheet for every page: that of the first of ``themes``, what it imports, topics.

    A browser asks for what is imported only after it has read the sheet, and for each by
    itself. Raises SiteError where a file that it imports is not there.
    """

    def imported(match: re.Match[str]) -> str:
        path = _first(themes, f"assets/{match[1]}")
        if path:
            return path.read_text("utf-8")
        if match[1] == GROUPS:
            return match[0]
        raise SiteError(f"{SHEET} imports {match[1]}: there is no such file beside it")

    if path := _first(themes, SHEET):
        papers = {one.topic.id: len(one.papers) for group in digest.topics for one in group.topics}
        yield Output((SHEET,), _sheet, (_IMPORT.sub(imported, path.read_text("utf-8")), papers))


def _sheet(world: World, given: tuple[str, Mapping[str, int]]) -> tuple[str]:
    text, papers = given
    pairs = enumerate(HUES, start=1)
    hues = (f"  --hue-{place}: light-dark({light}, {dark});\n" for place, (light, dark) in pairs)
    groups = f":root {{\n{''.join(hues)}}}\n{stylesheet(world.vocabulary, papers)}"
    return (_COMMENT.sub("", _IMPORT.sub(lambda _: groups, text)),)


def stylesheet(vocabulary: Vocabulary, papers: Mapping[str, int]) -> str:
    """CSS that sets ``--group`` on the pages of each group and on links to its topics.

    A link to a topic also gets ``--share``: its number of ``papers`` (by topic id) as a
    share of the largest, for the bars of lists.
    """
    rules = []
    largest = max(papers.values(), default=0)
    for group in vocabulary.groups:
        links = (_link(topic.id) for topic in vocabulary.topics if topic.group == group.id)
        selectors = ",".join((f'[data-group="{group.id}"]', *links))
        rules.append(f"{selectors}{{--group:var(--hue-{hue(vocabulary, group.id)})}}\n")
    for topic in vocabulary.topics:
        if number := papers.get(topic.id, 0):
            rules.append(f"{_link(topic.id)}{{--share:{100 * number // largest}%}}\n")
    return "".join(rules)


def _link(topic: str) -> str:
    return f'a[href$="topics/{topic}/"]'


def _first(themes: Sequence[str], path: str) -> Path | None:
    places = (Path(theme) / path for theme in themes)
    return next((place for place in places if place.is_file()), None)


class Theme:
    """The templates, with what they say of a digest.

    ``folders`` are those of templates, the first wins; ``items`` are the navigation.
    """

    def __init__(self, world: World, folders: Sequence[str], items: tuple[Item, ...]) -> None:
        self.world = world
        self.items = items
        loader = jinja2.FileSystemLoader(folders)
        # As they are escaped anyway.
        self._environment = escaped(prepared(Templates(loader=loader)), in_html)
        self._parts: dict[tuple[object, ...], Markup] = {}

    def document(self, head: Head, content: str) -> str:
        """The whole HTML document of a page."""
        return self._environment.get_template("main.html").render(self.context(head, content))

    def context(self, head: Head, content: str) -> dict[str, Any]:
        """What the templates get of a page, of a generated one and of one by hand."""
        url = head.address
        base = base_url(self.world.settings)
        page = SimpleNamespace(
            title=plain(head.title),
            url=url,
            canonical_url=base + url if base else "",
            is_homepage=url == "",
            content=content,
            meta=_meta(head),
        )
        tags = metadata(self.world, head)
        return self.surroundings(to_root(url), url, head.kind) | {"page": page, "metadata": tags}

    def surroundings(self, base: str, url: str | None = None, kind: str = "text") -> dict[str, Any]:
        """What the templates get on every page, on that of an error too, which has no ``url``.

        ``base`` leads to the root of the site. ``part`` renders a template that sees of the
        page nothing but this, which is once for all the pages where this is the same; it stands on
        every page, so without white space before its lines.
        """
        above = [each["url"] for each in self._nav.pages if url and url.startswith(each["url"])]
        section = max(above, key=len, default=None if url else url)
        place = {"base_url": base, "section": section, "is_entry": section == url, "kind": kind}

        def part(name: str) -> Markup:
            key = (name, *place.values())
            if key not in self._parts:
                template = self._environment.get_template(f"partials/{name}.html")
                self._parts[key] = Markup(_INDENTED.sub("\n", template.render(self._same | place)))
            return self._parts[key]

        return {**self._same, **place, "page": None, "part": part}

    @cached_property
    def _same(self) -> dict[str, Any]:
        return {"config": _config(self.world.settings), "nav": self._nav}

    @cached_property
    def _nav(self) -> SimpleNamespace:
        items = [_entry(item) for item in self.items]
        pages = [each for item in items for each in (item["children"] or [item])]
        home = next((each for each in pages if each["url"] == ""), {"title": "Home", "url": ""})
        return SimpleNamespace(items=items, pages=pages, homepage=home)


class Compiled(jinja2.BytecodeCache):
    """Templates as they were compiled in a folder's earlier builds, by the same program."""

    def __init__(self, folder: Path, program: bytes) -> None:
        self.folder = folder
        self.program = program

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code of a template from before, where it was whole and is the same."""
        bucket.code = files.kept(self.folder / bucket.key, self._ground(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, unless all that was built there is gone."""
        with suppress(OSError):
            if self.folder.parent.is_dir():
                files.keep(self.folder / bucket.key, bucket.code, self._ground(bucket))

    def _ground(self, bucket: Bucket) -> bytes:
        # Texts that stand in code are escaped as it is compiled.
        env = bucket.environment
        way = (bucket.checksum, getattr(env, "escaping", ""), env.comment_start_string)
        return self.program + repr(way).encode()


def prepared(environment: jinja2.Environment) -> jinja2.Environment:
    """``environment`` as the templates of the theme want it.

    What they print is escaped, which MkDocs leaves to each of them.
    """
    environment.autoescape = True
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.keep_trailing_newline = True
    environment.filters["url"] = _url
    environment.globals |= {
        "card_size": CARD_SIZE,
        "tab_title": tab_title,
    }
    return environment


def to_root(url: str) -> str:
    """The way from a page to the root of the site.

    >>> to_root("papers/glm-130b/"), to_root("")
    ('../../', './')
    """
    return "../" * url.count("/") or "./"


def _config(settings: Settings) -> SimpleNamespace:
    return SimpleNamespace(
        site_name=settings.title,
        site_description=settings.description,
        site_url=base_url(settings),
        extra=SimpleNamespace(
            repository=settings.repository,
            feeds=has_feeds(settings),
            form_hosts=form_hosts(settings),
        ),
    )


def _meta(head: Head) -> SimpleNamespace:
    """What the templates read of the page itself, as its front matter says it in a tree."""
    base = to_root(head.address)
    trail = [] if head.kind in ("home", "text") else [HOME, *head.trail]
    return SimpleNamespace(
        title=plain(head.title),
        description=head.summary,
        kind=head.kind,
        group=head.group,
        paper=head.paper.paper.id if head.paper else "",
        moved_to=head.moved_to,
        feeds=[{"title": plain(ref.title), "path": str(ref.path)} for ref in head.feeds],
        trail=[{"title": plain(ref.title), "href": base + address(ref.path)} for ref in trail],
    )


def tab_title(title: str, site: str) -> str:
    """The title of a page with the name of the site; without it, then cut, where too long.

    >>> tab_title("Tiny Nets", "Paper Digest")
    'Tiny Nets · Paper Digest'
    """
    both = f"{title} · {site}"
    if _fits(both):
        return both
    shorter = (cut(title, length) for length in range(TITLE_LENGTH, 1, -1))
    return next(filter(_fits, shorter), title[:1])


def _fits(title: str) -> bool:
    return len(escape(title)) <= TITLE_LENGTH


@jinja2.pass_context
def _url(context: jinja2.runtime.Context, path: str) -> str:
    """A path from the root of the site as the page takes it, whatever page it is."""
    base: str = context["base_url"]
    return (base if base.endswith("/") else f"{base}/") + path.removeprefix("./")


def _entry(item: Item) -> dict[str, Any]:
    title, url, children = item
    return {"title": title, "url": url, "children": [_entry(child) for child in children]}
