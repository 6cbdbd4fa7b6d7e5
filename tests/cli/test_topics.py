"""``digest topics``: what it prints, and that it writes nothing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import Result

from tests.conftest import digest, fill, tree

TOPICS = """groups:
- {id: crafts, title: Crafts}
topics:
- {id: bread, title: Bread, description: Baking it., group: crafts, terms: [sourdough]}
- {id: boats, title: Boats, description: Sailing them., group: crafts, terms: [rigging]}
"""
WORDS = {"bread": "flour yeast oven loaf crust", "boats": "mast keel harbour anchor hull"}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for number in range(12):
        topic = "bread" if number % 2 else "boats"
        words = (WORDS[topic].split() * 2)[number % 5 : number % 5 + 3]
        record(tmp_path, f"paper-{number}", f"On {words[0]}", f"About {' '.join(words)}.", topic)
    record(tmp_path, "fresh", "Sourdough and <rigging>", "Flour, yeast and an oven.")
    return fill(tmp_path, {"topics.yml": TOPICS})


def record(folder: Path, id_: str, title: str, summary: str, *topics: str) -> None:
    tags = f"topics: [{', '.join(topics)}]\n" if topics else ""
    front = f'title: "{title}"\npublished: 2024-05-06\n{tags}summary: {summary}\n'
    fill(folder, {f"papers/2024/{id_}.md": f"---\n{front}---\n"})


def run(content: Path, *args: str) -> Result:
    return digest("topics", *args, "--content", str(content))


def test_a_record_without_topics_gets_suggestions_and_stays_as_it_is(content: Path) -> None:
    before = tree(content)
    result = run(content, "suggest")
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[:2] == ["Sourdough and <rigging>", f"  {content / 'papers/2024/fresh.md'}"]
    assert any(line.startswith("  bread: Sourdough") for line in lines)
    assert any(line.startswith("  like On ") and line.endswith("(bread)") for line in lines)
    assert any(line.startswith("topics: [bread") for line in lines)
    assert "1 record, by both. To accept, put the line" in result.stderr
    assert tree(content) == before
    record(content, "fresh", "Fresh", "Words.", "bread")
    none = run(content, "suggest")
    assert (none.exit_code, none.stdout) == (0, "")
    assert "every record has topics" in none.stderr


def test_named_records_as_json_with_a_capture_read_besides(content: Path, tmp_path: Path) -> None:
    record(content, "bare", "Bare", "Words.")
    paper = {
        "id": "2405.90001",
        "title": "Bare",
        "summary": "Rigging, mast, keel, harbour and hull.",
    }
    capture = fill(tmp_path, {"capture.json": json.dumps([{"paper": paper}])}) / "capture.json"
    result = run(content, "suggest", "paper-1", "bare", "paper-1", "--json", "--from", str(capture))
    curated, bare = json.loads(result.stdout)
    assert (curated["id"], curated["topics"]) == ("paper-1", ["bread"])
    assert bare["path"] == "papers/2024/bare.md"
    terms = {each["topic"]: each["terms"] for each in bare["suggestions"]}
    assert terms["boats"] == ["Rigging"]
    assert {near["topics"][0] for near in bare["similar"]} <= {"bread", "boats"}
    unknown = run(content, "suggest", "nowhere")
    assert unknown.exit_code == 2
    assert "there is no record 'nowhere'" in unknown.stderr


def test_evaluate_prints_a_table(content: Path) -> None:
    result = run(content, "evaluate")
    head, names, *rows = result.stdout.splitlines()
    assert result.exit_code == 0
    assert head.split() == ["papers", "terms", "learned", "both"]
    assert names.split() == ["topic", *["prec", "rec", "F1"] * 3]
    assert [row.split()[0] for row in rows] == ["bread", "boats", "micro", "macro"]
    assert rows[0].split()[1:5] == ["6", "0.00", "0.00", "0.00"]  # its term is in no record
    assert len({len(row) for row in rows}) == 1
    assert "12 records whose topics a person chose, in 5 parts" in result.stderr


def test_without_scikit_learn(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    monkeypatch.delitem(sys.modules, "generator.topics.learned", raising=False)
    suggested = run(content, "suggest")
    assert suggested.exit_code == 0
    assert "topics: [bread, boats]" in suggested.stdout
    assert "by terms; pip install 'scikit-learn>=1.7' adds similar papers" in suggested.stderr
    evaluated = run(content, "evaluate")
    assert evaluated.stdout.splitlines()[0].split() == ["papers", "terms"]
    assert "compares what can be learned" in evaluated.stderr


@pytest.mark.parametrize("curated", [0, 1])
def test_too_little_to_learn_from_leaves_the_terms(tmp_path: Path, curated: int) -> None:
    record(tmp_path, "only", "On kites", "About kites.", *["bread"][:curated])
    record(tmp_path, "fresh", "Sourdough", "An oven.")
    fill(tmp_path, {"topics.yml": TOPICS})
    suggested = run(tmp_path, "suggest", "fresh")
    assert suggested.exit_code == 0
    assert "topics: [bread]" in suggested.stdout
    assert "1 record, by terms" in suggested.stderr
    refused = run(tmp_path, "evaluate")
    assert refused.exit_code == 1
    assert "fewer than 5: curate more" in refused.stderr
