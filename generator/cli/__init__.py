"""The command line: each command parses its options, calls one function, prints.

Exit codes: 0 fine, 1 problems found, 2 misuse.
"""

from __future__ import annotations

import io
import sys

import click

from generator import __version__
from generator.cli.checking import check, diff, duplicates
from generator.cli.enriching import enrich
from generator.cli.fetching import fetch
from generator.cli.github import github
from generator.cli.importing import ingest, parse
from generator.cli.leaving import leave
from generator.cli.linking import links
from generator.cli.mailing import email
from generator.cli.proposing import propose
from generator.cli.sending import send
from generator.cli.site import build, pages, serve
from generator.cli.starting import new, upgrade
from generator.cli.topics import topics


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="digest")
def main() -> None:
    """Turn captured paper listings into a curated digest site."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a title must not break off a command half-way.
            stream.reconfigure(errors="backslashreplace")


COMMANDS = (
    parse,
    ingest,
    fetch,
    enrich,
    leave,
    propose,
    check,
    diff,
    duplicates,
    topics,
    build,
    pages,
    serve,
    email,
    send,
    links,
    github,
    new,
    upgrade,
)
for command in COMMANDS:
    main.add_command(command)
