"""The files of content: where each kind stands, what its text says, how it is written and mended.

A record's file starts with front matter between two ``---`` lines; what follows is the abstract.
There is one canonical form for each kind: text written here loads back equal, and a file in that
form is written back to the same bytes. What is mechanical in a file that people wrote is put right
field by field; what would lose a comment is left as it is. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Annotated, Any, Final, NamedTuple

import yaml

from generator.papers import fields, identity, links
from generator.papers.fields import REQUIRED, Several
from generator.papers.model import Edition, LeftOut, Paper, Settings, Severity, Vocabulary
from generator.store import history, mistakes, schema, yaml_text
from generator.store.mistakes import Mistake
from generator.store.schema import Flaw, Shape, members_of
from generator.store.yaml_text import InlineList, InlineMapping, PlainDate, Quoted, YamlError


@dataclass(frozen=True, slots=True)
class LeftOutPapers:
    """The file of declined papers."""

    papers: Annotated[tuple[LeftOut, ...], Several(1_000_000), REQUIRED] = ()


Document = Paper | Edition | LeftOutPapers
"""What commands write."""
KINDS: Final[dict[str, tuple[type, str, str]]] = {
    "digest": (Settings, "Digest", "content/digest.yml: settings"),
    "topics": (Vocabulary, "Topics", "content/topics.yml: the vocabulary"),
    "paper": (Paper, "Paper", "Front matter of content/papers/<year>/<id>.md"),
    "edition": (Edition, "Edition", "content/editions/<id>.yml: one listing as captured"),
    "left-out": (LeftOutPapers, "Left out", "content/left-out.yml: papers that a curator declined"),
}
"""The kinds of files that state an object: its class, and what their JSON Schema says of them."""
READ: Final = (*KINDS, "note", "page", "links")
"""The kinds of files that are read."""

_PLACE: Final = re.compile(
    r"(?P<paper>papers/(.*/)?[^./][^/]*\.md)"
    r"|(?P<edition>editions/[^./][^/]*\.yml)"
    r"|(?P<note>notes/[^./][^/]*\.md)"
    r"|(?P<page>pages/.*\.(md|markdown|mdown|mkdn|mkd))"
    r"|(?P<digest>digest\.yml)|(?P<topics>topics\.yml)|(?P<left_out>left-out\.yml)"
    r"|(?P<links>links\.jsonl)|(?P<kept>pages/.*|(.*/)?\.git(keep|ignore|attributes))",
    re.DOTALL,
)
# What the program writes at the root of the site, or below it.
_OURS: Final = re.compile(
    r"pages/((index|README|404|card|daily(-rss)?|feed(-[^/]*)?|llms|opml|robots|rss|sitemap)\.[^/]*"
    r"|(api|code|curate|dates|editions|email|feeds|for-you|groups|papers|saved|search|stats|topics"
    r"|trending|weeks)[./].*|assets/digest\.css)",
    re.DOTALL,
)
_TEXTS: Final = {"md", "markdown", "mdown", "mkd", "yml", "yaml", "json"}
_BACKUPS: Final = {"bak", "orig", "rej", "old", "swp", "swo", "tmp", "lock"}
_SHELVES: Final = (
    "papers/YEAR/ID.md, editions/ID.yml, notes/PERIOD.md, digest.yml, topics.yml, left-out.yml or"
    " below pages/"
)
_FENCE: Final = "---"
_REMARK: Final = re.compile(r"(?:^|\s)#.*", re.MULTILINE)
_IDENTIFIERS: Final[dict[str, tuple[fields.Form, Callable[[str], str | None]]]] = {
    "arxiv": (fields.ARXIV, identity.arxiv_id),
    "doi": (fields.DOI, identity.doi),
}
# How a value is written, by the very kind of its field.
_WRITTEN: Final[dict[int, Callable[[str], str]]] = {
    **{id(kind): Quoted for kind in (fields.TITLE, fields.ARXIV, fields.DOI, fields.URL)},
    **{id(kind): PlainDate for kind in (fields.PUBLISHED, fields.DAY, fields.LISTED)},
}
_PROSE: Final = {
    "note": fields.Words(50_000, lines=True),
    "page": fields.Words(5_000_000, lines=True),
}
_MERGE: Final = (
    "a merge was left unfinished here: keep what is right of the two sides, remove the lines that"
    " start with <<<<<<<, ======= and >>>>>>>, then 'git add' the file and 'git commit'"
)


def json_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema (draft 2020-12) of each kind of file, by its name."""
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {
        name: draft | {"title": title, "description": description} | members_of(kind).schema
        for name, (kind, title, description) in KINDS.items()
    }


# Where files stand


def stem(path: str) -> str:
    """The name of the file at a path, without its ending: the id of what it holds."""
    return path.rpartition("/")[2].rpartition(".")[0]


def kind_of(path: str) -> str | None:
    """The kind of the file at a path in the folder; None of one that nothing reads.

    Besides ``READ``: ``kept``, what stands beside the pages by hand, and what git itself keeps.
    """
    place = _PLACE.fullmatch(path)
    return place.lastgroup.replace("_", "-") if place and place.lastgroup else None


def misplaced(path: str, kind: str | None) -> tuple[str, Severity] | None:
    """What to do about a file that nothing reads, or whose name is none; None about any other.

    An error where it was surely meant to be read.
    """
    if kind in ("paper", "edition") and fields.PERMALINK.fault(stem(path)):
        rule = f"a file's name is the permalink: {fields.PERMALINK.expected}"
        return f"{rule}: rename the file", "error"
    if _OURS.fullmatch(path):
        return "the program has a page or file of its own here: rename or move this one", "error"
    if kind:
        return None
    start, *endings = path.rpartition("/")[2].lower().split(".")
    if start and {*endings} & _TEXTS and not {*endings} & _BACKUPS:
        return f"nothing reads this file: rename or move it, to be {_SHELVES}", "error"
    return "nothing reads this file: remove it, or move it out of the content", "warning"


# What a text says


class Parsed(NamedTuple):
    """What a file says, as far as it could be read, or None; and its flaws."""

    draft: Any
    flaws: tuple[Flaw, ...] = ()

    @property
    def value(self) -> Any:
        """What a sound file says; None of any other."""
        return None if any(flaw.severity == "error" for flaw in self.flaws) else self.draft


def parse(kind: str, path: str, data: bytes) -> Parsed:
    """The file of a kind at a path in the content folder."""
    parsed, wrong = _parsed(kind, path, data), misplaced(path, kind)
    return parsed._replace(flaws=(Flaw(1, *wrong), *parsed.flaws)) if wrong else parsed


def _parsed(kind: str, path: str, data: bytes) -> Parsed:
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Parsed(None, (Flaw(line, "not UTF-8 text: save the file as UTF-8"),))
    if line := mistakes.unfinished_merge(text):
        return Parsed(None, (Flaw(line, _MERGE),))
    if kind == "paper":
        return _paper(stem(path), text)
    if kind == "edition":
        return _stated(Edition, text, id=stem(path))
    if kind in _PROSE:
        flaws = _prose_flaws(kind, _PROSE[kind], text, 1)
        return Parsed(None if flaws else text.strip(), flaws)
    if kind == "links":
        return Parsed(*history.parse(text))
    return _stated(KINDS[kind][0], text)


def _paper(id: str, text: str) -> Parsed:
    try:
        front, body = split(text)
    except YamlError as error:
        return Parsed(None, (Flaw(error.line, str(error)),))
    abstract = body.strip()
    name, colon, _ = abstract.partition("\n")[0].partition(":")
    if colon and name in names(Paper):
        message = f"the front matter ends at this line, before '{name}': remove the line"
        return Parsed(None, (Flaw(front.count("\n") + 2, message),))
    parsed = _stated(Paper, front, 1, id=id, abstract=abstract)
    below = text.count("\n") - body.count("\n") + 1
    flaws = _prose_flaws("abstract", fields.ABSTRACT, body, below)
    return Parsed(parsed.draft, (*parsed.flaws, *flaws))


def _prose_flaws(what: str, kind: fields.Words, text: str, first: int) -> tuple[Flaw, ...]:
    """What is wrong with a text for people, of which line ``first`` of its file is the first."""
    if not (message := kind.fault(text.strip())):
        return ()
    lines = enumerate(text.split("\n"), start=first)
    line = next((number for number, line in lines if kind.fault(line) == message), first)
    return (Flaw(line, f"the {what} {message}"),)


def _stated(kind: Any, text: str, offset: int = 0, **outside: Any) -> Parsed:
    """What the YAML in a file states, which begins ``offset`` lines below the file's top."""

    def read(node: yaml.Node | None) -> tuple[Any, tuple[Flaw, ...]]:
        if kind is Paper and isinstance(node, yaml.MappingNode):
            outside["stated"] = frozenset([str(name.value) for name, _ in node.value])
        return schema.read(kind, node, **outside)

    slips: tuple[Mistake, ...] = ()
    try:
        draft, flaws = yaml_text.load(text, read)
    except YamlError:
        text, slips = mistakes.righted(text, members_of(kind).texts)
        try:
            draft, flaws = yaml_text.load(text, read)
        except YamlError as error:
            draft, flaws = None, (Flaw(error.line, str(error)),)
    severity: Severity = "error" if flaws or slips else "warning"
    slips = (*mistakes.in_comments(text, members_of(kind).texts), *slips)
    lines = {slip.line: Flaw(slip.line, str(slip), severity) for slip in slips}
    flaws = (*lines.values(), *(flaw for flaw in flaws if flaw.line not in lines))
    return Parsed(draft, tuple(flaw._replace(line=flaw.line + offset) for flaw in flaws))


# The text of an object


def names(kind: Any) -> tuple[str, ...]:
    """What a file that states an object of a class states of it, in its order."""
    if kind is Edition:
        return ("title", "date", "kind", "source", "part_of", "papers")
    return tuple(members_of(kind).members)


def split(text: str) -> tuple[str, str]:
    """Front matter and body of a record's file. Raises YamlError where a fence is missing."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise YamlError("no front matter: the first line must be ---", 1)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1:number]) + "\n", "\n".join(lines[number + 1 :])
    raise YamlError("the front matter has no end: add a line --- after it", len(lines))


def joined(front: str, body: str) -> str:
    """The text of a record's file: what ``split`` takes apart."""
    return f"{_FENCE}\n{front}{_FENCE}\n{body}"


def stated(thing: Any) -> dict[str, Any]:
    """What a file states of an object, in order, to be dumped; nothing empty that may be left out.

    Texts for people stand on a line each, what has none of them on one line.
    """
    kind: Any = type(thing)
    members = members_of(kind).members
    values = {}
    for name in names(kind):
        member = members[name]
        value = getattr(thing, member.field)
        if value or type(value) is int or member.is_required:
            values[name] = _dumpable(member.shape, value)
    return values if members_of(kind).texts else InlineMapping(values)


def _dumpable(shape: Shape, value: Any) -> Any:
    if shape.items and isinstance(value, tuple):
        rows = [_dumpable(shape.items, each) for each in value]
        return InlineList(rows) if shape.items.kind else rows
    written = stated if is_dataclass(value) else _WRITTEN.get(id(shape.kind))
    return written(value) if written else value


def body(record: Document) -> str:
    """What follows the front matter of a record."""
    return f"{record.abstract}\n" if isinstance(record, Paper) and record.abstract else ""


def text(record: Document) -> str:
    """The text of a file, fields in canonical order, empty ones left out."""
    data = yaml_text.dump(stated(record))
    return joined(data, body(record)) if isinstance(record, Paper) else data


# A text put right


class Mended(NamedTuple):
    """The text of a file as it should be, and what was put right in it; nothing if it was."""

    text: str
    what: tuple[str, ...] = ()


def mended(raw: str, kind: str = "paper", former: Mapping[str, str] | None = None) -> Mended:
    """A file put right: line ends, lists, quotes, identifiers, links, order of fields.

    ``former`` are topics by the ids they had before. Text that is no such file comes back as
    it is.
    """
    text = raw.lstrip("\ufeff").replace("\r\n", "\n")
    what = ["line ends"] if text != raw else []
    try:
        front, body = split(text) if kind == "paper" else (text, "")
    except YamlError:
        return Mended(raw)
    texts, wrong = members_of(KINDS[kind][0]).texts, front
    while (right := mistakes.righted(front, texts, sure=True))[1]:  # it is read further each time
        front = right[0]
    what += ["what YAML took otherwise"] if front != wrong else []
    front, labels = _respelled(front, KINDS[kind][0])
    what += labels
    if kind == "paper":
        front, labels = _mended(front, former or {})
        what += labels
    whole = joined(front, body) if kind == "paper" else front
    # A field may end in a line break that only YAML knows, and stand last now.
    is_whole = kind != "paper" or front.endswith("\n")
    return Mended(whole, tuple(what)) if what and is_whole else Mended(raw)


def _respelled(text: str, kind: type) -> tuple[str, Iterable[str]]:
    """A file's YAML with what its values were surely meant to be, and their names."""
    try:
        id = {"id": ""} if kind in (Paper, Edition) else {}
        flaws = yaml_text.load(text, lambda node: schema.read(kind, node, **id))[1]
    except YamlError:
        return text, ()
    spellings = sorted((flaw.right for flaw in flaws if flaw.right), reverse=True)
    for start, end, right, _ in spellings:
        text = text[:start] + right + text[end:]
    return text, dict.fromkeys(name for *_, name in reversed(spellings))


def _mended(front: str, former: Mapping[str, str]) -> tuple[str, Iterable[str]]:
    """Front matter put right, and what was; what would lose a comment is left as it is."""
    try:
        data = yaml_text.load(front)
    except YamlError:
        data = None
    if not isinstance(data, dict):
        return front, ()
    what: dict[str, None] = {}
    changes: list[tuple[str, dict[str, Any]]] = [
        (name, {name: right})
        for name, value in data.items()
        for right in _righted(name, value, front, former)
    ]
    for words, change in (*changes, ("order of fields", {})):
        try:
            edited = yaml_text.edited(front, change, names(Paper), sort=not change)
        except YamlError:
            continue
        if edited != front and _remarks(edited) == _remarks(front):
            front = edited
            what[words] = None
    return front, what


def _remarks(front: str) -> list[str]:
    return sorted(remark.strip() for remark in _REMARK.findall(front))


def _righted(name: str, value: Any, front: str, former: Mapping[str, str]) -> Iterator[Any]:
    """The value that a field should have, to be dumped, if it has another; None takes it away."""
    member = members_of(Paper).members.get(name)
    shape = member.shape if member else None
    right = value
    if name in _IDENTIFIERS:
        typed = yaml_text.place(front, (name,))[1]
        form, read = _IDENTIFIERS[name]
        right = read(typed) if form.fault(typed) else typed
        if right and not re.search(rf"^{name}: (['\"]){re.escape(right)}\1", front, re.MULTILINE):
            yield Quoted(right)
        return
    if shape and not shape.items and value is None and name != "title":
        yield None
    if name == "links" and isinstance(value, str):
        mistake = mistakes.in_list(name, value)
        right = yaml_text.load(mistake.right)[name] if mistake.sure else value
    if name == "links" and isinstance(right, list) and all(map(_is_link, right)):
        cleaned = [
            InlineMapping({**link, "url": Quoted(links.clean(link["url"]) or link["url"])})
            for link in right
        ]
        once: dict[tuple[str, str], InlineMapping] = {}
        for link in cleaned:
            once.setdefault((link["kind"], links.key(link["url"])), link)
        # One by one first: so an entry keeps its look.
        yield from (each for each in (cleaned, [*once.values()]) if each != value)
        return
    if name in ("topics", "suggested_topics") and _are_texts(right):
        right = list(dict.fromkeys(former.get(topic, topic) for topic in right))
    if right != value:
        yield InlineList(right)


def _is_link(value: Any) -> bool:
    return isinstance(value, dict) and _are_texts([value.get("kind"), value.get("url")])


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
