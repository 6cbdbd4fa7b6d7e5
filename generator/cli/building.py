"""Commands that make a site, or a digest of one's own: build, pages, serve, new, upgrade."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from generator.build import configuration
from generator.cli import console
from generator.papers.wording import count
from generator.text import Misuse

_NEXT: Final = """\
next, in {folder}:
  make serve                  shows the site, here on this machine
  content/topics.yml          write the topics of your field
  README.md                   says where what stands"""


def _read(name: str, module: str = "making") -> Callable[[str], Any]:
    """A value as the starter reads it, which needs much and is imported when it is asked."""

    def text(value: str) -> Any:
        try:
            return getattr(import_module(f"generator.starter.{module}"), name)(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None

    return text


_QUESTIONS: Final = {
    "title": ("Its name", _read("title")),
    "field": ("What it is about, in a few words", _read("field")),
    "repo": ("Its repository, as OWNER/NAME or an address", _read("repository")),
    "url": ("Where the site will be", _read("address")),
}
_program = click.option(
    "--program",
    type=_read("stated", "program"),
    help="What builds the digest: a version (curated-digest==1.0) or an address that pip takes;"
    " left out: where this copy came from.",
)


@console.command
@console.content
@console.folder("--out", "site", "Folder that the site takes the place of.")
@console.flag("--full", "Make everything anew.")
@console.flag("--strict", "Fail on any warning.")
def build(content: Path, out: Path, full: bool, strict: bool) -> None:
    """Build the site; the one that was there stays until the new one is whole."""
    from generator.build import SiteError, run

    config = configuration()
    try:
        with console.progress("Building") as progress:
            result = run.build_site(
                config, content, out, strict=strict, full=full, progress=progress
            )
    except SiteError as error:
        console.notes(error.details[1:])
        raise
    console.notes(result.warnings)
    click.echo(f"{result.pages} pages in {out}")


@console.command
@console.content
@console.folder("--out", "", "Folder that the Markdown tree takes the place of.")
def pages(content: Path, out: Path) -> None:
    """Write just the Markdown pages, readable as they are on GitHub."""
    from generator import store
    from generator.check import checked, require
    from generator.papers import identity
    from generator.papers.model import File
    from generator.site import pages as trees_of
    from generator.store.files import replacing, write_all
    from generator.views import Digest

    loaded = store.load(content)
    console.notes(console.line_of(content, problem) for problem in checked(require(loaded)))
    digest = Digest(identity.resolve(loaded.corpus))
    tree = trees_of.render(digest, loaded.sources)
    with replacing(out, mark="index.md") as new:
        number = len(write_all((File(page.path, page.text) for page in tree), new))
        write_all(trees_of.plots(digest), new)
    click.echo(f"{number} pages in {out}")


@console.command
@console.content
@click.option("--address", default="127.0.0.1:8000", help="HOST:PORT.")
def serve(content: Path, address: str) -> None:
    """Show the site and rebuild it whenever the content changes."""
    from generator.build.preview import serve_site

    serve_site(configuration(), content, address, report=console.note)


@console.command
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--title", type=_QUESTIONS["title"][1], help="The digest's name, such as 'Speech Digest'."
)
@click.option(
    "--field",
    type=_QUESTIONS["field"][1],
    help="What it is about, in a few words, such as 'speech recognition'.",
)
@click.option(
    "--repo",
    type=_QUESTIONS["repo"][1],
    help="Where the repository will be: its web page, or OWNER/NAME on GitHub.",
)
@click.option(
    "--url",
    type=_QUESTIONS["url"][1],
    help="Where the site will be; left out: GitHub Pages of the repository.",
)
@_program
def new(folder: Path, program: str | None, **answers: str | None) -> None:
    """Make a digest of your own field in DIR, which is absent or empty: content, and a pin.

    What is not given as an option is asked for.
    """
    from generator.starter import making

    name = folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize()
    title = answers["title"] or _answer("title", name)
    field = answers["field"] or _answer("field")
    repo = answers["repo"] or _answer("repo")
    pages = making.pages_address(repo)
    url = answers["url"] or (pages if not sys.stdin.isatty() else "") or _answer("url", pages)
    day = console.now().astimezone().date().isoformat()
    chosen = making.Choices(title, field, url, repo, day)
    files, uncommitted = making.make(folder, chosen, _pinned(program))
    how = "not committed" if uncommitted else "committed on main"
    click.echo(f"{count(files, 'file')} in {folder}, {how}")
    click.echo(_NEXT.format(folder=folder))
    if uncommitted:
        console.note(f"{uncommitted}: see to that with git config, then, in {folder}:")
        console.note("  git commit -m 'A digest of its own'")


def _answer(name: str, proposed: str = "") -> str:
    """The answer to a question at a terminal; elsewhere the option is missing."""
    if not sys.stdin.isatty():
        raise Misuse(f"--{name} is missing: it can be asked for only at a terminal")
    question, read = _QUESTIONS[name]
    answer: str = click.prompt(question, default=proposed or None, value_proc=read)
    return answer


@console.command
@click.argument("folder", metavar="[DIR]", default=".", type=console.FOLDER)
@_program
def upgrade(folder: Path, program: str | None) -> None:
    """Take the digest in DIR to the program that runs: pin, lock, workflows, content.

    Says what is new for its owner. Files that somebody changed stay; git shows the rest.
    """
    from generator.starter import program as programs

    line = _pinned(program)
    result = programs.upgrade(folder, line)
    changed = f"{result.before} → {line}" if result.before != line else "as it was"
    lines = [f"program: {changed}"]
    lines += (f"renewed: {path}" for path in result.renewed)
    lines += (f"kept as you changed it: {path}" for path in result.kept)
    lines += (f"mended: content/{path}: {', '.join(what)}" for path, what in result.mended.items())
    click.echo("\n".join(lines))
    if result.news:
        click.echo(f"\n{result.news}", nl=False)


def _pinned(program: str | None) -> str:
    """The line for pip; a word of warning where only this machine can follow it."""
    from generator.starter import program as programs

    line = program or programs.requirement()
    if programs.local(line):
        console.note(
            f"only this machine has {line}: name another with --program before you publish"
        )
    return line
