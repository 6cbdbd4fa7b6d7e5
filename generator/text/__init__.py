"""Letters in, letters out: plain text, TeX to Unicode, Markdown and its escaping, templates."""

from __future__ import annotations

from typing import Any, ClassVar


class UserError(Exception):
    """What a user can cause, and mend: a message of one line says what, where and what to do.

    ``problems`` are all that is wrong with the content, where it is that. ``of_content``
    says that the line begins with a path in the content folder.
    """

    problems: tuple[Any, ...] = ()
    of_content: ClassVar[bool] = False


class Misuse(UserError):
    """A command was asked for what there is not."""
