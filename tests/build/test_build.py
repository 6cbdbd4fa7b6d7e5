"""What a build writes, and that what was there stays until the new is whole."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator import build
from generator.build import ContentError, OutputError
from generator.site.pages import Page

SITE = Path(__file__).parents[1] / "fixtures" / "site"
MARK = "index.md"


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITE, tmp_path / "content"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    out = tmp_path / "out"
    with build.replacing(out, mark=MARK) as new:
        (new / MARK).write_text("old")
        (new / "stale.md").write_text("stale")
    return out


OLD = {MARK: "old", "stale.md": "stale"}


def test_compose_makes_a_page_of_every_record_and_the_colours(content: Path) -> None:
    site = build.compose(content)
    paths = {page.path for page in site.pages}
    assert site.digest.corpus.settings.url == "https://digest.example/papers-of-nowhere/"
    assert {f"papers/{path.stem}.md" for path in content.glob("papers/*/*.md")} <= paths
    assert {"index.md", "topics/optimisers.md", "editions/search-0123abcd.md"} <= paths
    files = {file.path for file in site.files}
    assert {"assets/groups.css", "papers.bib", "papers/tiny-steps/cite.bib", "llms.txt"} <= files
    assert {"feed.xml", "topics/optimisers/feed.json", "opml.xml"} <= files
    assert len(files) == len(site.files)
    assert len(paths) == len(site.pages)


def test_compose_is_the_same_for_the_same_content(content: Path) -> None:
    assert build.compose(content) == build.compose(content)


def test_broken_content_is_named_with_path_and_line(content: Path) -> None:
    record = content / "papers/2024/tiny-steps.md"
    record.write_text(record.read_text("utf-8").replace("scaling-laws", "scalng-laws"), "utf-8")
    (content / "digest.yml").write_text("title: [\n", "utf-8")
    with pytest.raises(ContentError, match=r"^digest\.yml:\d+: .* \(and 1 more\)$") as caught:
        build.compose(content)
    assert [problem.path for problem in caught.value.problems] == [
        "digest.yml",
        "papers/2024/tiny-steps.md",
    ]


def test_a_record_that_another_stands_for_leads_there(content: Path) -> None:
    folder = content / "papers" / "2024"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "early-name.md").write_text("---\ntitle: Early Name\n---\n", encoding="utf-8")
    (folder / "late-name.md").write_text(
        "---\ntitle: Late Name\naliases: [first-name]\nsame_as: [early-name]\n---\n",
        encoding="utf-8",
    )
    texts = {page.path: page.text for page in build.compose(content).pages}
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
    (content / "papers/2024/twin.md").write_text(text, "utf-8")
    site = build.compose(content)
    assert [problem.severity for problem in site.warnings] == ["warning"]


def test_write_tree_replaces_what_an_earlier_call_wrote(out: Path) -> None:
    pages = [Page(MARK, "new ✓\n"), Page("papers/a.md", "a\n")]
    assert build.write_tree(pages, out) == 2
    assert tree(out) == {MARK: "new ✓\n", "papers/a.md": "a\n"}


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("ten years")
    with pytest.raises(OutputError, match="choose another place"):
        build.write_tree([Page(MARK, "")], tmp_path)
    assert tree(tmp_path) == {"thesis.tex": "ten years"}


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "site"
    file.write_text("a file")
    with pytest.raises(OutputError, match="choose another place"):
        build.write_tree([Page(MARK, "")], file)
    assert file.read_text() == "a file"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    build.write_tree([Page(MARK, "")], out)
    assert tree(out) == {MARK: ""}


def test_a_failure_leaves_the_old_and_nothing_beside_it(out: Path) -> None:
    def fail() -> None:
        with build.replacing(out, mark=MARK) as new:
            (new / MARK).write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert tree(out) == OLD
    assert list(out.parent.iterdir()) == [out]


def test_a_full_disk_is_one_line_and_leaves_the_old(out: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"/index\.md: No space left on device$"),
        build.replacing(out, mark=MARK) as new,
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(new / MARK))
    assert tree(out) == OLD


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"/file: File exists$"):
        build.write_tree([Page(MARK, "")], tmp_path / "file" / "out")


def test_a_kill_leaves_the_old_and_the_next_call_clears_up(out: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from generator import build\n"
        f"with build.replacing(Path({str(out)!r}), mark={MARK!r}) as new:\n"
        f"    (new / {MARK!r}).write_text('half'); print('in', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        beside = [path for path in out.parent.iterdir() if path != out]
        build.write_tree([Page(MARK, "meanwhile")], out)
        assert [path for path in out.parent.iterdir() if path != out] == beside
        process.send_signal(signal.SIGKILL)
    assert tree(out) == {MARK: "meanwhile"}
    build.write_tree([Page(MARK, "after")], out)
    assert list(out.parent.iterdir()) == [out]


def test_what_is_written_can_be_read_by_a_web_server(out: Path) -> None:
    plain = out.parent / "plain"
    plain.mkdir()
    assert out.stat().st_mode == plain.stat().st_mode
