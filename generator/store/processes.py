"""Work that several processes do together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import takewhile
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Job: TypeAlias = Callable[[], Any]
Progress: TypeAlias = Callable[[int, int], None]
"""What is told how many of how many jobs are done."""

_PROCESSES = 4
_NUMBER = 4  # bytes of a job's number


def processors() -> int:
    """How many processes are worth it on this machine."""
    return min(_PROCESSES, os.cpu_count() or 1) if hasattr(os, "fork") else 1


def perform(
    jobs: Sequence[Job],
    processes: int,
    progress: Progress | None = None,
    *,
    meanwhile: Job | None = None,
) -> list[Any]:
    """What ``jobs`` return, in their order, whatever process does them and whenever.

    Each process, this one too, takes the next job that nobody has taken, so heavy ones should
    come first; ``meanwhile`` is what this one does before. The others are forked: nothing is
    sent to them, and only results come back. A job that raises, or whose process is killed, is
    done once more here: an error is raised as it was.
    """
    answers: dict[int, Any] = {}
    others = min(processes, len(jobs) + bool(meanwhile)) - 1
    if others > 0:
        answers = _together(jobs, others, progress, meanwhile)
    elif meanwhile:
        meanwhile()
    results = []
    for number, job in enumerate(jobs):
        results.append(answers[number] if number in answers else job())
        if progress:
            progress(max(len(answers), number + 1), len(jobs))
    return results


def _together(
    jobs: Sequence[Job], others: int, progress: Progress | None, meanwhile: Job | None
) -> dict[int, Any]:
    """What the jobs return that are done, by number, by this process and so many others."""
    # Takes time that a build of nothing new does without.
    from multiprocessing import get_context

    forked = get_context("fork")
    children = []
    # All processes read from where the last one stopped, and a killed one leaves no lock.
    with TemporaryFile(buffering=0) as numbers:
        numbers.write(b"".join(number.to_bytes(_NUMBER) for number in range(len(jobs))))
        numbers.seek(0)
        place = numbers.fileno()
        try:
            for _ in range(others):
                ours, theirs = forked.Pipe(duplex=False)
                child = forked.Process(target=_child, args=(jobs, place, ours, theirs), daemon=True)
                child.start()
                theirs.close()
                children.append((child, ours))
            if meanwhile:
                meanwhile()
            answers = _done(jobs, _counted(_numbers(place), len(jobs), progress))
            for child, ours in children:
                with suppress(EOFError):  # it was killed
                    answers |= ours.recv()
                child.join()
        finally:
            for child, _ in children:
                child.kill()
    return answers


def _child(jobs: Sequence[Job], place: int, ours: Connection, pipe: Connection) -> None:
    ours.close()  # else it would wait for itself to read, once its parent was killed
    parent = os.getppid()
    with suppress(KeyboardInterrupt, BrokenPipeError):  # of which the parent tells, or is gone
        numbers = takewhile(lambda _: os.getppid() == parent, _numbers(place))
        pipe.send(_done(jobs, numbers))


def _counted(numbers: Iterator[int], whole: int, progress: Progress | None) -> Iterator[int]:
    """``numbers``; before each, ``progress`` is told how many were taken."""
    for number in numbers:
        if progress:
            progress(number, whole)
        yield number


def _numbers(place: int) -> Iterator[int]:
    """The numbers of jobs to do, taken one by one from an open file."""
    while number := os.read(place, _NUMBER):
        yield int.from_bytes(number)


def _done(jobs: Sequence[Job], numbers: Iterable[int]) -> dict[int, Any]:
    answers = {}
    for number in numbers:
        with suppress(Exception):  # done again where it can be raised
            answers[number] = jobs[number]()
    return answers
