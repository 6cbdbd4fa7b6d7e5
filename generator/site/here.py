"""A page as its metadata is made of, and where the site is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Here:
    """A page: its address from the root of the site, and what it says to people.

    ``trail`` are title and address of the pages above it, home first, the addresses
    relative to its own; ``lists`` are the papers it lists, by id; ``paper`` is the one that
    it is about.
    """

    url: str
    title: str
    description: str = ""
    trail: tuple[tuple[str, str], ...] = ()
    lists: tuple[str, ...] = ()
    paper: str = ""
