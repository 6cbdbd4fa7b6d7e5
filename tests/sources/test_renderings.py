"""The same papers in every rendering: whole, broken at any width, cut, with lines lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers.model import Capture
from generator.sources import Unreadable, detect
from tests.sources.rendered import PAPERS, RENDERINGS, Rendering, wrapped

TITLES = [paper["title"] for paper in PAPERS]


def parse(text: str) -> Capture:
    return detect.parse(text.encode(), name="listing.txt", lenient=True)


@pytest.mark.parametrize("rendering", RENDERINGS, ids=lambda one: one.__name__)
def test_every_rendering_has_every_paper_and_nothing_else(rendering: Rendering) -> None:
    text = rendering(PAPERS)
    capture = parse(text)
    assert [entry.title for entry in capture.entries] == TITLES
    assert capture.rejected == ()
    for entry, paper in zip(capture.entries, PAPERS, strict=True):
        assert entry.arxiv == (paper["arxiv"] if paper["arxiv"] in text else None)
        assert entry.upvotes in (None, paper["upvotes"])
        assert entry.comments in (None, paper["comments"])
        assert entry.authors in ((), tuple(paper["authors"]))
        assert entry.abstract in ("", paper["abstract"])


def fragments(text: str) -> list[str]:
    """The titles read that are none of the papers'."""
    try:
        return [e.title for e in parse(text).entries if e.title and e.title not in TITLES]
    except Unreadable:
        return []


@pytest.mark.parametrize("width", [40, 60, 66, 72, 80, 90, 100, 120, 160])
@pytest.mark.parametrize("rendering", RENDERINGS, ids=lambda one: one.__name__)
def test_broken_at_any_width_no_piece_of_a_title_is_one(rendering: Rendering, width: int) -> None:
    assert fragments(wrapped(rendering(PAPERS), width)) == []


@given(st.sampled_from(RENDERINGS), st.integers(0, 100), st.integers(1, 4))
def test_cut_anywhere_what_is_left_whole_is_read(
    rendering: Rendering, percent: int, count: int
) -> None:
    text = rendering(PAPERS[:count])
    found = fragments(text[: len(text) * percent // 100])
    # Where a text ends within a title nothing says that it does: the last may be a piece.
    assert len(found) <= 1
    assert all(any(title.startswith(piece) for title in TITLES) for piece in found)


@given(st.sampled_from(RENDERINGS), st.sets(st.integers(0, 80), max_size=6))
def test_lines_lost_never_make_a_title_of_something_else(
    rendering: Rendering, lost: set[int]
) -> None:
    lines = [line for n, line in enumerate(rendering(PAPERS).split("\n")) if n not in lost]
    pieces = fragments("\n".join(lines))
    assert [p for p in pieces if p[:1].islower() or "](" in p or "][" in p or p[:1] == "#"] == []
