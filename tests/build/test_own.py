"""What a digest's own folder has comes first; all else is the program's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from generator.build import own
from generator.cli import main

ROOT = Path(__file__).parents[2]
SITE = ROOT / "tests" / "fixtures" / "site"
MINE = """\
site_name: Mine
theme: {name: material}
nav: [{Newest: index.md}, {More: [{Data: data.md}, {About: about.md}]}]
"""


def themes(config: MkDocsConfig) -> tuple[str, ...]:
    return own.themes(Path(config.config_file_path), config.theme.custom_dir)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content/pages").mkdir(parents=True)
    return tmp_path


def test_without_a_configuration_it_is_the_programs(folder: Path) -> None:
    assert own.configuration() == ROOT / "mkdocs.yml"
    config = load_config(str(own.configuration()), docs_dir=str(folder / "content/pages"))
    assert own.home(Path(config.config_file_path)) == folder
    assert themes(config) == (str(ROOT / "overrides"),)
    (folder / "overrides").mkdir()
    assert themes(config) == (str(folder / "overrides"), str(ROOT / "overrides"))
    (folder / "mkdocs.yml").write_text(MINE)
    assert own.configuration() == Path("mkdocs.yml")


@pytest.mark.parametrize("custom", ["", "overrides", "look"])
def test_an_own_theme_comes_before_the_programs_and_that_before_materials(
    folder: Path, custom: str
) -> None:
    named = f"name: material, custom_dir: {custom}" if custom else "name: material"
    (folder / "mkdocs.yml").write_text(MINE.replace("name: material", named))
    (folder / (custom or "overrides")).mkdir()
    config = load_config("mkdocs.yml", docs_dir=str(folder / "content/pages"))
    own.layer(config)
    places = [str(folder / (custom or "overrides")), str(ROOT / "overrides")]
    assert config.theme.dirs[:2] == places
    assert Path(config.theme.dirs[2], "base.html").is_file()
    assert len(set(config.theme.dirs)) == len(config.theme.dirs)


def test_the_menu_names_no_page_that_nobody_wrote(folder: Path) -> None:
    (folder / "mkdocs.yml").write_text(MINE)
    config = load_config("mkdocs.yml", docs_dir=str(folder / "content/pages"))
    own.layer(config)
    assert config.nav == [{"Newest": "index.md"}, {"More": [{"Data": "data.md"}]}]
    (folder / "content/pages/about.md").write_text("# About\n")
    config = load_config("mkdocs.yml", docs_dir=str(folder / "content/pages"))
    own.layer(config)
    more = [{"Data": "data.md"}, {"About": "about.md"}]
    assert config.nav == [{"Newest": "index.md"}, {"More": more}]


def test_a_folder_with_nothing_but_content_is_built_by_a_checkout_too(folder: Path) -> None:
    shutil.rmtree(folder / "content")
    shutil.copytree(SITE, folder / "content", ignore=shutil.ignore_patterns("pages"))
    done = CliRunner().invoke(main, ["build", "--strict"])
    assert done.exit_code == 0, done.output
    assert (folder / "site/data/index.html").is_file()
    assert sorted(path.name for path in folder.iterdir()) == [".cache", "content", "site"]
