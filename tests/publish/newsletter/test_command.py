"""``digest email`` as its users run it, on the data of a built site."""

from __future__ import annotations

import email
import json
from email.policy import default
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import build
from generator.cli import main

CONTENT = Path(__file__).parents[2] / "fixtures" / "site"


@pytest.fixture(scope="module")
def composed() -> build.Site:
    return build.compose(CONTENT)


@pytest.fixture
def site(composed: build.Site, tmp_path: Path) -> Path:
    """The files of the built site, those of the newsletter left out."""
    data = (file for file in composed.files if file.path.startswith("api/"))
    build.write_files(data, tmp_path / "site")
    return tmp_path / "site"


def run(period: str, site: Path, *options: str) -> Result:
    return CliRunner().invoke(
        main, ["email", period, "--site", str(site), "--content", str(CONTENT), *options]
    )


def test_the_command_writes_what_the_build_writes(composed: build.Site, site: Path) -> None:
    built = {file.path: file.data for file in composed.files if file.path.startswith("email/")}
    weeks, kinds = ("2024-W42", "2024-W44"), ("eml", "html", "txt")
    assert sorted(built) == [f"email/{week}.{kind}" for week in weeks for kind in kinds]
    assert run("2024-W44", site).exit_code == 0
    result = run("2024-W42", site)
    assert result.exit_code == 0, result.output
    for path, data in built.items():
        expected = data.encode() if isinstance(data, str) else data
        assert (site / path).read_bytes() == expected
        assert (str(site / path) in result.stdout) is ("W42" in path)
    assert "14 to 20 October 2024" in result.stdout.splitlines()[-1]


def test_what_was_made_as_json(site: Path, tmp_path: Path) -> None:
    result = run("2024-10-31", site, "--incomplete", "--json", "--out", str(tmp_path / "out"))
    said = json.loads(result.stdout)
    mail = email.message_from_bytes(Path(said["files"][2]).read_bytes(), policy=default)
    assert said["message_id"] == mail["Message-ID"]
    assert (said["period"], said["papers"], said["shown"]) == ("2024-10-31", 12, 12)
    assert said["bytes"] == Path(said["files"][2]).stat().st_size < 100_000
    assert not (site / "email").exists()


@pytest.mark.parametrize(
    ("period", "code", "said"),
    [
        ("2024-W30", 1, "2024-W30: no papers"),
        ("2024-W99", 2, "the calendar has none such"),
        ("../../etc/passwd", 2, "nor the id of an edition"),
    ],
)
def test_what_cannot_be_made_is_one_line(site: Path, period: str, code: int, said: str) -> None:
    result = run(period, site)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert not (site / "email").exists()


@pytest.mark.parametrize("period", ["2024-W44", "2024-10-31", "2024-10"])
def test_a_period_of_which_listings_may_come_is_refused_unless_asked_for(
    site: Path, tmp_path: Path, period: str
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "digest.yml").write_text("title: Says nothing\n", encoding="utf-8")
    elsewhere = ("--content", str(tmp_path / "content"))
    result = run(period, site, *elsewhere)
    assert result.exit_code == 1
    assert f"{period} is not complete: no listing later than 2024-1" in result.stderr
    assert "add --incomplete" in result.stderr
    assert "newsletter: {complete: '2024-1" in result.stderr
    assert not (site / "email").exists()
    assert run(period, site, *elsewhere, "--incomplete").exit_code == 0
    assert run("2024-10-20", site, *elsewhere).exit_code == 0


def test_no_site_is_misuse(tmp_path: Path) -> None:
    result = run("2024-W42", tmp_path)
    assert result.exit_code == 2
    assert "there is no site in" in result.stderr


def test_a_site_that_no_build_wrote_is_named(site: Path) -> None:
    (site / "api" / "papers.json").write_text("{}", encoding="utf-8")
    result = run("2024-W42", site)
    assert result.exit_code == 1
    assert "api/papers.json: is not what 'digest build' writes" in result.stderr
    (site / "api" / "papers.json").unlink()
    assert "papers.json: No such file" in run("2024-W42", site).stderr


def test_a_place_that_takes_no_file_is_one_line(site: Path) -> None:
    (site / "email").write_text("in the way", encoding="utf-8")
    result = run("2024-W42", site)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"digest: {site / 'email'}")
