"""``digest fetch`` as its users run it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from click.testing import Result

from tests.conftest import digest
from tests.fetch.conftest import Answer, Source, feed

pytestmark = pytest.mark.usefixtures("here")

DAY = "2026-04-30"
FEED = feed(("2604.00001", "Kites"))


def day(papers: int, listed: str = DAY) -> bytes:
    records = [
        {
            "paper": {
                "id": f"2604.{number:05}",
                "title": f"Kites of {number} strings",
                "summary": "We fly them.",
                "submittedOnDailyAt": f"{listed}T01:00:00.000Z",
            }
        }
        for number in range(1, papers + 1)
    ]
    return json.dumps(records).encode()


def hf(source: Source, *args: str) -> Result:
    return digest("fetch", "hf", "--date", DAY, "--url", f"{source.url}/hf", *args)


def edition(date: str, papers: int) -> None:
    listed = "".join(f"- {{paper: p-{number}}}\n" for number in range(papers))
    head = f"date: {date}\nkind: daily\nsource: Hugging Face Daily Papers\npapers:\n"
    Path("content/editions").mkdir(parents=True, exist_ok=True)
    Path(f"content/editions/{date}.yml").write_text(head + listed, encoding="utf-8")


def test_a_day_is_kept_as_it_came_and_can_be_ingested(here: Path, source: Source) -> None:
    Path("content").mkdir()
    Path("content/digest.yml").write_text(
        "title: Kites\nrepository: https://github.com/muster/kites\n", encoding="utf-8"
    )
    source.answers["/hf"] = [Answer(day(3))]
    result = hf(source)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"captures/hf-{DAY}.json: 3 papers\n"
    assert (here / f"captures/hf-{DAY}.json").read_bytes() == day(3)
    assert [path.name for path in (here / "captures").iterdir()] == [f"hf-{DAY}.json"]
    assert source.asked == [f"/hf?date={DAY}&limit=100"]
    assert source.agents[0].endswith("(+https://github.com/muster/kites)")
    assert "3 blocks = 3 new" in digest("ingest", f"captures/hf-{DAY}.json").stdout
    assert (here / f"content/editions/{DAY}.yml").is_file()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"[]", "silent: the source has no paper for 2026-04-30, a Thursday"),
        (b'{"error": "maintenance"}', "unreadable: JSON without any paper"),
        (day(3)[:-30], "incomplete: 1 records of it are damaged"),
        (day(100), "incomplete: 100 papers are all that the source gives at once"),
        (day(3, "2026-04-29"), "incomplete: it is the listing of 2026-04-29, not of 2026-04-30"),
        (day(3), "incomplete: 3 papers, where a Thursday has 10"),
        (day(1), "incomplete: 1 paper, where its edition has 2 already"),
    ],
)
def test_what_may_not_be_whole_is_said_and_kept(source: Source, body: bytes, says: str) -> None:
    for date in ("2026-04-02", "2026-04-09", "2026-04-16", "2026-04-23", "2026-04-22"):
        edition(date, 10)
    edition(DAY, 2)
    source.answers["/hf"] = [Answer(body)]
    result = hf(source)
    assert result.exit_code == 1
    assert f"captures/hf-{DAY}.json: {says}" in result.stderr
    assert Path(f"captures/hf-{DAY}.json").read_bytes() == body


def test_a_capture_is_not_lost_to_another(source: Source) -> None:
    source.answers["/hf"] = [Answer(day(3)), Answer(day(3)), Answer(day(4))]
    assert [hf(source).exit_code for _ in range(2)] == [0, 0]
    refused = hf(source)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "there already, with other content: --force" in refused.stderr
    assert Path(f"captures/hf-{DAY}.json").read_bytes() == day(3)
    assert hf(source, "--force").exit_code == 0
    assert Path(f"captures/hf-{DAY}.json").read_bytes() == day(4)
    assert len(list(Path("captures").iterdir())) == 1


def test_a_source_that_fails_leaves_nothing(source: Source) -> None:
    result = hf(source)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"digest: {source.url}/hf?date={DAY}&limit=100: answered 404")
    assert result.stderr.count("\n") == 1
    assert not Path("captures").exists()


def test_without_a_date_it_is_today_in_utc(source: Source) -> None:
    source.answers["/hf"] = [Answer()]
    before = datetime.datetime.now(datetime.UTC).date()
    assert digest("fetch", "hf", "--url", f"{source.url}/hf").exit_code == 1
    after = datetime.datetime.now(datetime.UTC).date()
    asked = source.asked[0].partition("date=")[2].partition("&")[0]
    assert before.isoformat() <= asked <= after.isoformat()
    assert Path(f"captures/hf-{asked}.json").read_bytes() == b"[]"


def test_papers_of_arxiv(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    source.answers["/arxiv"] = [FEED]
    url = f"--url={source.url}/arxiv"
    one = digest("fetch", "arxiv", "https://arxiv.org/abs/2604.00001v3", url)
    assert (one.exit_code, one.stdout) == (0, "captures/arxiv-2604.00001.xml\n")
    assert Path("captures/arxiv-2604.00001.xml").read_bytes() == FEED.body
    many = digest("fetch", "arxiv", *(f"2604.{n:05}" for n in range(1, 151)), "2604.00001", url)
    assert len(many.stdout.splitlines()) == 2
    found = digest("fetch", "arxiv", "--query", 'cat:cs.LG AND ti:"kites & wind"', url)
    assert found.stdout.startswith("captures/arxiv-query-")
    assert [request.partition("?")[2] for request in source.asked if "max_results=50" in request][
        1:
    ] == [
        "search_query=cat%3Acs.LG+AND+ti%3A%22kites+%26+wind%22"
        "&sortBy=submittedDate&sortOrder=descending&max_results=50"
    ]
    assert waited == [3.0]
    assert "1 block = 1 new" in digest("ingest", "captures/arxiv-2604.00001.xml").stdout


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((), "name papers"),
        (("2604.00001", "--query", "kites"), "not both"),
        (("kites",), "'kites' is no arXiv id"),
        (("--query", "kites", "--max", "0"), "--max"),
    ],
)
def test_misuse(args: tuple[str, ...], says: str) -> None:
    result = digest("fetch", "arxiv", *args)
    assert result.exit_code == 2
    assert says in result.stderr


@pytest.mark.parametrize(
    ("option", "period", "kind"),
    [("--week", "2026-W18", "weekly"), ("--month", "2026-04", "monthly")],
)
def test_a_week_or_a_month_is_an_edition_of_its_own(
    source: Source, option: str, period: str, kind: str
) -> None:
    source.answers["/hf"] = [Answer(day(3))]
    result = digest("fetch", "hf", option, period, "--url", f"{source.url}/hf")
    assert (result.exit_code, result.stdout) == (0, f"captures/hf-{period}.json: 3 papers\n")
    assert source.asked == [f"/hf?{option[2:]}={period}&limit=100"]
    ingested = digest("ingest", f"captures/hf-{period}.json")
    assert f"edition {kind}-{period.lower()}: 3 blocks = 3 new" in ingested.stdout
    assert digest("check").exit_code == 0


def test_what_arxiv_did_not_have_is_named(source: Source) -> None:
    source.answers["/arxiv"] = [FEED]
    result = digest("fetch", "arxiv", "2604.00001", "2604.00009", "--url", f"{source.url}/arxiv")
    assert (result.exit_code, result.stderr) == (1, "arXiv did not have 2604.00009\n")


def test_what_a_list_names_by_its_identifier_is_fetched_and_has_its_title(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    work = {"DOI": "10.5555/KITES.1", "title": ["Kites on a Long String"]}
    answer = {"message-type": "work-list", "message": {"items": [work]}}
    source.answers["/arxiv"] = [FEED]
    source.answers["/crossref"] = [Answer(json.dumps(answer).encode())]
    urls = ("--arxiv-url", f"{source.url}/arxiv", "--crossref-url", f"{source.url}/crossref")
    Path("list.txt").write_text("2604.00001\n10.5555/kites.1\n2604.00009\n", encoding="utf-8")
    result = digest("fetch", "list", "list.txt", *urls)
    assert (result.exit_code, result.stderr) == (1, "the answers did not have 2604.00009\n")
    assert [path.partition("?")[2][:40] for path in source.asked] == [
        "id_list=2604.00001,2604.00009&max_result",
        "filter=doi:10.5555/kites.1&rows=1",
    ]
    answers = [arg for path in result.stdout.split() for arg in ("--from", path)]
    ingested = digest("ingest", "list.txt", *answers)
    assert "3 blocks = 2 new + 0 sightings + 1 rejected" in ingested.stdout
    assert digest("check").exit_code == 0
    assert digest("fetch", "list", "list.txt", "--force", *urls).exit_code == 1
    assert "nothing to fetch" in digest("fetch", "list", answers[3], *urls).stderr
