"""``digest email`` as its users run it, on the data of a built site."""

from __future__ import annotations

import email
import re
from datetime import UTC, datetime, timedelta
from email.policy import default
from pathlib import Path

import pytest
from click.testing import Result

from generator.publish import newsletter
from generator.views import Digest
from generator.views.outputs import make_all
from tests.conftest import SITE, digest, git
from tests.publish.conftest import write_data


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The exports of the built site, without the files of the newsletter."""
    write_data(SITE, tmp_path / "site")
    return tmp_path / "site"


def run(period: str, site: Path, *options: str, content: Path = SITE) -> Result:
    return digest("email", period, "--site", str(site), "--content", str(content), *options)


def test_the_command_writes_what_the_build_writes(digest: Digest, site: Path) -> None:
    built = {
        file.path: file.data.encode() if isinstance(file.data, str) else file.data
        for file in make_all(newsletter.outputs(digest), digest.world)
    }
    weeks, kinds = ("2024-W42", "2024-W44"), ("eml", "html", "txt")
    assert sorted(built) == [f"email/{week}.{kind}" for week in weeks for kind in kinds]
    assert run("2024-W44", site).exit_code == 0
    result = run("2024-W42", site)
    *written, shown = result.stdout.splitlines()
    assert sorted(written) == [str(site / path) for path in sorted(built) if "W42" in path]
    assert shown == "Tiny Steps: Zinnia Schedules for Small Models, and 1 more: 2 papers shown"
    for path, data in built.items():
        assert dateless((site / path).read_bytes()) == dateless(data)
    mail = email.message_from_bytes((site / "email/2024-W42.eml").read_bytes(), policy=default)
    assert abs(mail["Date"].datetime - datetime.now(UTC)) < timedelta(minutes=5)


def dateless(mail: bytes) -> bytes:
    return re.sub(rb"^Date: .*", b"", mail, flags=re.MULTILINE)


def test_a_listing_goes_where_it_is_asked_for(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    *written, shown = run("2024-10-31", site, "--out", str(out)).stdout.splitlines()
    assert written == [str(out / f"email/2024-10-31.{kind}") for kind in ("html", "txt", "eml")]
    assert shown.endswith(": 12 papers shown")
    assert not (site / "email").exists()


def test_a_period_that_is_not_complete_is_named_and_needs_a_word(
    site: Path, tmp_path: Path
) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "digest.yml").write_text("title: Says nothing\n", encoding="utf-8")
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
    result = run("2024-W44", site, content=content)
    lacking = "Wednesday 30 October 2024, Friday 1 November 2024, Saturday 2 November 2024 (a pull "
    assert result.exit_code == 1
    assert lacking in result.stderr
    assert not (site / "email").exists()
    taken = run("2024-W44", site, "--incomplete", content=content)
    assert taken.exit_code == 0
    assert taken.stderr.startswith("2024-W44 is taken as it is: no listing is in of Monday 28 ")
    today = datetime.now(UTC).date().isoformat()
    assert f"{today} is not complete: it is not over" in run(today, site, content=content).stderr


@pytest.mark.parametrize(
    ("period", "code", "said"),
    [
        ("2024-W30", 1, "digest: 2024-W30: no papers"),
        ("2024-W99", 2, "the calendar has none such"),
        ("../../etc/passwd", 2, "nor the id of an edition"),
    ],
)
def test_a_period_of_which_there_is_no_issue_is_one_line(
    site: Path, period: str, code: int, said: str
) -> None:
    result = run(period, site)
    assert (result.exit_code, said in result.stderr) == (code, True)
    assert not (site / "email").exists()


def test_without_a_site_or_a_place_to_write_nothing_is_written(site: Path, tmp_path: Path) -> None:
    nowhere = run("2024-W42", tmp_path)
    assert (nowhere.exit_code, "there is no site in" in nowhere.stderr) == (2, True)
    (site / "email").write_text("in the way", encoding="utf-8")
    papers = site / "api" / "papers.json"
    for spoil, said in (
        (lambda: None, f"digest: {site / 'email'}"),
        (lambda: papers.write_text("{}"), f"digest: {papers}: is not what 'digest build' writes"),
        (papers.unlink, f"digest: {papers}: No such file"),
    ):
        spoil()
        result = run("2024-W42", site)
        assert (result.exit_code, result.stderr.startswith(said)) == (1, True)
