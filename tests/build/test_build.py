"""What a build is to make of a content folder."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.build import ContentError
from generator.build.composing import checked, compose
from generator.store import load

SITE = Path(__file__).parents[1] / "fixtures" / "site"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITE, tmp_path / "content"))


def test_compose_makes_a_page_of_every_record_and_the_files_beside(content: Path) -> None:
    site = compose(load(content))
    paths = {page.path for page in site.pages}
    assert site.digest.corpus.settings.url == "https://digest.example/papers-of-nowhere/"
    assert {f"papers/{path.stem}.md" for path in content.glob("papers/*/*.md")} <= paths
    assert {"index.md", "topics/optimisers.md", "editions/search-0123abcd.md"} <= paths
    files = [file.path for file in site.files()]
    assert {"papers.bib", "papers/tiny-steps/cite.bib", "llms.txt", "card.png"} <= {*files}
    assert {"feed.xml", "topics/optimisers/feed.json", "opml.xml"} <= {*files}
    assert len({*files}) == len(files)
    assert len(paths) == len(site.pages)
    assert site.known.keys() == {*files, *paths}


def test_broken_content_is_named_with_path_and_line(content: Path) -> None:
    record = content / "papers/2024/tiny-steps.md"
    record.write_text(record.read_text("utf-8").replace("scaling-laws", "scalng-laws"), "utf-8")
    (content / "digest.yml").write_text("title: [\n", "utf-8")
    with pytest.raises(ContentError, match=r"^digest\.yml:\d+: .* \(and 1 more\)$") as caught:
        checked(load(content))
    errors = [problem for problem in caught.value.problems if problem.severity == "error"]
    assert [problem.path for problem in errors] == ["digest.yml", "papers/2024/tiny-steps.md"]


def test_a_record_that_another_stands_for_leads_there(content: Path) -> None:
    folder = content / "papers" / "2024"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "early-name.md").write_text("---\ntitle: Early Name\n---\n", encoding="utf-8")
    (folder / "late-name.md").write_text(
        "---\ntitle: Late Name\naliases: [first-name]\nsame_as: [early-name]\n---\n",
        encoding="utf-8",
    )
    texts = {page.path: page.text for page in compose(load(content)).tree()}
    assert "# Late Name" in texts["papers/late-name.md"]
    for former in ("first-name", "early-name"):
        text = texts[f"papers/{former}.md"]
        assert "[Late Name](../papers/late-name.md)" in text
        assert "\nmoved_to: ../late-name/\n" in text
    listed = texts["papers/index.md"]
    assert "Late Name" in listed
    assert "Early Name" not in listed


def test_a_warning_does_not_stop_a_build(content: Path) -> None:
    record = content / "papers/2024/tiny-steps.md"
    text = record.read_text("utf-8").replace("2410.00001", "2410.99999")
    text = re.sub(r"(?m)^aliases: .*\n", "", text)
    (content / "papers/2024/twin.md").write_text(text, "utf-8")
    assert {problem.severity for problem in checked(load(content))} == {"warning"}
