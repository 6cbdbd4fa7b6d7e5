"""What a build is to make of a content folder."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from generator import store
from generator.build.press import compose
from generator.check import ContentError, checked
from tests.conftest import SITE


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITE, tmp_path / "content"))


def test_compose_makes_a_page_of_every_record_and_the_files_beside(content: Path) -> None:
    site = compose(store.load(content))
    paths = {page.path for page in site.pages}
    assert site.digest.corpus.settings.url == "https://digest.example/papers-of-nowhere/"
    assert {f"papers/{path.stem}.md" for path in content.glob("papers/*/*.md")} <= paths
    assert {"index.md", "topics/optimisers.md", "editions/search-0123abcd.md"} <= paths
    files = [file.path for file in site.files()]
    assert {"papers.bib", "papers/tiny-steps/cite.bib", "llms.txt", "card.png"} <= {*files}
    assert {"feed.xml", "topics/optimisers/feed.json", "opml.xml"} <= {*files}
    assert len({*files}) == len(files)
    assert len(paths) == len(site.pages)
    assert site.addresses.keys() == {*files, *paths}


def test_broken_content_is_named_with_path_and_line(content: Path) -> None:
    record = content / "papers/2024/tiny-steps.md"
    record.write_text(record.read_text("utf-8").replace("scaling-laws", "scalng-laws"), "utf-8")
    (content / "digest.yml").write_text("title: [\n", "utf-8")
    with pytest.raises(ContentError, match=r"^digest\.yml:\d+: .* \(and 1 more\)$") as caught:
        checked(store.load(content))
    errors = [problem for problem in caught.value.problems if problem.severity == "error"]
    assert [problem.path for problem in errors] == ["digest.yml", "papers/2024/tiny-steps.md"]


def test_what_has_another_name_now_leads_there(content: Path) -> None:
    topics = content / "topics.yml"
    former = topics.read_text("utf-8").replace("optimisers\n", "optimisers\n  aliases: [descent]\n")
    topics.write_text(former, "utf-8")
    folder = content / "papers" / "2024"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "early-name.md").write_text("---\ntitle: Early Name\n---\n", encoding="utf-8")
    (folder / "late-name.md").write_text(
        "---\ntitle: Late Name\naliases: [first-name]\nsame_as: [early-name]\n---\n",
        encoding="utf-8",
    )
    texts = {page.path: page.text for page in compose(store.load(content)).tree()}
    assert "# Late Name" in texts["papers/late-name.md"]
    for former in ("first-name", "early-name"):
        text = texts[f"papers/{former}.md"]
        assert "[Late Name](../papers/late-name.md)" in text
        assert "\nmoved_to: ../late-name/\n" in text
    assert "\nmoved_to: ../optimisers/\n" in texts["topics/descent.md"]
    listed = texts["papers/index.md"]
    assert "Late Name" in listed
    assert "Early Name" not in listed


def test_a_warning_does_not_stop_a_build(content: Path) -> None:
    record = content / "papers/2024/tiny-steps.md"
    text = record.read_text("utf-8").replace("2410.00001", "2410.99999")
    text = re.sub(r"(?m)^aliases: .*\n", "", text)
    (content / "papers/2024/twin.md").write_text(text, "utf-8")
    assert {problem.severity for problem in checked(store.load(content))} == {"warning"}


def test_pages_feeds_and_exports_say_what_is_known_of_dates(tmp_path: Path) -> None:
    texts: dict[str, str | None] = {
        "digest.yml": "title: D\nurl: https://d.example\nfeeds: {tag: 'd.example,2021'}\n"
        "newsletter: {complete: 2021-12-31}\n",
        "topics.yml": "groups:\n- {id: g, title: G}\ntopics:\n"
        "- {id: t, title: T, group: g, description: Of T.}\n",
        "editions/2021-w09.yml": "date: 2021-W09\nkind: weekly\nsource: L\npapers:\n"
        + "".join(f"- {{paper: p{n}}}\n" for n in range(4)),
        "editions/month.yml": "date: 2021-03\nkind: monthly\nsource: L\npapers: [{paper: p0}]\n",
    }
    for number, date in enumerate(("2021", "2021-03", "2021-03-04", "")):
        stated = f"published: {date}\n" if date else ""
        text = f"---\ntitle: Paper {number}\n{stated}topics: [t]\n---\n"
        texts[f"papers/2021/p{number}.md"] = text
    store.write(tmp_path / "content", texts)
    site = compose(store.load(tmp_path / "content"))
    pages = {page.path: page.text for page in site.tree()}
    files = {file.path: str(file.data) for file in site.files()}
    unknown = pages["dates/2021/index.md"].partition("\n## Month unknown\n")[2]
    assert re.findall(r"(?m)^### \[(.*)\]", unknown) == ["Paper 0"]
    assert "dates/2021/03/index.md" in pages
    assert "# Papers of week 9 of 2021\n" in pages["editions/2021-w09.md"]
    assert "year = {2021}," in files["papers/p0/cite.bib"]
    issued = [paper.get("issued") for paper in json.loads(files["papers.csl.json"])]
    assert issued == [
        {"date-parts": parts} for parts in ([[2021, 3, 4]], [[2021, 3]], [[2021]])
    ] + [None]
