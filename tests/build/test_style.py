"""One style sheet of many files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from generator.build.style import SHEET, in_one_sheet

ASSETS = Path(__file__).parents[2] / "overrides" / "assets"


def sheets(**texts: str) -> Files:
    files = Files([])
    for name, text in texts.items():
        file = File(f"assets/{name}.css", src_dir=None, dest_dir="site", use_directory_urls=True)
        file.content_string = text
        files.append(file)
    return files


def test_every_file_of_the_theme_is_in_the_sheet() -> None:
    names = re.findall('@import "(.*)";', (ASSETS / "digest.css").read_text("utf-8"))
    there = {path.name for path in ASSETS.glob("*.css")}
    assert sorted(names) == sorted(there - {"digest.css"} | {"groups.css"})


def test_what_is_imported_stands_in_the_sheet_in_order_and_nowhere_else() -> None:
    files = sheets(
        digest='/* all */\n@import "b.css";\n@import "made.css";\n@import "a.css";\nz {}\n',
        a="a {}\n",
        b="/* first\n   of all */\nb {}\n",
        other="o {}\n",
    )
    made = {"assets/made.css": "m {}\n", "index.md": "# Home\n"}
    assert in_one_sheet(files, made) == {"index.md": "# Home\n", SHEET: "b {}\nm {}\na {}\nz {}\n"}
    assert [file.src_uri for file in files] == ["assets/other.css"]


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(PluginError, match=r"digest\.css imports gone\.css: there is no such file"):
        in_one_sheet(sheets(digest='@import "gone.css";\n'), {})


def test_a_theme_without_the_sheet_is_left_alone() -> None:
    files = sheets(base="a {}\n")
    assert in_one_sheet(files, {"index.md": "# Home\n"}) == {"index.md": "# Home\n"}
    assert [file.src_uri for file in files] == ["assets/base.css"]
