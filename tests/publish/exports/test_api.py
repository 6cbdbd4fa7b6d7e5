"""The JSON API: every file is what its schema says, and the files agree with each other."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from generator.papers.model import Corpus, Link, Paper, Settings
from generator.publish.api import SCHEMAS, VERSION
from generator.views import Digest
from tests.publish.conftest import exported

ROOT = "https://digest.example/papers-of-nowhere/"


def api(corpus: Corpus) -> dict[str, dict[str, Any]]:
    made = exported(Digest(corpus))
    return {path: json.loads(text) for path, text in made.items() if path.startswith("api/")}


@pytest.fixture(scope="session")
def data(made: dict[str, str]) -> dict[str, dict[str, Any]]:
    return {path: json.loads(text) for path, text in made.items() if path.startswith("api/")}


def invalid(files: dict[str, dict[str, Any]]) -> list[str]:
    """What is wrong with each file by the schema that it names."""
    registry = jsonschema_rs.Registry(
        [(ROOT + path, schema) for path, schema in files.items() if "/schema/" in path],
        draft=jsonschema_rs.Draft202012,
    )
    return [
        f"{path}: {error.message}"
        for path, each in files.items()
        if "/schema/" not in path
        for error in jsonschema_rs.Draft202012Validator(
            {"$ref": schema_of(path, each)}, registry=registry
        ).iter_errors(each)
    ]


def schema_of(path: str, data: dict[str, Any]) -> str:
    folders = path.split("/")[:-1]
    name = str(data["$schema"])
    while name.startswith("../"):
        name, folders = name.removeprefix("../"), folders[:-1]
    return ROOT + "/".join([*folders, name])


def test_every_file_is_valid_and_says_its_version(data: dict[str, dict[str, Any]]) -> None:
    assert invalid(data) == []
    assert len(data) > 25
    assert {each["version"] for path, each in data.items() if "/schema/" not in path} == {VERSION}
    for name in SCHEMAS:
        schema = data[f"api/schema/{name}.json"]
        jsonschema_rs.meta.validate(schema)
        assert schema["description"].startswith("api/")
        assert schema["properties"]["version"]["const"] == VERSION


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("api/index.json", {"version": 2}),
        ("api/papers/tiny-steps.json", {"doi": ""}),
        ("api/papers/tiny-steps.json", {"doi": None}),
        ("api/papers/tiny-steps.json", {"links": [{"kind": "code", "url": "javascript:x"}]}),
        ("api/papers.json", {"papers": [{"id": "x"}]}),
        ("api/topics.json", {"groups": [{"id": "x", "title": "X", "topics": [{}]}]}),
        ("api/editions.json", {"editions": [{"id": "x"}]}),
        ("api/editions/2024-10-31.json", {"kind": "yearly"}),
    ],
)
def test_the_schemas_refuse(
    data: dict[str, dict[str, Any]], path: str, wrong: dict[str, Any]
) -> None:
    assert invalid({**data, path: data[path] | wrong}) != []


def test_the_schemas_allow_fields_that_are_yet_to_come(data: dict[str, dict[str, Any]]) -> None:
    def grown(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: grown(each) for name, each in value.items()} | {"novel": {"x": [None]}}
        return [grown(each) for each in value] if isinstance(value, list) else value

    later = {path: each if "/schema/" in path else grown(each) for path, each in data.items()}
    assert invalid(later) == []


def test_files_agree(digest: Digest, data: dict[str, dict[str, Any]]) -> None:
    papers = data["api/papers.json"]["papers"]
    apart = ("$schema", "version", "related")
    assert [paper["id"] for paper in papers] == [paper.id for paper in digest.newest]
    for paper in papers:
        single = data[f"api/papers/{paper['id']}.json"]
        assert {k: v for k, v in single.items() if k not in apart} == paper
        for sighting in paper["editions"]:
            edition = data[f"api/editions/{sighting['edition']}.json"]
            assert {"paper": paper["id"]} | {
                k: v for k, v in sighting.items() if k != "edition"
            } in edition["papers"]
        assert f"api/papers/{next(iter(single['related']), paper['id'])}.json" in data
    for edition in data["api/editions.json"]["editions"]:
        assert edition.items() <= data[f"api/editions/{edition['id']}.json"].items()
        assert edition["papers_count"] == len(data[f"api/editions/{edition['id']}.json"]["papers"])
    topics = {
        topic["id"]: topic["papers"]
        for group in data["api/topics.json"]["groups"]
        for topic in group["topics"]
    }
    assert topics == {
        topic: [paper["id"] for paper in papers if topic in paper["topics"]] for topic in topics
    }


def test_the_index_leads_to_every_file(made: dict[str, str], digest: Digest) -> None:
    index = json.loads(made["api/index.json"])
    wanted = {
        "paper": [paper.id for paper in digest.newest],
        "topic": list(digest.corpus.topics),
        "edition": list(digest.corpus.editions),
        "schema": index["schemas"],
    }
    named = {"api/index.json", "llms.txt"}
    for address in index["files"].values():
        path = address.removeprefix(ROOT)
        variable = next(iter(re.findall(r"{(\w+)}", path)), "")
        values = wanted.get(variable, [""])
        named |= {path.replace(f"{{{variable}}}", value) for value in values}
    assert named == made.keys()


def test_a_record_says_what_is_known_and_nothing_else() -> None:
    full = Paper(
        "p",
        "P \u202e <b>",
        arxiv="2410.00001",
        published="2024-10",
        authors=("A B", "\x00"),
        authors_count=3,
        links=(Link("code", "https://github.com/a/b"), Link("demo", "javascript:alert(1)")),
        summary="One.\n\nTwo.",
        aliases=("q",),
    )
    settings = Settings(url="https://x.example/d/")
    corpus = Corpus(settings, papers={"p": full, "r": Paper("r", "R")})
    files = api(corpus)
    assert files["api/papers/p.json"] == {
        "$schema": "../schema/paper.json",
        "version": 1,
        "id": "p",
        "url": "https://x.example/d/papers/p/",
        "title": "P <b>",
        "authors_count": 3,
        "published": "2024-10",
        "listed": "2024-10",
        "arxiv": "2410.00001",
        "summary": "One.\n\nTwo.",
        "authors": ["A B"],
        "topics": [],
        "links": [{"kind": "code", "url": "https://github.com/a/b"}],
        "editions": [],
        "related": [],
        "aliases": ["q"],
    }
    assert "authors_count" not in files["api/papers/r.json"]
    nowhere = Corpus(replace(settings, url=""), papers=corpus.papers)
    files = api(nowhere)
    assert files["api/papers/r.json"]["url"] == "papers/r/"
    assert "url" not in files["api/index.json"]
    assert invalid(files) == invalid(api(Corpus())) == []


def test_check_jsonschema_finds_the_papers_valid(made: dict[str, str], tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "check-jsonschema"
    papers = {path: text for path, text in made.items() if path.startswith("api/papers/")}
    schema = "api/schema/paper.json"
    for path, text in (papers | {schema: made[schema]}).items():
        (tmp_path / path.replace("/", "-")).write_text(text, encoding="utf-8")
    files = sorted(tmp_path.glob("api-papers-*"))
    command = map(str, (program, "--schemafile", tmp_path / schema.replace("/", "-"), *files))
    done = subprocess.run([*command], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
