"""The JSON API: every file is what its schema says, and a digest can be read from them again."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from generator.papers.model import Corpus, Edition, Link, Paper, Sighting
from generator.publish import api
from generator.views import Digest
from generator.views.outputs import related
from tests.publish.conftest import CASES, digest_of, exported

ROOT = "https://digest.example/papers-of-nowhere/"
Files = dict[str, dict[str, Any]]


def parsed(made: dict[str, str]) -> Files:
    return {path: json.loads(text) for path, text in made.items() if path.startswith("api/")}


@pytest.fixture(scope="session")
def data(made: dict[str, str]) -> Files:
    return parsed(made)


def invalid(files: Files) -> list[str]:
    """What is wrong with each file by the schema that it names."""
    schemas = [(ROOT + path, schema) for path, schema in files.items() if "/schema/" in path]
    registry = jsonschema_rs.Registry(schemas, draft=jsonschema_rs.Draft202012)
    found = []
    for path, each in files.items():
        if "/schema/" not in path:
            named = each["$schema"].removeprefix("../")
            assert each["$schema"] == "../" * (path.count("/") - 1) + named
            validator = jsonschema_rs.Draft202012Validator(
                {"$ref": f"{ROOT}api/{named}"}, registry=registry
            )
            found += [f"{path}: {error.message}" for error in validator.iter_errors(each)]
    return found


def test_every_file_is_valid_and_says_its_version(data: Files) -> None:
    assert invalid(data) == []
    assert {each["version"] for path, each in data.items() if "/schema/" not in path} == {1}
    for name in api.SCHEMAS:
        schema = data[f"api/schema/{name}.json"]
        jsonschema_rs.meta.validate(schema)
        assert schema["description"].startswith("api/")
        assert schema["properties"]["version"]["const"] == api.VERSION == 1


@pytest.mark.parametrize(("path", "wrong"), CASES["invalid"])
def test_the_schemas_refuse(data: Files, path: str, wrong: dict[str, Any]) -> None:
    assert invalid({**data, path: data[path] | wrong}) != []


def test_the_schemas_allow_fields_that_are_yet_to_come(data: Files) -> None:
    def grown(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: grown(each) for name, each in value.items()} | {"novel": {"x": [None]}}
        return [grown(each) for each in value] if isinstance(value, list) else value

    later = {path: each if "/schema/" in path else grown(each) for path, each in data.items()}
    assert invalid(later) == []


def test_a_paper_s_own_file_names_papers_like_it_besides(digest: Digest, data: Files) -> None:
    for paper in data["api/papers.json"]["papers"]:
        (shown,) = digest.shown([digest.corpus.papers[paper["id"]]])
        alike = related(digest.world, shown, digest.suggested(paper["id"]))
        besides = {"related": [like.paper.id for like in alike]}
        head = {"$schema": "../schema/paper.json", "version": 1}
        assert data[f"api/papers/{paper['id']}.json"] == head | paper | besides


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


def test_what_is_unsound_or_unknown_is_not_said() -> None:
    links = (Link("code", "https://github.com/a/b"), Link("demo", "javascript:alert(1)"))
    paper = Paper("p", "P \u202e <b>", authors=("A B", "\x00"), links=links)
    seen = (Sighting("gone"), Sighting("p", 3, 0), Sighting("p", 5))
    papers = (paper, Paper("q", "\u200b"))
    files = parsed(exported(digest_of(papers, Edition("e", "search", "S", seen), url="")))
    assert invalid(files) == invalid(parsed(exported(Digest(Corpus())))) == []
    said = files["api/papers/p.json"]
    assert (said["url"], said["title"], said["authors"]) == ("papers/p/", "P <b>", ["A B"])
    assert files["api/papers/q.json"]["title"] == "q"
    assert said["links"] == [{"kind": "code", "url": "https://github.com/a/b"}]
    assert files["api/editions/e.json"]["papers"] == [{"paper": "p", "upvotes": 3, "comments": 0}]
    assert "url" not in files["api/index.json"]


def test_check_jsonschema_finds_the_papers_valid(made: dict[str, str], tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text(made["api/schema/paper.json"], encoding="utf-8")
    files = [path for path in made if path.startswith("api/papers/")]
    for number, path in enumerate(files):
        (tmp_path / f"{number}.json").write_text(made[path], encoding="utf-8")
    papers = [str(tmp_path / f"{number}.json") for number in range(len(files))]
    program = Path(sys.executable).parent / "check-jsonschema"
    done = subprocess.run(
        [program, "--schemafile", schema, *papers], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(("path", "text"), CASES["unbuilt"])
def test_a_file_that_no_build_wrote_is_named(
    made: dict[str, str], corpus: Corpus, path: str, text: str
) -> None:
    with pytest.raises(api.NotTheSite, match=f"^{re.escape(path)}: .*build the site anew"):
        api.read((made | {path: text}).__getitem__, corpus)
