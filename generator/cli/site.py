"""Commands that make and show the site: build, pages, serve."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.options import content_option, existing, fail, for_people, problem_line, say


def _configuration() -> Path:
    from generator.build import own

    return own.configuration()


_CONFIG = click.option(
    "--config",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=_configuration,
    help="Configuration of MkDocs.  [default: mkdocs.yml, or the program's]",
)


@click.command()
@content_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("site"),
    show_default=True,
    help="Folder that the site takes the place of.",
)
@click.option("--full", is_flag=True, help="Make everything anew.")
@click.option("--strict", is_flag=True, help="Fail on any warning.")
@_CONFIG
@for_people
def build(content: Path, out: Path, full: bool, strict: bool, config: Path) -> None:
    """Build the site; the one that was there stays until the new one is whole."""
    from generator.build import run

    with click.progressbar(length=1000, label="Building", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.update(max(0, done * 1000 // max(total, 1) - bar.pos))

        try:
            result = run.build_site(
                config, existing(content), out, strict=strict, full=full, progress=progress
            )
        except run.SiteError as error:
            for line in error.details[1:]:
                say(line)
            fail(str(error))
    for line in result.warnings:
        say(line)
    click.echo(f"{result.pages} pages in {out}")


@click.command()
@content_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder that the Markdown tree takes the place of.",
)
@for_people
def pages(content: Path, out: Path) -> None:
    """Write just the Markdown pages, readable as they are on GitHub."""
    from generator import store
    from generator.build import checked, trees
    from generator.papers import identity
    from generator.site import pages as trees_of
    from generator.views import Digest

    loaded = store.load(existing(content))
    for problem in checked(loaded):
        say(problem_line(content, problem))
    digest = Digest(identity.resolve(loaded.corpus))
    tree = trees_of.render(digest, loaded.sources)
    number = trees.write_tree(tree, trees_of.plots(digest), out)
    click.echo(f"{number} pages in {out}")


@click.command()
@content_option
@_CONFIG
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="HOST:PORT.")
@for_people
def serve(content: Path, config: Path, address: str) -> None:
    """Show the site and rebuild it whenever the content changes."""
    from generator.build.preview import serve_site
    from generator.build.site import SiteError

    try:
        serve_site(config, existing(content), address, report=say)
    except SiteError as error:
        fail(str(error))
