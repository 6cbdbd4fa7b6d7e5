"""Commands by which curators decide: topics, leave, propose."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import click

from generator import intake, store
from generator.cli.options import (
    FILE,
    cache_of,
    content_option,
    count,
    dry_run_option,
    existing,
    fail,
    files_option,
    for_people,
    json_option,
    progress_bar,
    say,
    today,
    url_option,
    web,
)
from generator.fetch import apis
from generator.intake import choice
from generator.papers.model import Corpus, Entry, Paper
from generator.review import forms, proposals
from generator.review.forms import Unclear
from generator.review.proposals import Answered
from generator.sources import Unreadable, feeds
from generator.text.plain import plain
from generator.topics import METHODS, Method, Suggested, Suggestion
from generator.topics import suggest as suggesting
from generator.topics.suggest import Evaluation, Mean, Score, evaluate

_FROM = files_option("--from", "captures", "A capture whose abstracts are read too")
_JSON = json_option("the answer")


@click.group()
def topics() -> None:
    """Topics that papers may have, and how good such suggestions are."""


@topics.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@content_option
@click.option("--all", "everything", is_flag=True, help="Suggest for every record.")
@click.option(
    "--method",
    type=click.Choice(METHODS),
    help="terms: the words in topics.yml; learned: the words of curated papers; both: the two "
    "together, as by default where scikit-learn is installed.",
)
@_FROM
@_JSON
@for_people
def suggest(
    ids: tuple[str, ...],
    content: Path,
    everything: bool,
    method: str | None,
    captures: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Suggest topics, with the evidence, for the records that have none, or for those named.

    Nothing is written: who agrees pastes the line into the record.
    """
    loaded = store.load(existing(content), cache_of(content))
    asked = _asked(loaded.corpus, ids, everything)
    abstracts = intake.abstracts(captures)
    way = cast("Method", method or _best_method(loaded.corpus))
    found: dict[str, Suggested] = {}
    with progress_bar("Suggesting") as progress:
        for each in suggesting.suggest(loaded.corpus, asked, way, abstracts):
            found[each.paper.id] = each
            progress(len(found), len(asked))
    ordered = [found[paper.id] for paper in asked]
    if as_json:
        answer = [_suggested_json(each, loaded.sources[each.paper.id]) for each in ordered]
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for each in ordered:
        click.echo("\n".join(_suggested_lines(each, content / loaded.sources[each.paper.id])))
        click.echo()
    say(_outcome(ordered, way))


def _asked(corpus: Corpus, ids: Sequence[str], everything: bool) -> list[Paper]:
    unknown = [id_ for id_ in ids if id_ not in corpus.papers]
    if unknown:
        raise click.UsageError(
            f"there is no record '{unknown[0]}': an id is a file's name under papers/"
        )
    if everything:
        return list(corpus.papers.values())
    if ids:
        return [corpus.papers[id_] for id_ in dict.fromkeys(ids)]
    return [paper for paper in corpus.papers.values() if not paper.topics]


def _best_method(corpus: Corpus) -> Method:
    return "both" if suggesting.can_learn() and suggesting.curated(corpus) else "terms"


def _outcome(found: Sequence[Suggested], method: Method) -> str:
    if not found:
        return "every record has topics: name some by id, or all of them with --all"
    without = sum(not each.suggestions for each in found)
    missing = f", {without} without a suggestion" if without else ""
    more = "" if suggesting.can_learn() else "; pip install 'scikit-learn>=1.7' adds similar papers"
    return (
        f"{count(len(found), 'record')}{missing}, by {method}{more}. To accept, put the line "
        "'topics: …' into the record, changed to what you would say yourself."
    )


def _suggested_lines(each: Suggested, path: Path) -> Iterator[str]:
    yield plain(each.paper.title)
    yield f"  {path}"
    if each.paper.topics:
        yield f"  has {', '.join(map(plain, each.paper.topics))}"
    for suggestion in each.suggestions:
        yield f"  {suggestion.topic}: {_evidence(suggestion)}"
    for similar in each.similar:
        yield f"  like {plain(similar.paper.title)} ({', '.join(similar.paper.topics)})"
    if each.suggestions:
        yield f"topics: [{', '.join(suggestion.topic for suggestion in each.suggestions)}]"
    else:
        yield "  nothing is suggested: none of the vocabulary's words occurs"


def _evidence(suggestion: Suggestion) -> str:
    known = {term.casefold() for term in suggestion.terms}
    words = [word for word in suggestion.words if word not in known]
    says = [", ".join(suggestion.terms), f"words: {', '.join(words)}" if words else ""]
    return "; ".join(filter(None, says)) or "no word alone"


def _suggested_json(each: Suggested, source: str) -> dict[str, Any]:
    likeness = ((similar.paper, round(similar.likeness, 3)) for similar in each.similar)
    return {
        **_paper_json(each.paper),
        "path": source,
        "suggestions": [asdict(of) | {"score": round(of.score, 3)} for of in each.suggestions],
        "similar": [_paper_json(paper) | {"likeness": alike} for paper, alike in likeness],
    }


def _paper_json(paper: Paper) -> dict[str, Any]:
    return {"id": paper.id, "title": paper.title, "topics": list(paper.topics)}


@topics.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@content_option
@dry_run_option
@for_people
def accept(ids: tuple[str, ...], content: Path, dry_run: bool) -> None:
    """Make the topics that an import suggested a record's own, for all that have no other."""
    loaded = intake.sound(existing(content))
    papers = _asked(loaded.corpus, ids, everything=False)
    corpus = choice.accept(loaded.corpus, [paper.id for paper in papers])
    for paper in papers:
        if (now := corpus.papers[paper.id]) != paper:
            click.echo(f"{paper.id}: {', '.join(now.topics)}")
    if not dry_run:
        store.write(content, store.changes(loaded, corpus), loaded.state)


@topics.command("evaluate")
@content_option
@click.option(
    "--folds",
    type=click.IntRange(2, 20),
    default=5,
    show_default=True,
    help="Into how many parts the curated records go; each is judged by the others.",
)
@_FROM
@_JSON
@for_people
def evaluate_(content: Path, folds: int, captures: tuple[Path, ...], as_json: bool) -> None:
    """Print precision, recall and F1 of suggestions against the curators' own topics."""
    corpus = store.load(existing(content), cache_of(content)).corpus
    abstracts = intake.abstracts(captures)
    methods = METHODS if suggesting.can_learn() else METHODS[:1]
    steps = iter(range(1, len(methods) * folds + 1))
    with progress_bar("Evaluating") as progress:
        done = evaluate(
            corpus, methods, abstracts, folds, lambda: progress(next(steps), len(methods) * folds)
        )
    papers = len(suggesting.curated(corpus))
    left = [each for each in corpus.papers.values() if each.suggested_topics and not each.topics]
    if as_json:
        answer = {"papers": papers, "folds": folds, "methods": dict(map(_method_json, done))}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for line in _table(done):
        click.echo(line)
    more = (
        "" if len(methods) > 1 else "; pip install 'scikit-learn>=1.7' compares what can be learned"
    )
    say(
        f"{count(papers, 'record')} whose topics a person chose, in {folds} parts{more}. "
        f"{count(len(left), 'record')} with suggested topics alone left out. Terms are not learned:"
        " where they were written with these records at hand, their figures flatter them."
    )


def _table(done: Sequence[Evaluation]) -> Iterator[str]:
    scores = done[0].topics
    width = max(map(len, (*scores, "micro")))
    names = "".join(f"  {each.method:>{len('0.00  0.00  0.00')}}" for each in done)
    yield f"{'':{width}}  papers{names}"
    yield f"{'topic':{width}}        " + "  prec   rec    F1" * len(done)
    for topic, score in scores.items():
        yield _row(topic, width, score.curated, [each.topics[topic] for each in done])
    yield _row("micro", width, done[0].micro.curated, [each.micro for each in done])
    yield _row("macro", width, None, [each.macro for each in done])


def _row(name: str, width: int, papers: int | None, scores: Iterable[Score | Mean]) -> str:
    figures = "".join(f"  {of.precision:.2f}  {of.recall:.2f}  {of.f1:.2f}" for of in scores)
    return f"{name:{width}}  {'' if papers is None else papers:>6}{figures}"


def _method_json(each: Evaluation) -> tuple[str, dict[str, Any]]:
    topics = {topic: _score_json(score) for topic, score in each.topics.items()}
    scores = {"micro": _score_json(each.micro), "macro": _score_json(each.macro)}
    return each.method, {**scores, "topics": topics}


def _score_json(score: Score | Mean) -> dict[str, float]:
    counts = asdict(score) if isinstance(score, Score) else {}
    figures = {name: round(getattr(score, name), 4) for name in ("precision", "recall", "f1")}
    return counts | figures


@click.command()
@click.argument("ids", nargs=-1, required=True)
@click.option("--reason", default="", help="Why, in a sentence: who proposes it again is told.")
@content_option
@dry_run_option
@for_people
def leave(ids: tuple[str, ...], reason: str, content: Path, dry_run: bool) -> None:
    """Take papers out of the records and remember that in left-out.yml: no import brings them back.

    IDS are identifiers, ids of records or addresses of their pages.
    """
    loaded = intake.sound(existing(content))
    corpus = loaded.corpus
    for id in ids:
        try:
            paper = forms.record(id, corpus)
        except Unclear:
            raise click.UsageError(f"there is no record '{id}': name it by its id") from None
        corpus = choice.leave(corpus, paper, reason)
        click.echo(f"left out: {paper.id}: {paper.title}")
    if not dry_run:
        store.write(content, store.changes(loaded, corpus), loaded.state)


event_argument = click.argument("event", type=FILE)
arxiv_option = url_option(apis.ARXIV, "Address of arXiv's API.")


@click.command()
@event_argument
@content_option
@arxiv_option
@for_people
def propose(event: Path, content: Path, url: str) -> None:
    """Make what somebody wrote into an issue form a change of one record, and print the answer.

    EVENT is the file that GITHUB_EVENT_PATH names in a workflow that an issue started.
    """
    _, found = answered(event, content, url)
    click.echo(found.answer if found else "no form made this issue", nl=not found)


def answered(event: Path, content: Path, url: str) -> tuple[int, Answered | None]:
    """The number of an issue, and what comes of the form in it; None where there is none."""
    try:
        number, body = forms.issue(event.read_bytes())
    except forms.NoIssue as error:
        raise click.UsageError(f"{event}: {error}") from None
    form = forms.read(body)
    if form is None:
        return number, None

    def ask(arxiv: str) -> Entry:
        answer = web(content).get(apis.arxiv_ids([arxiv], url), apis.ATOM)
        try:
            entry = feeds.answer(answer).entries[0]
        except Unreadable:
            raise Unclear(f"arXiv knows no paper {arxiv}: is the id right?") from None
        if entry.arxiv != arxiv:
            fail(f"arXiv was asked for {arxiv} and answered with {entry.arxiv}: try again later")
        return entry

    return number, proposals.answer(existing(content), form, number, ask, today())
