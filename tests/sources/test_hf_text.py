from __future__ import annotations

import json
import random
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sources import Unreadable, hf_text

FIXTURES = Path(__file__).parents[1] / "fixtures" / "captures"
HEAD = "Daily Papers\nby AK and the research community\n"


@pytest.mark.parametrize("name", sorted({path.stem for path in FIXTURES.iterdir()}))
def test_fixture_captures(name: str) -> None:
    text = (FIXTURES / f"{name}.txt").read_bytes().decode()
    expected = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(asdict(hf_text.parse(text, lenient=True)))) == expected


@pytest.mark.parametrize("letter", "aé你🧪")
def test_ten_million_characters_come_to_an_end(letter: str) -> None:
    hostile = "$ `` \\textbf{ https://a.org/ " * 50_000
    text = "\n".join([HEAD, "Kites", letter * 5_000_000, "Kites", hostile])
    capture = hf_text.parse(text, lenient=True)
    assert len(capture.entries) + len(capture.rejected) >= 1


# Damage

LAYOUTS = {
    "plain": ("{title}", "{abstract}"),
    "metadata": ("{title}", "{abstract}", "  • {number} authors", "·", "Oct {number}, 2022 3"),
    "one line": ("{title}", "{abstract}", "• {number} authors · Oct {number}, 2022"),
}


def listing(layout: str, seeds: list[int]) -> list[list[str]]:
    """Blocks of invented papers, one title and abstract like no other."""
    blocks = []
    for number, seed in enumerate(seeds, start=1):
        words = [f"w{number}x{random.Random(seed + i).randrange(999)}" for i in range(60)]
        title = " ".join(words[: 2 + seed % 12]).title()
        abstract = " ".join(words) + ". " + " ".join(words) + "." * (seed % 3 > 0)
        values = {"title": title, "abstract": abstract, "number": number}
        blocks.append([line.format(**values) for line in LAYOUTS[layout]])
    return blocks


@st.composite
def damaged_listings(draw: st.DrawFn) -> tuple[list[str], list[str], str]:
    """Lines of a listing with some blocks damaged, the titles of the sound ones, a separator."""
    seeds = draw(st.lists(st.integers(0, 10_000), min_size=1, max_size=7))
    blocks = listing(draw(st.sampled_from(sorted(LAYOUTS))), seeds)
    hit = draw(st.sets(st.integers(0, len(blocks) - 1), max_size=3))
    sound = [block[0] for number, block in enumerate(blocks) if number not in hit]
    for number in hit:
        block = blocks[number]
        where = draw(st.integers(0, len(block) - 1))
        damage = draw(st.sampled_from(["delete", "duplicate", "cut"]))
        line = block[where]
        cut = line[: draw(st.integers(0, len(line)))].strip()
        block[where : where + 1] = {"delete": [], "duplicate": [line] * 2, "cut": [cut]}[damage]
    lines = [line for block in blocks for line in block]
    return lines, sound, draw(st.sampled_from(["\n", "\n\n"]))


@given(damaged_listings())
def test_sound_papers_survive_the_damage_around_them_and_every_line_ends_somewhere(
    damaged: tuple[list[str], list[str], str],
) -> None:
    lines, sound, separator = damaged
    text = HEAD + separator.join(lines)
    try:
        capture = hf_text.parse(text, lenient=True)
    except Unreadable:
        assert sound == []
        return
    found = [entry.title for entry in capture.entries]
    assert [title for title in sound if title not in found] == []
    kept = {text for entry in capture.entries for text in (entry.title, entry.abstract)}
    kept |= {rejection.text for rejection in capture.rejected}
    words = {line for line in map(str.strip, lines) if line.startswith(("w", "W"))}
    assert [line for line in words if not any(line in text for text in kept)] == []
    numbers = [e.line for e in capture.entries] + [r.line for r in capture.rejected]
    assert len(numbers) == len(set(numbers))
    physical = text.split("\n")
    assert all(physical[e.line - 1].strip() == e.title for e in capture.entries)
