"""A repository for somebody's own digest: what is in it, that it works, and what is refused."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from markdown import markdown

from generator import check, starter, store
from generator.cli import main
from generator.starter import Choices, program
from generator.store import checkout, records

ROOT = Path(__file__).parents[2]
OPTIONS = ("--title", "Speech Digest", "--field", "speech recognition", "--repo", "ada/speech")
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
    return CliRunner().invoke(main, ["new", str(folder), *options])


def tree(folder: Path) -> set[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in files}


@pytest.fixture(scope="module", autouse=True)
def identity(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Git as it is on a machine where it knows its user, and nothing else."""
    config = tmp_path_factory.mktemp("git") / "config"
    config.write_text("[user]\nname = Ada Muster\nemail = ada@example.org\n")
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


def test_it_is_this_project_without_its_content_in_one_commit(made: Path) -> None:
    assert git(made, "status", "--porcelain") == ""
    assert git(made, "log", "--format=%an %ae %D") == "Ada Muster ada@example.org HEAD -> main\n"
    tracked = set(git(made, "ls-files").splitlines())
    assert tracked == {path for path in tree(made) if not path.startswith(".git/")}
    own = {path for path in tracked if path.startswith("content/")}
    assert {path for path in own if not path.startswith("content/pages/")} == {
        "content/digest.yml",
        "content/topics.yml",
        "content/editions/example.yml",
        *(path for path in own if path.endswith("/example-record.md")),
    }
    theirs = {path for path in checkout.tracked(ROOT) if (ROOT / path).is_file()}
    left_out = {path for path in theirs - tracked if not path.startswith("content/")}
    others = {
        path for path in left_out if not path.startswith(("tests/test_real_", "docs/pictures/"))
    }
    assert others <= {"CHANGELOG.md"}
    assert {"Makefile", "LICENSE", "docs/tutorial.md", "generator/build/mkdocs.py"} <= tracked
    for path in (".ci/run", "generator/build/__init__.py", "requirements.lock"):
        assert (made / path).read_bytes() == (ROOT / path).read_bytes()
        assert (made / path).stat().st_mode == (ROOT / path).stat().st_mode


def test_its_content_is_what_was_chosen_and_has_no_problem(made: Path) -> None:
    loaded = store.load(made / "content")
    assert list(check.problems(loaded)) == []
    settings = loaded.corpus.settings
    assert settings.title == "Speech Digest"
    assert settings.url == "https://ada.github.io/speech/"
    assert settings.repository == "https://github.com/ada/speech"
    theirs = store.load(ROOT / "content").corpus.settings.repository
    assert f"[Paper Digest]({theirs}) as it was" in (made / "README.md").read_text("utf-8")
    assert settings.feeds.tag.startswith("ada.github.io,20")
    assert (len(loaded.corpus.vocabulary.groups), len(loaded.corpus.vocabulary.topics)) == (3, 6)
    record = next(made.glob("content/papers/*/example-record.md"))
    paper = loaded.corpus.papers["example-record"]
    assert records.paper_text(paper) == record.read_text("utf-8")
    assert (paper.published or "").startswith(record.parent.name)


def run(folder: Path, *command: str) -> None:
    """A module of Python on the copy's own code, in the Python of this test."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def test_its_site_builds_and_its_checks_pass(made: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(made, tmp_path / "speech"))
    run(copy, "generator", "build", "--strict")
    home = (copy / "site/index.html").read_text("utf-8")
    assert "Speech Digest" in home
    assert "papers/example-record/" in home
    assert {"feed.xml", "papers.bib", "about/index.html"} <= tree(copy / "site")
    tests = (
        "tests/test_architecture.py",
        "tests/publish/test_citation.py",
        "tests/publish/exports/test_files.py",
    )
    run(copy, "pytest", "-q", "-p", "no:cacheprovider", *tests)


def test_a_digest_without_a_paper_builds_too(made: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(made, tmp_path / "speech"))
    for path in (*copy.glob("content/papers/*/*.md"), *copy.glob("content/editions/*.yml")):
        path.unlink()
    run(copy, "generator", "check")
    run(copy, "generator", "build", "--strict")


def test_a_copy_makes_a_copy(made: Path, tmp_path: Path) -> None:
    options = ("--title", "Vision", "--field", "vision", "--repo", "bo/vision")
    run(made, "generator", "new", str(tmp_path / "vision"), *options)
    theirs, ours = tree(tmp_path / "vision"), tree(made)
    assert {p for p in theirs ^ ours if not p.startswith(".git/")} == set()
    assert git(made, "status", "--porcelain") == ""


class Words(HTMLParser):
    """The text of a page, and its elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags = "", set[str]()
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_chosen_means_just_itself(text: str, tmp_path: Path) -> None:
    site, repository = "https://example.org/", "https://example.org/a/b"
    choices = Choices(starter.title(text), starter.field(text), site, repository, "2026-01-02")
    plain = Choices("Nets", "nets", site, repository, "2026-01-02")
    for name, written in starter.files(choices).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(written, encoding="utf-8")
    loaded = store.load(tmp_path / "content")
    assert list(check.problems(loaded)) == []
    settings = loaded.corpus.settings
    assert settings.title == choices.title
    assert settings.description.startswith(f"Papers on {choices.field}: read, ")
    for name in ("README.md", "content/pages/about.md"):
        page = Words(markdown(starter.files(choices)[name]))
        assert choices.title in page.text
        assert choices.field in page.text
        assert page.tags == Words(markdown(starter.files(plain)[name])).tags


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
    assert starter.repository(given) == read


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--title", " \n\x00"),
        ("--field", " . "),
        ("--repo", "speech"),
        ("--repo", "http://github.com/ada/speech"),
        ("--repo", "https://github.com/ada"),
        ("--repo", "javascript:alert(1)/a/b"),
        ("--url", "ftp://example.org/"),
        ("--url", "https://example.org/?a=b"),
        ("--url", "https://exa mple.org/"),
        ("--url", 'https://example.org/"><script>'),
        ("--url", "https:///speech/"),
    ],
)
def test_a_value_that_cannot_be_is_misuse(option: str, value: str, tmp_path: Path) -> None:
    result = new(tmp_path / "speech", *OPTIONS, option, value)
    assert result.exit_code == 2
    assert f"Invalid value for {option}: " in result.stderr
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
    assert tree(tmp_path) == {"thesis.tex"}
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


def test_a_place_inside_the_checkout_is_refused() -> None:
    result = new(ROOT / "generator" / "mine", *OPTIONS)
    assert result.exit_code == 1
    assert "lies in what is copied" in result.stderr
    assert not (ROOT / "generator" / "mine").exists()


def test_an_installed_package_cannot_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "ROOT", tmp_path / "site-packages")
    result = new(tmp_path / "speech", *OPTIONS)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"digest: {tmp_path / 'site-packages'}: what is copied is a ")
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("around", [False, True], ids=["alone", "in a repository"])
def test_an_unpacked_archive_is_copied_without_what_git_would_ignore(
    around: bool, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "outer" / "paper-digest-main"
    shutil.copytree(made, archive, ignore=shutil.ignore_patterns(".git"))
    before = tree(archive)
    for name in ("captures/today.txt", "site/index.html", "generator/__pycache__/x.pyc"):
        (archive / name).parent.mkdir(parents=True, exist_ok=True)
        (archive / name).write_text("ignored")
    if around:
        git(tmp_path / "outer", "init", "--quiet")
    monkeypatch.setattr(program, "ROOT", archive)
    assert new(tmp_path / "speech", *OPTIONS).exit_code == 0
    found = {path for path in tree(tmp_path / "speech") if not path.startswith(".git/")}
    assert found == before
    assert "\nPaper-Digest: an unpacked archive\n" in git(tmp_path / "speech", "log", "--format=%B")
    assert not (archive / ".git").exists()


def test_without_git_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = new(tmp_path / "speech", *OPTIONS)
    assert result.exit_code == 1
    assert "git cannot be run (No such file or directory): install it" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_name_in_git_all_is_staged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    result = new(tmp_path / "speech", *OPTIONS)
    assert result.exit_code == 0
    assert "files in" in result.stdout
    assert ", not committed\n" in result.stdout
    assert result.stderr.startswith("git knows no name and mail address of yours (user.name, ")
    assert "git commit -m 'A digest of its own\n\nPaper-Digest: " in result.stderr
    staged = git(tmp_path / "speech", "status", "--porcelain").splitlines()
    assert len(staged) > 100
    assert {line[:3] for line in staged} == {"A  "}


def test_whatever_else_keeps_git_from_committing_is_said(
    tmp_path: Path, identity: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    signing = "[commit]\ngpgsign = true\n[gpg]\nprogram = false\n"
    config.write_text(identity.read_text() + signing)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    result = new(tmp_path / "speech", *OPTIONS)
    assert result.exit_code == 0
    assert result.stderr.startswith("git says: error: gpg failed to sign the data: see to that ")


def test_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device", "there")

    monkeypatch.setattr(checkout, "start", full)
    result = new(tmp_path / "speech", *OPTIONS)
    assert (result.exit_code, result.stderr) == (1, "digest: there: No space left on device\n")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def newer(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This project later on: a file changed, one gone, one new, and content of its own."""
    folder = Path(shutil.copytree(made, tmp_path / "newer"))
    makefile = folder / "Makefile"
    makefile.write_text("# Newer.\n" + makefile.read_text("utf-8"), encoding="utf-8")
    (folder / ".ci/run").unlink()
    (folder / "docs/newer.md").write_text("New.\n")
    (folder / "README.md").write_text("# Another digest\n")
    (folder / "content/topics.yml").write_text("groups: []\ntopics: []\n")
    (folder / "content/pages/news.md").write_text("# News\n")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=Newer")
    monkeypatch.setattr(program, "ROOT", folder)
    return folder


def test_what_is_new_is_merged_and_what_was_changed_stays(
    newer: Path, made: Path, tmp_path: Path
) -> None:
    mine = Path(shutil.copytree(made, tmp_path / "mine"))
    makefile = mine / "Makefile"
    makefile.write_text(makefile.read_text("utf-8") + "# Mine.\n", encoding="utf-8")
    for path in mine.glob("content/papers/*/example-record.md"):
        path.write_text(path.read_text("utf-8").replace("An Example", "My Example"), "utf-8")
    (mine / "LICENSE").unlink()
    git(mine, "commit", "--quiet", "--all", "--message=Mine")
    before = tree(mine)
    (mine / "captures").mkdir()
    (mine / "captures/draft.txt").write_text("not committed")

    result = CliRunner().invoke(main, ["upgrade", str(mine)])
    assert result.exit_code == 0, result.output
    assert f"4 files changed on the branch upgrade of {mine}\n" in result.stdout
    assert {path for path in tree(mine) if not path.startswith((".git/", "captures/"))} == {
        path for path in before if not path.startswith(".git/")
    }
    assert git(mine, "worktree", "list").count("\n") == 1

    git(mine, "merge", "--quiet", "upgrade")
    text = makefile.read_text("utf-8")
    assert (text.startswith("# Newer.\n"), text.endswith("# Mine.\n")) == (True, True)
    assert {(mine / "docs/newer.md").is_file(), (mine / "content/pages/news.md").is_file()} == {
        True
    }
    assert not (mine / ".ci/run").exists()
    assert not (mine / "LICENSE").exists()
    assert "Speech Digest" in (mine / "README.md").read_text("utf-8")
    loaded = store.load(mine / "content")
    assert loaded.corpus.papers["example-record"].title.startswith("My Example")
    assert len(loaded.corpus.vocabulary.topics) == 6

    again = CliRunner().invoke(main, ["upgrade", str(mine)])
    assert (again.exit_code, again.stdout) == (0, f"nothing is new for {mine}\n")
    (newer / "docs/newest.md").write_text("Newest.\n")
    git(newer, "add", "--all")
    assert CliRunner().invoke(main, ["upgrade", str(mine)]).stdout.startswith("1 file changed ")
    unmerged = CliRunner().invoke(main, ["upgrade", str(mine)])
    assert unmerged.exit_code == 1
    assert "has a branch 'upgrade' already: merge it or delete it" in unmerged.stderr


@pytest.mark.usefixtures("newer")
def test_only_a_repository_that_was_made_here_can_be_upgraded(tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    refused = CliRunner().invoke(main, ["upgrade", str(folder)])
    assert (refused.exit_code, refused.stderr) == (
        1,
        f"digest: {folder}: is not the top of a repository\n",
    )
    git(folder, "init", "--quiet")
    (folder / "a").write_text("a")
    git(folder, "add", "a")
    git(folder, "commit", "--quiet", "--message=Other")
    refused = CliRunner().invoke(main, ["upgrade", str(folder)])
    assert refused.stderr == (
        f"digest: {folder}: no commit has a line 'Paper-Digest: …': was it made by digest new?\n"
    )
    refused = CliRunner().invoke(main, ["upgrade", str(program.ROOT)])
    assert "is this checkout itself" in refused.stderr
    assert CliRunner().invoke(main, ["upgrade", str(tmp_path / "absent")]).exit_code == 2
