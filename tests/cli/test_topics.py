"""``digest topics``: what it prints, and that it writes nothing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import Result

from tests.conftest import digest, tree

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
    (tmp_path / "topics.yml").write_text(TOPICS, encoding="utf-8")
    return tmp_path


def record(folder: Path, id_: str, title: str, summary: str, *topics: str) -> None:
    path = folder / "papers" / "2024" / f"{id_}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    tags = f"topics: [{', '.join(topics)}]\n" if topics else ""
    front = f'title: "{title}"\npublished: 2024-05-06\n{tags}summary: {summary}\n'
    path.write_text(f"---\n{front}---\n", encoding="utf-8")


def run(content: Path, *args: str) -> Result:
    return digest("topics", *args, "--content", str(content))


@pytest.mark.parametrize("method", ["terms", "learned", "both"])
def test_a_record_without_topics_gets_suggestions_and_stays_as_it_is(
    content: Path, method: str
) -> None:
    before = tree(content)
    result = run(content, "suggest", "--method", method)
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[:2] == [
        "Sourdough and <rigging>",
        f"  {content / 'papers' / '2024' / 'fresh.md'}",
    ]
    assert "\x1b" not in result.stdout
    assert any(line.startswith("  bread: Sourdough") for line in lines)
    assert any(line.startswith("  like On ") and line.endswith("(bread)") for line in lines)
    assert any(line.startswith("topics: [bread") for line in lines)
    assert "To accept, put the line" in result.stderr
    assert tree(content) == before


def test_as_json_for_named_records(content: Path) -> None:
    result = run(content, "suggest", "paper-1", "fresh", "paper-1", "--json", "--method", "terms")
    curated, fresh = json.loads(result.stdout)
    assert (curated["id"], curated["topics"]) == ("paper-1", ["bread"])
    assert curated["suggestions"] == []
    assert fresh["path"] == "papers/2024/fresh.md"
    assert fresh["suggestions"] == [
        {"topic": "bread", "score": 4.0, "terms": ["Sourdough"], "words": []},
        {"topic": "boats", "score": 4.0, "terms": ["rigging"], "words": []},
    ]
    assert {near["topics"][0] for near in fresh["similar"]} <= {"bread", "boats"}


def test_all_records(content: Path) -> None:
    result = run(content, "suggest", "--all", "--json")
    ids = [each["id"] for each in json.loads(result.stdout)]
    assert ids == sorted(ids)
    assert len(ids) == 13


def test_a_capture_is_read_besides(content: Path, tmp_path: Path) -> None:
    record(content, "bare", "Bare", "Words.")
    answer = {"paper": {"id": "2405.90001", "title": "Bare", "summary": "All about rigging."}}
    capture = tmp_path / "capture.json"
    capture.write_text(json.dumps([answer]), encoding="utf-8")
    result = run(content, "suggest", "bare", "--method", "terms", "--from", str(capture), "--json")
    (bare,) = json.loads(result.stdout)
    assert [suggestion["topic"] for suggestion in bare["suggestions"]] == ["boats"]


def test_nothing_to_suggest_for(content: Path) -> None:
    record(content, "fresh", "Fresh", "Words.", "bread")
    result = run(content, "suggest")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "every record has topics" in result.stderr


def test_an_unknown_record_is_misuse(content: Path) -> None:
    result = run(content, "suggest", "nowhere")
    assert result.exit_code == 2
    assert "there is no record 'nowhere'" in result.stderr


def test_evaluate_as_a_table(content: Path) -> None:
    result = run(content, "evaluate", "--folds", "3")
    head, names, *rows = result.stdout.splitlines()
    assert result.exit_code == 0
    assert head.split() == ["papers", "terms", "learned", "both"]
    assert names.split() == ["topic", *["prec", "rec", "F1"] * 3]
    assert [row.split()[0] for row in rows] == ["bread", "boats", "micro", "macro"]
    assert rows[0].split()[1:5] == ["6", "0.00", "0.00", "0.00"]  # its term is in no record
    assert len({len(row) for row in rows}) == 1
    assert "12 records whose topics a person chose, in 3 parts" in result.stderr


def test_evaluate_as_json(content: Path) -> None:
    answer = json.loads(run(content, "evaluate", "--folds", "3", "--json").stdout)
    assert (answer["papers"], answer["folds"]) == (12, 3)
    assert answer["methods"]["terms"]["micro"]["curated"] == 12
    learned = answer["methods"]["learned"]["topics"]["bread"]
    assert learned["right"] / learned["suggested"] == pytest.approx(learned["precision"], abs=1e-4)


def test_too_little_to_measure_is_one_line(content: Path) -> None:
    result = run(content, "evaluate", "--folds", "13")
    assert result.exit_code == 1
    assert "12 records have topics, fewer than the 13 parts asked for" in result.stderr


def test_without_scikit_learn(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    monkeypatch.delitem(sys.modules, "generator.topics.learned", raising=False)
    suggested = run(content, "suggest")
    assert suggested.exit_code == 0
    assert "topics: [bread, boats]" in suggested.stdout
    assert "by terms; pip install 'scikit-learn>=1.7' adds similar papers" in suggested.stderr
    refused = run(content, "suggest", "--method", "both")
    assert refused.exit_code == 1
    assert "scikit-learn is not installed" in refused.stderr
    evaluated = run(content, "evaluate", "--folds", "3")
    assert evaluated.stdout.splitlines()[0].split() == ["papers", "terms"]
    assert "compares what can be learned" in evaluated.stderr


def test_too_little_to_learn_from_leaves_the_terms(tmp_path: Path) -> None:
    record(tmp_path, "only", "On kites", "About kites.", "bread")
    record(tmp_path, "fresh", "Sourdough", "An oven.")
    (tmp_path / "topics.yml").write_text(TOPICS, encoding="utf-8")
    suggested = run(tmp_path, "suggest")
    assert suggested.exit_code == 0
    assert "topics: [bread]" in suggested.stdout
    assert "1 record, by terms" in suggested.stderr
    assert "too few words" in run(tmp_path, "suggest", "--method", "both").stderr
