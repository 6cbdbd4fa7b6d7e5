"""Every topic of a group gets the colour of the group."""

from __future__ import annotations

from generator.build import colours
from generator.papers.model import Group, Topic, Vocabulary


def vocabulary(groups: int) -> Vocabulary:
    names = [f"g{number}" for number in range(groups)]
    return Vocabulary(
        groups=tuple(Group(name, name) for name in names),
        topics=tuple(Topic(f"{name}-topic", "", "", name) for name in names),
    )


def test_one_rule_a_group_with_its_pages_and_the_links_to_its_topics() -> None:
    first, second = colours.stylesheet(vocabulary(2), {}).splitlines()
    assert first.startswith('[data-group="g0"],a[href$="topics/g0-topic/"],')
    assert first.endswith("{--group:var(--hue-1)}")
    assert 'topics/g1-topic/"' in second
    assert second.endswith("{--group:var(--hue-2)}")


def test_more_groups_than_colours_share_them() -> None:
    rules = colours.stylesheet(vocabulary(colours.HUES + 1), {}).splitlines()
    assert rules[-1].endswith("{--group:var(--hue-1)}")


def test_no_groups_no_rules() -> None:
    assert colours.stylesheet(Vocabulary(), {}) == ""


def test_links_know_their_share_of_the_largest_topic() -> None:
    papers = {"g0-topic": 3, "g1-topic": 8, "g2-topic": 0}
    rules = colours.stylesheet(vocabulary(3), papers).splitlines()[3:]
    assert [rule.partition("{")[2] for rule in rules] == ["--share:37%}", "--share:100%}"]
    assert all(rule.startswith('a[href$="topics/') for rule in rules)
