"""What people write otherwise than YAML wants it, and the line that would be right.

That is said only where the text can be read then, or further than before.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from generator.papers import links, names
from generator.store.yaml_text import YamlError, load, quoted
from generator.text.plain import cut, plain

_CONFLICT: Final = re.compile(r"^<{7}(?: .*)?$(?=(?s:.*)^>{7}(?: .*)?$)", re.MULTILINE)
_LINE: Final = re.compile(r"(?P<start>\s*(?:- )?(?P<name>[A-Za-z_]+):) +(?P<value>\S.*)")
_COMMENT: Final = re.compile(r"(?P<text>.*?)(?P<space>^|\s+)(?P<comment>#.*)")
_PARTED: Final = re.compile(r"[{,]\s*[A-Za-z_]+: (?P<value>[^\s,'\"{}\[\]]+(,[0-9]+)+)(?=\s*[,}])")
_THOUSANDS: Final = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line (from 1) that says something else than was meant: why, and the line that is right.

    ``sure`` where it can have no other meaning.
    """

    line: int
    message: str
    right: str
    sure: bool = True

    def __str__(self) -> str:
        return f"{self.message}: write {cut(self.right.rstrip(), _LONGEST)}"


def unfinished_merge(text: str) -> int:
    """The line (from 1) of the first conflict marker that git left in a file; 0 without one."""
    match = _CONFLICT.search(text) if "<" * 7 in text else None
    return text.count("\n", 0, match.start()) + 1 if match else 0


def righted(
    text: str, texts: Collection[str], *, sure: bool = False
) -> tuple[str, tuple[Mistake, ...]]:
    """Text that cannot be read as it can be, or further than before, and the mistakes in it.

    ``texts`` are the names whose values are text for people. Only mistakes that are ``sure``
    count, if that is asked.
    """
    wrong = _wrong(text)
    best: tuple[float, str, tuple[Mistake, ...]] = (wrong, text, ())
    for indent in ("  ", "") if wrong else ():
        each = (
            _tab(number, line, indent) or _comma(number, line) or _unreadable(number, line, texts)
            for number, line in enumerate(text.split("\n"), start=1)
        )
        slips = tuple(mistake for mistake in each if mistake and (mistake.sure or not sure))
        if left := _wrong(_with(text, slips)):  # what is wrong there hides nothing before it
            slips = tuple(slip for slip in slips if slip.line < left)
        right = _with(text, slips)
        best = max(best, (_wrong(right) or math.inf, right, slips), key=lambda way: way[0])
    return best[1:]


def _with(text: str, mistakes: Iterable[Mistake]) -> str:
    lines = text.split("\n")
    for mistake in mistakes:
        lines[mistake.line - 1] = mistake.right
    return "\n".join(lines)


def in_comments(text: str, texts: Collection[str]) -> Iterator[Mistake]:
    """Texts without quotes that end where YAML begins a comment."""
    for number, line in enumerate(text.split("\n") if " #" in text else (), start=1):
        match = _LINE.fullmatch(line)
        if match is None or match["name"] not in texts or match["value"][0] in "'\"|>":
            continue
        tail = _COMMENT.fullmatch(match["value"])
        if tail and (tail["comment"][1:2].strip() or tail["space"] == " "):
            what = f"'{cut(tail['comment'], 40)}' is a comment to YAML"
            yield Mistake(number, what, f"{match['start']} {quoted(match['value'])}", sure=False)


def in_list(name: str, value: str) -> Mistake:
    """A text where a list is asked for, as that list; name and line are for the caller to say."""
    if name == "links":
        words = [word.strip("[],;") for word in value.split()]
        urls = [(links.kind(word), word) for word in words if links.clean(word)]
        items = ", ".join(f"{{kind: {kind}, url: {quoted(url)}}}" for kind, url in urls)
        sure = len(urls) == len(words)
    else:
        value = value.strip("[] ")
        parts = [part for each in re.split(r"[,;\n]", value) if (part := plain(each))]
        sure = True
        if name == "authors":
            bare = re.sub(r"[,;&]|\band\b", " ", value).split()
            commas = len(parts)
            parts = [plain(each) for each in names.split(value.replace("\n", ", "))]
            # "Muster, Ada" is one name or two, and "Ada Muster, Jr." has one that looks like two.
            sure = sorted(" ".join(parts).split()) == sorted(bare) and (
                commas == 1 == len(parts) or (len(parts) > 1 and all(" " in part for part in parts))
            )
        items = ", ".join(map(_in_flow, parts))
    return Mistake(1, "is no list", f"{name}: [{items}]", sure)


def in_names(names: Sequence[str], value: Any) -> tuple[str, bool]:
    """Texts where ``names`` with values are asked for, as those, and whether that is sure."""
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        return "", False
    if len(values) == 1 and names == ["kind", "url"] and links.clean(value):
        values = [links.kind(value), value]
    pairs = zip_longest(names, map(_in_flow, values), fillvalue="…")
    right = ", ".join(f"{name}: {text}" for name, text in pairs)
    sure = len(values) == len(names) and (names[-1] != "url" or bool(links.clean(values[-1])))
    return f"{{{right}}}" * (len(values) <= len(names)), sure


def _in_flow(text: str) -> str:
    return text if _is_sound(f"[{text}]", [text]) and ":" not in text else quoted(text)


def _comma(number: int, line: str) -> Mistake | None:
    """A comma in a value without quotes, which parts it where names stand on one line."""
    match = _PARTED.search(line)
    if not match:
        return None
    value = match["value"]
    inner = value.replace(",", "") if _THOUSANDS.fullmatch(value) else quoted(value)
    right = line[: match.start("value")] + inner + line[match.end() :]
    return Mistake(number, "a comma parts this value", right)


def _tab(number: int, line: str, instead: str) -> Mistake | None:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" not in indent or not line.strip():
        return None
    right = indent.replace("\t", instead) + line.lstrip()
    return Mistake(number, "a tab indents this line, where YAML takes spaces only", right)


def _unreadable(number: int, line: str, texts: Collection[str]) -> Mistake | None:
    match = _LINE.fullmatch(line)
    if match is None or match["name"] not in texts or match["value"][0] in "|>":
        return None
    value = inner = match["value"].rstrip()
    try:
        if isinstance(load(f"x: {value}")["x"], str):
            return None
    except YamlError:
        pass
    first, sure = value[0], True
    if first in "'\"":
        why = "the quotes do not hold the whole text"
        if value[-1] == first == '"' and "\\" in value:
            return None  # an escape that is none
        if value[-1] == first and len(value) > 2:
            inner = value[1:-1].replace("''", "'") if first == "'" else value[1:-1]
        elif first not in value[1:]:
            # What is meant may be an apostrophe: 'Tis.
            inner, sure = value[1:], first == '"'
    elif first in "[]{}@`%&*!,?-":
        why = f"a text that starts with {first} needs quotes"
    else:
        why = "a text with a colon needs quotes"
    return Mistake(number, why, f"{match['start']} {quoted(inner)}", sure and " #" not in inner)


def _is_sound(text: str, data: object) -> bool:
    return not _wrong(text) and bool(load(text) == data)


def _wrong(text: str) -> int:
    """The line (from 1) at which a text cannot be read any further; 0 where it can."""
    try:
        load(text)
    except YamlError as error:
        return error.line
    return 0
