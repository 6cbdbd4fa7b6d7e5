"""Papers in parts that each have their share of every topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def folds(tags: Sequence[Sequence[str]], parts: int) -> list[int]:
    """The part, from 0, of each paper by its ``tags``: as even by topic as can be.

    Iterative stratification (Sechidis, Tsoumakas and Vlahavas, 2011,
    https://doi.org/10.1007/978-3-642-23808-6_10): the rarest topic that is left is shared out
    first, each paper to the part that wants it most. Where the original draws lots, the part
    with the fewest papers and then the first is taken, so that the same tags give the same
    parts.
    """
    total = Counter(topic for of in tags for topic in set(of))
    wanted = [{topic: number / parts for topic, number in total.items()} for _ in range(parts)]
    room = [len(tags) / parts] * parts
    part_of: dict[int, int] = {}

    def put(paper: int, part: int) -> None:
        part_of[paper] = part
        room[part] -= 1
        for topic in set(tags[paper]):
            wanted[part][topic] -= 1

    left = dict(total)
    while left:
        rarest = min(left, key=lambda topic: (left[topic], topic))
        for paper, of in enumerate(tags):
            if paper not in part_of and rarest in of:
                put(paper, max(range(parts), key=lambda n: (wanted[n][rarest], room[n], -n)))
                for topic in set(of) - {rarest}:
                    left[topic] -= 1
        del left[rarest]
        left = {topic: number for topic, number in left.items() if number}
    for paper in range(len(tags)):
        if paper not in part_of:
            put(paper, max(range(parts), key=lambda n: (room[n], -n)))
    return [part_of[paper] for paper in range(len(tags))]
