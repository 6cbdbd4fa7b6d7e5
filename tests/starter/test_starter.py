"""A digest of somebody's own: what may be chosen, what is asked, what pins the program.

How ``digest new`` and ``digest upgrade`` go is shown by sessions, in ``tests/cli/sessions``.
"""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from lxml import html
from markdown import markdown

from generator import __version__, check, store
from generator.starter import making, program
from generator.starter.making import Choices
from generator.store import git as checkouts
from tests.conftest import digest, fill, git
from tests.workflows import test_lint as lint

ROOT = Path(__file__).parents[2]
PROGRAM = "curated-digest @ git+https://git.example/paper-digest@0123abc"
PLAIN = Choices("Nets", "nets", "https://example.org/", "https://example.org/a/b", "2026-01-02")
VALUES = yaml.safe_load(Path(__file__).with_name("values.yml").read_text("utf-8"))
READ = {each.__name__: each for each in (making.title, making.field, making.repository)}
READ |= {each.__name__: each for each in (making.address, program.stated)}
PAGES = ("README.md", "CONTRIBUTING.md", "content/pages/about.md")
HOSTILE = (
    'it\'s "quoted": # not a comment',
    "two\nlines\r\n---\nkey: value",
    "'",
    "- [x](javascript:alert(1)) <script>alert(1)</script>",
    "{{ title }} {% raw %} ${x} %(x)s",
    "*a* _b_ `c` | d &amp; ~e~ ==f== :tada: www.example.org",
    "\u202eright to left\x00\x1b[31m 語 😀",
    "!!python/object *alias &anchor",
    "null",
    "2026-01-01",
)


def test_its_workflows_hold_what_linters_ask_and_its_lock_is_the_programs(tmp_path: Path) -> None:
    made = fill(tmp_path, making.files(PLAIN, PROGRAM))
    workflows, there = (
        {path.name for path in (folder / ".github/workflows").iterdir()} for folder in (ROOT, made)
    )
    assert workflows - there == {"test.yml"}
    lock = (made / "requirements.lock").read_text("utf-8")
    assert lock.endswith((ROOT / "requirements.lock").read_text("utf-8"))
    git("init", "-q", folder=made)
    assert [lint.linted(linter, made)[0] for linter in lint.LINTERS] == [0, 0]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_chosen_means_just_itself(text: str, tmp_path: Path) -> None:
    title, field = making.title(text), making.field(text)
    chosen = Choices(title, field, PLAIN.url, PLAIN.repository, PLAIN.day)
    loaded = store.load(fill(tmp_path, making.files(chosen, PROGRAM)) / "content")
    assert list(check.problems(loaded)) == []
    settings = loaded.corpus.settings
    assert settings.title == title
    assert settings.description.startswith(f"Papers on {field}: read, ")
    assert (len(loaded.corpus.vocabulary.groups), len(loaded.corpus.vocabulary.topics)) == (3, 6)
    for name in PAGES:
        page, other = (
            html.document_fromstring(markdown(making.files(each, PROGRAM)[name]))
            for each in (chosen, PLAIN)
        )
        assert title in page.text_content()
        assert field in page.text_content()
        assert {each.tag for each in page.iter("*")} == {each.tag for each in other.iter("*")}


@pytest.mark.parametrize(
    ("read", "given", "found"),
    [(read, *case) for read, cases in VALUES.items() for case in cases.items()],
)
def test_a_value_is_read_in_each_usual_way_or_refused(read: str, given: str, found: str) -> None:
    if found:
        assert READ[read](given) == found
        return
    with pytest.raises(ValueError, match=r"give |is no "):
        READ[read](given)


def test_at_a_terminal_what_is_missing_is_asked_for(tmp_path: Path) -> None:
    """The empty answers take what is proposed; a wrong one is asked again."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "generator", "new", str(tmp_path / "big-nets")]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=follower, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        os.close(follower)
        os.write(leader, b"\nlarge networks\nnone\nada/big-nets\n\n")
        said = process.communicate()[0].decode()
    os.close(leader)
    assert process.returncode == 0, said
    assert "Its name [Big nets]: " in said
    assert "'none' is no repository such as" in said
    assert "Where the site will be [https://ada.github.io/big-nets/]: " in said
    settings = store.load(tmp_path / "big-nets/content").corpus.settings
    assert (settings.title, settings.url) == ("Big nets", "https://ada.github.io/big-nets/")


def full(*_: object) -> str:
    raise OSError(28, "No space left on device", "there")


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (full, "digest: there: No space left on device\n"),
        (None, "git cannot be run (No such file or directory): install it"),
    ],
)
def test_a_failure_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: object, said: str
) -> None:
    if trouble:
        monkeypatch.setattr(checkouts, "start", trouble)
    monkeypatch.setenv("PATH", str(tmp_path))
    options = ("--title", "A", "--field", "b", "--repo", "ada/a", "--program", PROGRAM)
    result = digest("new", str(tmp_path / "speech"), *options)
    assert (result.exit_code, said in result.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


class Distribution:
    """What pip wrote down of where the program came from."""

    def __init__(self, direct: object) -> None:
        self.direct = direct

    def read_text(self, name: str) -> str | None:
        return json.dumps(self.direct) if self.direct else None


GIT = {"url": "https://git.example/p", "vcs_info": {"vcs": "git", "commit_id": "0123abc"}}
FILE = {"url": "file:///d/p.whl", "archive_info": {"hashes": {"sha256": "ab12"}}}
CHECKOUT = {"url": "file:///d", "dir_info": {"editable": True}}


@pytest.mark.parametrize(
    ("direct", "remote", "line"),
    [
        (None, "", f"curated-digest=={__version__}"),
        (GIT, "", "curated-digest @ git+https://git.example/p@0123abc"),
        (FILE, "", "curated-digest @ file:///d/p.whl#sha256=ab12"),
        (CHECKOUT, "", "curated-digest @ file:///d"),
        (CHECKOUT, "git@github.com:ada/p.git", "curated-digest @ git+https://github.com/ada/p@{}"),
    ],
)
def test_the_pin_is_where_this_copy_came_from(
    here: Path, monkeypatch: pytest.MonkeyPatch, direct: object, remote: str, line: str
) -> None:
    monkeypatch.setattr("generator.starter.program.carried", lambda name: here / name)
    monkeypatch.setattr("importlib.metadata.distribution", lambda _: Distribution(direct))
    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "A checkout")
    if remote:
        git("remote", "add", "origin", remote)
    assert program.requirement() == line.format(checkouts.run(here, "rev-parse", "HEAD"))
