"""The answers of an issue form, read from the issue that GitHub made of them.

An issue has a heading ``### Label`` for each question, in the form's order, and under it the
answer, or ``_No response_``
(https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema).
Whoever opened it may have changed all of that: an answer is text that anybody wrote.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

PROPOSAL = (
    "arXiv id or link",
    "Title",
    "Topics",
    "Summary",
    "Why it belongs in the digest",
)
CORRECTION = (
    "Record",
    "What is wrong",
    "What it should say",
    "How you know",
)
_NO_ANSWER = "_No response_"


class NoIssue(ValueError):
    """What is no event of an issue; the message is one line."""


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue: its number and its text."""

    number: int
    body: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A paper that somebody proposes: where it is, and what they say of it."""

    address: str
    title: str
    topics: str
    summary: str
    why: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody says is wrong with a record, what is right, and how they know."""

    record: str
    what: str
    value: str
    source: str


def issue(event: bytes) -> Issue:
    """The issue of an ``issues`` event, the JSON that a workflow finds in GITHUB_EVENT_PATH.

    Raises NoIssue.
    """
    try:
        found = json.loads(event)["issue"]
        number, body = found["number"], found["body"] or ""
    except (ValueError, TypeError, KeyError):
        raise NoIssue("no event of an issue: give the file that GITHUB_EVENT_PATH names") from None
    if not isinstance(number, int) or not isinstance(body, str):
        raise NoIssue("no event of an issue: its number or text is of another kind")
    return Issue(number, body)


def read(body: str) -> Proposal | Correction | None:
    """What a form's issue says; None of an issue that no form made."""
    lines = body.replace("\r\n", "\n").split("\n")
    if answers := _answers(lines, PROPOSAL):
        return Proposal(*answers)
    if answers := _answers(lines, CORRECTION):
        return Correction(*answers)
    return None


def _answers(lines: Sequence[str], labels: Sequence[str]) -> list[str]:
    """An answer for each label, or nothing where a heading is missing or out of order."""
    starts: list[int] = []
    for label in labels:
        first = starts[-1] + 1 if starts else 0
        places = (at for at in range(first, len(lines)) if lines[at].strip() == f"### {label}")
        place = next(places, None)
        if place is None:
            return []
        starts.append(place)
    ends = [*starts[1:], len(lines)]
    spans = zip(starts, ends, strict=True)
    texts = ["\n".join(lines[start + 1 : end]).strip() for start, end in spans]
    return ["" if text == _NO_ANSWER else text for text in texts]
