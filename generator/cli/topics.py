"""Commands on topics: suggest, evaluate."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import click

from generator import intake, store
from generator.cli.options import (
    cache_of,
    content_option,
    count,
    existing,
    fail,
    for_people,
    say,
)
from generator.papers.model import Corpus, Paper
from generator.text.plain import plain
from generator.topics import suggest as suggesting
from generator.topics.evaluate import Evaluation, Mean, Score, evaluate
from generator.topics.suggest import CannotLearn, Method, Suggested, Suggestion

_FROM = click.option(
    "--from",
    "captures",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="CAPTURE",
    help="A capture whose abstracts are read too; may be given more than once.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")


@click.group()
def topics() -> None:
    """Topics that papers may have, and how good such suggestions are."""


@topics.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@content_option
@click.option("--all", "everything", is_flag=True, help="Suggest for every record.")
@click.option(
    "--method",
    type=click.Choice(suggesting.METHODS),
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
    found: list[Suggested] = []
    try:
        with click.progressbar(length=len(asked), label="Suggesting", file=sys.stderr) as bar:
            for each in suggesting.suggest(loaded.corpus, asked, way, abstracts):
                found.append(each)
                bar.update(1)
    except CannotLearn as error:
        fail(str(error))
    order = {paper.id: number for number, paper in enumerate(asked)}
    found.sort(key=lambda each: order[each.paper.id])
    if as_json:
        answer = [_suggested_json(each, loaded.sources[each.paper.id]) for each in found]
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for each in found:
        click.echo("\n".join(_suggested_lines(each, content / loaded.sources[each.paper.id])))
        click.echo()
    say(_outcome(found, way))


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


def _suggested_lines(each: Suggested, path: Path) -> Iterable[str]:
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
    return {
        "id": each.paper.id,
        "title": each.paper.title,
        "path": source,
        "topics": list(each.paper.topics),
        "suggestions": [
            {
                "topic": suggestion.topic,
                "score": round(suggestion.score, 3),
                "terms": list(suggestion.terms),
                "words": list(suggestion.words),
            }
            for suggestion in each.suggestions
        ],
        "similar": [
            {
                "id": similar.paper.id,
                "title": similar.paper.title,
                "topics": list(similar.paper.topics),
                "likeness": round(similar.likeness, 3),
            }
            for similar in each.similar
        ],
    }


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
    methods = suggesting.METHODS if suggesting.can_learn() else suggesting.METHODS[:1]
    try:
        with click.progressbar(
            length=len(methods) * folds, label="Evaluating", file=sys.stderr
        ) as bar:
            done = evaluate(corpus, methods, abstracts, folds, lambda: bar.update(1))
    except CannotLearn as error:
        fail(str(error))
    papers = len(suggesting.curated(corpus))
    left = [each for each in corpus.papers.values() if each.suggested_topics and not each.topics]
    if as_json:
        click.echo(json.dumps(_evaluation_json(done, papers, folds), ensure_ascii=False))
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


def _table(done: Sequence[Evaluation]) -> Iterable[str]:
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


def _evaluation_json(done: Sequence[Evaluation], papers: int, folds: int) -> dict[str, Any]:
    return {
        "papers": papers,
        "folds": folds,
        "methods": {
            each.method: {
                "micro": _score_json(each.micro),
                "macro": _score_json(each.macro),
                "topics": {topic: _score_json(score) for topic, score in each.topics.items()},
            }
            for each in done
        },
    }


def _score_json(score: Score | Mean) -> dict[str, float]:
    counts: dict[str, float] = (
        {"curated": score.curated, "suggested": score.suggested, "right": score.right}
        if isinstance(score, Score)
        else {}
    )
    figures = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    return counts | {name: round(value, 4) for name, value in figures.items()}
