"""What leaves in other formats: feeds, BibTeX, CSL, CSV, API, newsletter."""

from __future__ import annotations
