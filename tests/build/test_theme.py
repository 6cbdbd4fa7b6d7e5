"""What surrounds a page: whose files come first, the style sheet, titles."""

from __future__ import annotations

import shutil
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config import load_config

from generator.build import SiteError, configuration, theme, theme_folders
from generator.build.mkdocs import anchor, layer
from generator.build.theme import SHEET, TITLE_LENGTH, tab_title
from generator.papers.model import Corpus, Group, Topic, Vocabulary
from generator.views import Digest
from generator.views.outputs import make_all
from generator.views.topics import HUES
from tests.conftest import ROOT, SITE, digest

OURS = str(ROOT / "overrides")
MINE = """\
site_name: Mine
theme: {name: material}
nav: [{Newest: index.md}, {More: [{Data: data.md}, {About: about.md}]}]
"""
SHEETS = {
    "digest": '/* all */\n@import "b.css";\n@import "groups.css";\n@import "a.css";\nz {}\n',
    "a": "a {}\n",
    "b": "/* first\n   of all */\nb {}\n",
    "other": "o {}\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content/pages").mkdir(parents=True)
    return tmp_path


def test_without_a_configuration_it_is_the_programs(folder: Path) -> None:
    assert configuration() == ROOT / "mkdocs.yml"
    assert theme_folders(configuration()) == (OURS,)
    (folder / "overrides").mkdir()
    assert theme_folders(configuration()) == (str(folder / "overrides"), OURS)
    (folder / "mkdocs.yml").write_text(MINE)
    assert configuration() == Path("mkdocs.yml")


@pytest.mark.parametrize("custom", ["", "overrides", "look"])
def test_an_own_theme_comes_before_the_programs_and_that_before_materials(
    folder: Path, custom: str
) -> None:
    named = f"name: material, custom_dir: {custom}" if custom else "name: material"
    (folder / "mkdocs.yml").write_text(MINE.replace("name: material", named))
    (folder / (custom or "overrides")).mkdir()
    config = load_config("mkdocs.yml", docs_dir=str(folder / "content/pages"))
    layer(config)
    assert config.theme.dirs[:2] == [str(folder / (custom or "overrides")), OURS]
    assert Path(config.theme.dirs[2], "base.html").is_file()
    assert len(set(config.theme.dirs)) == len(config.theme.dirs)


@pytest.mark.parametrize("is_there", [False, True])
def test_the_menu_names_no_page_that_nobody_wrote(folder: Path, is_there: bool) -> None:
    (folder / "mkdocs.yml").write_text(MINE)
    if is_there:
        (folder / "content/pages/about.md").write_text("# About\n")
    config = load_config("mkdocs.yml", docs_dir=str(folder / "content/pages"))
    layer(config)
    more = [{"Data": "data.md"}, *([{"About": "about.md"}] if is_there else [])]
    assert config.nav == [{"Newest": "index.md"}, {"More": more}]


def test_a_folder_with_nothing_but_content_is_built_by_a_checkout_too(folder: Path) -> None:
    shutil.rmtree(folder / "content")
    shutil.copytree(SITE, folder / "content", ignore=shutil.ignore_patterns("pages"))
    done = digest("build", "--strict")
    assert done.exit_code == 0, done.output
    assert (folder / "site/data/index.html").is_file()
    assert sorted(path.name for path in folder.iterdir()) == [".cache", "content", "site"]


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    for name, text in SHEETS.items():
        (tmp_path / "assets" / f"{name}.css").write_text(text, "utf-8")
    return tmp_path


def vocabulary(groups: int) -> Vocabulary:
    names = [f"g{number}" for number in range(groups)]
    return Vocabulary(
        groups=tuple(Group(name, name) for name in names),
        topics=tuple(Topic(f"{name}-topic", "", "", name) for name in names),
    )


def sheet(*themes: Path) -> str:
    whole = Digest(Corpus(vocabulary=vocabulary(2)))
    (file,) = make_all(theme.sheet(whole, [str(theme) for theme in themes]), whole.world)
    assert file.path == SHEET
    return str(file.data)


def test_what_is_imported_stands_in_the_sheet_in_order_and_nowhere_else(assets: Path) -> None:
    made = sheet(assets)
    assert made.startswith("b {}\n:root {\n  --hue-1: light-dark(#")
    assert made.endswith("{--group:var(--hue-2)}\na {}\nz {}\n")
    for number, (light, dark) in enumerate(HUES, start=1):
        assert f"--hue-{number}: light-dark({light}, {dark});" in made
    imported = ("assets/b.css", "assets/groups.css", "assets/a.css")
    assert theme.parts([str(assets)]) == (SHEET, *imported)


def test_a_file_of_the_first_theme_takes_the_place_of_the_same_elsewhere(assets: Path) -> None:
    (assets / "own" / "assets").mkdir(parents=True)
    (assets / "own" / "assets" / "a.css").write_text("mine {}\n", "utf-8")
    assert sheet(assets / "own", assets).endswith("mine {}\nz {}\n")


def test_a_file_that_is_not_there_is_named(assets: Path) -> None:
    (assets / "assets" / "b.css").unlink()
    with pytest.raises(SiteError, match=r"digest\.css imports b\.css: there is no such file"):
        sheet(assets)


def test_a_theme_without_the_sheet_is_left_alone(tmp_path: Path) -> None:
    assert list(theme.sheet(Digest(Corpus()), [str(tmp_path)])) == []
    assert theme.parts([str(tmp_path)]) == ()


def test_one_rule_a_group_with_its_pages_and_the_links_to_its_topics() -> None:
    assert theme.stylesheet(Vocabulary(), {}) == ""
    *rules, last = theme.stylesheet(vocabulary(len(HUES) + 1), {}).splitlines()
    for number, rule in enumerate(rules):
        assert rule.startswith(f'[data-group="g{number}"],a[href$="topics/g{number}-topic/"]')
        assert rule.endswith(f"{{--group:var(--hue-{number + 1})}}")
    assert last.endswith("{--group:var(--hue-1)}")  # more groups than colours share them


def test_links_know_their_share_of_the_largest_topic() -> None:
    papers = {"g0-topic": 3, "g1-topic": 8, "g2-topic": 0}
    rules = theme.stylesheet(vocabulary(3), papers).splitlines()[3:]
    assert [rule.partition("{")[2] for rule in rules] == ["--share:37%}", "--share:100%}"]
    assert all(rule.startswith('a[href$="topics/') for rule in rules)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Tiny Nets", "Tiny Nets · Digest"),
        ("x" * 62, "x" * 62),
        ("Tiny Nets " * 9, "Tiny Nets " * 6 + "Tiny Nets…"),
        ("<" * 80, "<" * 17 + "…"),
    ],
)
def test_title_of_a_tab(title: str, shown: str) -> None:
    assert tab_title(title, "Digest") == shown


@given(st.text(min_size=1))
def test_title_of_a_tab_is_never_too_long(title: str) -> None:
    assert len(escape(tab_title(title, "Digest"))) <= TITLE_LENGTH


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Related papers", "related-papers"),
        ("2024", "n-2024"),
        ("2 papers, 1 with code", "n-2-papers-1-with-code"),
        ("<!-- comment", "comment"),
        ("論文", "section"),
        ("_x", "n-_x"),
    ],
)
def test_anchor_of_a_heading(heading: str, name: str) -> None:
    assert anchor(heading, "-") == name
