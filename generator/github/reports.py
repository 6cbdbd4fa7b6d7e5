"""What is said of a pull request: labels by what it touches."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_LABELS: Final = (
    ("content", re.compile(r"content/")),
    ("site", re.compile(r"overrides/|generator/.*templates/")),
    ("generator", re.compile(r"(generator|tests|benchmarks)/")),
    ("docs", re.compile(r"docs/|[A-Z]+\.md\Z")),
    ("infra", re.compile("")),
)


def labels(paths: Iterable[str]) -> tuple[str, ...]:
    """The labels of a pull request that touches ``paths``; none but those above comes out.

    >>> labels(["content/topics.yml", "$(touch x)"])
    ('content', 'infra')
    """
    found = {next(name for name, place in _LABELS if place.match(path)) for path in paths}
    return tuple(sorted(found))
