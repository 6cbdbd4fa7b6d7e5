"""What the command line alone knows: the time, and who asks a source."""

from __future__ import annotations

import datetime
import time
from pathlib import Path
from typing import TYPE_CHECKING

from generator import __version__, store
from generator.build import places

if TYPE_CHECKING:
    from generator.fetch.web import Web


def now() -> datetime.datetime:
    """This moment, to the second, in UTC: nothing below the command line knows it."""
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def today() -> str:
    """The day it is, in UTC."""
    return now().date().isoformat()


def load(content: Path) -> store.Loaded:
    """The content folder, with what the cache knows of it."""
    return store.load(content, places.cache(content))


def agent(content: Path) -> str:
    """How the digest names itself to a source: with the address of its repository."""
    settings = load(content).corpus.settings
    address = settings.repository or settings.url
    return f"paper-digest/{__version__}{f' (+{address})' if address.isascii() and address else ''}"


def web(content: Path, pause: float = 0) -> Web:
    """A connection to a source, with ``pause`` seconds between two requests."""
    from generator.fetch.web import Web

    return Web(agent(content), wait=time.sleep, pause=pause)
