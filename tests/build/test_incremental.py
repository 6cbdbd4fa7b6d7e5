"""A site built from what was there is, byte for byte, the site built from nothing."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from generator import store
from generator.build import ContentError, SiteError, incremental
from generator.build.incremental import OutputError
from generator.build.run import BuildResult, build_site
from generator.publish import api
from generator.views.outputs import World
from tests.conftest import ROOT, SITE

BUILD = """
import sys
from pathlib import Path
from generator.build.run import build_site
print("in", flush=True)
build_site(*map(Path, sys.argv[1:]), {})
"""
IDS = ("tiny-steps", "larger-steps", "long-word", "p1", "p2", "p3", "undated", "month-only")
PAGES = ("about.md", "more.md", "folder/deep.md", ".well-known/security.txt", "CNAME")
WORDS = ("alpha", "beta *x*", "<b>", "C#", "日本語", "a longer one of several words")
CODE = {"kind": "code", "url": "https://github.com/owner/x"}
FIELDS: dict[str, tuple[object, ...]] = {
    "title": WORDS,
    "topics": ([], ["hostile", "optimisers"], ["scaling-laws"], ["unheard-of"]),
    "summary": (None, "One. Two.", "Three.", "Four *x*."),
    "category": (None, "cs.LG", "stat.ML", "cs.CL"),
    "authors_count": (None, 3, 99, 100),
    "published": (None, "2024-10", "2023-05-05", "2024-10-31"),
    "links": (None, [], [CODE], [{**CODE, "kind": "model"}, CODE]),
    "same_as": (None, *([id_] for id_ in IDS[:3])),
}
SETTINGS: dict[str, tuple[object, object]] = {
    "title": ("Digest", "Another <b>"),
    "description": ("About.", "Else."),
    "papers_per_page": (2, 50),
    "url": ("https://digest.example/papers-of-nowhere/", "https://x.example/"),
    "repository": ("https://github.com/a/b", "https://codeberg.org/a/b"),
}


class Digest:
    """A digest of its own in a folder: content, configuration, theme, and the site of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = Path(shutil.copytree(SITE, folder / "content"))
        self.theme = Path(shutil.copytree(ROOT / "overrides", folder / "overrides"))
        self.config = folder / "mkdocs.yml"
        shutil.copy(ROOT / "mkdocs.yml", self.config)
        config = yaml.safe_load(self.config.read_text("utf-8"))
        config["nav"] = [{"Newest": "index.md"}, {"Topics": "topics/index.md"}]
        self.config.write_text(yaml.safe_dump(config), "utf-8")
        self.site = folder / "site"

    def build(self, **options: object) -> BuildResult:
        options = {"search": False, "processes": 1, **options}
        return build_site(self.config, self.content, self.site, **options)  # type: ignore[arg-type]

    def whole(self) -> dict[str, bytes]:
        """The files of the site built from nothing."""
        place = self.folder / "whole"
        build_site(self.config, self.content, place, full=True, search=False, processes=1)
        return files(place)


def files(folder: Path) -> dict[str, bytes]:
    """What is in a folder, empty folders too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"(folder)"
        for path in folder.rglob("*")
    }


def tried(build: Callable[[], object]) -> str:
    """What goes wrong; '' where nothing does."""
    try:
        build()
    except (ContentError, SiteError) as error:
        return str(error)
    return ""


class Edits(RuleBasedStateMachine):
    """Whatever is done to a digest, and to its site, the next build is as one from nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.digest = Digest(Path(self.folder.name))
        self.changed = True

    @initialize()
    def start(self) -> None:
        self.build()

    def teardown(self) -> None:
        if self.changed:
            self.build()
        self.folder.cleanup()

    def record(self, id_: str) -> Path:
        found = [*self.digest.content.glob(f"papers/*/{id_}.md")]
        return found[0] if found else self.digest.content / "papers" / "2024" / f"{id_}.md"

    def edit(self, id_: str, **fields: object) -> None:
        path = self.record(id_)
        front: dict[str, object] = {"title": f"Paper {id_}"}
        if path.is_file():
            front = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
        front = {name: value for name, value in (front | fields).items() if value is not None}
        text = yaml.safe_dump(front, sort_keys=False, allow_unicode=True)
        path.write_text(f"---\n{text}---\n", "utf-8")
        self.changed = True

    @rule()
    def build(self) -> None:
        self.changed = False
        wrong = tried(self.digest.build)
        assert wrong == tried(self.digest.whole)
        if not wrong:
            assert files(self.digest.site) == files(self.digest.folder / "whole")
            assert self.digest.build().made == 0

    @rule(id_=st.sampled_from(IDS), field=st.sampled_from((*FIELDS,)), place=st.integers(0, 3))
    def add_or_edit(self, id_: str, field: str, place: int) -> None:
        self.edit(id_, **{field: FIELDS[field][place]})

    @rule(id_=st.sampled_from(IDS))
    def delete(self, id_: str) -> None:
        self.record(id_).unlink(missing_ok=True)
        self.changed = True

    @rule(id_=st.sampled_from(IDS), new=st.sampled_from(("renamed", "p9")))
    def rename(self, id_: str, new: str) -> None:
        if self.record(id_).is_file() and not self.record(new).is_file():
            self.edit(id_, aliases=[id_])
            self.record(id_).rename(self.record(id_).with_name(f"{new}.md"))

    @rule(
        day=st.sampled_from(("2024-10-20", "2024-10-31", "2024-11-02", "search-1")),
        papers=st.lists(st.sampled_from(IDS), max_size=4, unique=True),
        said=st.integers(0, 40),
    )
    def capture(self, day: str, papers: list[str], said: int) -> None:
        listing: dict[str, object] = {"kind": "daily" if day[0] == "2" else "search", "source": "S"}
        if day[0] == "2":
            listing["date"] = day
        listing["papers"] = [{"paper": id_, "upvotes": said} for id_ in papers]
        place = self.digest.content / "editions" / f"{day}.yml"
        if papers:
            place.write_text(yaml.safe_dump(listing, sort_keys=False), "utf-8")
        else:
            place.unlink(missing_ok=True)
        self.changed = True

    @rule(word=st.sampled_from(WORDS), add=st.booleans())
    def change_the_vocabulary(self, word: str, add: bool) -> None:
        path = self.digest.content / "topics.yml"
        data = yaml.safe_load(path.read_text("utf-8"))
        data["topics"][0]["title"] = word
        known = [topic for topic in data["topics"] if topic["id"] != "extra"]
        extra = {"id": "extra", "title": "Extra", "group": data["groups"][0]["id"]}
        data["topics"] = [*known, {**extra, "description": word}] if add else known
        path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), "utf-8")
        self.changed = True

    @rule(name=st.sampled_from((*SETTINGS,)), place=st.integers(0, 1))
    def change_a_setting(self, name: str, place: int) -> None:
        path = self.digest.content / "digest.yml"
        data = yaml.safe_load(path.read_text("utf-8")) | {name: SETTINGS[name][place]}
        path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), "utf-8")
        self.changed = True

    @rule(
        path=st.sampled_from(("main.html", "partials/footer.html", "assets/base.css", "404.html")),
        word=st.sampled_from(("one", "two")),
    )
    def change_the_theme(self, path: str, word: str) -> None:
        place = self.digest.theme / path
        original = (ROOT / "overrides" / path).read_text("utf-8")
        mark = f"/* {word} */ i.{word} {{}}" if path.endswith(".css") else f"<!-- {word} -->"
        place.write_text(f"{original}{mark}\n", "utf-8")
        self.changed = True

    @rule(path=st.sampled_from(PAGES), text=st.sampled_from(("", "# One\n", "# Two\n\nx\n")))
    def change_a_page_by_hand(self, path: str, text: str) -> None:
        place = self.digest.content / "pages" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if text:
            place.write_text(text, "utf-8")
        else:
            place.unlink(missing_ok=True)
        self.changed = True

    @rule(id_=st.sampled_from(IDS))
    def link_from_a_page_by_hand(self, id_: str) -> None:
        place = self.digest.content / "pages" / "linking.md"
        place.write_text(f"# Linking\n\n[x](papers/{id_}.md) [y](topics/extra.md#z)\n", "utf-8")
        self.changed = True

    @precondition(lambda self: self.digest.site.is_dir())
    @rule(chosen=st.randoms(use_true_random=False), way=st.sampled_from(("cut", "gone", "stray")))
    def damage_the_site(self, chosen: random.Random, way: str) -> None:
        made = sorted(path for path in self.digest.site.rglob("*") if path.is_file())
        for path in chosen.sample(made, min(3, len(made))):
            if way == "gone":
                path.unlink()
            elif way == "cut":
                path.write_bytes(path.read_bytes()[:10])
            else:
                (path.parent / "stray" / "deep").mkdir(parents=True, exist_ok=True)
                (path.parent / "stray.txt").write_text("stray")
        self.changed = True

    @precondition(lambda self: self.digest.site.is_dir())
    @rule(way=st.sampled_from(("gone", "cut", "turned", "foreign")))
    def damage_the_table(self, way: str) -> None:
        for table in (self.digest.folder / ".cache").rglob("table"):
            data = table.read_bytes()
            if way == "gone":
                table.unlink()
            elif way == "cut":
                table.write_bytes(data[: len(data) // 2])
            elif way == "turned":
                table.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        if way == "foreign":
            moved = self.digest.site.with_name("moved")
            self.digest.site.rename(moved)
            shutil.copytree(moved, self.digest.site)
            shutil.rmtree(moved)
        self.changed = True

    @rule(steps=st.integers(0, 60), where=st.sampled_from(("_put", "_move", "_remove")))
    def break_a_build_off(self, steps: int, where: str) -> None:
        real = getattr(incremental, where)
        left = [steps]

        def breaks(*args: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
            return real(*args)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(incremental, where, breaks)
            with suppress(KeyboardInterrupt):
                tried(self.digest.build)
        self.changed = True

    @rule(days=st.integers(1, 900))
    def wind_the_clock_back(self, days: int) -> None:
        for path in (*self.digest.content.rglob("*"), *self.digest.theme.rglob("*")):
            times = path.stat()
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns - days * 86_400 * 10**9))
        self.changed = True

    @rule()
    def touch_all(self) -> None:
        for path in self.digest.content.rglob("*"):
            path.touch()
        self.changed = True


Edits.TestCase.settings = settings(
    max_examples=max(3, settings().max_examples // 30), stateful_step_count=12
)
test_any_edits_build_as_from_nothing = Edits.TestCase


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    return Digest(tmp_path)


@pytest.mark.parametrize("full", [False, True], ids=["kept", "made anew"])
def test_no_file_is_touched_that_is_the_same(digest: Digest, full: bool) -> None:
    def times() -> dict[Path, int]:
        made = (path for path in digest.site.rglob("*") if path.is_file())
        return {path: path.stat().st_mtime_ns for path in made}

    made = digest.build().made
    before = times()
    assert digest.build(full=full).made == (made if full else 0)
    assert times() == before
    assert made > 100


def test_to_find_that_nothing_changed_no_record_is_read(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest.build()
    monkeypatch.setattr(store, "load", None)
    assert digest.build().made == 0


def test_a_broken_template_leaves_the_site_from_before(digest: Digest) -> None:
    digest.build()
    before = files(digest.site)
    for template, text in (
        ("main.html", "{{ page.meta.no_such.thing }}"),
        ("main.html", "{% extends %}"),
        ("partials/trail.html", "{% extends %}"),
    ):
        place = digest.folder / "overrides" / template
        original = place.read_text("utf-8")
        place.write_text(text, "utf-8")
        wrong = tried(digest.build)
        assert wrong
        assert "\n" not in wrong
        assert wrong == tried(lambda: digest.build(processes=3))
        assert files(digest.site) == before
        assert not [*digest.folder.glob(".site*")]
        place.write_text(original, "utf-8")


def test_a_kill_at_any_time_leaves_each_file_whole_and_the_next_build_right(
    digest: Digest,
) -> None:
    digest.build()
    settings_file = digest.content / "digest.yml"
    said = settings_file.read_text("utf-8")
    sites = {said: files(digest.site)}
    code = BUILD.format("search=False, processes=2")
    arguments = [str(path) for path in (digest.config, digest.content, digest.site)]
    changed = said.replace("title:", "title: A")
    for seconds in (0.05, 0.4, 0.8, 1.2):
        old = sites[said]
        said, changed = changed, said
        settings_file.write_text(said, "utf-8")
        with subprocess.Popen(
            [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, start_new_session=True
        ) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(seconds)
            os.killpg(process.pid, signal.SIGKILL)
        left = files(digest.site)
        new = sites.get(said) or sites.setdefault(said, digest.whole())
        assert all(data in (old.get(path), new.get(path)) for path, data in left.items())
        digest.build()
        assert files(digest.site) == new
        assert not [*digest.folder.glob(".site*")]


def test_two_builds_of_one_site_do_not_mix(digest: Digest) -> None:
    digest.build()
    target = incremental.Target(digest.site, digest.folder / ".cache" / "digest", "404.html")
    with (
        incremental.opened(target, full=False),
        pytest.raises(OutputError, match="another build is writing it"),
    ):
        digest.build()


def test_nothing_is_kept_of_a_site_that_is_gone(digest: Digest) -> None:
    cache = digest.folder / ".cache" / "digest"
    places = [digest.folder / f"site-{number}" for number in range(3)]
    for place in places:
        with incremental.opened(incremental.Target(place, cache, "404.html"), full=False):
            place.mkdir()
    places[0].rmdir()
    digest.build()
    kept = {(state / "place").read_text() for state in cache.glob("site-*")}
    assert kept == {str(place) for place in (*places[1:], digest.site)}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("mkdocs.yml/site", r"mkdocs\.yml.*: (Not a directory|File exists)$"),
        ("content", "choose another place"),
    ],
    ids=["no folder", "somebody's own"],
)
def test_a_place_that_cannot_be_taken_is_one_line(digest: Digest, place: str, said: str) -> None:
    before = files(digest.content)
    digest.site = digest.folder / place
    with pytest.raises(OutputError, match=said):
        digest.build()
    assert files(digest.content) == before


def test_parts_of_a_large_file_are_taken_from_the_one_before(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest.build()
    record = digest.content / "papers" / "2024" / "tiny-steps.md"
    record.write_text(record.read_text("utf-8").replace("marigold", "dandelion"), "utf-8")
    asked: list[str] = []
    real = api.paper_data

    def noted(world: World, of: api.KnownPaper) -> dict[str, object]:
        asked.append(of.shown.paper.id)
        return real(world, of)

    monkeypatch.setattr(api, "paper_data", noted)
    digest.build()
    assert set(asked) == {"tiny-steps"}
    assert files(digest.site) == digest.whole()


def test_same_bytes_from_several_processes_and_in_another_place(digest: Digest) -> None:
    digest.build(search=True)
    elsewhere = {
        **os.environ,
        "LC_ALL": "C",
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "42",
        "SOURCE_DATE_EPOCH": "1731700000",
    }
    place = digest.folder / "elsewhere"
    code = f"import os; os.umask(0o077)\n{BUILD.format('processes=3')}"
    arguments = [str(path) for path in (digest.config, digest.content, place)]
    subprocess.run([sys.executable, "-c", code, *arguments], env=elsewhere, check=True)
    assert files(place) == files(digest.site)
