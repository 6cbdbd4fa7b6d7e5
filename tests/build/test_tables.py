"""Markdown tables as the site has them."""

from __future__ import annotations

import re

import pytest
from markdown import markdown

from generator.build.tables import Tables


def html(text: str) -> str:
    return markdown(text, extensions=["tables", Tables()])


def test_alignment_is_a_class_and_never_a_style() -> None:
    made = html("| a | b | c |\n| :-- | :-: | --: |\n| 1 | 2 | 3 |\n")
    assert "style" not in made
    assert re.findall(r"<(t[hd])(?: class=\"(\w+)\")?>(\w)</", made) == [
        ("th", "", "a"),
        ("th", "centre", "b"),
        ("th", "right", "c"),
        ("td", "", "1"),
        ("td", "centre", "2"),
        ("td", "right", "3"),
    ]


@pytest.mark.parametrize(
    ("cell", "opening"),
    [
        ("2", '<div aria-label="Table" class="scroll" role="group" tabindex="0">'),
        ("[2](x.md)", '<div class="scroll">'),
    ],
    ids=["by itself", "through its links"],
)
def test_keyboard_can_scroll_a_table(cell: str, opening: str) -> None:
    made = html(f"Before.\n\n| a | b |\n| - | - |\n| 1 | {cell} |\n\nAfter.\n")
    assert made.startswith(f"<p>Before.</p>\n{opening}<table>")
    assert made.endswith("</div>\n<p>After.</p>")
    assert made.count("<div") == made.count("</div>") == 1


def test_each_of_several_tables_scrolls() -> None:
    table = "| a | b |\n| - | - |\n| 1 | 2 |\n"
    made = html(f"{table}\n> {table.replace(chr(10), chr(10) + '> ')}\n\nText\n\n{table}")
    assert made.count('class="scroll"') == made.count("<table>") == 3
