"""``digest email`` as its users run it, on the data of a built site."""

from __future__ import annotations

import email
import re
from datetime import UTC, datetime, timedelta
from email.policy import default
from pathlib import Path

import pytest
from click.testing import Result

from generator import store
from generator.papers import identity
from generator.publish import exports, newsletter
from generator.store.files import write_all
from generator.views import Digest
from generator.views.outputs import make_all
from tests.conftest import digest, git

CONTENT = Path(__file__).parents[2] / "fixtures" / "site"


@pytest.fixture(scope="module")
def content() -> Digest:
    return Digest(identity.resolve(store.load(CONTENT).corpus))


@pytest.fixture
def site(content: Digest, tmp_path: Path) -> Path:
    """The files of the built site, those of the newsletter left out."""
    write_all(make_all(exports.outputs(content), content.world), tmp_path / "site")
    return tmp_path / "site"


def run(period: str, site: Path, *options: str) -> Result:
    return digest("email", period, "--site", str(site), "--content", str(CONTENT), *options)


def test_the_command_writes_what_the_build_writes(content: Digest, site: Path) -> None:
    letters = make_all(newsletter.outputs(content), content.world)
    built = {file.path: file.data for file in letters}
    weeks, kinds = ("2024-W42", "2024-W44"), ("eml", "html", "txt")
    assert sorted(built) == [f"email/{week}.{kind}" for week in weeks for kind in kinds]
    assert run("2024-W44", site).exit_code == 0
    result = run("2024-W42", site)
    assert result.exit_code == 0, result.output
    for path, data in built.items():
        expected = data.encode() if isinstance(data, str) else data
        assert dateless((site / path).read_bytes()) == dateless(expected)
        assert (str(site / path) in result.stdout) is ("W42" in path)
    assert (
        "Tiny Steps: Zinnia Schedules for Small Models, and 1 more: 2 papers"
        in result.stdout.splitlines()[-1]
    )
    mail = email.message_from_bytes((site / "email/2024-W42.eml").read_bytes(), policy=default)
    assert abs(mail["Date"].datetime - datetime.now(UTC)) < timedelta(minutes=5)


def dateless(mail: bytes) -> bytes:
    return re.sub(rb"^Date: .*", b"", mail, flags=re.MULTILINE)


def test_a_listing_goes_where_it_is_asked_for(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("2024-10-31", site, "--incomplete", "--out", str(out))
    files = [out / f"email/2024-10-31.{kind}" for kind in ("html", "txt", "eml")]
    *written, shown = result.stdout.splitlines()
    assert written == list(map(str, files))
    assert shown.endswith(": 12 papers shown")
    assert files[2].stat().st_size < 100_000
    assert not (site / "email").exists()


@pytest.mark.parametrize(
    ("period", "code", "said"),
    [
        ("2024-W30", 1, "2024-W30: no papers"),
        ("2024-W99", 2, "neither a day (2024-10-20), a week"),
        ("../../etc/passwd", 2, "nor the id of an edition"),
    ],
)
def test_what_cannot_be_made_is_one_line(site: Path, period: str, code: int, said: str) -> None:
    result = run(period, site)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert not (site / "email").exists()


@pytest.fixture
def elsewhere(tmp_path: Path) -> tuple[str, str]:
    """Content that does not say up to which day its listings are all in."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "digest.yml").write_text("title: Says nothing\n", encoding="utf-8")
    return "--content", str(tmp_path / "content")


def test_a_weekday_without_a_listing_is_named_and_needs_a_word(
    site: Path, elsewhere: tuple[str, str]
) -> None:
    result = run("2024-W44", site, *elsewhere)
    assert result.exit_code == 1
    named = ", ".join(
        f"{day} October 2024" if day != "Friday" else "Friday 1 November 2024"
        for day in ("Monday 28", "Tuesday 29", "Wednesday 30", "Friday")
    )
    lacking = f"no listing is in of {named}: merge or import it"
    assert f"2024-W44 is not complete: {lacking}, or add --incomplete" in result.stderr
    assert not (site / "email").exists()
    taken = run("2024-W44", site, *elsewhere, "--incomplete")
    assert taken.exit_code == 0
    assert f"2024-W44 is taken as it is: {lacking}" in taken.stderr
    assert run("2024-10-31", site, *elsewhere).exit_code == 0


def test_a_period_that_is_not_over_is_refused(site: Path, elsewhere: tuple[str, str]) -> None:
    today = datetime.now(UTC).date()
    for period in (today.isoformat(), today.strftime("%G-W%V"), today.strftime("%Y-%m")):
        result = run(period, site, *elsewhere)
        assert result.exit_code == 1
        assert f"{period} is not complete: it is not over before " in result.stderr


def test_a_listing_that_waits_to_be_merged_is_named(site: Path, elsewhere: tuple[str, str]) -> None:
    content = Path(elsewhere[1])

    for command in (
        "init -q -b main",
        "add .",
        "commit -q -m One",
        "branch intake/2024-10-30",
        "switch -q -c intake/2024-11-02",
        "commit -q --allow-empty -m Two",
        "switch -q main",
    ):
        git(*command.split(), folder=content)
    said = run("2024-W44", site, *elsewhere).stderr
    assert "Wednesday 30 October 2024, Friday 1 November 2024, " in said
    assert "Saturday 2 November 2024 (a pull request has it): merge or import it" in said


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
