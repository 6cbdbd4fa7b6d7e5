"""The table of cases, and papers as it states them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from generator.papers.model import Paper

CASES = yaml.safe_load((Path(__file__).parent / "cases.yml").read_text("utf-8"))
ABSTRACTS = {
    "nets": "We weigh nets by the hour and find that small ones tire later than large ones do. "
    * 3,
    "lamps": "A lamp is read beside a lamp, and what one says the other one repeats at night. " * 3,
}
NETS = "Weighing small nets by the hour"
ADA = "Ada Muster"


def listed(value: Any) -> Any:
    """What a table states, with its lists as tuples."""
    return tuple(map(listed, value)) if isinstance(value, list) else value


def paper(id: str = "", title: str = NETS, abstract: str = "", **facts: Any) -> Paper:
    """A paper as the table states it."""
    known = {name: listed(of) for name, of in facts.items()}
    return Paper(id, title, abstract=ABSTRACTS.get(abstract, ""), **known)
