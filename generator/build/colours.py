"""A colour for each group of topics, so that a topic looks the same all over the site."""

from __future__ import annotations

from collections.abc import Mapping

from generator.papers.model import Vocabulary

HUES = 8
"""How many colours the theme defines, as ``--hue-1`` to ``--hue-8``; more groups share them."""


def stylesheet(vocabulary: Vocabulary, papers: Mapping[str, int]) -> str:
    """CSS that sets ``--group`` on the pages of each group and on links to its topics.

    A link to a topic also gets ``--share``: its number of ``papers`` (by topic id) as a
    share of the largest, for the bars of lists.
    """
    rules = []
    largest = max(papers.values(), default=0)
    for number, group in enumerate(vocabulary.groups):
        selectors = [f'[data-group="{group.id}"]']
        for topic in vocabulary.topics:
            if topic.group == group.id:
                selectors += _links(topic.id)
        rules.append(f"{','.join(selectors)}{{--group:var(--hue-{number % HUES + 1})}}\n")
    for topic in vocabulary.topics:
        if number := papers.get(topic.id, 0):
            rules.append(f"{','.join(_links(topic.id))}{{--share:{100 * number // largest}%}}\n")
    return "".join(rules)


def _links(topic: str) -> tuple[str, ...]:
    # MkDocs shortens links: between topics, ../x/; from the page of all topics, x/.
    return (
        f'a[href$="topics/{topic}/"]',
        f'[data-kind="topic"] a[href$="../{topic}/"]',
        f'[data-kind="topics"] a[href="{topic}/"]',
    )
