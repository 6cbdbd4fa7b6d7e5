"""Commands that make and show the site: build, pages, serve."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli import options, say


def _configuration() -> Path:
    from generator.build import places

    return places.configuration()


_config = click.option(
    "--config",
    type=options.FILE,
    default=_configuration,
    show_default="mkdocs.yml, or the program's",
    help="Configuration of MkDocs.",
)


@options.command
@options.content
@options.folder("--out", "site", "Folder that the site takes the place of.")
@options.flag("--full", "Make everything anew.")
@options.flag("--strict", "Fail on any warning.")
@_config
def build(content: Path, out: Path, full: bool, strict: bool, config: Path) -> None:
    """Build the site; the one that was there stays until the new one is whole."""
    from generator.build import SiteError, run

    try:
        with say.progress("Building") as progress:
            result = run.build_site(
                config, content, out, strict=strict, full=full, progress=progress
            )
    except SiteError as error:
        say.notes(error.details[1:])
        raise
    say.notes(result.warnings)
    click.echo(f"{result.pages} pages in {out}")


@options.command
@options.content
@click.option(
    "--out",
    type=options.FOLDER,
    required=True,
    help="Folder that the Markdown tree takes the place of.",
)
def pages(content: Path, out: Path) -> None:
    """Write just the Markdown pages, readable as they are on GitHub."""
    from generator import store
    from generator.build.composing import checked
    from generator.papers import identity
    from generator.papers.model import File
    from generator.site import pages as trees_of
    from generator.store.files import replacing, write_all
    from generator.views import Digest

    loaded = store.load(content)
    say.notes(say.problem(content, problem) for problem in checked(loaded))
    digest = Digest(identity.resolve(loaded.corpus))
    tree = trees_of.render(digest, loaded.sources)
    with replacing(out, mark="index.md") as new:
        number = len(write_all((File(page.path, page.text) for page in tree), new))
        write_all(trees_of.plots(digest), new)
    click.echo(f"{number} pages in {out}")


@options.command
@options.content
@_config
@click.option("--address", default="127.0.0.1:8000", help="HOST:PORT.")
def serve(content: Path, config: Path, address: str) -> None:
    """Show the site and rebuild it whenever the content changes."""
    from generator.build.preview import serve_site

    serve_site(config, content, address, report=say.note)
