"""A colour for each group of topics, so that a topic looks the same all over the site."""

from __future__ import annotations

from generator.model import Vocabulary

HUES = 8
"""How many colours the theme defines, as ``--hue-1`` to ``--hue-8``; more groups share them."""


def stylesheet(vocabulary: Vocabulary) -> str:
    """CSS that sets ``--group`` on the pages of each group and on links to its topics."""
    rules = []
    for number, group in enumerate(vocabulary.groups):
        selectors = [f'[data-group="{group.id}"]']
        for topic in vocabulary.topics:
            if topic.group == group.id:
                selectors += _links(topic.id)
        rules.append(f"{','.join(selectors)}{{--group:var(--hue-{number % HUES + 1})}}\n")
    return "".join(rules)


def _links(topic: str) -> tuple[str, ...]:
    # MkDocs shortens links: between topics, ../x/; from the page of all topics, x/.
    return (
        f'a[href$="topics/{topic}/"]',
        f'[data-kind="topic"] a[href$="../{topic}/"]',
        f'[data-kind="topics"] a[href="{topic}/"]',
    )
