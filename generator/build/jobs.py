"""Independent jobs, dealt out to a few processes that see all there was before them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

Job = Callable[[], Any]
Progress = Callable[[int, int], None]

LIMIT = 10_000
"""The most jobs of one run: their numbers wait in a pipe, and that holds 64 KB."""
_NUMBER = 4
_MOST = 4


def processors() -> int:
    """How many processes are worth it on this machine."""
    forks = "fork" in multiprocessing.get_all_start_methods()
    return min(_MOST, os.cpu_count() or 1) if forks else 1


def run(jobs: Sequence[Job], processes: int, progress: Progress | None = None) -> list[Any]:
    """What ``jobs`` return, in their order, whatever process does them and whenever.

    Each process takes the next job that nobody has taken, so heavy ones should come first.
    Processes are forked: nothing is sent to them, and only results come back. A job that
    raises, or whose process is killed, is done once more here: an error is raised as it was.
    """
    found: dict[int, Any] = {}
    if processes > 1 and len(jobs) > 1:
        with tempfile.TemporaryDirectory() as folder:
            found = _shared(jobs, min(processes, len(jobs)), progress, Path(folder))
    results = []
    for number, job in enumerate(jobs):
        results.append(found[number] if number in found else job())
        if progress:
            progress(max(len(found), number + 1), len(jobs))
    return results


def _shared(
    jobs: Sequence[Job], processes: int, progress: Progress | None, folder: Path
) -> dict[int, Any]:
    waiting, deal = os.pipe()
    told, tell = os.pipe()
    os.write(deal, b"".join(number.to_bytes(_NUMBER) for number in range(len(jobs))))
    os.close(deal)
    gc.collect()
    gc.freeze()  # else each process copies all there is when it looks for garbage
    fork = multiprocessing.get_context("fork")
    children = [
        fork.Process(target=_work, args=(jobs, waiting, tell, told, folder / str(number)))
        for number in range(processes)
    ]
    for child in children:
        child.start()
    gc.unfreeze()
    os.close(waiting)
    os.close(tell)
    done = 0
    while signs := os.read(told, 1 << 12):
        done += len(signs)
        if progress:
            progress(done, len(jobs))
    os.close(told)
    for child in children:
        child.join()
    found: dict[int, Any] = {}
    for path in folder.iterdir():
        found |= pickle.loads(path.read_bytes())
    return found


def _work(jobs: Sequence[Job], waiting: int, tell: int, told: int, results: Path) -> None:
    os.close(told)
    found: dict[int, Any] = {}
    gc.disable()
    with suppress(BaseException):  # done again where it can be raised
        while number := os.read(waiting, _NUMBER):
            place = int.from_bytes(number)
            found[place] = jobs[place]()
            os.write(tell, b".")
    results.write_bytes(pickle.dumps(found))
