"""Captures to entries: one pure parser a format, and ``detect``, which finds the format.

A parser fills a Draft with what its source states of a paper; ``drafts`` is the one door from
there to an Entry, or to a Rejection. A text has the longest way: ``hypertext`` makes Markdown of
HTML, ``lines`` and ``markup`` make lines of it, ``grammar`` says what each line is by itself,
``references`` what a printed reference says, and what stands together becomes a draft: by marks
and links in ``outline``, by turn in ``blocks``. ``hf_text`` chooses between the two and adds what
the page says of itself.
"""

from __future__ import annotations

from generator.text import UserError


class Unreadable(UserError):
    """No capture can be read from this; the message is one line: what it is, what to do."""


class Silent(Unreadable):
    """A sound answer without any paper: the source has none to list."""
