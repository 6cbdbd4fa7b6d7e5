"""What pages show: the corpus by day, week, topic, listing and repository. Pure, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from itertools import chain, groupby
from typing import TYPE_CHECKING

from generator.papers import identity
from generator.papers.fields import is_day
from generator.papers.model import Corpus, Edition, Paper
from generator.views import listings, periods
from generator.views import topics as vocabulary
from generator.views.listings import Lead as Lead
from generator.views.listings import Standing, standing
from generator.views.listings import leads as leads
from generator.views.listings import ranked as ranked
from generator.views.outputs import Shown, Suggested, World
from generator.views.topics import by_group as by_group

if TYPE_CHECKING:
    from generator.views.nearness import Known
    from generator.views.words import Lexicon, Read, Spoken


class Digest:
    """A corpus with its views, each worked out once; ``old_nearness`` is that of another."""

    calendar = cached_property(periods.calendar)
    editions = cached_property(listings.editions)
    sightings = cached_property(listings.sightings)
    topics = cached_property(vocabulary.by_topic)
    trending = cached_property(listings.trending)
    stats = cached_property(vocabulary.stats)
    uncurated = cached_property(vocabulary.uncurated)

    def __init__(self, corpus: Corpus, old_nearness: Known | None = None) -> None:
        self.corpus = corpus
        self._old_nearness = old_nearness
        self.listed = periods.listed(corpus)
        self.world = World(corpus.settings, corpus.vocabulary)

    @cached_property
    def newest(self) -> tuple[Paper, ...]:
        """All papers, the last listed first; of one day by title, then id; undated ones last."""
        papers = sorted(self.corpus.papers.values(), key=lambda p: (p.title.casefold(), p.id))
        return tuple(sorted(papers, key=lambda paper: self.listed[paper.id], reverse=True))

    @cached_property
    def news(self) -> tuple[Paper, ...]:
        """The papers that were added as news, the last added first, else in their order."""
        return periods.news(self.newest)

    @cached_property
    def added(self) -> dict[str, tuple[Paper, ...]]:
        """The news by the day on which they were added, in their order."""
        return {day: tuple(papers) for day, papers in groupby(self.news, periods.day_added)}

    @cached_property
    def keys(self) -> dict[str, str]:
        """The citation key of each paper, by id."""
        return identity.citation_keys(self.corpus.papers.values())

    @cached_property
    def newest_day(self) -> str:
        """The newest day that a paper is filed under; '' where none is known."""
        return max(filter(is_day, self.listed.values()), default="")

    @cached_property
    def papers_of(self) -> dict[str, tuple[Paper, ...]]:
        """By day what is filed under it or in a daily listing of it, best worth reading first."""
        by_day = {day.id: {paper.id: paper for paper in day.papers} for day in self.calendar.days}
        for day in by_day.keys() & self.daily:
            for edition in self.daily[day]:
                for sighting in edition.papers:
                    if paper := self.corpus.papers.get(sighting.paper):
                        by_day[day].setdefault(paper.id, paper)
        return {day: ranked(self, (*papers.values(),), day) for day, papers in by_day.items()}

    @cached_property
    def papers_in(self) -> dict[str, tuple[Paper, ...]]:
        """What a year or month shows, by its id, each once: what is filed or listed there."""
        papers = {}
        for span in (*self.calendar.years, *self.calendar.months):
            shown = chain.from_iterable(self.papers_of[day] for day in span.days)
            papers[span.id] = tuple({each.id: each for each in (*shown, *span.papers)}.values())
        return papers

    @cached_property
    def dated(self) -> tuple[Edition, ...]:
        """The editions of which the day, week or month is known, in the same order."""
        return tuple(edition for edition in self.editions if edition.date)

    @cached_property
    def daily(self) -> dict[str, list[Edition]]:
        """The daily listings of each day, in the same order."""
        daily: dict[str, list[Edition]] = {}
        for edition in self.dated:
            if edition.kind == "daily":
                daily.setdefault(edition.date or "", []).append(edition)
        return daily

    @cached_property
    def places(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Where an edition has a paper, by the ids of both: its number among all, and the place."""
        return {
            (sighting.paper, edition.id): (number, place)
            for number, edition in enumerate(self.editions)
            for place, sighting in reversed([*enumerate(edition.papers, start=1)])
        }

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """What all listings together said of each paper, by its id."""
        return {paper.id: standing(self, paper) for paper in self.corpus.papers.values()}

    @cached_property
    def nearness(self) -> Known:
        """How near papers are to one another, and what it takes to find it anew."""
        from generator.views.nearness import NOTHING, nearness  # numpy takes long to import

        return nearness(self.corpus.papers, self._old_nearness or NOTHING, self.words)

    @cached_property
    def read(self) -> Read:
        """The words of all papers."""
        from generator.views.words import UNREAD, read

        return read(self.corpus.papers, self._old_nearness[0] if self._old_nearness else UNREAD)

    @cached_property
    def words(self) -> Lexicon:
        """What papers speak of."""
        from generator.views.words import Lexicon

        return Lexicon(self.read)

    @cached_property
    def vocabulary(self) -> Spoken:
        """The words that papers are ranked by for a reader, and which of them each has."""
        from generator.views.words import vocabulary

        return vocabulary(self.words)

    @cached_property
    def suggested(self) -> Callable[[str], Suggested]:
        """The papers that are suggested for one, by its id, and the words that they share."""
        from generator.views.nearness import suggestions

        shown, suggested = [*self._shown.values()], suggestions(self.nearness)

        @lru_cache(maxsize=64)  # a paper's page and files are made one after the other
        def of(id_: str) -> Suggested:
            places, words = suggested[id_]
            return tuple([shown[place] for place in places]), words

        return of

    def forget(self) -> None:
        """Let go of what only suggestions are found by, once they are."""
        for name in ("read", "words", "nearness", "vocabulary"):
            vars(self).pop(name, None)

    @cached_property
    def _shown(self) -> dict[str, Shown]:
        papers, keys = self.corpus.papers.values(), self.keys
        return {each.id: Shown(each, self.listed[each.id], keys[each.id]) for each in papers}

    def shown(self, papers: Iterable[Paper]) -> tuple[Shown, ...]:
        """``papers`` as lists show them; of the same paper always the same object."""
        shown = self._shown
        return tuple([shown[paper.id] for paper in papers])
