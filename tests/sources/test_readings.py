"""Captures of all kinds, small, odd, damaged or hostile, each beside what it must parse to."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.sources import Unreadable, detect

FIXTURE = Path(__file__).parents[1] / "fixtures" / "readings.yml"
READINGS: dict[str, Any] = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))


def said(value: Any) -> Any:
    """What a reading says, with the words that its names stand for."""
    if isinstance(value, dict):
        return {name: said(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [said(one) for one in value]
    for name, words in READINGS["words"].items():
        value = value.replace(name, words) if isinstance(value, str) else value
    return value


CASES: list[dict[str, Any]] = said(READINGS["cases"])


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{number} {case['name']}" for number, case in enumerate(CASES)]
)
def test_a_capture_is_read_as_it_says(case: dict[str, Any]) -> None:
    data, name = case["text"].encode(), case.get("file", "capture")
    if words := case.get("refused"):
        with pytest.raises(Unreadable, match=words) as error:
            detect.parse(data, name=name)
        assert "\n" not in str(error.value)
        assert name not in str(error.value)
        return
    capture = detect.parse(data, name=name, date=case.get("date"), lenient=True)
    got = asdict(capture) | {"rejected": [(one.line, one.reason) for one in capture.rejected]}
    for one in got["entries"]:
        one["links"] = [(link["kind"], link["url"]) for link in one["links"]]
    asked = case.get("entries", [{}] * len(capture.entries))
    got["entries"] = [
        {key: one[key] for key in want} for one, want in zip(got["entries"], asked, strict=True)
    ]
    judged = case.keys() & got.keys()
    assert said({key: got[key] for key in judged}) == {key: case[key] for key in judged}


LISTING = said("@TITLE\n@ABSTRACT")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text"),
        (b"Daily Papers\x00by AK", "binary"),
        ("Große Fragen".encode("latin-1"), "UTF-8"),
        (LISTING.encode("utf-16-le"), "binary"),
        (b"\xff\xfeD", "UTF-8"),
        (b"[" * 100_000, "no paper found"),
        (b'{"a":' * 100_000, "without any paper"),
    ],
)
def test_what_is_no_text_is_named_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as error:
        detect.parse(data, name="capture.txt")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, newline: str) -> None:
    lines = ["Daily Papers", "Große Fragen", READINGS["words"]["@ABSTRACT"]]
    data = newline.join(lines).encode(encoding)
    capture = detect.parse(data, name="capture.txt", date="2025-03-11")
    assert [(entry.title, entry.line) for entry in capture.entries] == [("Große Fragen", 2)]
    assert (capture.kind, capture.captured) == ("daily", "2025-03-11")


def test_the_maintainers_day_is_one() -> None:
    with pytest.raises(ValueError, match="month"):
        detect.parse(LISTING.encode(), name="x", date="2026-13-01")


def test_entities_of_xml_are_never_resolved(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a secret", encoding="utf-8")
    file = f'<!ENTITY x SYSTEM "file://{tmp_path}/secret">'
    laughs = "".join(f'<!ENTITY x{n + 1} "{f"&x{n};" * 10}">' for n in range(9))
    for entities in (file, f'<!ENTITY x0 "ha">{laughs}<!ENTITY x "&x9;">'):
        item = "<item><title>&x;</title><link>https://arxiv.org/abs/2604.00001</link></item>"
        feed = f"<!DOCTYPE rss [{entities}]><rss><channel>{item}</channel></rss>"
        with pytest.raises(Unreadable, match=r"document type|damaged"):
            detect.parse(feed.encode(), name="feed.xml")
