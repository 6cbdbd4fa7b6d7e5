"""Every problem of a content folder at once, with path, line and what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from generator import store
from generator.check import changes, records, references
from generator.check.records import Finding
from generator.papers.model import Problem
from generator.store import Loaded
from generator.text import Misuse, UserError

__all__ = ["ContentError", "checked", "held", "problems", "problems_since"]


class ContentError(UserError):
    """Content that is not sound enough; ``problems`` holds what is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        errors = [problem for problem in problems if problem.severity == "error"]
        first = errors[0]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(f"{first.path}:{first.line}: {first.message}{more}")


def problems(
    loaded: Loaded,
    abstracts: Mapping[str, Sequence[str]] | None = None,
    touched: Collection[str] = (),
) -> Iterator[Problem]:
    """Problems of the files themselves and of what they say of each other, path by path.

    ``abstracts``, by title key (``identity.title_key``), are texts that summaries must not
    copy, beside those that the records keep. ``touched`` are paths in the folder that a change
    touched: of two records that are alike, the one among them has the problem.
    """
    given = abstracts or {}

    def all_problems(_: object) -> tuple[Problem, ...]:
        found = (*references.faults(loaded, touched), *records.faults(loaded, given))
        return tuple(_sorted((*loaded.problems, *_located(loaded, found))))

    # Of the same files the same problems: an import asks again what the last check found.
    key = (loaded.cache.fingerprint, loaded.problems, given, sorted(touched))
    yield from loaded.cache.renewed("problems", key, tuple[Problem, ...], all_problems)


def held(loaded: Loaded) -> Loaded:
    """A content folder that holds a digest, sound or not. Raises Misuse of any other."""
    if not loaded.holds_digest:
        raise Misuse(
            f"'{loaded.folder}' holds no digest, neither digest.yml nor papers/: name yours with"
            " --content DIR, or make one with 'digest new'"
        )
    return loaded


def checked(loaded: Loaded) -> tuple[Problem, ...]:
    """What is wrong with a content folder that can still be published.

    Raises ContentError, and Misuse where it holds no digest.
    """
    found = tuple(problems(held(loaded)))
    if any(problem.severity == "error" for problem in found):
        raise ContentError(found)
    return found


def problems_since(
    now: Loaded,
    before: Loaded,
    touched: Collection[str],
    abstracts: Mapping[str, Sequence[str]] | None = None,
    monday: str = "",
) -> Iterator[Problem]:
    """The problems that a change brought, and those of the files that it ``touched``.

    Among them is each published address that would vanish with it, and each record that comes
    too late for the week it names; ``monday`` is the first day of this week.
    """
    found = changes.brought(
        problems(now, abstracts, touched), problems(before, abstracts, touched), touched
    )
    brought = (*changes.vanished(now, before), *changes.late(now, before, monday))
    yield from _sorted((*found, *_located(now, brought)))


def _located(loaded: Loaded, found: Iterable[Finding]) -> Iterator[Problem]:
    for source, where, message, severity, group in found:
        path = loaded.sources.get(source, source)
        yield Problem(path, store.line_of(loaded, path, where), message, severity, group)


def _sorted(found: Iterable[Problem]) -> list[Problem]:
    return sorted({*found}, key=lambda p: (p.path, p.line, p.message, p.severity))
