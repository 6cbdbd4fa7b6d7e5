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
from functools import partial
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import pytest
import yaml
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from generator import store
from generator.build import SiteError, incremental
from generator.build.incremental import OutputError
from generator.build.run import MARK, BuildResult, build_site
from generator.check import ContentError
from generator.publish import api
from generator.store.files import keep, locked
from tests.conftest import ROOT, SITE, fill

BUILD = """
import sys
from pathlib import Path
from generator.build.run import build_site
print("in", flush=True)
build_site(*map(Path, sys.argv[1:]), {})
"""
IDS = ("tiny-steps", "larger-steps", "long-word", "p1", "p2", "p3", "undated", "month-only")
EDITS = yaml.safe_load(Path(__file__).with_name("edits.yml").read_text("utf-8"))
FIELDS, TEXTS = (
    [(where, what, to) for where, of in EDITS["fields"].items() for what in of for to in of[what]],
    [(path, text) for path, of in EDITS["texts"].items() for text in of],
)


class Digest:
    """A digest of its own in a folder: content, configuration, theme, and the site of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = Path(shutil.copytree(SITE, folder / "content"))
        shutil.copytree(ROOT / "overrides", folder / "overrides")
        self.config = folder / "mkdocs.yml"
        config = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
        config["nav"] = [{"Newest": "index.md"}, {"Topics": "topics/index.md"}]
        self.config.write_text(yaml.safe_dump(config), "utf-8")
        self.site = folder / "site"
        self.target = incremental.Target(self.site, folder / ".cache" / "digest", MARK)
        self.tiny_steps = self.content / "papers" / "2024" / "tiny-steps.md"

    def build(self, **options: object) -> BuildResult:
        options = {"extent": "files", "processes": 1, **options}
        return build_site(self.config, self.content, self.site, **options)  # type: ignore[arg-type]

    def whole(self) -> dict[str, bytes]:
        """The files of the site built from nothing."""
        place = self.folder / "whole"
        build_site(self.config, self.content, place, full=True, extent="files", processes=1)
        return files(place)

    def built_by(self, code: str, place: Path, **environment: str) -> subprocess.Popen[bytes]:
        """A process that builds the site at ``place``, once it has said so."""
        paths = map(str, (self.config, self.content, place))
        process = subprocess.Popen(
            [sys.executable, "-c", code, *paths],
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert process.stdout
        process.stdout.readline()
        return process


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
    except (ContentError, SiteError, OutputError) as error:
        return str(error)
    return ""


class Edits(RuleBasedStateMachine):
    """Whatever is done to a digest, and to its site, the next build is as one from nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.digest = Digest(Path(self.folder.name))

    @initialize()
    def start(self) -> None:
        self.build()

    @rule()
    def build(self) -> None:
        wrong = tried(self.digest.build)
        assert wrong == tried(self.digest.whole)
        if not wrong:
            assert files(self.digest.site) == files(self.digest.folder / "whole")
            assert self.digest.build().outputs == 0

    def teardown(self) -> None:
        self.build()
        self.folder.cleanup()

    def record(self, id_: str) -> Path:
        found = [*self.digest.content.glob(f"papers/*/{id_}.md")]
        return found[0] if found else self.digest.content / "papers" / "2024" / f"{id_}.md"

    @rule(id_=st.sampled_from(IDS), edit=st.sampled_from(FIELDS))
    def state_a_field(self, id_: str, edit: tuple[str, str, object]) -> None:
        where, field, value = edit
        is_record = where == "record"
        path = self.record(id_) if is_record else self.digest.content / where
        stated: dict[str, object] = {"title": f"Paper {id_}"}
        if path.is_file():
            stated = yaml.safe_load(path.read_text("utf-8").split("---\n")[is_record])
        stated = {name: of for name, of in (stated | {field: value}).items() if of is not None}
        text = yaml.safe_dump(stated, sort_keys=False, allow_unicode=True)
        path.write_text(f"---\n{text}---\n" if is_record else text, "utf-8")

    @rule(edit=st.sampled_from(TEXTS))
    def write_a_file(self, edit: tuple[str, str | None]) -> None:
        path, text = edit
        if text is None:
            (self.digest.folder / path).unlink(missing_ok=True)
            return
        first = SITE.parent / path.replace("content", "site", 1)
        first = ROOT / path if path.startswith("overrides") else first
        before = first.read_text("utf-8") if first.is_file() else ""
        fill(self.digest.folder, {path: before + text})

    @rule(id_=st.sampled_from(IDS))
    def delete(self, id_: str) -> None:
        self.record(id_).unlink(missing_ok=True)

    @rule(id_=st.sampled_from(IDS), new=st.sampled_from(("renamed", "p9")))
    def rename(self, id_: str, new: str) -> None:
        if self.record(id_).is_file() and not self.record(new).is_file():
            self.state_a_field(id_, ("record", "aliases", [id_]))
            self.record(id_).rename(self.record(id_).with_name(f"{new}.md"))

    @rule(
        day=st.sampled_from(("2024-10-20", "2024-10-31", "2024-11-02", "search-1")),
        papers=st.lists(st.sampled_from(IDS), max_size=4, unique=True),
        said=st.integers(0, 40),
    )
    def capture(self, day: str, papers: list[str], said: int) -> None:
        dated = f"kind: daily\ndate: {day}\n" if day[0] == "2" else "kind: search\n"
        listed = "".join(f"- {{paper: {id_}, upvotes: {said}}}\n" for id_ in papers)
        place = self.digest.content / "editions" / f"{day}.yml"
        place.unlink(missing_ok=True)
        if papers:
            place.write_text(f"{dated}source: S\npapers:\n{listed}", "utf-8")

    @precondition(lambda self: self.digest.site.is_dir())
    @rule(chosen=st.randoms(use_true_random=False), way=st.sampled_from(("cut", "gone", "stray")))
    def damage_the_site(self, chosen: random.Random, way: str) -> None:
        made = sorted(path for path in self.digest.site.rglob("*") if path.is_file())
        for path in chosen.sample(made, min(3, len(made))):
            if way == "gone" and path != self.digest.site / MARK:  # else it is no site
                path.unlink()
                if chosen.randrange(2):
                    path.mkdir()
            elif way == "cut":
                path.write_bytes(path.read_bytes()[:10])
            else:
                (path.parent / "stray" / "deep").mkdir(parents=True, exist_ok=True)
                (path.parent / "stray.txt").write_text("stray")

    @precondition(lambda self: self.digest.site.is_dir())
    @rule(way=st.sampled_from(("gone", "cut", "turned", "foreign", "old")))
    def damage_the_table(self, way: str) -> None:
        for table in (self.digest.folder / ".cache").rglob("table"):
            data = table.read_bytes()
            if way == "gone":
                table.unlink()
            elif way == "cut":
                table.write_bytes(data[: len(data) // 2])
            elif way == "turned":
                table.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
            elif way == "old":
                keep(table, {"papers.bib": (b"", (), None)}, b"another program")
        if way == "foreign":
            moved = self.digest.site.with_name("moved")
            self.digest.site.rename(moved)
            shutil.copytree(moved, self.digest.site)
            shutil.rmtree(moved)

    @rule(
        steps=st.integers(0, 60),
        where=st.sampled_from(("_put", "_move", "_remove")),
        extent=st.sampled_from(("pages", "files")),
    )
    def break_a_build_off(self, steps: int, where: str, extent: str) -> None:
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
                tried(partial(self.digest.build, extent=extent))

    @rule(days=st.integers(0, 900))
    def wind_the_clock_back_or_touch_all(self, days: int) -> None:
        for top in (self.digest.content, self.digest.folder / "overrides"):
            for path in top.rglob("*"):
                times = path.stat()
                back = times.st_mtime_ns - days * 86_400 * 10**9 if days else time.time_ns()
                os.utime(path, ns=(times.st_atime_ns, back))


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

    made = digest.build().outputs
    before = times()
    assert digest.build(full=full).outputs == (made if full else 0)
    assert times() == before
    assert made > 100


def test_to_find_that_nothing_changed_no_record_is_read(digest: Digest) -> None:
    digest.build()
    with patch.object(store.Opened, "loaded", None):
        assert digest.build().outputs == 0


def test_what_templates_and_configuration_read_and_a_link_is_noticed(digest: Digest) -> None:
    shutil.rmtree(digest.folder / "overrides")
    for changes in EDITS["read"]:
        fill(digest.folder, changes)
        digest.build()
        assert files(digest.site) == digest.whole()
    (papers := digest.site / "papers").symlink_to(papers.rename(digest.folder / "papers"))
    digest.build()
    assert files(digest.site) == digest.whole()


def test_a_broken_template_leaves_the_site_from_before(digest: Digest) -> None:
    digest.build()
    before = files(digest.site)
    for template, text in (
        ("main.html", "{{ page.meta.no_such.thing }}"),
        ("main.html", "{% extends %}"),
        ("partials/header.html", "{% extends %}"),
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


def test_a_kill_leaves_each_file_whole_and_the_next_build_right(digest: Digest) -> None:
    digest.build()
    settings_file = digest.content / "digest.yml"
    said = settings_file.read_text("utf-8")
    sites = {said: files(digest.site)}
    changed = said.replace("title:", "title: A")
    for seconds in (0.05, 0.4, 0.8, 1.2):
        old = sites[said]
        said, changed = changed, said
        settings_file.write_text(said, "utf-8")
        with digest.built_by(BUILD.format("extent='files', processes=2"), digest.site) as process:
            time.sleep(seconds)
            os.killpg(process.pid, signal.SIGKILL)
        with locked(digest.target.state):  # which its last process has let go
            left = files(digest.site)
        new = sites.get(said) or sites.setdefault(said, digest.whole())
        assert all(data in (old.get(path), new.get(path)) for path, data in left.items())
        digest.build()
        assert files(digest.site) == new
        assert not [*digest.folder.glob(".site*")]


def test_two_builds_of_one_site_do_not_mix(digest: Digest) -> None:
    digest.build()
    with incremental.opened(digest.target, full=False):
        assert "another build is writing it" in tried(digest.build)


def test_nothing_is_kept_of_a_site_that_is_gone(digest: Digest) -> None:
    cache = digest.folder / ".cache" / "digest"
    places = [digest.folder / f"site-{number}" for number in range(3)]
    for place in places:
        with incremental.opened(incremental.Target(place, cache, MARK), full=False):
            place.mkdir()
    places[0].rmdir()
    digest.build()
    kept = {(state / "place").read_text() for state in cache.glob("site-*")}
    assert kept == {str(place) for place in (*places[1:], digest.site)}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("mkdocs.yml/site", r"mkdocs\.yml.*: (Not a directory|File exists)$"),
        *((each, "choose another place") for each in ("content", "overrides")),
    ],
)
def test_a_place_that_cannot_be_taken_is_one_line(digest: Digest, place: str, said: str) -> None:
    before = files(digest.folder / place)
    digest.site = digest.folder / place
    with pytest.raises(OutputError, match=said):
        digest.build()
    assert files(digest.folder / place) == before


def test_parts_of_a_large_file_are_taken_from_the_one_before(digest: Digest) -> None:
    digest.build()
    for flower, other in pairwise(("marigold", "dandelion", "teasel")):
        text = digest.tiny_steps.read_text("utf-8")
        digest.tiny_steps.write_text(text.replace(flower, other), "utf-8")
        with patch.object(api, "paper_data", wraps=api.paper_data) as made:
            digest.build()
        asked = [call.args[1].shown.paper.id for call in made.call_args_list]
        # A file of its own has what it is suggested for.
        assert (set(asked), asked.count("larger-steps")) == ({"tiny-steps", "larger-steps"}, 1)
        assert files(digest.site) == digest.whole()


def test_same_bytes_from_several_processes_and_in_another_place(digest: Digest) -> None:
    digest.build(extent="all")
    elsewhere = {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "42"}
    code = f"import os; os.umask(0o077)\n{BUILD.format('processes=3')}"
    place = digest.folder / "elsewhere"
    with digest.built_by(code, place, SOURCE_DATE_EPOCH="1731700000", **elsewhere) as process:
        assert process.wait() == 0
    assert files(place) == files(digest.site)
