"""A text's lines, numbered, joined where an editor broke them, with their marks and links.

CommonMark's links, images, headings, lists and tables, and what tools make of a page:
numbered links with their addresses at the end or nowhere, ``<address|words>``, an address on
a line of its own. One pass over the text; nothing is resolved and nothing is rendered.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from generator.sources import metadata, prose

# What a browser copies along and nobody sees: marks of direction, of order, of no width.
_INVISIBLE: Final = re.compile(
    r"^[\u200b-\u200f\u2060\ufeff]+|[\u200b-\u200f\u2060\ufeff]+$|(?<=\s)[\u200b\u200e\u200f]+"
)
_BREAK: Final = re.compile(r"\r\n|\r|\n")
_SPACE: Final = re.compile(r"[^\S \t]")
RULE: Final = re.compile(r"[-=_*~─—%]{3,}|[-*_](?:\s[-*_]){2,}")
_ADDRESS: Final = re.compile("\\S+://\\S|\ue000\\d+\ue001")
_UNBREAKABLE: Final = re.compile("://|\ue000")
_LINK_NUMBER: Final = re.compile(r"((?:^|\s)\(?)\[\d{1,4}\](?=\S)", re.MULTILINE)
_HTML_LINK: Final = re.compile(
    r"<a\s[^<>]*href=\"(https?://[^\"\s]+)\"[^<>]*>([^<\n]{1,300})</a>", re.IGNORECASE
)
_ORG_LINK: Final = re.compile(r"\[\[([a-z]+://[^\]\s]+)\]\[((?:[^\]\n]|\](?!\]))+)\]\]")
_FEWEST_NUMBERED: Final = 3
_WIDEST: Final = 200
# What a sentence hardly goes on with.
_OWN_LINES: Final = frozenset({"title", "authors", "published", "upvotes", "comments", "category"})
_NARROWEST: Final = 30
_GO_ON: Final = re.compile(r"[(\"“]?[a-zà-öø-ÿ'’-]+[,;.)]? ")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link in a line: the words it stands behind, and where it leads, '' where unknown."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, with its number in the capture, from 1.

    ``mark`` is what a listing puts before it: ``#`` to ``######`` for a heading, ``-`` a bullet,
    ``1.`` a number, ``|`` a row of a table, ``=`` a rule. ``blank`` where a blank line stands
    before it, ``width`` how long its last line in the capture is, ``rest`` its text without
    the words of its anchors, ``strong`` the words that it emphasises first. ``cells`` are those
    of a row, each with the ``label`` of its column.
    """

    number: int
    text: str
    indent: int = 0
    blank: bool = False
    width: int = 0
    word: int = 0
    mark: str = ""
    anchors: tuple[Anchor, ...] = ()
    rest: str = ""
    strong: str = ""
    cells: tuple[Line, ...] = ()
    label: str = ""
    doubtful: bool = False


def plain(text: str) -> list[Line]:
    """The lines of ``text`` as they stand there, but for the numbers of a text browser's links."""
    found, blank = [], False
    numbered = len(_LINK_NUMBER.findall(text)) >= _FEWEST_NUMBERED
    for number, raw in enumerate(physical_lines(text), start=1):
        line = (_LINK_NUMBER.sub(r"\1", raw) if numbered else raw).strip()
        if line:
            indent, word = len(raw) - len(raw.lstrip()), len(raw.split(maxsplit=1)[0])
            mark = "=" if RULE.fullmatch(line) else ""
            found.append(
                Line(number, line, indent, blank, len(raw.rstrip()), word, mark, rest=line)
            )
        blank = not line
    return found


def physical_lines(text: str) -> list[str]:
    """The lines of ``text``, blank ones too, without what nobody sees."""
    return [_INVISIBLE.sub("", _SPACE.sub(" ", line)) for line in _BREAK.split(text)]


def unwrapped(lines: Sequence[Line]) -> list[Line]:
    """The lines with those joined that an editor or a mail program broke at one width.

    It breaks where the next word would not have fitted: that alone says whether two lines
    are one. In a text that nothing else shows to be broken, two lines that may be one are
    joined as ``doubtful``: they are a title in two pieces, or a title and something else.
    """
    width = _width(lines)
    widest = _widest(lines)
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        goes_on = last is not None and _goes_on(last, line, width)
        may_go_on = last is not None and not width and _may_go_on(last, line, widest)
        if last is not None and (goes_on or may_go_on):
            joined[-1] = replace(
                last,
                text=f"{last.text} {line.text}",
                rest=f"{last.rest} {line.rest}",
                width=line.width,
                doubtful=last.doubtful or may_go_on,
            )
        else:
            joined.append(line)
    return joined


def _widest(lines: Sequence[Line]) -> int:
    breakable = (
        line for line in lines if line.mark not in ("|", "=") and not _UNBREAKABLE.search(line.text)
    )
    return max((line.width for line in breakable), default=0)


def _may_go_on(line: Line, following: Line, widest: int) -> bool:
    """Whether a line as full as the widest of a text may end on the next one."""
    words = [word for word in following.text.split() if word[:1].isalpha()]
    return (
        _NARROWEST <= widest <= _WIDEST
        and _adjoins(line, following)
        and not _ADDRESS.match(line.text)
        and max(line.width, following.width) <= widest
        and _is_full(line, following, widest)
        and len(words) * 2 > len(following.text.split())
        and not (prose.is_prose(line.text) or prose.ends_sentence(line.text))
        and prose.furniture(line.text) is None
        and prose.furniture(following.text) is None
        and metadata.read(following.text) is None
        and metadata.labelled(following.text) is None
        and not prose.are_names(following.text)
    )


def _width(lines: Sequence[Line]) -> int:
    """The width at which the text is broken; 0 where it is not.

    Three lines in a row that are as full as their widest say so, or two that are as full as
    the widest of all, where the second goes on in lower case.
    """
    widest = _widest(lines)
    width, start = 0, 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and _adjoins(lines[end - 1], lines[end]):
            line, following = lines[end - 1], lines[end]
            low = _GO_ON.match(following.text) and line.width <= widest <= _WIDEST
            if low and widest > _NARROWEST and _is_full(line, following, widest):
                width = widest
            continue
        width = max(width, _width_of_run(lines[start:end]))
        start = end
    return width


def _width_of_run(run: Sequence[Line]) -> int:
    """The width of a paragraph all of whose lines but the last are as full as can be."""
    widest = 0
    for at in range(len(run) - 2):
        three = run[at : at + 3]
        width = max(line.width for line in three)
        full = all(_is_full(*pair, width) for pair in itertools.pairwise(three))
        if _NARROWEST <= width <= _WIDEST and full:
            widest = max(widest, width if any(_GO_ON.match(x.text) for x in three[1:]) else 0)
    return widest


def _adjoins(line: Line, following: Line) -> bool:
    addresses = all(_ADDRESS.match(one.text) for one in (line, following))
    begins = _IDENTIFIER.match(following.text) is not None
    apart = begins or following.blank or following.mark or line.mark in ("|", "=")
    return not apart and not addresses


def _goes_on(line: Line, following: Line, width: int) -> bool:
    """Whether the two are one line of the text before it was broken."""
    if not _adjoins(line, following):
        return False
    titled = line.mark[:1] == "#" or line.text[:6].lower() == "title:"
    if titled and following.indent > line.indent and not _ADDRESS.match(following.text):
        return True
    said = metadata.labelled(following.text)
    names = any(map(prose.are_names, (following.text, following.text.rpartition(",")[0])))
    apart = names or (said and said[0] in _OWN_LINES)
    return not apart and line.width <= width and _is_full(line, following, width)


def _is_full(line: Line, following: Line, width: int) -> bool:
    return line.width + 1 + following.word > width


# Marks and links

_DEFINITION: Final = re.compile(r"^ {0,3}\[([\w.-]{1,40})\]:\s*<?(\S+?)>?\s*$", re.MULTILINE)
_REFERENCES: Final = re.compile(
    r"^References\s*$(?=\s+(?:Visible links\s+)?1\. https?://)", re.MULTILINE
)
_REFERRED: Final = re.compile(r"\[(\d+)\](?=\S)((?:(?!\n\s*\n|\[\d+\]|\n\s*[*+-] ).)+)", re.DOTALL)
_FENCE: Final = re.compile(r"\s*(?:```|~~~)\s*([\w+-]*)")
_TOKEN: Final = re.compile(
    r"\\\\\n?|\\[^\w\s]|!?\[|\]"
    r"(?:\(\s*<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+[\"'][^\"\n]*[\"'])?\s*\)"
    r"|\[([\w.-]{0,40})\])?"
)
_URL: Final = re.compile(
    r"<((?:https?://|mailto:)[^\s<>|]+)(?:\|([^<>\n]*))?>"
    r"|(?<![\w/@.])((?:https?://|www\.|(?:arxiv|doi)\.org/)[^\s<>\"|（）】，。、\ue000\ue001]+)"
)
_HELD: Final = re.compile("\ue000(\\d+)\ue001")
_PICTURE: Final = re.compile("\ue006[^\ue007]*\ue007")
_LITERAL: Final = {"|": "\ue002", "*": "\ue003", "_": "\ue004"}
_MARK: Final = re.compile(
    r"(#{1,6})\s+|([-*+]\s+\[[ xX]\]|[-*+•◦▪‣●○–])\s+|(\d{1,3}[.)]|[①-⑳]|\(\d{1,3}\))\s+|(>)\s*"
)
_NUMBER: Final = re.compile(r"\d{1,3}[.)]\s")
_IMAGE: Final = re.compile(
    r"\[?(?:图片|画像|이미지|Bild|Image(?: \d+)?|image)\s*[:：][^\]\n]{0,80}\]"
)
_STRONG: Final = re.compile(
    r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)(.{1,300}?)(?<=\S)\1(?![\w*])|~~(?=\S)(.{1,300}?)~~|`([^`\n]{1,300})`"
)
_TAG: Final = re.compile(
    r"</?(?:br|b|i|em|strong|sub|sup|p|div|span|details|summary|a)\b[^<>]*>", re.I
)
_IDENTIFIER: Final = re.compile(
    r"(?:arxiv:\s*)?\d{4}\.\d{4,5}|(?:doi:\s*)?10\.\d{4}", re.IGNORECASE
)
_LONGEST_LINK: Final = 20_000
_LONGEST_LINE: Final = 50_000  # of no use: longer than a title and an abstract may be
_LONGEST_MARKED: Final = 5_000
_SITE: Final = "https://huggingface.co"


def is_marked(text: str) -> bool:
    """Whether a text has links or headings of Markdown or of a tool like it."""
    return bool(re.search(r"\]\(|\]\[[\w.-]*\]|^#{1,6} |<https?://[^<>\s]+>", text, re.MULTILINE))


def marked(text: str) -> list[Line]:
    """The lines of ``text`` with their marks and links."""
    physical = [line if len(line) <= _LONGEST_LINE else "" for line in physical_lines(text)]
    tabs = [line.strip().count("\t") for line in physical if line.strip()]
    if len(tabs) >= _FEWEST_NUMBERED and tabs[0] and len(set(tabs)) == 1:
        physical = [f"|{line.strip().replace(chr(9), ' | ')}|" if line else "" for line in physical]
    whole = _HTML_LINK.sub(r"[\2](\1)", "\n".join(_unfenced(physical)))
    whole = _ORG_LINK.sub(r"[\2](\1)", _referred(whole))
    known = {match[1].lower(): match[2] for match in _DEFINITION.finditer(whole)}
    held: list[tuple[Anchor, int]] = []
    flat = _linked(_DEFINITION.sub("", whole), known, held)
    whole_lines = unwrapped(list(_marked_lines(flat, held, physical)))
    return _underlined(_addressed(_swapped([_line(line, held) for line in whole_lines])))


def _unfenced(physical: Sequence[str]) -> list[str]:
    """The lines without code; a fence around most of a text is only its wrapping."""
    fences = [number for number, line in enumerate(physical) if _FENCE.match(line)]
    kept = list(physical)
    for start, end in zip(fences[::2], [*fences[1::2], len(physical)], strict=False):
        wraps = end - start > len(physical) / 2
        for number in range(start, min(end + 1, len(kept))):
            if not wraps or number in (start, end):
                kept[number] = ""
    return kept


def _referred(text: str) -> str:
    """A text browser's dump, ``[12]words`` and the addresses at its end, as numbered links."""
    where = _REFERENCES.search(text)
    if not where:
        return text
    addresses = re.findall(r"^\s*(\d+)\. (https?://\S+)$", text[where.end() :], re.MULTILINE)
    known = "\n".join(f"[{number}]: {url}" for number, url in addresses)
    linked = _REFERRED.sub(_numbered, text[: where.start()])
    return f"{linked}\n{known}"


def _numbered(match: re.Match[str]) -> str:
    words = match[2].rstrip()
    return f"[{words}][{match[1]}]{match[2][len(words) :]}"


def _linked(text: str, known: Mapping[str, str], held: list[tuple[Anchor, int]]) -> str:
    """The text with a sign for each link, whose anchors and swallowed line ends go to ``held``."""
    out: list[str] = []
    opened: list[int] = []
    position = 0
    for match in _TOKEN.finditer(text):
        out.append(text[position : match.start()])
        position, token = match.end(), match[0]
        if token[0] == "\\":
            out.append("\n" if token.endswith("\n") else _LITERAL.get(token[1], token[1]))
        elif token.endswith("["):
            opened.append(len(out))
            out.append(token)
        elif not opened:
            out.append("]")
            position = match.start() + 1
        else:
            start = opened.pop()
            url = match[1] if match[1] is not None else known.get((match[2] or "").lower(), "")
            is_link = match[1] is not None or (match[2] or "").isdigit() or bool(url)
            inner = "".join(out[start + 1 :])
            if not is_link or len(inner) > _LONGEST_LINK:
                out.append("]")
                position = match.start() + 1
                continue
            image = out[start] == "!["
            del out[start:]
            if image:
                out.append(f"\ue006{_PICTURE.sub('', inner)}\ue007")
                continue
            opened.clear()
            held.append(
                (Anchor(_words(inner), _absolute(url)), inner.count("\n") + token.count("\n"))
            )
            out.append(f"\ue000{len(held) - 1}\ue001")
    out.append(text[position:])
    return _URL.sub(lambda match: _bare(match, held), "".join(out))


def _bare(match: re.Match[str], held: list[tuple[Anchor, int]]) -> str:
    """An address that stands in the text: its sign, and the punctuation behind it."""
    url = match[1] or match[3]
    end = "" if match[1] else url[len(url.rstrip(".,;:!?*'…")) :]
    url = url[: len(url) - len(end)]
    if match[3] and url.endswith(")") and url.count(")") > url.count("("):
        url, end = url[:-1], ")" + end
    full = url if "://" in url or url.startswith("mailto:") else f"https://{url}"
    words = _words(match[2]) if match[2] else url
    held.append((Anchor(words, full), 0))
    return f"\ue000{len(held) - 1}\ue001{end}"


def _words(inner: str) -> str:
    """The words of a link on one line, without marks; of a badge alone what it shows."""
    shown = _HELD.sub("", _PICTURE.sub("", re.sub(r"\n\s*#{1,6}\s+", " ", inner)))
    if not shown.strip(" \n-*[]"):
        shown = next(iter(_PICTURE.findall(inner)), shown).strip("\ue006\ue007")
    inner = re.sub(r"^image\s*\d*$", "", _IMAGE.sub("", shown).strip(), flags=re.IGNORECASE)
    text = " ".join(_bulletless(inner).split())
    return _unmarked(text.strip("[]") if text.startswith("[") and text.endswith("]") else text)[0]


def _bulletless(text: str) -> str:
    return re.sub(r"(?:^|\n)\s*[-*+•][ \t]+(?=\S)", " ", text)


def _absolute(url: str) -> str:
    """An address with its site: the pages read here leave out their own."""
    return f"{_SITE}{url}" if url.startswith(("/papers", "/login")) else url


def _marked_lines(
    flat: str, held: Sequence[tuple[Anchor, int]], physical: Sequence[str]
) -> Iterator[Line]:
    """The lines as they stand, with the mark that each begins with."""
    number, blank, quoted = 1, False, ""
    for raw in flat.split("\n"):
        ends = sum(held[int(match[1])][1] for match in _HELD.finditer(raw))
        text = _TAG.sub(" ", _PICTURE.sub("", _IMAGE.sub("", raw))).strip()
        if raw.strip(" \t>"):
            last = physical[min(number + ends, len(physical)) - 1].rstrip()
            indent = len(raw) - len(raw.lstrip())
            words = physical[min(number, len(physical)) - 1].split(maxsplit=1)
            word = len(words[0]) if words else 0
            starts = text[:1] == ">" != quoted
            yield Line(number, text, indent, blank or starts, len(last), word, _mark(text))
            quoted = text[:1]
        blank = not raw.strip(" \t>")
        number += 1 + ends


def _mark(text: str) -> str:
    if RULE.fullmatch(text) or (text[:1] == "|" and not text.strip("|-: ")):
        return "="
    if text[:1] == text[-1:] == "|" and text.count("|") > 2:
        return "|"
    match = _MARK.match(text)
    return (match[1] or (match[2] and "-") or (match[3] and "1.") or ">") if match else ""


def _line(line: Line, held: Sequence[tuple[Anchor, int]]) -> Line:
    """A line with its links and without its marks."""
    text = line.text
    if line.mark in ("=", "|"):
        cells = text.strip("|").split("|") if line.mark == "|" else []
        row = (_line(replace(line, text=cell.strip(), mark=""), held) for cell in cells)
        return replace(line, cells=tuple(row))
    while match := _MARK.match(text):
        text = text[match.end() :]
        if not match[3] and not _NUMBER.match(text):
            break
    anchors = tuple(held[int(match[1])][0] for match in _HELD.finditer(text))
    shown, strong = _unmarked(_HELD.sub(lambda match: held[int(match[1])][0].text, text))
    rest, _ = _unmarked(_HELD.sub("\ue000", text))
    return replace(line, text=shown, anchors=anchors, rest=rest, strong=strong)


def _unmarked(text: str) -> tuple[str, str]:
    """A text without marks of emphasis, and what it emphasises first."""
    if len(text) > _LONGEST_MARKED:
        return " ".join(_literal(text).split()), ""
    first = _STRONG.search(text)
    strong = next(filter(None, first.group(2, 3, 4)), "") if first and first[1] else ""
    for _ in range(3):
        bare = _STRONG.sub(lambda match: match[2] or match[3] or match[4], text)
        if bare == text:
            break
        text = bare
    return " ".join(_literal(text).split()), " ".join(_literal(_STRONG.sub(r"\2", strong)).split())


def _literal(text: str) -> str:
    for char, sign in _LITERAL.items():
        text = text.replace(sign, char)
    return text


def _underlined(found: Sequence[Line]) -> list[Line]:
    """The lines with titles that ``===`` or ``---`` underlines as headings."""
    kept: list[Line] = []
    for line in found:
        if line.mark == "=" and not line.blank and kept and line.text[:3] in ("===", "---"):
            title = kept[-1]
            if title.mark == "" and title.width <= 200 and (line.text[0] == "=" or title.blank):
                kept[-1] = replace(title, mark="#" if line.text[0] == "=" else "##")
        kept.append(line)
    return kept


def _swapped(found: Sequence[Line]) -> list[Line]:
    """The lines with each paragraph of an address and words as words and their address."""
    kept = list(found)
    for at, (url, words) in enumerate(itertools.pairwise(found)):
        ends = at + 2 == len(found) or found[at + 2].blank
        alone = (at == 0 or url.blank) and not words.blank and ends
        plain = not (words.anchors or words.mark or metadata.labelled(words.text))
        if alone and plain and _is_address(url):
            kept[at] = replace(words, number=url.number, blank=url.blank)
            kept[at + 1] = replace(url, number=words.number, blank=False)
    return kept


def _addressed(found: Sequence[Line]) -> list[Line]:
    """The lines with an address on a line of its own as the link of the words before it."""
    kept: list[Line] = []
    for line in found:
        before = kept[-1] if kept else None
        if before is None or line.mark not in ("", before.mark) or not _is_address(line):
            kept.append(line)
            continue
        bare = all(one.text == one.url for one in before.anchors)
        url = line.anchors[0].url
        if before.anchors and before.anchors[-1].url == url:
            continue
        first = line.blank or before.blank or before.mark in ("-", "1.") or len(kept) == 1
        if bare and first and before.mark in ("", "-", "1.", ">") and _takes_address(before.text):
            kept[-1] = replace(before, anchors=(Anchor(before.text, url),), rest="\ue000")
        else:
            kept.append(line)
    return kept


def _is_address(line: Line) -> bool:
    """Whether a line is an address and nothing else, in a paragraph of its own a label too."""
    if len(line.anchors) != 1 or line.anchors[0].text != line.anchors[0].url:
        return False
    label = line.rest.replace("\ue000", "").strip(" :：-–—")
    is_label = metadata.field_of(label) == "paper" or not any(map(str.isalnum, label))
    return not label or (line.blank and is_label)


def _takes_address(text: str) -> bool:
    """Whether words may be those of a link: no identifier, no label that waits for it."""
    if _IDENTIFIER.match(text) or metadata.labelled(text) or prose.are_names(text):
        return False
    return (" " in text.strip() and not text.rstrip().endswith((":", "："))) or text.isalnum()
