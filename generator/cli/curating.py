"""Commands by which curators decide: topics, leave, propose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import click

from generator import fetch, intake, store
from generator import topics as suggesting
from generator.build import cache_of
from generator.cli import console
from generator.intake import choice, questions
from generator.papers.model import Corpus, Entry, Paper
from generator.papers.wording import count
from generator.review import forms
from generator.review.forms import Answered, Unclear
from generator.sources import Unreadable, feeds
from generator.text import Misuse
from generator.text.plain import plain
from generator.topics import METHODS, CannotLearn, Evaluation, Figures, Method, Suggested
from generator.topics.terms import Suggestion

_LEARN: Final = "; pip install 'scikit-learn>=1.7'"
_PARTS: Final = 5
_ids = click.argument("ids", nargs=-1, metavar="[ID]...")
_captures = console.captures("--from", "captures", "A capture whose abstracts are read too")


@console.group
def topics() -> None:
    """Topics that papers may have, and how good such suggestions are."""


@topics.command()
@_ids
@console.content
@_captures
@console.as_json("the answer")
def suggest(ids: tuple[str, ...], content: Path, captures: tuple[Path, ...], as_json: bool) -> None:
    """Suggest topics, with the evidence, for the records that have none, or for those named.

    By the words in topics.yml and, where scikit-learn is installed, by those of curated papers.
    Nothing is written: who agrees pastes the line into the record.
    """
    loaded = console.load(content)
    papers = _chosen(loaded.corpus, ids)
    abstracts = intake.abstracts(captures)
    by: Method = "both"
    try:
        suggested = suggesting.suggest(loaded.corpus, papers, by, abstracts)
    except CannotLearn:
        by = "terms"
        suggested = suggesting.suggest(loaded.corpus, papers, by, abstracts)
    if as_json:
        sources = loaded.sources
        console.print_json([_suggested_json(each, sources[each.paper.id]) for each in suggested])
        return
    for each in suggested:
        lines = _suggested_lines(each, content / loaded.sources[each.paper.id])
        click.echo("\n".join(lines) + "\n")
    without = sum(not each.suggestions for each in suggested)
    missing = f", {without} without a suggestion" if without else ""
    more = "" if suggesting.can_learn() else f"{_LEARN} adds similar papers"
    console.note(
        f"{count(len(papers), 'record')}{missing}, by {by}{more}. To accept, put the line "
        "'topics: …' into the record, changed to what you would say yourself."
        if papers
        else "every record has topics: name some by id"
    )


def _chosen(corpus: Corpus, ids: Sequence[str]) -> list[Paper]:
    """The records that are named; all that have no topics, where none is."""
    unknown = [id for id in ids if id not in corpus.papers]
    if unknown:
        raise Misuse(f"there is no record '{unknown[0]}': an id is a file's name under papers/")
    if ids:
        return [corpus.papers[id] for id in dict.fromkeys(ids)]
    return [paper for paper in corpus.papers.values() if not paper.topics]


def _suggested_lines(each: Suggested, path: Path) -> Iterator[str]:
    yield plain(each.paper.title)
    yield f"  {path}"
    if each.paper.topics:
        yield f"  has {', '.join(map(plain, each.paper.topics))}"
    for suggestion in each.suggestions:
        yield f"  {suggestion.topic}: {_evidence(suggestion)}"
    for similar in each.similar:
        yield f"  like {plain(similar.paper.title)} ({', '.join(similar.paper.topics)})"
    if imported := each.paper.suggested_topics:
        yield f"  its import suggested {', '.join(map(plain, imported))}"
    if topics := imported or [suggestion.topic for suggestion in each.suggestions]:
        yield f"topics: [{', '.join(topics)}]"
    else:
        yield "  nothing is suggested: none of the vocabulary's words occurs"


def _evidence(suggestion: Suggestion) -> str:
    terms = {term.casefold() for term in suggestion.terms}
    words = [word for word in suggestion.words if word not in terms]
    parts = [", ".join(suggestion.terms), f"words: {', '.join(words)}" if words else ""]
    return "; ".join(filter(None, parts)) or "no word alone"


def _suggested_json(each: Suggested, source: str) -> dict[str, Any]:
    def facts(paper: Paper) -> dict[str, Any]:
        return {"id": paper.id, "title": paper.title, "topics": paper.topics}

    return {
        **facts(each.paper),
        "path": source,
        "suggestions": [*map(asdict, each.suggestions)],
        "similar": [facts(other.paper) | {"likeness": other.likeness} for other in each.similar],
    }


@topics.command()
@_ids
@console.content
@console.dry_run
def accept(ids: tuple[str, ...], content: Path, dry_run: bool) -> None:
    """Make the topics that an import suggested a record's own, for all that have no other."""
    loaded = intake.sound(content, cache_of(content))
    papers = _chosen(loaded.corpus, ids)
    corpus = choice.accept(loaded.corpus, [paper.id for paper in papers])
    for paper in papers:
        if (now := corpus.papers[paper.id]) != paper:
            click.echo(f"{paper.id}: {', '.join(now.topics)}")
    _write(loaded, corpus, dry_run)


def _write(loaded: store.Loaded, corpus: Corpus, dry_run: bool) -> None:
    if not dry_run:
        store.write(loaded.folder, store.changes(loaded, corpus), loaded.state)


@topics.command()
@console.content
@_captures
def evaluate(content: Path, captures: tuple[Path, ...]) -> None:
    """Print precision, recall and F1 of suggestions against the curators' own topics.

    The curated records go into five parts; each is judged by the others.
    """
    corpus = console.load(content).corpus
    abstracts = intake.abstracts(captures)
    methods = METHODS if suggesting.can_learn() else METHODS[:1]
    total = len(methods) * _PARTS
    steps = iter(range(1, total + 1))
    with console.progress("Evaluating") as progress:
        evaluations = suggesting.evaluate(
            corpus, methods, abstracts, _PARTS, lambda: progress(next(steps), total)
        )
    click.echo("\n".join(_table(evaluations)))
    papers = len(suggesting.curated(corpus))
    left = [each for each in corpus.papers.values() if each.suggested_topics and not each.topics]
    more = "" if len(methods) > 1 else f"{_LEARN} compares what can be learned"
    console.note(
        f"{count(papers, 'record')} whose topics a person chose, in {_PARTS} parts{more}. "
        f"{count(len(left), 'record')} with suggested topics alone left out. Terms are not learned:"
        " where they were written with these records at hand, their figures flatter them."
    )


def _table(evaluations: Sequence[Evaluation]) -> Iterator[str]:
    first = evaluations[0]
    topics = first.topics
    width = max(map(len, (*topics, "micro")))

    def row(name: str, papers: int | str, methods: Iterable[Figures]) -> str:
        figures = "".join(f"  {figure:.2f}" for method in methods for figure in method)
        return f"{name:{width}}  {papers:>6}{figures}"

    names = "".join(f"  {each.method:>{len('0.00  0.00  0.00')}}" for each in evaluations)
    yield f"{'':{width}}  papers{names}"
    yield f"{'topic':{width}}        " + "  prec   rec    F1" * len(evaluations)
    for topic, score in topics.items():
        yield row(topic, score.curated, (each.topics[topic].figures for each in evaluations))
    yield row("micro", first.micro.curated, (each.micro.figures for each in evaluations))
    yield row("macro", "", (each.macro for each in evaluations))


@console.command
@click.argument("ids", nargs=-1, required=True)
@click.option("--reason", default="", help="Why, in a sentence: who proposes it again is told.")
@console.content
@console.dry_run
def leave(ids: tuple[str, ...], reason: str, content: Path, dry_run: bool) -> None:
    """Take papers out of the records and remember that in left-out.yml: no import brings them back.

    IDS are identifiers, ids of records or addresses of their pages.
    """
    loaded = intake.sound(content, cache_of(content))
    corpus, lines = loaded.corpus, []
    for id in ids:
        try:
            paper = forms.record(id, corpus)
        except Unclear:
            raise Misuse(f"there is no record '{id}': name it by its id") from None
        corpus = choice.leave(corpus, paper, plain(reason))
        lines.append(f"left out: {paper.id}: {paper.title}")
    _write(loaded, corpus, dry_run)
    click.echo("\n".join(lines))


arxiv_url = console.url(fetch.ARXIV, "Address of arXiv's API.")


@console.command
@console.event
@console.content
@arxiv_url
def propose(event: Path, content: Path, url: str) -> None:
    """Make what somebody wrote into an issue form a change of one record, and print the answer.

    EVENT is the file that GITHUB_EVENT_PATH names in a workflow that an issue started.
    """
    _, reply = answered(event, content, url)
    click.echo(reply.answer if reply else "no form made this issue", nl=not reply)


def answered(event: Path, content: Path, url: str) -> tuple[int, Answered | None]:
    """The number of an issue, and what comes of the form in it; None where there is none."""
    issue = forms.event(event.read_bytes()).issue
    form = forms.read(issue.body or "")
    if form is None:
        return issue.number, None

    def ask(arxiv: str) -> Entry:
        (question,) = questions.of_papers([arxiv], base=url)
        answer = console.web(content).get(question.address, question.kinds)
        try:
            entry = feeds.parse(answer).entries[0]
        except Unreadable:
            raise Unclear(f"arXiv knows no paper {arxiv}: is the id right?") from None
        if entry.arxiv != arxiv:
            console.fail(
                f"arXiv was asked for {arxiv} and answered with {entry.arxiv}: try again later"
            )
        return entry

    return issue.number, forms.answer(content, form, issue.number, ask, console.today())
