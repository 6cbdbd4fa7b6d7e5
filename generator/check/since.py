"""The problems that a change brought."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from generator.model import Problem

_COUNT = re.compile(r"\bhas \d+ (?=papers|topics|groups)")


def new(
    now: Iterable[Problem], before: Iterable[Problem], touched: Collection[str]
) -> Iterator[Problem]:
    """Of the problems of ``now``, all in files ``touched``, and elsewhere those not there before.

    A problem that only moved to another line was there before, and so was a topic out of
    balance that is now more so.
    """
    known = Counter(map(_sameness, before))
    for problem in now:
        if problem.path in touched or not known[_sameness(problem)]:
            yield problem
        else:
            known[_sameness(problem)] -= 1


def _sameness(problem: Problem) -> tuple[str, str, str]:
    return problem.path, _COUNT.sub("has ", problem.message), problem.severity
