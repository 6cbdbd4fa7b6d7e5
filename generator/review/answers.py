"""What is said to people: answers on issues, and pull requests, as Markdown.

What a form says stands in it as text that shows and does nothing: nobody is mentioned,
nothing is linked or closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.papers.model import Paper, Problem, Settings
from generator.text import inert

_LONGEST = 3_000
_LONGEST_LINE = 600


def known(paper: Paper, reason: str, settings: Settings, source: str) -> str:
    """The paper is there already: where, how that is known, and how to improve it."""
    edit = _edit(settings, source)
    improve = f" If something in it is wrong, [improve the record]({edit})." if edit else ""
    return (
        f"This paper is in the digest already: {_page(paper, settings)} ({inert.text(reason)})."
        f"{improve}\n\nThank you for looking out for it. You can close this issue.\n"
    )


def declined(title: str, reason: str) -> str:
    """A curator has left the paper out; why, where that is known."""
    why = f": {inert.text(reason, _LONGEST_LINE)}" if reason else "."
    return (
        f"Thank you. The curators have looked at {inert.text(title)} and left it out{why}\n\n"
        "If you see it otherwise, say so here: a person reads it.\n"
    )


def unclear(reason: str) -> str:
    """No record can be made of what the form says."""
    why = inert.text(reason, _LONGEST_LINE)
    return (
        f"Thank you. {why}\n\nEdit the first comment of this issue, and I will look at it again.\n"
    )


def for_people(paper: Paper, settings: Settings, source: str) -> str:
    """A person has to look at it."""
    edit = _edit(settings, source)
    improve = f" Whoever knows what to do can [change it here]({edit})." if edit else ""
    return (
        f"Thank you. A curator will look at {_page(paper, settings)}: this cannot be changed"
        f" by a form.{improve}\n"
    )


def made(what: str, to_do: Iterable[str]) -> str:
    """A pull request follows; what is still to be done in it."""
    left = _list(to_do)
    still = f"\n\nWhat is still to be done there:\n\n{left}" if left else ""
    return (
        f"Thank you. A pull request that {what} is linked to this issue; a curator looks at it"
        f" next.{still}\n"
    )


def pull_request(
    what: str, issue: int, said: Iterable[tuple[str, str]], to_do: Iterable[str]
) -> str:
    """The text of a pull request: what it does, what people said, what is to be done."""
    blocks = [f"This {what}, as #{issue} asks for. Closes #{issue}."]
    blocks += [f"{question}:\n\n{quoted(answer)}" for question, answer in said if answer]
    left = _list(to_do)
    blocks += [f"To be done before it is merged:\n\n{left}"] if left else []
    blocks += [
        "Made by a program from what somebody wrote into a form: whoever merges it vouches for it."
    ]
    return "\n\n".join(blocks) + "\n"


def problems(found: Iterable[Problem]) -> list[str]:
    """Problems of a record in words."""
    return [f"line {problem.line}: {problem.message}" for problem in found]


def quoted(text: str) -> str:
    """Text of several lines in a block that shows it as it is, cut where it is long."""
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    ticks = "`" * max(3, 1 + max(map(len, re.findall("`+", shown)), default=0))
    return f"{ticks}text\n{shown}\n{ticks}"


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- [ ] {inert.text(item, _LONGEST_LINE)}" for item in items)


def _page(paper: Paper, settings: Settings) -> str:
    return inert.page(inert.text(paper.title), f"papers/{paper.id}/", settings.url or None)


def _edit(settings: Settings, source: str) -> str:
    if not settings.repository:
        return ""
    return f"{settings.repository.rstrip('/')}/edit/{settings.branch}/content/{source}"
