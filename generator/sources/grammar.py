"""The grammar of a listing's lines: what a line says by its words and its shape alone.

A line states facts of a paper, ``• 4 authors`` or ``Feb 7, 2024 1``; it has a label, ``作者：Ada
Muster``; it is furniture of a page, such as its heading, its newsletter box or its footer; or it
is free text, a title or prose. Measured on 7,576 papers: titles have 6 to 175 characters and none
ends in a full stop; abstracts have 165 or more, and one in twelve ends in no punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final, Literal, TypedDict, cast

from generator.papers import identity, links
from generator.sources import days
from generator.sources.days import WORDS

_LONGEST: Final = 200
_PAGE, _NEVER_LAST, _SMALL = (frozenset(WORDS[name]) for name in ("page", "never_last", "small"))

# Facts


class Facts(TypedDict, total=False):
    """What one line states of a paper; nothing where it is only ``·``.

    ``organisation`` stands for its authors; a ``number`` alone, None where a dash stands in its
    place, is upvotes or comments by its place among the papers; what the line ``awaits`` stands
    on the next.
    """

    authors: str
    authors_count: int
    day: days.WrittenDay
    upvotes: int
    comments: int
    arxiv: str
    organisation: str
    number: int | None
    awaits: Literal["submitter", "stars", "upvotes"]


_COUNT: Final = r"(\d{1,9}|\d{1,3}(?:,\d{3})+|\d{1,4}(?:\.\d{1,2})?[kK])"
# What a part of a line may be, and what it then states.
_FORMS: Final = {
    name: re.compile(form, re.IGNORECASE)
    for name, form in {
        "authors_count": r"(\d{1,6})\s*(?:authors?|位作者|名作者|(?:人|名)の著者|명의 저자"
        r"|autor(?:en|es)|auteurs)|(?:authors?:|(?:作者|著者|저자)\s*[:：]?)\s*(\d{1,6})"
        r"\s*(?:位|名|人|명)?",
        "upvotes": rf"(?:(?:up)?votes?|likes?|▲|👍|⬆️?|:arrow_up:|:\+1:)[:：]?\s*{_COUNT}"
        rf"|{_COUNT}\s*(?:upvotes?|votes?|likes?|👍|▲|⬆️?|点赞)",
        "comments": rf"{_COUNT}\s*(?:comments?|💬|评论|コメント)|(?:comments?:|💬)\s*{_COUNT}",
        "number": rf"(?:\[-\]\s*)?(?:{_COUNT}|[-–—])",
        "stars": rf"(?:github|⭐️?|★|:star:)\s*{_COUNT}?|{_COUNT}\s*(?:stars?|⭐️?)",
        "submitter": r"(?:submitted by|eingereicht von|soumis par|enviado por|inviato da)\b\s*(\S*)"
        r"(?: on .*)?|(?:提交者|投稿者|제출자)\s*[:：]?\s*(\S*)",
        "awaited upvotes": "upvote",
        "": r"(?:view )?arxiv(?: page)?|(?:view )?pdf|add to collection|project page"
        r"|hugging face|paper|·|\.|new",
    }.items()
}  # fmt: skip
_BULLETS: Final = re.compile(r"^(?:[-*+•◦]\s+)+(?=\S)")
_PARTS: Final = re.compile(
    r"[·•|]|(?<![▲👍⬆💬⭐★️:]),?\s+(?=[\d.,kK]+\s*(?:upvotes?|comments?|votes|likes|stars|[▲👍⬆💬⭐★]))"
    r"|\s+(?=(?:[▲👍⬆💬⭐★]|(?:upvotes|comments|stars):)️?\s*\d)"
)
# What is left of "• 12 authors" when it is cut is no organisation.
_CUT_AUTHORS: Final = re.compile(r"\d+(?: (?:a|au|aut|auth|autho))?")
_COUNTED: Final = re.compile(
    rf"\W{{0,4}}{_COUNT}\W{{0,4}}(?:upvotes?|votes?|likes?|comments?)?\W?", re.I
)


@lru_cache(maxsize=4096)  # several ask about each line
def facts_of(line: str) -> Facts | None:
    """What a line of metadata states, None where the line is text.

    Only a bullet makes an organisation of a name, so ``A · B`` can be a title.
    """
    if len(line) > _LONGEST:
        return None
    field, people = labelled(re.sub(r"^by (?=[^:]*$)", "by: ", line, flags=re.I)) or ("", "")
    if field == "authors" and (are_names(people) or _PERSON.fullmatch(people)):
        return {"authors": people}
    facts: Facts = {}
    parts = [part.strip() for part in _PARTS.split(_BULLETS.sub("", line))]
    for place, part in enumerate(filter(None, parts)):
        fact = _part(part)
        if fact is None and place == 0 and line[0] == "•" and not _CUT_AUTHORS.fullmatch(part):
            fact = {"organisation": part}
        if fact is None or fact.keys() & facts.keys():
            return None
        facts |= fact
    if len(facts) > 1 and (number := facts.pop("number", None)) is not None:
        # Behind a date the comments, on a card of a collection, which has its id, the upvotes.
        facts["upvotes" if "arxiv" in facts else "comments"] = number
    return facts


def _part(part: str) -> Facts | None:
    for name, form in _FORMS.items():
        if match := form.fullmatch(part):
            value = next(filter(None, match.groups()), "")
            if name in ("stars", "submitter", "awaited upvotes"):
                awaited = {} if value else {"awaits": name.removeprefix("awaited ")}
                return cast("Facts", awaited)
            return cast("Facts", {name: count(value) if value else None} if name else {})
    if arxiv := identity.arxiv_id(part):
        return {"arxiv": arxiv}
    day, rest = days.at_start(days.ON.sub("", part)) or (None, part)
    if not day or not rest.strip():
        return {"day": day} if day else None
    behind = _part(rest.strip()) or {}
    number = behind.get("comments", behind.get("number"))
    return {"day": day, "comments": number} if len(behind) == 1 and number is not None else None


def count_of(text: str) -> int | None:
    """The number that a text is and nothing else, as pages write it: ``12``, ``11.3k votes``."""
    match = _COUNTED.fullmatch(text) if len(text) <= _LONGEST else None
    return count(match[1]) if match else None


def count(text: str) -> int:
    """A number as pages write it: ``12``, ``1,234``, ``11.3k``."""
    digits = text.replace(",", "")
    return round(float(digits[:-1]) * 1000) if digits[-1:] in "kK" else int(digits)


# Labels

# By field; '' is what is no fact of the paper: a picker's words, an AI's, a translated title.
_LABELS: Final = {
    field: re.compile("|".join(words), re.IGNORECASE) for field, words in WORDS["labels"].items()
}
_COLUMNS: Final = {
    field: re.compile("|".join(words), re.IGNORECASE) for field, words in WORDS["columns"].items()
}
_LABEL_AND_VALUE: Final = re.compile(
    r"[^\w\s▲👍💬⬆]{0,3}\s*([\w ()./;'’▲👍💬⬆️-]{1,40}?)\s*[:：]{1,2}\s*(.*)", re.DOTALL
)
_QUOTES: Final = re.compile(r"^(['\"])([^'\"]*)\1$")
_ALONE: Final = re.compile(r"[^\w\s]{0,3}\s*([\w ]{1,40})", re.DOTALL)
NOTHING: Final = re.compile(
    r"(?:none|null|n/?a|无|無|없음|なし|keine?s?|-+|—)?[.。]?", re.IGNORECASE
)


def field_of(label: str) -> str | None:
    """The field that a label names, '' of one that says nothing of the paper; else None."""
    label = " ".join(label.split())
    return next((name for name, form in _LABELS.items() if form.fullmatch(label)), None)


def column_of(head: str) -> str | None:
    """The field that the head of a column names, as ``field_of`` says it; ``cited`` of others."""
    head = " ".join(head.split())
    field = next((name for name, form in _COLUMNS.items() if form.fullmatch(head)), None)
    return field or field_of(head)


@lru_cache(maxsize=4096)  # several ask about each line
def labelled(text: str) -> tuple[str, str] | None:
    """The field that a line names and what it says of it; None where it is no such line.

    >>> labelled("作者：Ada Muster"), labelled("Tiny Kites: Steering Small Flyers")
    (('authors', 'Ada Muster'), None)
    """
    match = _LABEL_AND_VALUE.match(text[:200])
    field = field_of(match[1]) if match else None
    if match is None or field is None:
        return None
    return field, _QUOTES.sub(r"\2", text[match.start(2) :].strip())


def heads(text: str) -> str | None:
    """The field that a line is the heading of: ``Abstract`` and nothing else."""
    match = _ALONE.fullmatch(text)
    return field_of(match[1]) if match else None


# Furniture

_MOST_PIECES: Final = 12
_PIECE: Final = re.compile(
    r"Get trending papers in your email inbox(?:\s+once a day)?\s*!|Subscribe|new"
    r"|(?:(?:Hugging ?Face|HF)(?:['’]s)? )?(?:Daily|Trending) [Pp]apers"
    r"|by\s*AK(?:\s+and the research community)?"
)
_BY_LINE: Final = re.compile(r"(?:Daily [Pp]apers\s*)?(?:by|von|par|por|di|由)\s*AK\b")
# A title glued to a piece: "SubscribeSeerAttention"; not "Subscribers" or "Daily Papers: …".
_GLUED: Final = re.compile(r"(?![\s:;,.!?)\]}'’…–—/-])(?:[^a-z]|[a-z][^\s:]{0,40}[A-Z0-9^])")
_AROUND_PAPERS: Final = re.compile(r"week \d{1,2}(?:,? \d{4})?|(?:#\w{1,40}\s*){1,20}", re.I)
_ADDRESS: Final = re.compile(r"<?https?://\S+>?")
# What tools write before a page's text.
_HEADER: Final = re.compile(
    r"[^\w]{0,4}(?:(?:url|url source|source url|source|address)\W{1,4}https?://\S+"
    r"|(?:retrieved|exported|captured|fetched|saved|scraped|archived|accessed|published time)"
    r"\b[^:]{0,12}:\W{0,4}(?:\d{4}-\d\d-\d\d|\w{3}, \d).{0,40}"
    r"|(?:page title|markdown content|statuscode)\W{1,4}.{0,60})",
    re.IGNORECASE,
)
_OF_LISTING: Final = re.compile(r"(?:huggingface|hf)\.co/(?:[\w-]+/)?papers(?![/\w]*\d{4}\.\d)")


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line of furniture: what it says of the listing, and a title glued behind it.

    ``of_listing`` where only a listing of papers has it: not ``Docs`` or ``new``. ``named`` is
    the page that it names: ``Daily`` or ``Trending``.
    """

    of_listing: bool = False
    named: str = ""
    day: days.WrittenDay | None = None
    glued: str = ""


@lru_cache(maxsize=4096)  # several ask about each line
def furniture(line: str) -> Furniture | None:
    """What a line of furniture says; None where the line is, or may be, a paper's.

    Pieces may be glued to each other and to the first title:
    ``SubscribeDaily Papersby AK and the research communityMar 11A First Title``.
    """
    splits = list(islice(_pieces(line), _MOST_PIECES))
    while splits:
        piece, rest = splits[-1]
        if not rest or (piece != "new" and _GLUED.match(rest)):
            pieces = [piece for piece, _ in splits]
            return Furniture(
                of_listing=pieces != ["new"],
                named=next(
                    (one.split()[-2] for one in pieces if one[-6:] in ("Papers", "papers")), ""
                ),
                day=next((start[0] for start in map(days.at_start, pieces) if start), None),
                glued=rest,
            )
        splits.pop()
    if len(line) <= _LONGEST and _BY_LINE.match(line):
        return Furniture(of_listing=True, day=next(iter(days.days_in(line)[-1:]), None))
    if len(line) <= _LONGEST and (_HEADER.fullmatch(line) or _ADDRESS.fullmatch(line)):
        return Furniture(of_listing=bool(_OF_LISTING.search(line)))
    is_furniture = line.casefold() in _PAGE or days.month_of(line) or _AROUND_PAPERS.fullmatch(line)
    return Furniture() if is_furniture else None


def is_of_listing(lines: Iterable[str]) -> bool:
    """Whether one of the lines is furniture that only a listing of papers has."""
    return any(item.of_listing for item in map(furniture, lines) if item)


def _pieces(line: str) -> Iterator[tuple[str, str]]:
    """Each piece at the start of a line, with what is left behind it."""
    rest = line
    while True:
        bare = rest.lstrip()
        dated = days.at_start(rest.lstrip(" ·•,|(:–—-")) if rest is not line else None
        if match := _PIECE.match(bare):
            piece, rest = match[0], bare[match.end() :]
        elif dated:
            piece, rest = dated[0].text, dated[1].removeprefix(")")
        else:
            return
        yield piece, rest


def footer(lines: Sequence[str]) -> int:
    """How many lines at the end are the page's footer: a run of at least two of its words."""
    count = 0
    for line in reversed(lines):
        start = days.at_start(line)
        if line.casefold() not in _PAGE and not (start and not start[1]):
            break
        count += 1
    while count and days.at_start(lines[-count]):
        count -= 1  # the day of the last paper
    return count if count > 1 else 0


def leads_to_paper(url: str) -> bool:
    """Whether one paper stands behind an address: not what is said about it."""
    return "#community" not in url and (identity.is_identifier(url) or links.is_papers_page(url))


# Free text

LINK: Final = "\ue000"
"""Stands in a text for a link, whose words are kept beside it."""
LONGEST_TITLE: Final = 250
SHORTEST_ABSTRACT: Final = 100
_LONG_FOR_SENTENCES: Final = 150
_WORDS_OF_PROSE: Final = 12
_NEXT_SENTENCE: Final = re.compile(r"[\w)%]{2}\. [\"“(]?[A-Z0-9]|。\S")
_LINK_MARKS: Final = re.compile(
    rf"^\[\d{{1,4}}\]\S|\*\*|__|~~|\]\(|\]\[|!\[|^#{{1,6}}\s|^\[[^\]]*$|{LINK}|https?://|www\."
)
_PERSON: Final = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?: (?!et al)[^\W\d][\w.'’-]*){1,3}(?P<open> et al\.?)?"
)
SIGNED: Final = re.compile(r"(.+)\s[-–—]\s(.+)")
"""A title, and the names behind a dash."""
_WORD: Final = re.compile(r"[^\W\d_]{4,}")


def is_prose(text: str) -> bool:
    """Whether a line can be no title, whatever is expected."""
    if len(text) > LONGEST_TITLE:
        return True
    if len(text) > _LONG_FOR_SENTENCES and _NEXT_SENTENCE.search(text):
        return True
    return ends_sentence(text) and len(text.split()) >= _WORDS_OF_PROSE


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does and a title does not."""
    return text.rstrip("\"'”’)").endswith((".", "。"))


def has_sentence(text: str) -> bool:
    """Whether a sentence ends in a line."""
    return ends_sentence(text) or bool(_NEXT_SENTENCE.search(text))


def has_link_marks(text: str) -> bool:
    """Whether a line has marks of links, pictures or headings, which no title has."""
    return bool(_LINK_MARKS.search(text))


def goes_on(text: str) -> bool:
    """Whether a line begins as the rest of a sentence: in lower case, as no name does.

    ``sleepy: lazy evaluation`` and ``β-Gardens`` are names, ``pix2pix`` is one.
    """
    first = text.split(" ", 1)[0].rstrip(";,.)!?")
    return (first.isalpha() and first.islower()) or first[:1] in ",.;:)]}%/"


def are_names(text: str) -> bool:
    """Whether a line is a list of two or more names, each of two to four words, or an open one."""
    names = [_PERSON.fullmatch(one) for one in re.split(r",\s*(?:and\s+)?|\s+and\s+", text)]
    return len(names) > 1 and all(names) and not any(one and one["open"] for one in names[:-1])


def breaks_off(text: str) -> bool:
    """Whether a line ends where no title does: at a comma, a dash, ``the``, an open bracket."""
    last = text.rsplit(" ", 1)[-1]
    return (
        last.lower() in _NEVER_LAST
        or last[-1:] in (",", ":", ";", "-", "–", "(", "[")
        or text.count("(") > text.count(")")
    )


def is_capitalised(text: str) -> bool:
    """Whether most of the longer words have a capital, as those of a title in the text."""
    words = [word for word in _WORD.findall(text) if word.lower() not in _SMALL]
    capitals = sum(not word.islower() for word in words)
    return len(words) >= 2 and capitals * 3 >= len(words) * 2


# Titles

_NUMBERING: Final = re.compile(
    r"^(?:(?:\d{1,3}[.)、:]|\d{1,3}/(?=\s)|[①-⑳]|【\d{1,3}】|（\d{1,3}）|#\d+|\d\ufe0f?\u20e3)\s*"
    r"|[\[(](?:[^\[\]()]{0,30}\d{4}[^\[\]()]{0,12}|PDF|HTML|BOOK|CITATION|[RDPN])[\])]\s*"
    r"|(?:19|20)\d\d[-./]\d\d(?:[-./]\d\d)?(?![\d.])[\s:|–—-]+"
    r"|\[?\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s\d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]M)?[\]\s–-]+[^:]{2,40}:\s"
    r"|[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]+\s*)+"
)
_ACRONYM: Final = re.compile(r"[A-Z][A-Z0-9-]+: ?(?=[A-Z])")
_QUOTED: Final = re.compile(r"^[\"“«]([^\"“”«»]+)[\"”»](?:,? (?:by|von|par) [A-Z].*)?$")
_AROUND: Final = " \t-–—:：|,;·•*_"
_SECTION: Final = re.compile("|".join(WORDS["sections"]), re.IGNORECASE)


def cleaned(text: str) -> str:
    """A title without numbering, brackets that open nothing, and what parts it from the rest."""
    text = _NUMBERING.sub("", text.strip(_AROUND))
    text = re.sub(r"\s*\((?:19|20)\d\d\)$", "", text.strip())
    text = re.sub(r"[\s(\[{]+$", "", text).strip(_AROUND)
    text = re.sub(r",\s+[A-Z]\w*[A-Z]\w*\s(?:19|20)\d\d\.?$", "", text)  # where it appeared
    text = _QUOTED.sub(r"\1", text).strip()
    return re.sub(r"^\[([^\[\]]+ [^\[\]]+)\]$", r"\1", text)  # of a link that was cut


def is_free(text: str) -> bool:
    """Whether a line is no furniture, states no fact and has no label: a title, or prose."""
    return facts_of(text) is None and labelled(text) is None and furniture(text) is None


def is_title(text: str, *, linked: bool = False) -> bool:
    """Whether words may be a title: no label, number, address, sentence or rest of one.

    ``linked`` are those of a link to the paper: they may look like two names, and begin with an
    acronym that is a label elsewhere: ``CODE: Confident Kites``.
    """
    if identity.is_identifier(text):
        return False
    text = cleaned(text)
    if linked and (match := _ACRONYM.match(text)):
        text = text[match.end() :]
    parts = re.split(r"\s[·•|]\s", text)
    return (
        3 < len(text) <= LONGEST_TITLE
        and not (is_prose(text) or goes_on(text) or breaks_off(text) or ends_sentence(text))
        and not (any(map(are_names, parts)) and ("," in text or not linked))
        and not (len(parts) > 1 and any(facts_of(part) is not None for part in parts))
        and not has_link_marks(text)
        and not _SECTION.fullmatch(text)
        and heads(text) is None
        and is_free(text)
        and not identity.is_identifier(text)
        and any(char.isalpha() for char in text)
    )
