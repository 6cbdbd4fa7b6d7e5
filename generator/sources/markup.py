"""Markdown, and what chats and text browsers write like it, to lines with their links.

CommonMark's links, images, headings, lists and tables, and what tools make of a page:
numbered links with their addresses at the end or nowhere, ``<address|words>``, an address on
a line of its own. One pass over the text; nothing is resolved and nothing is rendered.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from generator.sources import grammar, lines
from generator.sources.grammar import LINK
from generator.sources.lines import Anchor, Line

_DEFINITION: Final = re.compile(r"^ {0,3}\[([\w.-]{1,40})\]:\s*<?(\S+?)>?\s*$", re.MULTILINE)
_REFERENCES: Final = re.compile(
    r"^References\s*$(?=\s+(?:Visible links\s+)?1\. https?://)", re.MULTILINE
)
_REFERRED: Final = re.compile(
    r"\[(\d+)\](?=\S)((?:(?!\n\s*\n|\[\d+\]|\n\s*[*+-] ).)*(?<=\S))(\s*)", re.DOTALL
)
_HTML_LINK: Final = re.compile(
    r"<a\s[^<>]*href=\"(https?://[^\"\s]+)\"[^<>]*>([^<\n]{1,300})</a>", re.IGNORECASE
)
# Of org-mode, MediaWiki, AsciiDoc and LaTeX.
_OTHER_LINKS: Final = (
    re.compile(r"\[\[([a-z]+://[^\]\s]{1,500})\]\[((?:[^\]\n]|\](?!\])){1,300})\]\]"),
    re.compile(r"(?<!\[)\[(https?://[^\s\]]{1,500}) +(?! |https?:)([^\[\]\n]+)\](?![(\]])"),
    re.compile(
        r"(?<![\w(\[<\"=])(https?://[^\s\[\](){}<>]{1,500})\[([^\[\]\n ]+ [^\[\]\n]+)\](?!\()"
    ),
    re.compile(r"\\href\{(https?://[^{}\s]+)\}\{([^{}\n]+)\}"),
)
# A link to a note, as note-takers have it.
_NOTE_LINK: Final = re.compile(r"(?<!\[)\[\[(?:[^\[\]|\n]+\|)?([^\[\]|\n]+)\]\](?![(\[])")
_CALLOUT: Final = re.compile(r"^>\s*\[!\w+\][+-]?[ \t]+(?=\S)", re.MULTILINE)
_REDIRECT: Final = re.compile(
    r"https?://(?:www\.|scholar\.)?google\.[\w.]+/(?:scholar_)?url\?(?:\S*?&)?(?:url|q)=([^&\s]+)\S*"
)
_BAR: Final = "\\|"
_FENCE: Final = re.compile(r"\s*(?:```|~~~)\s*([\w+-]*)")
_TOKEN: Final = re.compile(
    r"\\\\\n?|\\[^\w\s]|!?\[|\]"
    r"(?:\(\s*<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+[\"'][^\"\n]*[\"'])?\s*\)"
    r"|\[([\w.-]{0,40})\])?"
)
_URL: Final = re.compile(
    r"<((?:https?://|mailto:)[^\s<>|]+)(?:\|([^<>\n]*))?>"
    r"|(?<![\w/@.])((?:https?://|www\.|(?:arxiv|doi)\.org/)[^\s<>\"|（）】，。、"
    rf"{LINK}\ue001]+)"
)
_LINK_SIGN: Final = re.compile(rf"{LINK}(\d+)\ue001")
_PICTURE: Final = re.compile("\ue006[^\ue007]*\ue007")
_LITERAL: Final = {"|": "\ue002", "*": "\ue003", "_": "\ue004"}
_AS_WRITTEN: Final = str.maketrans({sign: char for char, sign in _LITERAL.items()})
_MARK: Final = re.compile(
    r"(#{1,6})\s+|([-*+]\s+(?:\[[ xX]\]|TODO|DONE)|[-*+•◦▪‣●○–])\s+"
    r"|((?:\d{1,3}[.)]|[①-⑳]|\(\d{1,3}\))(?=\s)|（\d{1,3}）|【\d{1,3}】)\s*|(>)\s*"
)
_NUMBER: Final = re.compile(r"\d{1,3}[.)]\s")
_IMAGE: Final = re.compile(
    r"\[?(?:图片|画像|이미지|Bild|Image(?: \d+)?|image)\s*[:：][^\]\n]{0,80}\]"
)
_STRONG: Final = re.compile(
    r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)(.{1,300}?)(?<=\S)\1(?![\w*])|~~(?=\S)(.{1,300}?)~~|`([^`\n]{1,300})`"
)
_TAG: Final = re.compile(
    r"</?(?:br|b|i|em|strong|sub|sup|p|div|span|details|summary|a)\b[^<>]*>|<a\s[^<>]*$", re.I
)
_LONGEST_LINK: Final = 20_000
_LONGEST_LINE: Final = 50_000  # of no use: longer than a title and an abstract may be
_LONGEST_MARKED: Final = 5_000
_SITE: Final = "https://huggingface.co"


def is_marked(text: str) -> bool:
    """Whether a text has links or headings of Markdown or of a tool like it."""
    return bool(re.search(r"\]\(|\]\[[\w.-]*\]|^#{1,6} |<https?://[^<>\s]+>", text, re.MULTILINE))


def read(text: str) -> list[Line]:
    """The lines of ``text`` with their marks and links."""
    physical = [line if len(line) <= _LONGEST_LINE else "" for line in lines.physical_lines(text)]
    physical = _table(physical)
    whole = _HTML_LINK.sub(r"[\2](\1)", "\n".join(_unfenced(physical)))
    whole = _NOTE_LINK.sub(r"\1", _CALLOUT.sub("###### ", _referred(whole)))
    for link in _OTHER_LINKS:
        whole = link.sub(r"[\2](\1)", whole)
    urls = {match[1].lower(): match[2] for match in _DEFINITION.finditer(whole)}
    links: list[tuple[Anchor, int]] = []
    flat = _linked(_DEFINITION.sub("", whole), urls, links)
    marked = list(_marked_lines(flat, links, physical))
    whole_lines = lines.unwrapped(marked, ended=text.endswith("\n"))
    return _underlined(_addressed([_line(line, links) for line in whole_lines]))


def _table(physical: list[str]) -> list[str]:
    """The lines; those of a sheet, its cells parted by tabs, commas or semicolons, as a table.

    A cell in quotes may have several lines. The head is the first row that names a column of
    titles and another; without one there are as many tabs in each line. A row that does not
    fit its head has one cell too many.
    """
    for parting, quote in (("\t", "\0"), (",", '"'), (";", '"')):
        reader = csv.reader((f"{line}\n" for line in physical), delimiter=parting, quotechar=quote)
        rows: dict[int, list[str]] = {}
        start = 0
        try:
            for cells in reader:
                if any(map(str.strip, cells)):
                    rows[start] = [" ".join(cell.split()).replace("|", _BAR) for cell in cells]
                start = reader.line_num
        except csv.Error:
            continue
        even = parting == "\t" and len({len(row) for row in rows.values()}) == 1
        first = next((at for at, row in rows.items() if _is_head(row)), 0 if even else start)
        count = len(rows.get(first, ()))
        if count > 1 and any(at > first and len(row) == count for at, row in rows.items()):
            for row in rows.values():
                row += [""] * (count + 1 - len(row)) if len(row) != count else []
            table = (f"|{' | '.join(rows[at])}|" if at in rows else "" for at in range(start))
            return [*physical[:first], *list(table)[first:]]
    return physical


def _is_head(row: Sequence[str]) -> bool:
    """Whether a row of a sheet names a column of titles and another one."""
    named = {grammar.column_of(cell) for cell in row} - {"", None}
    return len(named) > 1 and not named.isdisjoint(("title", "paper"))


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
    definitions = "\n".join(f"[{number}]: {url}" for number, url in addresses)
    linked = _REFERRED.sub(r"[\2][\1]\3", text[: where.start()])
    return f"{linked}\n{definitions}"


def _linked(text: str, urls: Mapping[str, str], links: list[tuple[Anchor, int]]) -> str:
    """The text with a sign for each link, whose anchors and swallowed line ends go to ``links``."""
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
        else:
            start = opened.pop() if opened else len(out)
            url = match[1] if match[1] is not None else urls.get((match[2] or "").lower(), "")
            is_link = match[1] is not None or (match[2] or "").isdigit() or bool(url)
            inner = "".join(out[start + 1 :])
            if start == len(out) or not is_link or len(inner) > _LONGEST_LINK:
                out.append("]")
                position = match.start() + 1
                continue
            image = out[start] == "!["
            del out[start:]
            if image:
                out.append(f"\ue006{_PICTURE.sub('', inner)}\ue007")
                continue
            opened.clear()
            # The pages read here leave out their own site.
            url = f"{_SITE}{url}" if url.startswith(("/papers", "/login")) else url
            links.append(
                (Anchor(_words(inner), _target(url)), inner.count("\n") + token.count("\n"))
            )
            out.append(f"{LINK}{len(links) - 1}\ue001")
    out.append(text[position:])
    return _URL.sub(lambda match: _bare(match, links), "".join(out))


def _bare(match: re.Match[str], links: list[tuple[Anchor, int]]) -> str:
    """An address that stands in the text: its sign, and the punctuation behind it."""
    url = match[1] or match[3]
    end = "" if match[1] else url[len(url.rstrip(".,;:!?*'…")) :]
    url = url[: len(url) - len(end)]
    if match[3] and url.endswith(")") and url.count(")") > url.count("("):
        url, end = url[:-1], ")" + end
    full = url if "://" in url or url.startswith("mailto:") else f"https://{url}"
    words = _words(match[2]) if match[2] else url
    links.append((Anchor(words, _target(full)), 0))
    return f"{LINK}{len(links) - 1}\ue001{end}"


def _target(url: str) -> str:
    """Where an address leads to that a search engine counts the visits of."""
    match = _REDIRECT.fullmatch(url)
    return unquote(match[1]) if match else url


def _words(inner: str) -> str:
    """The words of a link on one line, without marks; of a badge alone what it shows."""
    shown = _LINK_SIGN.sub("", _PICTURE.sub("", re.sub(r"\n\s*#{1,6}\s+", " ", inner)))
    if not shown.strip(" \n-*[]"):
        shown = next(iter(_PICTURE.findall(inner)), shown).strip("\ue006\ue007")
    inner = re.sub(r"^image\s*\d*$", "", _IMAGE.sub("", shown).strip(), flags=re.IGNORECASE)
    text = " ".join(re.sub(r"(?:^|\n)\s*[-*+•][ \t]+(?=\S)", " ", inner).split())
    return _unmarked(text.strip("[]") if text.startswith("[") and text.endswith("]") else text)[0]


def _marked_lines(
    flat: str, links: Sequence[tuple[Anchor, int]], physical: Sequence[str]
) -> Iterator[Line]:
    number, blank, quoted = 1, False, ""
    for raw in flat.split("\n"):
        ends = sum(links[int(match[1])][1] for match in _LINK_SIGN.finditer(raw))
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
    if lines.RULE.fullmatch(text) or (text[:1] == "|" and not text.strip("|-: ")):
        return "="
    if text[:1] == text[-1:] == "|" and text.count("|") > 2:
        return "|"
    match = _MARK.match(text.lstrip("> ")) or _MARK.match(text)
    return (match[1] or (match[2] and "-") or (match[3] and "1.") or ">") if match else ""


def _line(line: Line, links: Sequence[tuple[Anchor, int]]) -> Line:
    text = line.text
    if line.mark in ("=", "|"):
        cells = text.strip("|").split("|") if line.mark == "|" else []
        row = (_line(replace(line, text=cell.strip(), mark=""), links) for cell in cells)
        return replace(line, cells=tuple(row))
    while match := _MARK.match(text):
        text = text[match.end() :]
        if not match[3] and not _NUMBER.match(text):
            break
    anchors = tuple(links[int(match[1])][0] for match in _LINK_SIGN.finditer(text))
    shown, strong = _unmarked(_LINK_SIGN.sub(lambda match: links[int(match[1])][0].text, text))
    rest, _ = _unmarked(_LINK_SIGN.sub(LINK, text))
    return replace(line, text=shown, anchors=anchors, rest=rest, strong=strong)


def _unmarked(text: str) -> tuple[str, str]:
    """A text without marks of emphasis, and what it emphasises first."""
    if len(text) > _LONGEST_MARKED:
        return " ".join(text.translate(_AS_WRITTEN).split()), ""
    first = _STRONG.search(text)
    strong = _STRONG.sub(r"\2", first[2]) if first and first[1] else ""
    for _ in range(3):  # one in another
        bare = _STRONG.sub(lambda match: match[2] or match[3] or match[4], text)
        if bare == text:
            break
        text = bare
    shown, first_strong = (" ".join(one.translate(_AS_WRITTEN).split()) for one in (text, strong))
    return shown, first_strong


def _underlined(text_lines: Sequence[Line]) -> list[Line]:
    """The lines with titles that ``===`` or ``---`` underlines as headings."""
    kept: list[Line] = []
    for line in text_lines:
        if line.mark == "=" and not line.blank and kept and line.text[:3] in ("===", "---"):
            title = kept[-1]
            if title.mark == "" and title.width <= 200 and (line.text[0] == "=" or title.blank):
                kept[-1] = replace(title, mark="#" if line.text[0] == "=" else "##")
        kept.append(line)
    return kept


def _addressed(text_lines: Sequence[Line]) -> list[Line]:
    """The lines with an address on a line of its own as the link of the words before it, or in
    a paragraph of these two, of the words behind it.
    """
    kept: list[Line] = []
    for at, line in enumerate(text_lines):
        before = kept[-1] if kept else Line(0, "")
        starts, ends = len(kept) < 2, at + 1 == len(text_lines) or text_lines[at + 1].blank
        plain = not (line.blank or line.anchors or line.mark) and _takes_address(line.text)
        if plain and ends and (before.blank or starts) and _is_address(before):
            kept[-1] = replace(_linking(line, before), number=before.number, blank=before.blank)
        elif not _is_address(line) or line.mark not in ("", before.mark):
            kept.append(line)
        elif not before.anchors or before.anchors[-1].url != line.anchors[0].url:
            bare = all(one.text == one.url for one in before.anchors)
            apart = line.blank or before.blank or before.mark in ("-", "1.") or starts
            takes = before.mark in ("", "-", "1.", ">") and _takes_address(before.text)
            if bare and apart and takes:
                kept[-1] = _linking(before, line)
            else:
                kept.append(line)
    return kept


def _linking(words: Line, address: Line) -> Line:
    return replace(words, anchors=(Anchor(words.text, address.anchors[0].url),), rest=LINK)


def _is_address(line: Line) -> bool:
    """Whether a line is an address and nothing else, in a paragraph of its own a label too."""
    if len(line.anchors) != 1 or line.anchors[0].text != line.anchors[0].url:
        return False
    label = line.rest.replace(LINK, "").strip(" :：-–—")
    is_label = grammar.field_of(label) == "paper" or not any(map(str.isalnum, label))
    return not label or (line.blank and is_label)


def _takes_address(text: str) -> bool:
    """Whether words may be those of a link: no identifier, no label that waits for it."""
    if lines.IDENTIFIER.match(text) or grammar.labelled(text) or grammar.are_names(text):
        return False
    return (" " in text.strip() and not text.rstrip().endswith((":", "："))) or text.isalnum()
