"""Summaries and the number of topics, by the rules of ``digest.yml``; TeX in titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.check import curation
from generator.check.found import Found
from generator.papers import identity
from generator.store import Loaded
from generator.text import latex


def faults(loaded: Loaded, abstracts: Mapping[str, Sequence[str]]) -> Iterator[Found]:
    """What curators have yet to write, and what they wrote against the rules."""
    rules = loaded.corpus.settings.curation
    for paper in loaded.corpus.papers.values():
        source = loaded.sources[paper.id]
        plain = latex.to_text(paper.title)
        if plain != paper.title:
            yield source, ("title",), f"the title holds TeX: write '{plain}'", "warning"
        for fault in curation.missing(paper, rules):
            yield source, (), fault, "warning"
        texts = [paper.abstract, *abstracts.get(identity.title_key(paper.title), ())]
        for fault in curation.summary_faults(paper.summary, rules, texts):
            yield source, ("summary",), fault, "error"
        for fault in curation.topic_faults(paper, rules):
            yield source, ("topics",), fault, "error"
