"""What is new: papers that came into the digest as news, by the day they were added."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.papers.model import Paper


def news(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Those of ``papers`` that were added as news, the last added first, else in their order.

    A record that names no such day never was: it is part of what was there before.
    """
    added = (paper for paper in papers if paper.added)
    return tuple(sorted(added, key=day_added, reverse=True))


def day_added(paper: Paper) -> str:
    """The day ``paper`` came in, ``2025-10-31``; '' where it never was news."""
    return paper.added or ""


def within(papers: Iterable[Paper], first: str, last: str) -> tuple[Paper, ...]:
    """Those of ``papers`` that were added from the day ``first`` to the day ``last``."""
    return tuple(paper for paper in papers if first <= day_added(paper) <= last)
