"""How well one paper is told from two: ``python benchmarks/identity.py DATA [--learn]``.

DATA is a folder of public benchmarks: ``record-linkage/NAME/{train,valid}.txt`` with pairs that
people judged, as Ditto has them (``COL title VAL …``, a tab, the other record, a tab, 1 or 0),
``dblp-acm/test.txt`` alike, ``record-linkage/cora-1295/`` with citations and which are one,
``dedup/*.jsonl`` with pairs of papers as two sources wrote them. What is there is measured. With
``--learn`` the points are learned from the pairs and written to ``generator/papers/points.json``:
logistic regression on the steps of each aspect, rounded to .1, but for what is set by hand below.

The dirty sets hold the very pairs of the clean ones, so parts are made by pair, and a pair is
judged by points learned without it in any form (four parts, three times over).
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from generator.papers import duplicates, evidence, names
from generator.papers.duplicates import candidates, compared
from generator.papers.evidence import Comparison
from generator.papers.model import Paper

SETS = ("dblp-acm", "dblp-scholar")
PARTS, TIMES = 4, 3
# No pairs to learn these from: editions of a work are told apart as in Cora, numbers and
# abstracts as in papers of arXiv.
BY_HAND = {
    ("title", "numbers"): {"other": -4.0},
    ("edition", "of the same work"): {"another": -3.0},
    ("abstract", "in the other"): {"0%+": -3.0, "20%+": -0.5, "50%+": 3.0, "90%+": 5.0},
}
ORDER = ("title", "people", "edition", "short title", "abstract")
POINTS = Path(evidence.__file__).with_name("points.json")


@dataclass
class Pairs:
    """Judged pairs of one file: what was seen of each, which are one, which are compared at all."""

    base: str
    seen: list[Comparison]
    same: np.ndarray
    found: np.ndarray


def listed(id: str, text: str) -> Paper:
    """A record as Ditto's files write it."""
    fields = dict(re.findall(r"COL (\w+) VAL (.*?)(?= COL |$)", f"{text.strip()} "))
    year = re.search(r"(?:19|20)\d\d", fields.get("year", ""))
    return Paper(
        id=id,
        title=fields.get("title", "").strip(),
        authors=names.split(fields.get("authors", "")),
        published=year[0] if year else None,
        venue=fields.get("venue", "").strip() or None,
    )


def pairs(file: Path, base: str) -> Pairs:
    """The pairs of a file, all its records taken for one collection."""
    places: dict[str, int] = {}
    judged = []
    for line in file.read_text(encoding="utf-8").splitlines():
        *both, label = line.split("\t")
        one, other = sorted(
            places.setdefault(side, len(places)) for side in ("a" + both[0], "b" + both[1])
        )
        judged.append((one, other, label == "1"))
    papers = [listed(str(place), text[1:]) for text, place in places.items()]
    records = compared(papers)
    found = {(one.place, other.place) for one, other in candidates(records)}
    return Pairs(
        base,
        [evidence.compare(records[one], records[other])[0] for one, other, _ in judged],
        np.array([label for *_, label in judged]),
        np.array([(one, other) in found for one, other, _ in judged]),
    )


def learnable(seen: Comparison) -> dict[str, int]:
    """The steps of a comparison that have learned points."""
    return {"|".join(step): 1 for step in evidence.steps(seen) if step[:2] not in BY_HAND}


def by_hand(seen: Comparison) -> float:
    """The points of the other steps."""
    return sum(
        BY_HAND[step[:2]].get(step[2], 0) for step in evidence.steps(seen) if step[:2] in BY_HAND
    )


def f1(said: np.ndarray, same: np.ndarray) -> float:
    """The harmonic mean of precision and recall."""
    return float(2 * (said & same).sum() / (said.sum() + same.sum()))


def learned(rows, same) -> LogisticRegression:
    """Points that explain which pairs are one."""
    return LogisticRegression(max_iter=2000).fit(rows, same)


def cross_validated(sets: dict[str, Pairs]) -> dict[str, float]:
    """F1 of each file, each pair judged by points learned from others."""
    vectorizer = DictVectorizer().fit(learnable(c) for each in sets.values() for c in each.seen)
    rows = {name: vectorizer.transform(map(learnable, each.seen)) for name, each in sets.items()}
    fixed = {name: np.array([by_hand(c) for c in each.seen]) for name, each in sets.items()}
    results = defaultdict(list)
    for seed in range(TIMES):
        chance = np.random.RandomState(seed)
        part = {each.base: chance.randint(PARTS, size=len(each.same)) for each in sets.values()}
        said = {name: np.zeros(len(each.same), bool) for name, each in sets.items()}
        for number in range(PARTS):
            rest = {name: part[each.base] != number for name, each in sets.items()}
            model = learned(
                vstack([rows[name][rest[name]] for name in sets]),
                np.concatenate([each.same[rest[name]] for name, each in sets.items()]),
            )
            weights, start = model.coef_[0].round(1), round(float(model.intercept_[0]), 1)
            for name in sets:
                mine = ~rest[name]
                said[name][mine] = rows[name][mine] @ weights + start + fixed[name][mine] >= 0
        for name, each in sets.items():
            results[name].append(f1(said[name] & each.found, each.same))
    return {name: float(np.mean(values)) for name, values in results.items()}


def in_use(each: Pairs) -> float:
    """F1 of a file with the points in use."""
    likely = np.array([evidence.score(seen) >= 0 for seen in each.seen])
    return f1(likely & each.found, each.same)


def write(sets: dict[str, Pairs], file: Path) -> None:
    """Learn the points from all pairs and write them down."""
    vectorizer = DictVectorizer()
    rows = vectorizer.fit_transform(learnable(c) for each in sets.values() for c in each.seen)
    model = learned(rows, np.concatenate([each.same for each in sets.values()]))
    table: dict[str, dict[str, dict[str, float]]] = {about: {} for about in ORDER}
    for step, weight in zip(vectorizer.feature_names_, model.coef_[0], strict=True):
        about, aspect, name = step.split("|")
        table[about].setdefault(aspect, {})[name] = round(float(weight), 1)
    for (about, aspect), values in BY_HAND.items():
        table[about][aspect] = values
    learned_points = {"base": round(float(model.intercept_[0]), 1), "points": table}
    file.write_text(json.dumps(learned_points, indent=1) + "\n", encoding="utf-8")


def cora(folder: Path) -> str:
    """Grouped F1 of citations: the pairs within the groups that are likely one."""
    with (folder / "cora.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="|"))
    papers = []
    for row in rows:
        year = re.search(r"(?:19|20)\d\d", row["year"])
        authors = names.split(row["author"])
        papers.append(
            Paper(row["Entity Id"], row["title"], None, None, year[0] if year else None, authors,
                  venue=row["venue"] or None)
        )  # fmt: skip
    truth = {frozenset(line.split("|")) for line in (folder / "cora_gt.csv").read_text().split()}
    groups = duplicates.groups(duplicates.pairs(papers))
    said = {frozenset((a, b)) for group in groups for a in group for b in group if a < b}
    right = len(said & truth)
    figure = 2 * right / (len(said) + len(truth))
    return f"{figure:.3f} (precision {right / len(said):.3f}, recall {right / len(truth):.3f})"


def two_sources(file: Path) -> str:
    """The verdicts on pairs of papers that two sources wrote."""
    counts: Counter[str] = Counter()
    for line in file.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        both = [
            Paper(side, pair[side]["title"], authors=tuple(pair[side]["authors"])) for side in "ab"
        ]
        found = duplicates.pairs(both)
        counts[found[0].verdict if found else "two"] += 1
    return ", ".join(f"{verdict} {number}" for verdict, number in sorted(counts.items()))


def invented(number: int) -> list[Paper]:
    """Records of invented words and people, a tenth of them others once more, spelt otherwise."""
    chance = random.Random(20251031)
    words = [
        "".join(chance.choices("abcdeilmnorstu", k=chance.randint(3, 10))) for _ in range(9000)
    ]
    weights = [1 / (place + 10) for place in range(len(words))]
    papers: list[Paper] = []
    for place in range(number):
        if papers and chance.random() < 0.1:
            old = chance.choice(papers)
            title = chance.choice(
                [old.title.upper(), old.title.replace("e", "", 1), old.title + "s"]
            )
            paper = Paper(f"p{place}", title, published=old.published, authors=old.authors)
        else:
            title = " ".join(chance.choices(words, weights, k=chance.randint(4, 12)))
            authors = [
                " ".join(chance.choices(words, k=2)).title() for _ in range(chance.randint(1, 6))
            ]
            abstract = " ".join(chance.choices(words, weights, k=150))
            year = str(chance.randint(2015, 2026))
            paper = Paper(
                f"p{place}", title, published=year, authors=tuple(authors), abstract=abstract
            )
        papers.append(paper)
    return papers


def say(line: str) -> None:
    """A line of the output."""
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Measure, and learn where asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--learn", action="store_true", help="learn the points anew and write them")
    parser.add_argument(
        "--records", type=int, default=20_000, help="how many for the time it takes"
    )
    options = parser.parse_args()
    linkage, dedup = options.data / "record-linkage", options.data / "dedup"
    sets = {}
    for name in SETS:
        for part in ("train", "valid"):
            for kind in (name, f"dirty-{name}"):
                file = linkage / kind / f"{part}.txt"
                if file.is_file():
                    sets[f"{kind}/{part}"] = pairs(file, f"{name}/{part}")
    if options.learn:
        write(sets, POINTS)
        say(f"written: {POINTS}: measure again without --learn")
        return
    for name, figure in cross_validated(sets).items():
        each = sets[name]
        say(f"{name}: F1 {figure:.4f} cross-validated, {in_use(each):.4f} with the points in use")
    if (options.data / "dblp-acm" / "test.txt").is_file():
        # Choose nothing by these.
        each = pairs(options.data / "dblp-acm" / "test.txt", "")
        say(f"dblp-acm/test: F1 {in_use(each):.4f} with the points in use")
    if (linkage / "cora-1295").is_dir():
        say(f"cora-1295, in groups: F1 {cora(linkage / 'cora-1295')}")
    for name in ("same-paper", "different-paper"):
        if (dedup / f"{name}.jsonl").is_file():
            say(f"{name}: {two_sources(dedup / f'{name}.jsonl')}")
    papers = invented(options.records)
    started = time.process_time()
    before = duplicates.verdicts(papers, duplicates.Verdicts())
    took = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(
        f"{len(papers):,} invented records: {took:.1f} s of processor time,"
        f" {len(before.pairs):,} pairs; at most {peak:,.0f} MB in all of this"
    )
    changed = [replace(papers[0], title="Something new"), *papers[1:]]
    started = time.process_time()
    duplicates.verdicts(changed, before)
    took = time.process_time() - started
    say(f"the same where one of them changed and the others are remembered: {took:.1f} s")


if __name__ == "__main__":
    main()
