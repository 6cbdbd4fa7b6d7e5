"""What a paper is: model, dates, identifiers, identity and duplicates, links, names, wording."""

from __future__ import annotations
