"""Dates of which not even the month is known, and listings of a week, on every page and file."""

from __future__ import annotations

import json
import re
from pathlib import Path

from generator import store
from generator.build import composing

DATES = ("2021", "2021-03", "2021-03-04", "")


def test_pages_feeds_and_exports_say_what_is_known(tmp_path: Path) -> None:
    texts: dict[str, str | None] = {
        "digest.yml": "title: D\nurl: https://d.example\nfeeds: {tag: 'd.example,2021'}\n"
        "newsletter: {complete: 2021-12-31}\n",
        "topics.yml": "groups:\n- {id: g, title: G}\ntopics:\n"
        "- {id: t, title: T, group: g, description: Of T.}\n",
        "editions/2021-w09.yml": "date: 2021-W09\nkind: weekly\nsource: L\npapers:\n"
        + "".join(f"- {{paper: p{n}}}\n" for n in range(4)),
        "editions/month.yml": "date: 2021-03\nkind: monthly\nsource: L\npapers: [{paper: p0}]\n",
    }
    for number, date in enumerate(DATES):
        stated = f"published: {date}\n" if date else ""
        text = f"---\ntitle: Paper {number}\n{stated}topics: [t]\n---\n"
        texts[f"papers/2021/p{number}.md"] = text
    store.write(tmp_path / "content", texts)
    site = composing.compose(store.load(tmp_path / "content"))
    pages = {page.path: page.text for page in site.tree()}
    files = {file.path: str(file.data) for file in site.files()}
    unknown = pages["dates/2021/index.md"].partition("\n## Month unknown\n")[2]
    assert re.findall(r"(?m)^### \[(.*)\]", unknown) == ["Paper 0"]
    assert "dates/2021/03/index.md" in pages
    assert "# Papers of week 9 of 2021\n" in pages["editions/2021-w09.md"]
    assert "year = {2021}," in files["papers/p0/cite.bib"]
    issued = [paper.get("issued") for paper in json.loads(files["papers.csl.json"])]
    assert issued == [
        {"date-parts": parts} for parts in ([[2021, 3, 4]], [[2021, 3]], [[2021]])
    ] + [None]
