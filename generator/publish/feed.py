"""A feed: what it is called, and its entries by document, the current one and archives."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from generator.text.plain import plain
from generator.views.channels import ATOM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from generator.publish.entries import Entry, Writer
    from generator.views.channels import Channel, Format, Volume

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Feed:
    """One document of a feed, in plain text with absolute addresses.

    ``number`` is 0 in the current document; archives count from 1, the oldest. ``newest``
    is the number of the newest archive, 0 where there is none. ``site`` is the address of
    the digest, ``author`` its name.
    """

    id: str
    title: str
    description: str
    author: str
    site: str
    folder: str
    page: str
    volume: Volume
    entries: tuple[Entry, ...]
    updated: datetime
    number: int
    newest: int

    def path(self, form: Format, number: int | None = None) -> str:
        """Where this document, or the one of ``number``, is, from the root of the site."""
        number = self.number if number is None else number
        name, dot, suffix = form.files[self.volume].rpartition(".")
        return f"{self.folder}{name}{f'-{number}' if number else ''}{dot}{suffix}"

    def url(self, form: Format, number: int | None = None) -> str:
        """The address of this document, or of the one of ``number``."""
        return self.site + self.path(form, number)

    @property
    def home(self) -> str:
        """The address of the page that shows what the feed does."""
        return self.site + self.page

    @property
    def current(self) -> str:
        """The address of the current document, for an archive; '' for the current one."""
        return self.url(ATOM, 0) if self.number else ""

    @property
    def older(self) -> str:
        """The address of the next older archive, '' where there is none."""
        number = self.number - 1 if self.number else self.newest
        return self.url(ATOM, number) if number else ""


def documents(writer: Writer, channel: Channel, volume: Volume) -> Iterator[Feed]:
    """The documents of a feed: the current one first, then archives, the oldest first.

    Every paper is in the feed of papers of each channel it belongs to, and in the days of
    the whole digest. The days of groups and topics are the newest only: as most of them
    have one paper, their archives would say once more, at length, what those of papers do.
    """
    settings = writer.settings
    if volume == "papers":
        entries, size = writer.papers(channel), settings.feeds.entries
    else:
        size = settings.feeds.days
        entries = list(islice(writer.days(channel), size if channel.name else None))
    title = ": ".join(filter(None, (plain(settings.title), plain(channel.name))))
    current, *archives = pages(entries, size)
    for number, page in enumerate((current, *archives)):
        yield Feed(
            id=f"{writer.authority}feeds/{channel.folder}{volume}",
            title=title if volume == "papers" else f"{title}, day by day",
            description=plain(channel.description) or title,
            author=plain(settings.title),
            site=writer.site,
            folder=channel.folder,
            page=channel.page,
            volume=volume,
            entries=tuple(page),
            updated=max((entry.updated for entry in page), default=writer.beginning),
            number=number,
            newest=len(archives),
        )


def pages(entries: Sequence[_T], size: int) -> list[Sequence[_T]]:
    """``entries``, newest first, in pages: the current one, then archives, the oldest first.

    An archive has ``size`` entries and stays as it is when newer ones come: the current
    page grows to less than twice the size before its older half becomes an archive.
    """
    total = len(entries)
    full = max(total // size - 1, 0)
    archives = [entries[total - size * number :][:size] for number in range(1, full + 1)]
    return [entries[: total - size * full], *archives]
