"""Text into Markdown that means just that text, for Python-Markdown and for GitHub alike.

Templates are set up here, alike for Markdown, HTML and plain text; each room keeps its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final
from urllib.parse import quote

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup

from generator.text.plain import cut, plain, web_url

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PLAIN = re.compile(r"[\w/.-]+", re.ASCII)  # nothing of it is quoted in a path
# What means something at the start of a line, what does anywhere, and, of = : and full stops,
# only what extensions and GitHub make highlights, links and emoji of, and references. A pattern
# that begins with a set of characters is tried only where one of them is.
_FIRST = re.compile(r"[-+=:!?/]|\d+[.)]")
_ACTIVE = re.compile(
    r"[&<>`|{}~^$\\*_\[\]#=:.]"
    r"(?:(?<![=:.])|(?<==)=+|(?<=:)(?=//|[\w+-]+:)|(?<=\]:)|(?<=\b[wW]{3}\.))"
)
_BACKSLASHED = frozenset("\\*_[]#")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# GitHub makes people, issues, commits and addresses of these: a space without width parts them.
_ALIVE = re.compile(
    r"(?<=[@#])|(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=\bGH)(?=-\d)"
    r"|(?<=\b[0-9a-f])(?=[0-9a-f]{6,39}\b)",
    re.IGNORECASE,
)
_BLANK = re.compile("\n\n\n+")
_SPACE_WITHOUT_WIDTH = "\u200b"
_LONGEST_TEXT = 120
_LONGEST_CODE = 200

_OWN_TEMPLATES: Final = Path("templates")


@lru_cache(maxsize=16384)  # most of what pages say they say on several
def escape(text: str) -> Markup:
    """``text`` as Markdown that shows exactly it, on one line, wherever it is put.

    >>> print(escape("*Q* <b> [x] 2_3"))
    \\*Q\\* &lt;b&gt; \\[x\\] 2\\_3
    """
    shown = plain(text)
    if first := _FIRST.match(shown):
        return Markup(_inactive(first) + _ACTIVE.sub(_inactive, shown[first.end() :]))
    return Markup(_ACTIVE.sub(_inactive, shown))


def _inactive(match: re.Match[str]) -> str:
    """A backslash where both know it; else an entity, which holds in table cells as well."""
    return "".join(
        _NAMED.get(char)
        or (f"\\{char}" if char in _BACKSLASHED else char if char.isalnum() else f"&#{ord(char)};")
        for char in match.group()
    )


@lru_cache(maxsize=16384)
def destination(path: str) -> Markup:
    """A path inside the site as the destination of a link."""
    return Markup(path if _PLAIN.fullmatch(path) else quote(path, safe="/-._"))


def web(url: str) -> Markup | None:
    """An http or https address as the destination of a link; None of any other.

    >>> print(web("https://example.org/a (b)?x=1&y=2"))
    https://example.org/a%20%28b%29?x=1&amp;y=2
    """
    sound = web_url(url)
    return Markup(sound.replace("&", "&amp;")) if sound else None


def html(text: str) -> Markup:
    """Markdown that a person wrote as HTML: raw HTML in it is text, links lead to the web alone.

    >>> print(html("See [*it*](https://example.org/) <b>"))
    <p>See <a href="https://example.org/"><em>it</em></a> &lt;b&gt;</p>
    """
    from markdown import Markdown  # most of a site needs none of it
    from markdown.treeprocessors import Treeprocessor

    class WebLinks(Treeprocessor):
        def run(self, root: Element) -> None:
            for each in root.iter():
                if each.tag == "a":
                    each.attrib = {"href": web_url(each.get("href", ""))}
                elif each.tag == "img":
                    each.tag, each.text, each.attrib = "span", each.get("alt", ""), {}

    converter = Markdown()
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    converter.treeprocessors.register(WebLinks(converter), "web_links", 0)
    return Markup(converter.convert(text))


def fence(code: str, language: str) -> str:
    """``code`` in a Markdown fence that nothing in it closes."""
    ticks = _ticks(code, 3)
    return f"{ticks}{language}\n{code}\n{ticks}"


def code(value: str) -> Markup:
    """``value`` in letters of one width, for ids and addresses; not for tables."""
    shown = cut(plain(value), _LONGEST_CODE)
    pad = " " if "`" in shown else ""
    return Markup(f"{_ticks(shown, 1)}{pad}{shown}{pad}{_ticks(shown, 1)}")


def _ticks(text: str, least: int) -> str:
    """More of them than stand together in ``text``, where mostly none is."""
    runs = re.findall("`+", text) if "`" in text else ()
    return "`" * max(least, *(len(run) + 1 for run in runs), 0)


def inert(value: str, longest: int = _LONGEST_TEXT) -> Markup:
    """``value`` for a comment on GitHub: on one line, where it shows and does nothing else.

    It mentions nobody, links nowhere, and does not end the list or table it stands in. It is cut
    where it is longer than ``longest`` characters.
    """
    return escape(_ALIVE.sub(_SPACE_WITHOUT_WIDTH, cut(plain(value), longest)))


def page(label: str, path: str, url: str | None) -> Markup:
    """``label``, Markdown already, as a link to a page of the site, where that has an address."""
    root = web(f"{url.rstrip('/')}/") if url else None
    return Markup(f"[{label}]({root}{destination(path)})" if root else label)


def render(folder: Path, name: str, /, **values: object) -> str:
    """The template ``name`` of ``folder`` with ``values``; what a person reads is ``spaced``.

    Every value it prints is escaped unless it is Markup.
    """
    return _environment(folder, escape).get_template(f"{name}.md.j2").render(values)


def comment(folder: Path, name: str, /, **values: object) -> str:
    """The template ``name`` of ``folder`` as ``render`` makes it, for a comment on GitHub.

    Every value it prints is ``inert`` unless it is Markup.
    """
    return spaced(_environment(folder, inert).get_template(f"{name}.md.j2").render(values))


def spaced(text: str) -> str:
    """``text`` with one blank line between blocks, which means the same as several."""
    return _BLANK.sub("\n\n", text).strip("\n") + "\n"


@cache
def macros(folder: Path, name: str) -> Any:
    """The macros of the template ``name`` of ``folder``: what they give back is Markup."""
    return _environment(folder, escape).get_template(f"{name}.md.j2").module


@cache
def _environment(folder: Path, escaping: Callable[[str], str]) -> Environment:
    # "{#" alone begins the attributes of a heading: ## How it is counted {#how-it-is-counted}
    environment = _templates(folder, escaping)
    environment = environment.overlay(comment_start_string="{#-", comment_end_string="-#}")
    environment.filters |= {"code": code, "inert": inert, "page": page}
    return environment


@cache
def template(
    folder: Path, name: str, escaping: Callable[[str], str] | None, **filters: Callable[..., str]
) -> Template:
    """The template ``name`` of ``folder``, where a name that is not given is an error.

    A template of the same name in ``templates/``, where one works, takes its place. What it
    prints is Markup, or goes through ``escaping``; without one it stands as it is.
    """
    environment = _templates(folder, escaping)
    environment.filters |= filters
    return environment.get_template(name)


def _templates(folder: Path, escaping: Callable[[str], str] | None) -> Environment:
    environment = Templates(
        loader=FileSystemLoader([_OWN_TEMPLATES, folder]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return escaped(environment, escaping) if escaping else environment


class _Direct(Context):
    """Calls a macro or a function as it is: none of ours asks for the context."""

    def call(
        self,
        called: Callable[..., Any],
        /,
        *args: Any,
        _loop_vars: Any = None,
        _block_vars: Any = None,
        **named: Any,
    ) -> Any:
        return called(*args, **named)


class Templates(Environment):
    """Templates that are read once and all stay, with the globals that there are by then.

    They are compiled once where a build has ``compiled`` them before.
    """

    compiled: ClassVar[BytecodeCache | None] = None
    context_class = _Direct

    def __init__(self, **options: Any) -> None:
        options["bytecode_cache"] = self.compiled
        super().__init__(auto_reload=False, cache_size=-1, **options)  # to find one costs half

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template in one: each page that it makes takes a copy of them."""
        return {**self.globals, **(d or {})}


def escaped(environment: Environment, escaping: Callable[[str], str]) -> Environment:
    """``environment``, in which every value goes through ``escaping`` unless it is Markup."""
    # Autoescape marks what a macro gives back as done; what it would escape, finalize did.
    environment.autoescape = True
    environment.finalize = lambda each: each if isinstance(each, Markup) else escaping(str(each))
    environment.code_generator_class = _Once
    environment.extend(escaping=f"{escaping.__module__}.{escaping.__qualname__}")
    return environment


class _Once(CodeGenerator):
    """Leaves Markup as it is, without a call, and gives the rest to ``finalize``, just once."""

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        self.write("(each if (each := ")

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        self.write(").__class__ is Markup else environment.finalize(each))")
