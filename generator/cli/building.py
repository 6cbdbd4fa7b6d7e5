"""Commands that make and show the site: build, pages, serve."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.options import (
    FILE,
    FOLDER,
    content_option,
    existing,
    flag,
    folder_option,
    for_people,
    problem_line,
    progress_bar,
    say,
    say_all,
)


def _configuration() -> Path:
    from generator.build import theme

    return theme.configuration()


_CONFIG = click.option(
    "--config",
    type=FILE,
    default=_configuration,
    help="Configuration of MkDocs.  [default: mkdocs.yml, or the program's]",
)


@click.command()
@content_option
@folder_option("--out", "site", "Folder that the site takes the place of.")
@flag("--full", "Make everything anew.")
@flag("--strict", "Fail on any warning.")
@_CONFIG
@for_people
def build(content: Path, out: Path, full: bool, strict: bool, config: Path) -> None:
    """Build the site; the one that was there stays until the new one is whole."""
    from generator.build import SiteError, run

    try:
        with progress_bar("Building") as progress:
            result = run.build_site(
                config, existing(content), out, strict=strict, full=full, progress=progress
            )
    except SiteError as error:
        say_all(error.details[1:])
        raise
    say_all(result.warnings)
    click.echo(f"{result.pages} pages in {out}")


@click.command()
@content_option
@click.option(
    "--out", type=FOLDER, required=True, help="Folder that the Markdown tree takes the place of."
)
@for_people
def pages(content: Path, out: Path) -> None:
    """Write just the Markdown pages, readable as they are on GitHub."""
    from generator import store
    from generator.build import checked
    from generator.papers import identity
    from generator.papers.model import File
    from generator.site import pages as trees_of
    from generator.store.files import replacing, write_all
    from generator.views import Digest

    loaded = store.load(existing(content))
    say_all(problem_line(content, problem) for problem in checked(loaded))
    digest = Digest(identity.resolve(loaded.corpus))
    tree = trees_of.render(digest, loaded.sources)
    with replacing(out, mark="index.md") as new:
        number = len(write_all((File(page.path, page.text) for page in tree), new))
        write_all(trees_of.plots(digest), new)
    click.echo(f"{number} pages in {out}")


@click.command()
@content_option
@_CONFIG
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="HOST:PORT.")
@for_people
def serve(content: Path, config: Path, address: str) -> None:
    """Show the site and rebuild it whenever the content changes."""
    from generator.build.preview import serve_site

    serve_site(config, existing(content), address, report=say)
