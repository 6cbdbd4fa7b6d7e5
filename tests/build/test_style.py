"""One style sheet of many files, of the hues and of the topics."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import style
from generator.build.style import SHEET, NoSheet
from generator.papers.model import Corpus, Group, Topic, Vocabulary
from generator.text.colours import HUES
from generator.views import Digest
from generator.views.outputs import make_all

ASSETS = Path(__file__).parents[2] / "overrides" / "assets"


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    texts = {
        "digest": '/* all */\n@import "b.css";\n@import "groups.css";\n@import "a.css";\nz {}\n',
        "a": "a {}\n",
        "b": "/* first\n   of all */\nb {}\n",
        "other": "o {}\n",
    }
    (tmp_path / "assets").mkdir()
    for name, text in texts.items():
        (tmp_path / "assets" / f"{name}.css").write_text(text, "utf-8")
    return tmp_path


def sheet(*themes: Path) -> str:
    digest = Digest(Corpus(vocabulary=vocabulary(2)))
    outputs = style.outputs(digest, [str(theme) for theme in themes])
    (file,) = make_all(outputs, digest.world)
    assert file.path == SHEET
    return str(file.data)


def vocabulary(groups: int) -> Vocabulary:
    names = [f"g{number}" for number in range(groups)]
    return Vocabulary(
        groups=tuple(Group(name, name) for name in names),
        topics=tuple(Topic(f"{name}-topic", "", "", name) for name in names),
    )


def test_what_is_imported_stands_in_the_sheet_in_order_and_nowhere_else(theme: Path) -> None:
    made = sheet(theme)
    assert made.startswith("b {}\n:root {\n  --hue-1: light-dark(#")
    assert made.endswith("{--group:var(--hue-2)}\na {}\nz {}\n")
    assert style.parts([str(theme)]) == (
        SHEET,
        "assets/b.css",
        "assets/groups.css",
        "assets/a.css",
    )


def test_a_file_of_the_first_theme_takes_the_place_of_the_same_elsewhere(
    theme: Path, tmp_path: Path
) -> None:
    (tmp_path / "own" / "assets").mkdir(parents=True)
    (tmp_path / "own" / "assets" / "a.css").write_text("mine {}\n", "utf-8")
    assert sheet(tmp_path / "own", theme).endswith("mine {}\nz {}\n")


def test_a_file_that_is_not_there_is_named(theme: Path) -> None:
    (theme / "assets" / "b.css").unlink()
    with pytest.raises(NoSheet, match=r"digest\.css imports b\.css: there is no such file"):
        sheet(theme)


def test_a_theme_without_the_sheet_is_left_alone(tmp_path: Path) -> None:
    assert list(style.outputs(Digest(Corpus()), [str(tmp_path)])) == []
    assert style.parts([str(tmp_path)]) == ()


def test_hues_are_those_of_the_table(theme: Path) -> None:
    made = sheet(theme)
    for number, (light, dark) in enumerate(HUES, start=1):
        assert f"--hue-{number}: light-dark({light}, {dark});" in made


def test_one_rule_a_group_with_its_pages_and_the_links_to_its_topics() -> None:
    first, second = style.stylesheet(vocabulary(2), {}).splitlines()
    assert first.startswith('[data-group="g0"],a[href$="topics/g0-topic/"]')
    assert first.endswith("{--group:var(--hue-1)}")
    assert 'topics/g1-topic/"' in second
    assert second.endswith("{--group:var(--hue-2)}")


def test_more_groups_than_colours_share_them() -> None:
    rules = style.stylesheet(vocabulary(len(HUES) + 1), {}).splitlines()
    assert rules[-1].endswith("{--group:var(--hue-1)}")


def test_no_groups_no_rules() -> None:
    assert style.stylesheet(Vocabulary(), {}) == ""


def test_links_know_their_share_of_the_largest_topic() -> None:
    papers = {"g0-topic": 3, "g1-topic": 8, "g2-topic": 0}
    rules = style.stylesheet(vocabulary(3), papers).splitlines()[3:]
    assert [rule.partition("{")[2] for rule in rules] == ["--share:37%}", "--share:100%}"]
    assert all(rule.startswith('a[href$="topics/') for rule in rules)
