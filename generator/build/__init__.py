"""Everything a build writes, what of it changed, and the adapter to MkDocs."""

from __future__ import annotations

from generator.papers.model import Problem
from generator.text import UserError


class ContentError(UserError):
    """Content that cannot be published; ``problems`` holds everything wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        errors = [problem for problem in problems if problem.severity == "error"]
        first = errors[0]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(f"{first.path}:{first.line}: {first.message}{more}")


class SiteError(UserError):
    """A site that could not be built: one line; ``details`` holds all that was said of it."""

    def __init__(self, message: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.details = details
