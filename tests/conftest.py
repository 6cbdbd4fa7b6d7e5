"""Settings and fixtures of every test."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from generator.build.run import build_site
from generator.cli import main
from generator.site import search
from generator.views import Digest
from generator.views.outputs import Folder, make_all

ROOT = Path(__file__).parents[1]
SITE = ROOT / "tests" / "fixtures" / "site"
KITES = ROOT / "tests" / "fixtures" / "kites"
# What takes longest, which is begun first, so that no process is left with it at the end.
LONGEST = (
    "browser/test_quality",
    "build/test_incremental",
    "starter",
    "github",
    "browser",
    "build",
)

# What tests run again and again as a program is compiled once, whatever the environment says.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# How long one example takes depends on the machine; in CI the examples are always the same.
# `make test-all` tries many more.
settings.register_profile("digest", deadline=None, derandomize="CI" in os.environ)
settings.register_profile("long", deadline=None, max_examples=20_000, print_blob=True)
settings.load_profile("digest")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        path = str(item.path.relative_to(ROOT))
        return next((at for at, name in enumerate(LONGEST) if name in path), len(LONGEST))

    items.sort(key=place)


def searched(digest: Digest, cache: Path) -> dict[str, bytes]:
    """What the search of ``digest`` loads, by paths in its folder."""
    made: dict[str, Any] = {}
    for each in search.outputs(digest):
        if isinstance(each, Folder):
            made |= each.make(digest.world, each.given, cache)
        else:
            (file,) = make_all([each], digest.world)
            made[file.path.removeprefix("search/")] = file.data
    return made


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium: the system's, or else the one Playwright installed."""
    system = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, system)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the fixtures in a folder of its host, as on GitHub Pages; built once a run."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "host" / "papers-of-nowhere"
    with (shared / "host.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            build_site(ROOT / "mkdocs.yml", SITE, folder, strict=True)
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the test stands."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def kites(here: Path) -> Path:
    """The content folder of a digest with one paper, in the folder in which the test stands."""
    return Path(shutil.copytree(KITES, here / "content"))


def digest(*args: str) -> Result:
    """The command, as its users run it."""
    return CliRunner().invoke(main, args)


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder: their paths in it, and what they hold."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def texts(folder: Path) -> dict[str, str]:
    """All files of a folder, which are text: their paths in it, and what they say."""
    return {name: data.decode() for name, data in tree(folder).items()}


def fill(folder: Path, texts: Mapping[str, str]) -> Path:
    """The folder, in which these files stand now, by their paths in it."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def filled(labels: Iterable[str], *answers: str) -> str:
    """The text of an issue by a form: a heading for each of its questions, and the answer."""
    parts = zip(labels, answers, strict=True)
    return "\n\n".join(f"### {label}\n\n{said or '_No response_'}" for label, said in parts)


def git(*args: str, folder: Path = Path(), day: str = "2024-05-07") -> str:
    """What git says to Ada Muster in a folder on a day, half an hour before it ends in UTC-2."""
    who = ("-c", "user.name=Ada Muster", "-c", "user.email=ada@digest.example")
    moment = f"{day}T23:30:00-02:00"
    dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    command = ["git", *who, "-c", "commit.gpgsign=false", *args]
    done = subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True, env=os.environ | dates
    )
    return done.stdout.strip()
