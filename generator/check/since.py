"""The problems that a change brought."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from generator.papers.model import Problem

_COUNT = re.compile(r"\bhas \d+ (?=papers|topics|groups)")


def new(
    now: Iterable[Problem], before: Iterable[Problem], touched: Collection[str]
) -> Iterator[Problem]:
    """Of the problems of ``now``, all in files ``touched``, and elsewhere those not there before.

    A problem that only moved to another line was there before, and so was a topic out of
    balance that is now more so. ``before`` is not asked where all problems are in ``touched``.
    """
    found = tuple(now)
    # Sound content need not be looked at twice.
    elsewhere = any(problem.path not in touched for problem in found)
    known = Counter(map(_sameness, before) if elsewhere else ())
    for problem in found:
        if problem.path in touched or not known[_sameness(problem)]:
            yield problem
        else:
            known[_sameness(problem)] -= 1


def _sameness(problem: Problem) -> tuple[str, str, str]:
    return problem.path, _COUNT.sub("has ", problem.message), problem.severity
