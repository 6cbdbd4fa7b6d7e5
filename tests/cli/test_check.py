"""``digest check`` as a curator sees it: what comes first, what is counted, what is mended."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import md5
from pathlib import Path

import pytest
from click.testing import Result

from tests.conftest import digest, fill

SETTINGS = "title: D\ncuration:\n  summary_words: [1, 9]\n"
SUMMARY = "no summary yet: write one in your own words"


@pytest.fixture(autouse=True)
def content(here: Path) -> Path:
    return here / "content"


def write(content: Path, **files: str) -> None:
    dated = {name: f"---\n{text}\npublished: 2024-01\n---\n" for name, text in files.items()}
    fill(content, {f"papers/2024/{name}.md": text for name, text in dated.items()})


def run(*args: str) -> Result:
    return digest("check", *args)


def many(content: Path, papers: int) -> None:
    for n in range(1, papers):
        words = md5(str(n).encode(), usedforsecurity=False).hexdigest()
        write(content, **{f"paper{n:03}": f"title: Ladders {words}"})
    write(content, zebra="title: [A\ntopics: []")
    fill(content, {"digest.yml": SETTINGS})


def test_errors_come_first_and_what_many_records_lack_is_one_line(content: Path) -> None:
    many(content, 4)
    assert run().stdout.splitlines()[1:] == [
        f"content/papers/2024/paper00{n}.md:2: warning: {SUMMARY}" for n in (1, 2, 3)
    ]
    many(content, 41)
    result = run()
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "content/papers/2024/zebra.md:2: error: a text that starts with [ needs quotes: write"
        " title: '[A'",
        "content: warning: 40 papers without a summary: paper001, paper002, paper003 and 37"
        " more; --all lists them",
    ]
    assert result.stderr == "1 error and 40 warnings\n"
    assert len(run("--all").stdout.splitlines()) == 41
    errors = run("--errors")
    assert (len(errors.stdout.splitlines()), errors.stderr) == (1, "1 error\n")
    (content / "papers/2024/zebra.md").unlink()
    assert (run("--errors").exit_code, run("--errors").stderr) == (0, "no problems\n")


def test_a_program_gets_every_problem_and_github_its_lines(content: Path) -> None:
    many(content, 10)
    found = json.loads(run("--format", "json").stdout)
    assert len(found) == 10
    assert found[0] == {
        "path": "papers/2024/paper001.md",
        "line": 2,
        "message": SUMMARY,
        "severity": "warning",
        "group": "papers without a summary",
    }
    lines = run("--format", "github").stdout.splitlines()
    assert len(lines) == 10
    assert lines[0].startswith("::error file=content/papers/2024/zebra.md,line=2,")


@pytest.mark.parametrize("name", ["pages/about.md", "readme.txt", ".gitkeep"])
def test_a_folder_without_a_digest_is_misuse(content: Path, name: str) -> None:
    fill(content, {name: "x"})
    for command in ("check", "duplicates"):
        result = digest(command)
        assert result.exit_code == 2
        assert "'content' holds no digest" in result.stderr


@pytest.mark.parametrize("args", [["check", "--all"], ["duplicates", "--explain"]])
def test_a_reader_that_has_had_enough_ends_it_quietly(content: Path, args: list[str]) -> None:
    if "check" in args:
        many(content, 900)
    else:
        one = "title: One paper\narxiv: '2401.0000{}'"
        write(content, **{f"p{n}": one.format(n % 9 + 1) for n in range(60)})
    program = subprocess.Popen(
        [sys.executable, "-m", "generator", *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""},
    )
    with program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline()
        program.stdout.close()
        assert program.stderr.read() == ""


def test_fix_leaves_nothing_to_say(content: Path) -> None:
    write(
        content,
        a="authors: Ada Muster, Bo Beispiel\ntitle: Nets: a study\nsummary:\narxiv: 2401.00001",
        b="title: '[Re] Nets'\nlinks: https://github.com/a/b.git",
    )
    fill(content, {"digest.yml": "title: D\n"})
    assert run().exit_code == 1
    result = run("--fix")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "content/papers/2024/a.md: mended: what YAML took otherwise, authors, summary, arxiv,"
        " order of fields\n"
        "content/papers/2024/b.md: mended: links, order of fields\n"
        "no problems\n"
    )


@pytest.mark.parametrize("style", ["text", "github"])
def test_a_problem_is_one_line_whatever_a_title_or_a_file_name_holds(
    content: Path, style: str
) -> None:
    title = '"\\e[31mRed ##[stop-commands]x \\u202egnp \\u2028Nets"'
    files = {
        "a.md": f"---\ntitle: {title}\n---\n",
        "b.md": f"---\ntitle: {title}\ntopics: []\n---\n",
        "x\n::error::y.md": "---\ntitle: A\n---\n",
        "c,x:y/c.md": "---\ntitle: 'Nets::error::%0A'\narxiv: '2401.00001'\n---\n",
        "c,x:y/d.md": "---\ntitle: 'nets error % 0a'\narxiv: '2401.00001'\n---\n",
    }
    fill(content / "papers/2024", files)
    lines = run("--format", style).stdout.split("\n")[:-1]
    assert len(lines) == 6
    assert all(line.startswith(("content/papers/2024/", "::")) for line in lines)
    assert not {"\x1b", "\u202e", "\u2028"} & {*"".join(lines)}
    if style == "text":
        assert "##[" not in "".join(lines)
        return
    assert sum("file=content/papers/2024/x%0A%3A%3Aerror" in line for line in lines) == 1
    twin = "::error file=content/papers/2024/c%2Cx%3Ay/d.md,line=3,title=digest check::duplicate of"
    (error,) = (line for line in lines if line.startswith(twin))
    kinds = [line.split(" ")[0] for line in lines]
    assert kinds == sorted(kinds)
    assert "'Nets::error::%250A' and 'nets error %25 0a'" in error


def test_a_broken_vocabulary_is_one_problem_under_limits(content: Path) -> None:
    settings = "title: A\ncuration:\n  topics: [20, 35]\n"
    fill(content, {"digest.yml": settings, "topics.yml": "topics: [\n"})
    result = run()
    assert result.exit_code == 1
    assert result.stdout.startswith("content/topics.yml:2: error: not valid YAML")
