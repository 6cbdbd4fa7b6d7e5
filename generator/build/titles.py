"""What a page is called in its ``<title>``, and a heading in an address."""

from __future__ import annotations

from html import escape

from markdown.extensions.toc import slugify

from generator.text.plain import cut

TITLE_LENGTH = 70
"""What fits into a ``<title>``, counted as it is written: search engines show no more."""


def tab_title(title: str, site: str) -> str:
    """The title of a page with the name of the site; without it, then cut, where too long.

    >>> tab_title("Tiny Nets", "Paper Digest")
    'Tiny Nets · Paper Digest'
    """
    both = f"{title} · {site}"
    if _fits(both):
        return both
    shorter = (cut(title, length) for length in range(TITLE_LENGTH, 1, -1))
    return next(filter(_fits, shorter), title[:1])


def _fits(title: str) -> bool:
    return len(escape(title)) <= TITLE_LENGTH


def anchor(heading: str, separator: str) -> str:
    """The id of a heading. It begins with a letter, as style sheets and validators want.

    >>> anchor("Cite this", "-"), anchor("2024", "-"), anchor("論文", "-")
    ('cite-this', 'n-2024', 'section')
    """
    found = slugify(heading, separator).strip(separator)
    if not found:
        return "section"
    return found if found[0].isalpha() else f"n{separator}{found}"
