"""Days without a listing: silence as it always was, or a reason to look."""

from __future__ import annotations

import datetime

import pytest

from generator.intake.arrivals import is_usual_silence
from generator.papers.model import Corpus, Edition

MONDAY = datetime.date(2026, 1, 5)


def listed(weeks: int, *holidays: int) -> Corpus:
    """Editions of the working days of some weeks, but for holidays (days from the first)."""
    days = [7 * week + day for week in range(weeks) for day in range(5)]
    dates = [MONDAY + datetime.timedelta(day) for day in days if day not in holidays]
    editions = [Edition(str(day), "daily", "Hugging Face", (), str(day)) for day in dates]
    return Corpus(editions={edition.id: edition for edition in editions})


def after(weeks: int, days: int) -> str:
    return str(MONDAY + datetime.timedelta(7 * weeks + days))


@pytest.mark.parametrize(
    ("day", "holidays", "usual"),
    [
        (5, (), True),  # a Saturday
        (6, (), True),
        (7, (), False),  # a Monday, when there was never none
        (7, (14,), True),  # nor is it the first one
        (8, (14,), False),  # but on that Tuesday it was back
        (8, (14, 15), True),
        (12, (14,), False),  # the Saturday after a whole week of nothing
    ],
)
def test_a_silence_is_usual_while_it_was_as_long_before(
    day: int, holidays: tuple[int, ...], usual: bool
) -> None:
    assert is_usual_silence(listed(6, *holidays), after(5, day)) is usual


def test_a_young_digest_takes_a_week_as_usual() -> None:
    assert is_usual_silence(Corpus(), str(MONDAY))
    assert is_usual_silence(listed(1), after(1, 4))
    assert not is_usual_silence(listed(1), after(1, 5))
