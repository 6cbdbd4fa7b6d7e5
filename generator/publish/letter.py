"""An issue as HTML for mail clients, and as plain text."""

from __future__ import annotations

import re
import textwrap
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from css_inline import CSSInliner
from jinja2 import Environment
from markupsafe import escape

from generator.papers import wording
from generator.text import markdown
from generator.text.colours import GREY, HUES
from generator.text.markdown import environment
from generator.text.plain import cut

if TYPE_CHECKING:
    from generator.publish.issue import Issue

WIDTH = 72
"""Columns of the text; an address that is longer stays on one line."""

_TITLE, _SUBJECT, _PREVIEW = 60, 150, 200  # characters that windows and lists of mails show
_WORDS_A_MINUTE = 230
_BLANK_LINES = re.compile(r"\n{3,}")
# What begins an expression in Django's, Go's and Jinja's templates, but is none in CSS.
_EXPRESSION = re.compile(r"\{[{%#]")
_PLACE = "https://unsubscribe.invalid/"
# Nothing is fetched, whatever stands in the letter.
_TEMPLATES = Path(__file__).parent / "templates"
_INLINER = CSSInliner(load_remote_stylesheets=False)


@lru_cache(maxsize=4)  # a mail is measured, written, and sent to many
def html(issue: Issue, unsubscribe: str = "") -> str:
    """The issue as one HTML file without images, its styles inlined.

    ``unsubscribe`` is the address under which its reader leaves, or what the service that
    sends it writes in its place, such as ``{{ UnsubscribeURL }}``; without one the letter
    offers none. Nothing else in it means anything to such a service, whatever a title says.
    Dark mode is all that stays in a style sheet.
    """
    page = _INLINER.inline(_render("letter.html.j2", issue, unsubscribe and _PLACE).rstrip("\n"))
    page = _EXPRESSION.sub(lambda found: f"{{&#{ord(found.group()[1])};", page)
    return page.replace(_PLACE, escape(unsubscribe))


@lru_cache(maxsize=4)
def text(issue: Issue, unsubscribe: str = "") -> str:
    """The issue as plain text of WIDTH columns, with addresses on lines of their own."""
    return _BLANK_LINES.sub("\n\n", _render("letter.txt.j2", issue, unsubscribe)).strip() + "\n"


def subject(issue: Issue) -> str:
    """What the mail is called: the paper that leads, and how many more there are."""
    best = cut(issue.stories[0].title, _SUBJECT)
    return f"{best}, and {issue.papers - 1:,} more" if issue.papers > 1 else best


def preview(issue: Issue) -> str:
    """What a list of mails shows behind the subject: the other titles that lead."""
    return cut("; ".join(story.title for story in issue.stories[1:]), _PREVIEW)


def minutes(issue: Issue) -> int:
    """How long the issue takes to read, one minute at least; addresses are not read."""
    said = [issue.note, *(f"{story.title} {story.said}" for story in issue.stories)]
    said += [f"{row.title} {row.said}" for section in issue.sections for row in section.rows]
    return max(1, round(sum(len(each.split()) for each in said) / _WORDS_A_MINUTE))


def _render(name: str, issue: Issue, unsubscribe: str) -> str:
    facts = (
        wording.count(issue.papers, "paper"),
        f"{issue.coded} with code" if issue.coded else "",
        f"{issue.unsummarised} not yet summarised" if issue.unsummarised else "",
        f"{wording.count(minutes(issue), 'minute')} to read",
    )
    return (
        _environment(name.endswith(".html.j2"))
        .get_template(name)
        .render(
            issue=issue,
            title=cut(f"Newsletter, {issue.period.name}", _TITLE),
            preview=preview(issue),
            facts=" · ".join(filter(None, facts)),
            note=markdown.html(issue.note),
            repeated=issue.repeated and f"{wording.count(issue.repeated, 'paper')} of this listing",
            unsubscribe=unsubscribe,
            hues=(GREY, *HUES),  # what is of no group has the number 0
        )
    )


@cache
def _environment(is_html: bool) -> Environment:
    made = environment(_TEMPLATES, escape if is_html else None)
    made.filters |= {"wrapped": _wrapped}
    return made


def _wrapped(words: str, indent: int = 0) -> str:
    blank = " " * indent
    return textwrap.fill(
        words,
        WIDTH,
        initial_indent=blank,
        subsequent_indent=blank,
        break_long_words=False,
        break_on_hyphens=False,
    )
