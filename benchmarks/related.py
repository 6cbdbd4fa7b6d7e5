"""How good related papers are, what they cost and how still they hold.

    python benchmarks/related.py [--pairs FILE] [--papers N] [--days FOLDER]

Prints how many picked pairs (JSON lines ``{a, b}``, both directions) stand among the five
suggested, how often papers are suggested, what N invented papers cost at first and where one
changed, and how many lists change with a summary and with a day of thirty. With ``--days``, a
folder of answers of the Daily Papers API, the same of its papers by titles and abstracts, and by
titles alone. Exit code 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import corpus

from generator import store
from generator.papers import identity
from generator.papers.model import Paper
from generator.sources.detect import parse
from generator.views.nearness import Known, nearness, suggestions

ROOT = Path(__file__).parents[1]
FIVE, TEN, A_DAY = 5, 10, 30
RECALL, NEVER, MOST, SECONDS, ONE, DAY = 0.80, 0.01, 12, 10.0, 50, 1000

Papers = Mapping[str, Paper]


def main() -> int:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--papers", type=int, default=20_000)
    parser.add_argument("--days", type=Path)
    asked = parser.parse_args()
    own = identity.resolve(store.load(ROOT / "content").corpus).papers
    ways: dict[str, Papers] = {"this digest": own}
    if asked.days:
        days = dict(sorted(archive(asked.days)))
        ways["days, titles and abstracts"] = days
        ways["days, titles alone"] = {id_: replace(of, abstract="") for id_, of in days.items()}
    ways["invented"] = invented(asked.papers)
    say("| papers | seconds | one changed | of it lists | at most | a day, lists | never | most |")
    say("|---|--:|--:|--:|--:|--:|--:|--:|")
    failed = False
    for name, papers in ways.items():
        seconds, known = timed(lambda of=papers: nearness(of))  # type: ignore[misc]
        times = Counter(other for others, _ in suggestions(known).values() for other in others)
        never, most = 1 - len(times) / len(papers), max(times.values())
        again, one, worst = changed(papers, known)
        day = a_day(papers, known)
        figures = (
            f"{seconds:.1f} s | {again:.2f} s | {one} | {worst} | {day} | {never:.1%} | {most}"
        )
        say(f"| {name}, {len(papers):,} | {figures} |")
        failed |= never > NEVER or most > MOST or worst > ONE or seconds > SECONDS or day > DAY
    if asked.pairs:
        failed |= picked(own, asked.pairs)
    return int(failed)


def picked(papers: Papers, path: Path) -> bool:
    """Print how many of the picked pairs are found; whether that is too few."""
    ids, suggested = [*papers], suggestions(nearness(papers))
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    pairs = [
        (one, other) for of in lines for one, other in ((of["a"], of["b"]), (of["b"], of["a"]))
    ]
    pairs = [(one, other) for one, other in pairs if one in papers and other in papers]
    found = [([ids[place] for place in suggested[one][0]], other) for one, other in pairs]
    places = [others.index(other) for others, other in found if other in others]
    recall = len(places) / len(pairs)
    gain = sum(1 / math.log2(place + 2) for place in places) / len(pairs)
    say(f"\n{len(pairs)} picked: recall of {FIVE} {recall:.3f}, nDCG of {FIVE} {gain:.3f}")
    return recall < RECALL


def changed(papers: Papers, known: Known) -> tuple[float, int, int]:
    """Ten times a text whose second half is another's: of the middle one the seconds, and how
    many lists change, and the most that ever do."""
    chance = random.Random(1)
    found = []
    for _ in range(TEN):
        one, other = chance.sample([*papers], 2)
        field = (
            "summary" if papers[one].summary else "abstract" if papers[one].abstract else "title"
        )
        mine, theirs = (getattr(papers[id_], field).split() for id_ in (one, other))
        text = " ".join(mine[: len(mine) // 2] + theirs[len(theirs) // 2 :])
        now = {**papers, one: replace(papers[one], **{field: text})}
        seconds, after = timed(lambda of=now: nearness(of, known))  # type: ignore[misc]
        found.append((differing(known, after), seconds))
    found.sort()
    number, seconds = found[TEN // 2]
    return seconds, number, found[-1][0]


def a_day(papers: Papers, known: Known) -> int:
    """How many lists of the others the newest papers change."""
    came = sorted(
        papers, key=lambda id_: (papers[id_].added or "", papers[id_].published or "", id_)
    )
    older = {*came[:-A_DAY]}
    before = nearness({id_: of for id_, of in papers.items() if id_ in older}, known)
    return differing(before, nearness(papers, before))


def differing(one: Known, other: Known) -> int:
    """The papers of ``one`` whose suggestions, or the reasons of these, are others now."""
    were, now = (
        {id_: ([known[0][0][at] for at in others], words) for id_, (others, words) in of.items()}
        for known in (one, other)
        for of in [suggestions(known)]
    )
    return sum(now.get(id_) != were[id_] for id_ in were)


def archive(folder: Path) -> Iterator[tuple[str, Paper]]:
    """The papers of a folder of answers of the Daily Papers API, by arXiv id."""
    for path in sorted(folder.glob("*.json")):
        for entry in parse(path.read_bytes(), name=path.name).entries:
            id_ = entry.arxiv or entry.title
            yield id_, Paper(id_, entry.title, abstract=entry.abstract)


def invented(number: int) -> Papers:
    """So many papers of a made-up language, with summaries and topics (corpus.py)."""
    with tempfile.TemporaryDirectory() as folder:
        corpus.write(number, Path(folder) / "content")
        return store.load(Path(folder) / "content").corpus.papers


def timed(work: Callable[[], Known]) -> tuple[float, Known]:
    """Seconds of the processor, and what comes of ``work``."""
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
