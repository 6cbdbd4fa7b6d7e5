"""A digest of somebody's own: what is in it, what an upgrade does to it, and what is refused."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from lxml import html
from markdown import markdown

from generator import __version__, check, store
from generator.starter import making, program
from generator.starter.making import Choices
from generator.store import documents
from generator.store import git as checkouts
from tests.conftest import digest, tree
from tests.workflows import test_lint as lint

ROOT = Path(__file__).parents[2]
PROGRAM = "paper-digest @ git+https://git.example/paper-digest@0123abc"
OPTIONS = (
    "--title", "Speech Digest", "--field", "speech recognition", "--repo", "ada/speech",
    "--program", PROGRAM,
)  # fmt: skip
KNOWN = "[user]\nname = Ada Muster\nemail = ada@example.org\n"
SIGNING = "[commit]\ngpgsign = true\n[gpg]\nprogram = false\n"
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


def git(folder: Path, *args: str) -> str:
    command = ["git", "-C", str(folder), *args]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def new(folder: Path, *options: str) -> Result:
    return digest("new", str(folder), *options)


@pytest.fixture(scope="module", autouse=True)
def identity(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Git as it is on a machine where it knows its user, and nothing else."""
    config = tmp_path_factory.mktemp("git") / "config"
    config.write_text(KNOWN)
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_GLOBAL", str(config))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        yield config


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "speech"
    result = new(folder, *OPTIONS)
    assert result.exit_code == 0, result.output
    return folder


def test_it_is_a_small_folder_in_one_commit(made: Path) -> None:
    assert git(made, "status", "--porcelain") == ""
    assert git(made, "log", "--format=%an %ae %D %s") == (
        "Ada Muster ada@example.org HEAD -> main A digest of its own\n"
    )
    tracked = set(git(made, "ls-files").splitlines())
    assert tracked == {path for path in tree(made) if not path.startswith(".git/")}
    assert len(tracked) <= 30
    assert sum((made / path).stat().st_size for path in tracked - {"requirements.lock"}) <= 60_000
    assert {path for path in tracked if path.startswith("content/")} == {
        "content/digest.yml",
        "content/topics.yml",
        "content/pages/about.md",
        "content/editions/example.yml",
        *(path for path in tracked if path.endswith("/example-record.md")),
    }
    workflows = {path.name for path in (ROOT / ".github/workflows").glob("*.yml")}
    there = {path.name for path in (made / ".github/workflows").glob("*.yml")}
    assert workflows - there == {"test.yml"}
    assert f"\n{PROGRAM}\n" in (made / "requirements.txt").read_text("utf-8")
    lock = (made / "requirements.lock").read_text("utf-8")
    assert lock.endswith((ROOT / "requirements.lock").read_text("utf-8"))


def test_its_workflows_hold_what_linters_ask(made: Path) -> None:
    assert lint.actionlint(made) == ""
    code, said = lint.zizmor(made)
    assert code == 0, said


def test_its_content_is_what_was_chosen_and_has_no_problem(made: Path) -> None:
    loaded = store.load(made / "content")
    assert list(check.problems(loaded)) == []
    settings = loaded.corpus.settings
    assert settings.title == "Speech Digest"
    assert settings.url == "https://ada.github.io/speech/"
    assert settings.repository == "https://github.com/ada/speech"
    assert settings.keep_abstracts == "arxiv"
    assert settings.feeds.tag.startswith("ada.github.io,20")
    assert (len(loaded.corpus.vocabulary.groups), len(loaded.corpus.vocabulary.topics)) == (3, 6)
    record = next(made.glob("content/papers/*/example-record.md"))
    paper = loaded.corpus.papers["example-record"]
    assert documents.text(paper) == record.read_text("utf-8")
    assert (paper.published or "").startswith(record.parent.name)


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_chosen_means_just_itself(text: str, tmp_path: Path) -> None:
    site, repository = "https://example.org/", "https://example.org/a/b"
    chosen = Choices(making.title(text), making.field(text), site, repository, "2026-01-02")
    plain = Choices("Nets", "nets", site, repository, "2026-01-02")
    for name, written in making.files(chosen, PROGRAM).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(written, encoding="utf-8")
    loaded = store.load(tmp_path / "content")
    assert list(check.problems(loaded)) == []
    settings = loaded.corpus.settings
    assert settings.title == chosen.title
    assert settings.description.startswith(f"Papers on {chosen.field}: read, ")
    for name in ("README.md", "CONTRIBUTING.md", "content/pages/about.md"):
        page, other = (
            html.document_fromstring(markdown(making.files(each, PROGRAM)[name]))
            for each in (chosen, plain)
        )
        assert chosen.title in page.text_content()
        assert chosen.field in page.text_content()
        assert {each.tag for each in page.iter("*")} == {each.tag for each in other.iter("*")}


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("ada/speech", "https://github.com/ada/speech"),
        ("https://github.com/ada/speech/", "https://github.com/ada/speech"),
        ("https://github.com/ada/speech.git", "https://github.com/ada/speech"),
        ("git@gitlab.com:ada/nets/speech.git", "https://gitlab.com/ada/nets/speech"),
        ("ssh://git@codeberg.org/ada/speech", "https://codeberg.org/ada/speech"),
    ],
)
def test_a_repository_may_be_given_in_each_usual_way(given: str, read: str) -> None:
    assert making.repository(given) == read


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--title", " \n\x00"),
        ("--field", " . "),
        ("--repo", "speech"),
        ("--repo", "http://github.com/ada/speech"),
        ("--repo", "https://github.com/ada"),
        ("--repo", "https://github.com/ada/speech?tab=readme"),
        ("--repo", "javascript:alert(1)/a/b"),
        ("--url", "ftp://example.org/"),
        ("--url", "https://example.org/?a=b"),
        ("--url", "https://exa mple.org/"),
        ("--url", 'https://example.org/"><script>'),
        ("--url", "https:///speech/"),
        ("--program", "paper-digest"),
        ("--program", "other==1.0"),
        ("--program", "paper-digest==1.0\nevil"),
    ],
)
def test_a_value_that_cannot_be_is_misuse(option: str, value: str, tmp_path: Path) -> None:
    result = new(tmp_path / "speech", *OPTIONS, option, value)
    assert result.exit_code == 2
    assert f"Invalid value for '{option}': " in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--title", "--field", "--repo", "--url"])
def test_without_a_terminal_nothing_is_asked(option: str, tmp_path: Path) -> None:
    given = dict(zip(OPTIONS[::2], OPTIONS[1::2], strict=True))
    given |= {"--url": "https://example.org/"}
    if option == "--url":  # of another host than GitHub, it cannot be guessed
        given["--repo"] = "https://codeberg.org/ada/speech"
    del given[option]
    result = new(tmp_path / "speech", *(word for pair in given.items() for word in pair))
    assert result.exit_code == 2
    assert f"{option} is missing" in result.stderr
    assert list(tmp_path.iterdir()) == []


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


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("ten years")
    result = new(tmp_path, *OPTIONS)
    assert result.exit_code == 1
    assert result.stderr == (
        f"digest: {tmp_path}: is there already and not empty: name another folder\n"
    )
    assert tree(tmp_path).keys() == {"thesis.tex"}
    assert new(tmp_path / "thesis.tex", *OPTIONS).exit_code == 1


def test_an_empty_folder_is_taken_but_not_the_one_the_user_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = new(Path(), *OPTIONS)
    assert (refused.exit_code, "this is where you are" in refused.stderr) == (1, True)
    (tmp_path / "speech").mkdir()
    assert new(Path("speech"), *OPTIONS).exit_code == 0
    assert (tmp_path / "speech/.git").is_dir()


@pytest.mark.parametrize(
    ("config", "why"),
    [
        ("", "git knows no name and mail address of yours (user.name, "),
        (f"{KNOWN}{SIGNING}", "git says: error: gpg failed to sign the data: see to that "),
    ],
)
def test_where_git_does_not_commit_all_is_staged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: str, why: str
) -> None:
    (tmp_path / "config").write_text(config)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    result = new(tmp_path / "speech", *OPTIONS)
    assert result.exit_code == 0
    assert ", not committed\n" in result.stdout
    assert result.stderr.startswith(why)
    assert "git commit -m 'A digest of its own'\n" in result.stderr
    staged = git(tmp_path / "speech", "status", "--porcelain").splitlines()
    assert {line[:3] for line in staged} == {"A  "}, staged


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
    result = new(tmp_path / "speech", *OPTIONS)
    assert (result.exit_code, said in result.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


class Distribution:
    """What pip wrote down of where the program came from."""

    def __init__(self, direct: object) -> None:
        self.direct = direct

    def read_text(self, name: str) -> str | None:
        return json.dumps(self.direct) if self.direct else None


@pytest.mark.parametrize(
    ("direct", "line"),
    [
        (None, f"paper-digest=={__version__}"),
        (
            {"url": "https://git.example/p", "vcs_info": {"vcs": "git", "commit_id": "0123abc"}},
            "paper-digest @ git+https://git.example/p@0123abc",
        ),
        (
            {"url": "file:///d/p.whl", "archive_info": {"hashes": {"sha256": "ab12"}}},
            "paper-digest @ file:///d/p.whl#sha256=ab12",
        ),
    ],
)
def test_the_pin_is_where_this_copy_came_from(
    direct: object, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.metadata.distribution", lambda _: Distribution(direct))
    assert program.requirement() == line


def test_a_checkout_is_its_repository_with_its_commit(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copytree(made, tmp_path / "copy"))
    monkeypatch.setattr("generator.starter.program.carried", lambda name: copy / name)
    direct = {"url": copy.as_uri(), "dir_info": {"editable": True}}
    monkeypatch.setattr("importlib.metadata.distribution", lambda _: Distribution(direct))
    assert program.requirement() == f"paper-digest @ {copy.as_uri()}"
    git(copy, "remote", "add", "origin", "git@github.com:ada/paper-digest.git")
    commit = git(copy, "rev-parse", "HEAD").strip()
    assert program.requirement() == (
        f"paper-digest @ git+https://github.com/ada/paper-digest@{commit}"
    )


def test_what_only_this_machine_has_is_said(tmp_path: Path) -> None:
    result = new(tmp_path / "speech", *OPTIONS, "--program", "file:///d/p.whl")
    assert result.exit_code == 0
    assert result.stderr.startswith("only this machine has paper-digest @ file:///d/p.whl: name")
    pin = (tmp_path / "speech/Makefile").read_text()
    assert "install --upgrade 'paper-digest @ file:///d/p.whl'" in pin


def upgrade(folder: Path) -> Result:
    later = "paper-digest @ git+https://git.example/paper-digest@4567def"
    return digest("upgrade", str(folder), "--program", later)


def test_an_upgrade_renews_what_nobody_changed_and_mends_the_content(
    made: Path, tmp_path: Path
) -> None:
    """The digest is as an older program wrote it, and its owner changed, deleted and added."""
    mine = Path(shutil.copytree(made, tmp_path / "mine"))
    now = tree(mine).keys()
    workflows = mine / ".github/workflows"
    lock = (mine / "requirements.lock").read_text("utf-8")
    for name, before in {"preview.yml": "# Older.\n", "propose.yml": "# Older too.\n"}.items():
        text = (workflows / name).read_text("utf-8")
        (workflows / name).write_text(before, "utf-8")
        lock = lock.replace(making.hashed(text), making.hashed(before))
    lock = lock.replace(f"paper-digest {__version__}", "paper-digest 0.0.9")
    (mine / "requirements.lock").write_text(lock, "utf-8")
    (workflows / "propose.yml").write_text("# Mine.\n", "utf-8")
    (workflows / "newsletter.yml").unlink()
    (workflows / "mine.yml").write_text("# Mine.\n", "utf-8")
    (record,) = mine.glob("content/papers/*/example-record.md")
    canonical = record.read_text("utf-8")
    title, rest = canonical.removeprefix("---\n").split("\n", 1)
    record.write_text("---\n" + rest.replace("---", f"{title}\n---", 1), "utf-8")

    result = upgrade(mine)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(
        f"program: {PROGRAM} → paper-digest @ git+https://git.example/paper-digest@4567def\n"
        "renewed: .github/workflows/preview.yml\n"
        "renewed: requirements.txt\n"
        "renewed: requirements.lock\n"
        "kept as you changed it: .github/workflows/newsletter.yml\n"
        "kept as you changed it: .github/workflows/propose.yml\n"
        f"mended: {record.relative_to(mine)}: "
    )
    assert "## Unreleased" in result.stdout
    preview = (made / ".github/workflows/preview.yml").read_text("utf-8")
    assert (workflows / "preview.yml").read_text("utf-8") == preview
    assert (workflows / "propose.yml").read_text("utf-8") == "# Mine.\n"
    assert tree(mine).keys() == now - {".github/workflows/newsletter.yml"} | {
        ".github/workflows/mine.yml"
    }
    assert record.read_text("utf-8") == canonical
    assert upgrade(mine).stdout == (
        "program: as it was\n"
        "kept as you changed it: .github/workflows/newsletter.yml\n"
        "kept as you changed it: .github/workflows/propose.yml\n"
    )


def test_only_what_digest_new_made_can_be_upgraded(tmp_path: Path) -> None:
    refused = upgrade(tmp_path)
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
    assert "of digest new: name a digest's folder" in refused.stderr
    (tmp_path / "requirements.txt").write_text("paper-digest==1.0\n")
    (tmp_path / "requirements.lock").write_text("click==8.2.1\n")
    assert upgrade(tmp_path).exit_code == 1
    assert tree(tmp_path).keys() == {"requirements.txt", "requirements.lock"}
