"""What people typically write that YAML takes otherwise: in plain words, with the right line.

YAML's own messages name its grammar. Here a line is looked at by itself: one that cannot be read,
or that reads as something else than the text it was meant to be, is written anew in quotes, and
only where the whole text can be read then is that said to be right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from generator.papers import links
from generator.store import yaml_text
from generator.store.yaml_text import YamlError
from generator.text.plain import cut, plain

_LINE: Final = re.compile(r"(?P<start>\s*(?:- )?(?P<name>[A-Za-z_]+):) +(?P<value>\S.*)")
_COMMENT: Final = re.compile(r"(?P<text>.*?)(?P<space>^|\s+)(?P<comment>#.*)")
_CONFLICT: Final = re.compile(r"(<{7}|\|{7}|>{7})( .*)?|={7}")
_LONGEST: Final = 300
_SUFFIXES: Final = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line (from 1) that says something else than was meant: why, and the line that is right.

    ``sure`` where it can have no other meaning.
    """

    line: int
    message: str
    right: str = ""
    sure: bool = True

    def __str__(self) -> str:
        """The message as people see it."""
        return f"{self.message}: write {cut(self.right.rstrip(), _LONGEST)}"


def unfinished_merge(text: str) -> int:
    """The line (from 1) of the first conflict marker that git left in a file; 0 without one."""
    if "<" * 7 not in text:
        return 0
    lines = text.split("\n")
    marked = [number for number, line in enumerate(lines, 1) if _CONFLICT.fullmatch(line)]
    starts = [number for number in marked if lines[number - 1].startswith("<")]
    whole = starts and any(lines[number - 1].startswith(">") for number in marked)
    return starts[0] if whole else 0


def in_broken(text: str, texts: Collection[str]) -> tuple[Mistake, ...]:
    """The mistakes that keep a text from being read; none where the text has other faults too.

    ``texts`` are the names whose values are text for people.
    """
    found = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        mistake = _tab(number + 1, line) or _unreadable(number + 1, line, texts)
        if mistake:
            lines[number] = mistake.right
            found.append(mistake)
    return tuple(found) if _is_sound("\n".join(lines)) else ()


def in_comments(text: str, texts: Collection[str]) -> Iterator[Mistake]:
    """Texts without quotes that end where YAML begins a comment."""
    for number, line in enumerate(text.split("\n") if " #" in text else (), start=1):
        match = _LINE.fullmatch(line)
        if match is None or match["name"] not in texts or match["value"][0] in "'\"|>":
            continue
        found = _COMMENT.fullmatch(match["value"])
        if found and (found["comment"][1:2].strip() or found["space"] == " "):
            what = f"'{cut(found['comment'], 40)}' is a comment to YAML"
            yield Mistake(number, what, f"{match['start']} {quoted(match['value'])}", sure=False)


def in_list(name: str, value: str) -> Mistake:
    """A text where a list is asked for, as that list; the line is for the caller to say."""
    parts = [part for each in re.split(r"[,;\n]", value) if (part := plain(each))]
    if name == "links":
        urls = [(links.kind(part), part) for part in value.split() if links.clean(part)]
        items = ", ".join(f"{{kind: {kind}, url: {quoted(url)}}}" for kind, url in urls)
        sure = len(urls) == len(value.split())
    else:
        items = ", ".join(part if _is_plain(part) else quoted(part) for part in parts)
        single = sum(" " not in part for part in parts)
        # "Muster, Ada" is one name; "Ada Muster Jr." has one that looks like two.
        unclear = name == "authors" and (
            len(parts) == 2 == single or any(_SUFFIXES.fullmatch(part) for part in parts)
        )
        sure = not unclear
    return Mistake(1, f"'{name}' is no list", f"{name}: [{items}]", sure)


def quoted(text: str) -> str:
    """A line of text in single quotes."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _is_plain(text: str) -> bool:
    """Whether a text means itself in a list without quotes."""
    try:
        return bool(yaml_text.load(f"[{text}]") == [text])
    except YamlError:
        return False


def _tab(number: int, line: str) -> Mistake | None:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" not in indent or not line.strip():
        return None
    right = indent.replace("\t", "  ") + line.lstrip()
    return Mistake(number, "a tab indents this line, where YAML takes spaces only", right)


def _unreadable(number: int, line: str, texts: Collection[str]) -> Mistake | None:
    match = _LINE.fullmatch(line)
    if match is None or match["name"] not in texts or match["value"][0] in "|>":
        return None
    value = match["value"].rstrip()
    try:
        if isinstance(yaml_text.load(f"x: {value}")["x"], str):
            return None
    except YamlError:
        pass
    first = value[0]
    inner = value
    if first in "'\"" and value[-1] == first and len(value) > 2:
        inner = value[1:-1].replace("''", "'") if first == "'" else value[1:-1]
        why = "the quotes end too early" if first == '"' else "an apostrophe ends the quotes"
    elif first in "[]{}@`%&*!,?|>":
        why = f"a text that starts with {first} needs quotes"
    elif first in "'\"":
        why = f"a text that starts with {first} needs quotes around all of it"
    else:
        why = "a text with a colon needs quotes"
    return Mistake(number, why, f"{match['start']} {quoted(inner)}", sure=" #" not in inner)


def _is_sound(text: str) -> bool:
    try:
        yaml_text.load(text)
    except YamlError:
        return False
    return True
