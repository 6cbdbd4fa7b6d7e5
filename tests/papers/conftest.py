"""The table of cases, and papers as it states them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from generator.papers.model import Paper

CASES = yaml.safe_load((Path(__file__).parent / "cases.yml").read_text("utf-8"))
NETS = "Weighing small nets by the hour"
ADA = "Ada Muster"


def listed(value: Any) -> Any:
    """What a table states, with its lists as tuples."""
    return tuple(map(listed, value)) if isinstance(value, list) else value


def paper(id: str = "", title: str = NETS, abstract: str = "", **facts: Any) -> Paper:
    """A paper as the table states it."""
    known = {name: listed(of) for name, of in facts.items()}
    return Paper(id, title, abstract=3 * CASES["abstracts"].get(abstract, ""), **known)
