"""How long builds take, and what they weigh: ``make bench``, or ``python benchmarks/build.py``.

Builds invented digests of several sizes by this program, by Hugo from the same Markdown with
templates that write the same site (``hugo.py``), by MkDocs with Material as it comes, and by
this program before it built incrementally; then what a day of work costs: a summary, a day of
papers, nothing. Ours and Hugo's take turns. Writes the figures into ``benchmarks/README.md``,
between its two marks, and ``benchmarks/build.svg``. Exit code 1 where Hugo's site is another.

    python benchmarks/build.py --papers 400 4000 --pairs 5
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from math import log10
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import corpus
import hugo
from lxml import etree, html

ROOT = Path(__file__).parents[1]
README = ROOT / "benchmarks" / "README.md"
PLOT = ROOT / "benchmarks" / "build.svg"
CACHE = ROOT / ".cache" / "bench"
OLD = CACHE / "old"
PYTHON = sys.executable
DIGEST = Path(PYTHON).with_name("digest")
BEFORE = "4d3a6c1"
MARKS = ("<!-- figures -->\n", "<!-- end of figures -->\n")
BUILD = """
import sys
from pathlib import Path
from generator.build.run import build_site
from generator.cli import process
config, content, out, how = sys.argv[1:]
extent = "all" if "search" in how else "files"
with process():
    build_site(Path(config), Path(content), Path(out), full="full" in how, extent=extent)
"""
MATERIAL = """\
site_name: Stock
site_url: https://example.org/
theme: {name: material, font: false}
plugins: []
nav: [index.md, topics/index.md, dates/index.md, papers/index.md, weeks/index.md, editions/index.md]
validation: {nav: {omitted_files: ignore}, links: {not_found: ignore, unrecognized_links: ignore}}
markdown_extensions: [md_in_html]
"""
SAMPLE = 1_500  # pages whose words and links are compared
SAME = 0.2  # by how much of ours Hugo's bytes may differ


@dataclass(frozen=True)
class Run:
    """Seconds by the clock and of processors, children included; bytes of all processes' PSS."""

    wall: float
    processor: float
    memory: int


@dataclass(frozen=True)
class Tools:
    """The programs that the others are."""

    hugo: Path
    pagefind: Path


def run(*command: str | Path, folder: Path | None = None) -> Run:
    """Run a command to its end; what it says is shown where it fails.

    The memory of all processes of its session is read twice a second.
    """
    started = time.monotonic()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            list(map(str, command)),
            cwd=folder or ROOT,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
        most, ended, weighed = 0, 0, started
        while not ended:
            ended, status, used = os.wait4(child.pid, os.WNOHANG)
            if not ended and time.monotonic() > weighed + 0.5:
                most, weighed = max(most, sum(_pss(child.pid))), time.monotonic()
            time.sleep(0 if ended else 0.01)
        wall = time.monotonic() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            sys.exit(f"{command}: exit code {child.returncode}\n{said.read().decode()}")
    return Run(wall, used.ru_utime + used.ru_stime, most)


def _pss(session: int) -> Iterator[int]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(process.name)) == session:
                rolled = (process / "smaps_rollup").read_text()
                yield 1024 * int(re.search(r"^Pss:\s+(\d+)", rolled, re.MULTILINE)[1])  # type: ignore[index]
        except (OSError, TypeError):
            continue  # it has ended


def aside(*places: Path) -> None:
    """Put out of the way what is at ``places``; it is deleted when all is measured.

    Ext4 gives new files no number that a file had which was deleted within five minutes: where
    there was one large site, it then looks for long. That would be taken for work of a builder.
    """
    for place in places:
        if place.exists():
            OLD.mkdir(parents=True, exist_ok=True)
            place.rename(Path(tempfile.mkdtemp(dir=OLD)) / place.name)


def size(site: Path) -> tuple[int, int, int]:
    """The bytes of a site, its files, and its bytes as ``tar`` packs it for GitHub Pages."""
    total = files = packed = 0
    for folder, _, names in os.walk(site):
        packed += 512
        for name in names:
            held = os.lstat(os.path.join(folder, name)).st_size  # noqa: PTH118
            total, files = total + held, files + 1
            packed += 512 + -(-held // 512) * 512
    return total, files, packed


# What is to be built ---------------------------------------------------------------------


class Digest:
    """An invented digest in ``folder``, and what somebody does to it."""

    def __init__(self, papers: int, folder: Path) -> None:
        self.papers = papers
        self.folder = folder
        self.content = folder / "content"
        corpus.write(papers, self.content)
        self.invented = corpus.Papers(corpus.topics(self.content))
        self.invented.number = 2 * papers  # no id of those that are there
        self.days = 0
        self.records = sorted(self.content.glob("papers/*/*.md"))
        self.files = {*self.content.rglob("*.*")}
        self.chance = random.Random(11)

    def summary(self) -> None:
        """One summary gets a word more."""
        record = self.chance.choice(self.records)
        text = record.read_text("utf-8")
        record.write_text(re.sub(r"^(summary: \S+)", r"\1 indeed", text, flags=re.M), "utf-8")

    def day(self) -> None:
        """The next day of thirty papers comes in."""
        self.days += 1
        day = corpus.LAST + timedelta(days=self.days)
        self.invented.write_day(self.content, day, corpus.A_DAY)

    def forget(self) -> None:
        """What came in is gone again."""
        for path in {*self.content.rglob("*.*")} - self.files:
            path.unlink()

    def capture(self) -> Path:
        """An answer of the Daily Papers' interface with thirty papers of the next day."""
        self.days += 1
        day = corpus.LAST + timedelta(days=self.days)
        path = self.folder / f"hf-{day}.json"
        path.write_text(json.dumps(self.invented.answer(day, corpus.A_DAY)), "utf-8")
        return path


def ours(digest: Digest, out: Path, how: str) -> Run:
    """This program builds the digest; in ``full`` it has nothing from before."""
    if "full" in how:
        cache = digest.folder / ".cache" / "digest"
        index = [cache / "search"] if "search" in how else []  # the other site's own stays
        aside(out, *cache.glob("*.msgpack"), *index)
    config = ROOT / "mkdocs.yml"
    return run(PYTHON, "-c", BUILD, config, digest.content, out, how)


def theirs(tools: Tools, source: Path, out: Path) -> Run:
    """Hugo builds it."""
    aside(out)
    return run(tools.hugo, "--source", source, "--destination", out)


def indexed(built: Run, tools: Tools, out: Path) -> Run:
    """Pagefind indexes what Hugo built: what both take together."""
    found = run(tools.pagefind, "--site", out)
    most = max(built.memory, found.memory)
    return Run(built.wall + found.wall, built.processor + found.processor, most)


def material(digest: Digest, out: Path) -> Run:
    """MkDocs with Material as it comes builds the Markdown of the generated pages."""
    folder = digest.folder / "material"
    shutil.rmtree(folder, ignore_errors=True)
    run(DIGEST, "pages", "--content", digest.content, "--out", folder / "docs")
    (folder / "mkdocs.yml").write_text(MATERIAL, "utf-8")
    mkdocs = Path(PYTHON).with_name("mkdocs")
    return run(mkdocs, "build", "--quiet", "--site-dir", out, folder=folder)


def before(digest: Digest, out: Path) -> Run:
    """This program as it was at BEFORE, in an environment of its own."""
    old = CACHE / "before"
    if not (old / "Makefile").exists():
        run("git", "worktree", "prune")
        run("git", "worktree", "add", "--detach", old, BEFORE)
    run("make", "setup", folder=old)
    content = digest.folder / "before"
    shutil.rmtree(content, ignore_errors=True)
    shutil.copytree(digest.content, content)
    for record in content.glob("papers/*/*.md"):
        text = record.read_text("utf-8")
        record.write_text(re.sub(r"^(added|gist): .*\n", "", text, flags=re.M), "utf-8")
    settings = content / "digest.yml"
    settings.write_text(settings.read_text("utf-8").replace("{token}", "{email}"), "utf-8")
    command = (".venv/bin/digest", "build", "--content", content, "--out", out)
    return run(*command, folder=old)


# Whether two sites are the same ------------------------------------------------------------


def differences(mine: Path, other: Path) -> Iterator[str]:
    """How the site of Hugo differs from ours, the search left out: a line for each thing."""
    paths = [_paths(site) for site in (mine, other)]
    for name, lacking in zip(
        ("Hugo", "we"), (paths[0] - paths[1], paths[1] - paths[0]), strict=True
    ):
        if lacking:
            yield f"{name} lack {len(lacking)} files, such as {min(lacking)}"
    sums = [
        sum((site / path).stat().st_size for path in of)
        for site, of in zip((mine, other), paths, strict=True)
    ]
    if abs(sums[1] / sums[0] - 1) > SAME:
        yield f"Hugo's site has {sums[1]:,} bytes, ours {sums[0]:,}"
    shared = sorted(path for path in paths[0] & paths[1] if path != "search/index.html")
    shared = random.Random(3).sample(shared, min(SAMPLE, len(shared)))
    others = [path for path in shared if _said(mine, path) != _said(other, path)]
    if others:
        yield f"{len(others)} of {len(shared)} files have other words or links, such as {others[0]}"


def _paths(site: Path) -> set[str]:
    found = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    return {
        path
        for path in found
        if not re.match(r"(search|pagefind)/.*\.\w*(?<!html)$", path) and path != "sitemap.xml.gz"
    }


def _said(site: Path, path: str) -> object:
    """What a file says, however it is written."""
    data = (site / path).read_bytes()
    if path.endswith(".html"):
        page = html.fromstring(data)
        for script in page.iter("script"):
            script.text = ""
        links = [link for _, name, link, _ in page.iterlinks() if name == "href"]
        return page.text_content().split(), [urljoin(f"https://x/a/{path}", to) for to in links]
    if path.endswith(".json"):
        return json.loads(data)
    if path.endswith(".xml"):
        return sorted(" ".join(etree.fromstring(data).itertext()).split())
    return data


# The whole ----------------------------------------------------------------------------------


def measured(papers: int, pairs: int, tools: Tools, *, others: bool) -> None:
    """Measure all of a digest of so many papers; what is known is written after each run."""
    folder = CACHE / str(papers)
    aside(folder)
    digest = Digest(papers, folder)
    source, out, plain, theirs_ = (folder / name for name in ("hugo", "site", "plain", "hugo-site"))
    hugo.write(digest.content, source)
    runs: dict[str, list[dict[str, float]]] = {}
    sizes: dict[str, Sequence[int]] = {}
    result = {"papers": papers, "pairs": pairs, "runs": runs, "sizes": sizes, "differences": None}

    def keep() -> None:
        (CACHE / f"{papers}.json").write_text(json.dumps(result), "utf-8")

    def measure(case: str, build: Callable[..., Run], *given: Any) -> Run:
        done = build(*given)
        runs.setdefault(case, []).append(vars(done))
        _say(f"{papers} {case}: {done.wall:.2f} s, {done.processor:.2f} s of processors")
        keep()
        return done

    for pair in range(pairs):
        measure("full, search", ours, digest, out, "full search")
        built = measure("hugo, plain", theirs, tools, source, theirs_)
        measure("full, plain", ours, digest, plain, "full")
        if not pair:
            sizes |= {"plain": size(plain), "search": size(out), "hugo": size(theirs_)}
            result["pages"] = sum(1 for _ in plain.rglob("index.html"))
            result["differences"] = list(differences(plain, theirs_))
        measure("hugo, search", indexed, built, tools, theirs_)
        # By its side, since the machine's speed changes.
        for case, edit in (("nothing", None), ("summary", digest.summary), ("day", digest.day)):
            if edit:
                edit()
            measure(f"{case}, plain", ours, digest, plain, "")
            measure(f"{case}, search", ours, digest, out, "search")
        measure("check", run, DIGEST, "check", "--errors", "--content", digest.content)
        measure("ingest", run, DIGEST, "ingest", digest.capture(), "--content", digest.content)
        digest.forget()
    started = time.monotonic()
    run("tar", "--dereference", "--directory", out, "-cf", folder / "artifact.tar", ".")
    took = time.monotonic() - started
    result["tar"] = [size(out)[2], (folder / "artifact.tar").stat().st_size, took]
    keep()
    if others:
        measure("material", material, digest, folder / "material-site")
        measure("before", before, digest, folder / "before-site")
        sizes["before"] = size(folder / "before-site")
        keep()


def _say(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")


# What is written of it ------------------------------------------------------------------------

ROWS = (
    ("full build", "full"),
    ("one summary changed", "summary"),
    ("a day of 30 papers added", "day"),
    ("nothing changed", "nothing"),
)


def report(results: Sequence[dict[str, Any]]) -> str:
    """The figures of all sizes as Markdown."""
    return "\n".join([*_machine(results), *_times(results), *_weights(results)]) + "\n"


def _machine(results: Sequence[dict[str, Any]]) -> Iterator[str]:
    cpu = re.search(r"^model name\s*: (.*)", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    system = f"{platform.system()} {platform.release()}, CPython {platform.python_version()}"
    names = ("mkdocs", "mkdocs-material", "pyromark", "msgspec")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    pairs = ", ".join(_each(results, lambda of: f"{of['pairs']} pairs at {of['papers']:,}"))
    yield (
        f"{os.cpu_count()} × {cpu[1] if cpu else platform.machine()}, {memory:.0f} GB, {system},"
        f" {versions}, Hugo and Pagefind as `Makefile` pins them. Medians of {pairs} papers."
    )
    yield ""


def _times(results: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A table of wall seconds and seconds of processors, and of ours as a share of Hugo's."""
    yield from _head("seconds by the clock / of processors", results)
    for how, words in (("plain", "without search"), ("search", "with search")):
        for name, case in ROWS:
            yield _row(f"{name}, {words}", _each(results, _ratio, f"{case}, {how}", f"hugo, {how}"))
        name = "Hugo" if how == "plain" else "Hugo and Pagefind"
        yield _row(f"{name}, {words}", _each(results, _pair, f"hugo, {how}"))
    for case, words in (
        ("check", "`digest check`, warm"),
        ("ingest", "`digest ingest` of a day of 30"),
        ("material", "MkDocs with Material as it comes, the same Markdown (once)"),
        ("before", f"this program at {BEFORE}, with search (once)"),
    ):
        yield _row(words, _each(results, _pair, case))
    yield ""


def _weights(results: Sequence[dict[str, Any]]) -> Iterator[str]:
    yield from _head("weight", results)
    for case, words in (
        ("plain", "site without search"),
        ("search", "site with search"),
        ("hugo", "Hugo's site without search"),
        ("before", f"site at {BEFORE}"),
    ):
        yield _row(f"{words}: MB, files", _each(results, _size, case))
    yield _row(
        "for GitHub Pages, days added: MB by calculation, packed; seconds", _each(results, _tar)
    )
    for case, words in (
        ("full, plain", "ours, without search"),
        ("full, search", "ours, with search"),
        ("hugo, plain", "Hugo, without search"),
    ):
        yield _row(f"most memory, all processes (PSS), {words}: MB", _each(results, _memory, case))
    yield _row("milliseconds of processors a page, with search", _each(results, _cost))
    yield ""
    for of in results:
        if of["differences"] is not None:
            found = (
                "; ".join(of["differences"]) or "Hugo's site has the same files, words and links"
            )
            yield f"{of['papers']:,} papers: {of['pages']:,} pages. {found}."


def _head(name: str, results: Sequence[dict[str, Any]]) -> Iterator[str]:
    yield _row(name, _each(results, lambda of: f"{of['papers']:,} papers"))
    yield _row("---", ["--:"] * len(results))


def _row(name: str, cells: Sequence[str]) -> str:
    return f"| {' | '.join([name, *cells])} |"


def _each(results: Sequence[dict[str, Any]], cell: Callable[..., str], *given: str) -> list[str]:
    return [cell(of, *given) for of in results]


def _memory(of: dict[str, Any], case: str) -> str:
    return f"{_median(of, case, 'memory') / 1e6:.0f}" if case in of["runs"] else "–"


def _cost(of: dict[str, Any]) -> str:
    if "full, search" not in of["runs"] or "pages" not in of:
        return "–"
    return f"{1000 * _median(of, 'full, search', 'processor') / of['pages']:.2f}"


def _median(of: dict[str, Any], case: str, what: str) -> float:
    return statistics.median(run[what] for run in of["runs"][case])


def _pair(of: dict[str, Any], case: str) -> str:
    if case not in of["runs"]:
        return "–"
    return f"{_median(of, case, 'wall'):.2f} / {_median(of, case, 'processor'):.2f}"


def _ratio(of: dict[str, Any], case: str, other: str) -> str:
    if case not in of["runs"] or other not in of["runs"]:
        return _pair(of, case)
    shares = (_median(of, case, what) / _median(of, other, what) for what in ("wall", "processor"))
    return f"{_pair(of, case)} ({' / '.join(f'{share:.2f}' for share in shares)} of Hugo)"


def _size(of: dict[str, Any], case: str) -> str:
    found = of["sizes"].get(case)
    return f"{found[0] / 1e6:.0f}, {found[1]:,}" if found else "–"


def _tar(of: dict[str, Any]) -> str:
    if "tar" not in of:
        return "–"
    calculated, packed, seconds = of["tar"]
    return f"{calculated / 1e6:.0f}, {packed / 1e6:.0f}, {seconds:.0f}"


LINES = (
    ("full", "full, plain", "#0b7285"),
    ("Hugo", "hugo, plain", "#862e9c"),
    ("full, search", "full, search", "#15aabf"),
    ("Hugo and Pagefind", "hugo, search", "#be4bdb"),
    ("a day added", "day, plain", "#2b8a3e"),
    ("a summary", "summary, plain", "#5c940d"),
    ("nothing", "nothing, plain", "#868e96"),
    ("Material", "material", "#e8590c"),
    (f"at {BEFORE}", "before", "#c92a2a"),
)


def plot(results: Sequence[dict[str, Any]]) -> str:
    """Seconds of processors over papers, both in powers of ten, as SVG."""

    def x(papers: float) -> float:
        return 60 + 220 * (log10(papers) - 2.5)

    def y(seconds: float) -> float:
        return 330 - 85 * (log10(max(seconds, 0.1)) + 1)

    parts, labels = [], []
    for seconds in (0.1, 1, 10, 100):
        parts.append(f'<path stroke="#ccc" d="M50 {y(seconds):.0f}H470"/>')
        parts.append(
            f'<text x="46" y="{y(seconds) + 4:.0f}" text-anchor="end">{seconds:g} s</text>'
        )
    for of in results:
        place = f'x="{x(of["papers"]):.0f}" y="352" text-anchor="middle"'
        parts.append(f"<text {place}>{of['papers']:,}</text>")
    for name, case, colour in LINES:
        known = [of for of in results if case in of["runs"]]
        points = [(x(of["papers"]), y(_median(of, case, "processor"))) for of in known]
        if points:
            way = "L".join(f"{across:.0f} {down:.0f}" for across, down in points)
            parts.append(f'<path fill="none" stroke="{colour}" stroke-width="2" d="M{way}"/>')
            dots = (f'cx="{across:.0f}" cy="{down:.0f}"' for across, down in points)
            parts += (f'<circle {dot} r="3" fill="{colour}"/>' for dot in dots)
            labels.append((*points[-1], name, colour))
    lowest: dict[float, float] = {}
    for across, down, name, colour in sorted(labels, key=lambda label: label[1]):
        lowest[across] = max(down + 4, lowest.get(across, 0) + 13)  # beneath the one above
        place = f'x="{across + 8:.0f}" y="{lowest[across]:.0f}" fill="{colour}"'
        parts.append(f"<text {place}>{name}</text>")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 370" font-family="sans-serif"'
        ' font-size="12" role="img" aria-label="Seconds of processors over papers">'
        f'<rect width="640" height="370" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def main() -> int:
    """Measure, and write the figures; 1 where Hugo's site differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--papers", type=int, nargs="+", default=[400, 4000, 20000])
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument(
        "--others", action="store_true", help="Material and the program before too."
    )
    parser.add_argument("--bin", type=Path, default=ROOT / ".venv" / "bench" / "bin")
    asked = parser.parse_args()
    # A program is compiled once, whatever the environment says, as it is for who installs it.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    tools = Tools(*(_binary(asked.bin, name) for name in ("hugo", "pagefind_bin")))
    for papers in asked.papers:
        measured(papers, asked.pairs, tools, others=asked.others)
    shutil.rmtree(OLD, ignore_errors=True)
    files = sorted(CACHE.glob("*.json"), key=lambda path: int(path.stem))
    results = [json.loads(path.read_text("utf-8")) for path in files]
    text = README.read_text("utf-8")
    head, _, rest = text.partition(MARKS[0])
    README.write_text(
        f"{head}{MARKS[0]}\n{report(results)}\n{MARKS[1]}{rest.partition(MARKS[1])[2]}", "utf-8"
    )
    PLOT.write_text(plot(results), "utf-8")
    return int(any(of["differences"] for of in results))


def _binary(folder: Path, package: str) -> Path:
    """The program itself that a package of PyPI holds: what Python starts would count too."""
    places = (folder.parent / "lib").glob(f"python3*/site-packages/{package}/**/*{package[:4]}*")
    return max((path for path in places if path.is_file()), key=lambda path: path.stat().st_size)


if __name__ == "__main__":
    sys.exit(main())
