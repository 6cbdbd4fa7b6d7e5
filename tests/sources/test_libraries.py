"""BibTeX and RIS where they are odd or damaged, and facts from JSON lines."""

from __future__ import annotations

import json

import pytest

from generator.papers.model import Capture, Paper
from generator.sources import Unreadable, detect, libraries


def parse(text: str) -> Capture:
    return detect.parse(text.encode(), name="capture")


def test_bibtex_that_is_damaged_keeps_what_is_whole() -> None:
    text = (
        "@article{a, title={Kites Fly}, author={Muster, Ada}, year=2026}\n\n"
        "@article{broken, title={No end\n\n"
        "@misc{b, title={Boats {S}ail}, author={Beispiel, Bo and {Harbour, Inc.}},"
        " date={2026-02-03}}\n"
    )
    capture = parse(text)
    assert [(e.title, e.published) for e in capture.entries] == [
        ("Kites Fly", "2026"),
        ("Boats Sail", "2026-02-03"),
    ]
    assert capture.entries[1].authors == ("Bo Beispiel", "Harbour, Inc.")
    assert [(r.line, r.reason) for r in capture.rejected] == [(3, "damaged or cut off")]


def test_tex_of_a_library_is_text() -> None:
    text = r"""@article{a, title={{B\'ezier} Curves \& $\alpha$-Kites: 90\% {\sc Fast}},
      author={Erd{\H o}s, P{\'a}l and {\'S}wi{\k{e}}cki, {\L}ukasz}, journal={J. of \LaTeX{} Kites},
      month=mar, year={2026}, note={See \url{https://github.com/a/b_c}}}"""
    (entry,) = parse(text).entries
    assert entry.title == "Bézier Curves & α-Kites: 90% Fast"
    assert entry.authors == ("Pál Erdős", "Łukasz Święcki")
    assert (entry.published, entry.venue) == ("2026-03", "J. of LaTeX Kites")
    assert [link.url for link in entry.links] == ["https://github.com/a/b_c"]


@pytest.mark.parametrize(
    ("title", "read"),
    [
        (r"Kites of \href{https://example.org/a_b}{Strings}", "Kites of Strings"),
        (r"Kites {\sqrt} $\sqrt{n}$ and \href", "Kites √() √(n) and"),
        (r"Kites \sqrt", r"Kites \sqrt"),
    ],
)
def test_macros_of_a_library_with_and_without_their_arguments(title: str, read: str) -> None:
    assert [entry.title for entry in parse(f"@misc{{a, title={{{title}}}}}").entries] == [read]


def test_ris_without_its_end_and_with_a_broken_record() -> None:
    untitled = "TY  - JOUR\nAU  - A, B\nER  - \n"
    text = f"TY  - JOUR\nTI  - Kites\nER  - \n\n{untitled}TY  - CONF\nTI  - Boats\n"
    capture = parse(text)
    assert [entry.title for entry in capture.entries] == ["Kites", "Boats"]
    assert [(r.line, r.reason) for r in capture.rejected] == [(5, "no title")]


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("@article{a, title={Kites}, journal={arXiv preprint arXiv:2604.00001}}", "2604.00001"),
        ("Dear all,\n\n@misc{a,\n title={Kites}, eprint={2604.00001}}\n", "2604.00001"),
        ("```bibtex\n@misc{a, title={Kites}, eprint={2604.00001}}\n```\n", "2604.00001"),
        ("TY - JOUR\rTI - Kites\rN1 - arXiv:2604.00001\rER -\r", "2604.00001"),
        ("\ufeffTY  - JOUR\r\nT1  - Kites\r\nER  - \r\n", None),
    ],
)
def test_what_programs_and_mails_make_of_a_library(text: str, arxiv: str | None) -> None:
    assert [(entry.title, entry.arxiv) for entry in parse(text).entries] == [("Kites", arxiv)]


# Facts


def test_a_line_is_a_fact() -> None:
    data = {
        "title": "Tiny\nNets",
        "arxiv": "arXiv:2503.02130v2",
        "published": "2025-03",
        "authors": ["Ada  Muster", ""],
        "category": "cs.LG",
        "votes": 3,
    }
    lines = f"\ufeff{json.dumps(data)}\r\n\n{json.dumps({'title': 'Only this', 'doi': None})}\n"
    assert libraries.facts(lines.encode()) == (
        Paper("", "Tiny Nets", "2503.02130", None, "2025-03", ("Ada Muster",), category="cs.LG"),
        Paper("", "Only this"),
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"title": ', "line 2 is not JSON"),
        ("[]", "line 2 is no JSON object"),
        ('{"arxiv": "2503.02130"}', "line 2 has no title"),
        ('{"title": "A", "arxiv": 2503.02130}', "arxiv is 2503.0213, not text: put it in quotes"),
        ('{"title": "A", "arxiv": "no id"}', "expected an arXiv id"),
        ('{"title": "A", "published": "soon"}', "such as 2022-10-05"),
    ],
)
def test_a_wrong_line_is_named(line: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        libraries.facts(f'{{"title": "Fine"}}\n{line}\n'.encode())


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(Unreadable, match="UTF-8"):
        libraries.facts(b"\xff\xfe\x00")


def test_records_to_compare_are_read_in_many_forms() -> None:
    lines = [
        {"title": "Kites", "authors": "Muster, A., Beispiel, B. & Example, C.", "year": "1996b."},
        {"id": 7, "title": "Winds", "authors": ["Ada Muster"], "published": "2024-01-02",
         "year": 2023, "venue": "ICML", "abstract": " Of \n winds ", "doi": "doi:10.1000/X",
         "arxiv": "https://arxiv.org/abs/2401.00001v2"},
        {"title": "Rain", "year": "51.0", "arxiv": "2599.00001", "pages": "3-4", "authors": None},
    ]  # fmt: skip
    papers, notes = libraries.papers("\n".join(map(json.dumps, lines)).encode())
    assert papers == (
        Paper("line-1", "Kites", published="1996",
              authors=("A. Muster", "B. Beispiel", "C. Example")),
        Paper("7", "Winds", "2401.00001", "10.1000/x", "2024-01-02", ("Ada Muster",), venue="ICML",
              abstract="Of winds"),
        Paper("line-3", "Rain"),
    )  # fmt: skip
    assert [note.partition(": expected")[0] for note in notes] == [
        "line 3: arxiv is 2599.00001",
        "line 3: year is 51.0",
        "'pages' is not read (in 1 lines)",
    ]
