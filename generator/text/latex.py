"""TeX fragments in titles and abstracts to Unicode, with the table of symbols of pylatexenc.

Such a text is plain, with remains of TeX in it, often damaged: dollars and backslashes get
lost on the way. A reader of TeX documents would take ``90% of`` for a comment and drop every
macro it does not know. So only what can be nothing but TeX is looked for here, fragment by
fragment, and the rest stays as it is. In a formula everything is TeX: what Unicode can say is
said, and the rest stays readable without its dollars.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db

_PASSES: Final = 12
_CONVERTER: Final = LatexNodes2Text(math_mode="text")


def _names(*words: str) -> str:
    """A regular expression for any of the words, the longest first."""
    names = sorted(" ".join(words).split(), key=lambda name: (-len(name), name))
    return f"(?:{'|'.join(names)})"


_LIGATURES: Final = "AE ae OE oe AA aa DH dh TH th DJ dj NG ng ss ETH eth"
_OPERATORS: Final = (
    "arccos arcsin arctan arg argmax argmin cos cosh cot coth csc det dim exp gcd hom inf ker lg"
    " lim liminf limsup ln log max min sec sin sinh sup tan tanh"
)
_ALPHABETS: Final = "mathcal mathbb mathfrak mathscr"
# Also found without their backslash, so none of them may be a word.
_FORMATS: Final = (
    f"{_ALPHABETS} mathbf mathrm mathit mathsf mathtt boldsymbol textbf textit texttt textsc"
    " textrm textsf"
)
_WRAPPERS: Final = (
    "bm emph ensuremath mbox operatorname overline text textmd textnormal textsl textup underline"
    " url"
)
_SWITCHES: Final = "bf it em sc tt rm sf sl bfseries itshape scshape ttfamily"
_ABBREVIATIONS: Final = {
    "aka": "a.k.a.",
    "cf": "cf.",
    "eg": "e.g.",
    "etal": "et al.",
    "etc": "etc.",
    "ie": "i.e.",
    "vs": "vs.",
    "wrt": "w.r.t.",
}
_MARKS: Final = {
    "'": "\u0301", "acute": "\u0301", "`": "\u0300", "grave": "\u0300", "^": "\u0302",
    "hat": "\u0302", "widehat": "\u0302", '"': "\u0308", "ddot": "\u0308", "~": "\u0303",
    "tilde": "\u0303", "widetilde": "\u0303", "=": "\u0304", "bar": "\u0304", ".": "\u0307",
    "dot": "\u0307", "v": "\u030c", "check": "\u030c", "u": "\u0306", "breve": "\u0306",
    "c": "\u0327", "b": "\u0331", "d": "\u0323", "H": "\u030b", "k": "\u0328", "r": "\u030a",
    "vec": "\u20d7",
}  # fmt: skip


def _symbols() -> dict[str, str]:
    """Macros that take no argument and stand for one character or an operator's name."""
    table = {
        macro.macroname: macro.simplify_repl
        for macro in get_default_latex_context_db().iter_macro_specs()
    }
    symbols = {
        name: text
        for name, text in table.items()
        if isinstance(text, str) and len(text) == 1 and name.isalpha() and not text.isascii()
        # Papers call their methods \gemini and \leo.
        and not "♈" <= text <= "♓" and not "☾" <= text <= "♇"
    }  # fmt: skip
    symbols |= {name: name for name in ["TeX", "LaTeX", *_OPERATORS.split()]}
    return symbols | {
        "ETH": "Ð", "P": "¶", "S": "§", "colon": ":", "copyright": "©", "ddag": "‡",
        "ddagger": "‡", "deg": "°", "degree": "°", "epsilon": "ε", "eth": "ð", "j": "j",
        "lvert": "|", "mid": "|", "ne": "≠", "pounds": "£", "prime": "′", "rvert": "|",
        "textgreater": ">", "textless": "<", "vert": "|",
    }  # fmt: skip


def _scripts() -> dict[str, dict[int, str]]:
    """What Unicode has above and below the line, by ``^`` and ``_``."""
    signs = {"<super>": "^", "<sub>": "_"}
    found: dict[str, dict[int, str]] = {"^": {}, "_": {}}
    for char in map(chr, range(0xB2, 0x2C7E)):
        kind, _, plain = unicodedata.decomposition(char).partition(" ")
        if kind in signs and len(plain) == 4 and char not in "ªº":
            found[signs[kind]].setdefault(int(plain, 16), char)
    for table in found.values():
        table[ord("-")] = table[ord("−")]
    return found


_SYMBOLS: Final = _symbols()
_SCRIPTS: Final = _scripts()
# What stands above the line anyway.
_RAISED: Final = {"∘": "°", "∗": "*", **dict(zip("°*†‡⋆′", "°*†‡⋆′", strict=True))}

# What no step may touch is represented by a private-use character, and so is that character;
# the others stand for the signs that a formula shows.
_SHELTER: Final = "\ue000"
_SHOWN: Final = dict(zip("^_{}", "\ue001\ue002\ue003\ue004", strict=True))
_SHELTERED: Final = re.compile(
    r"[\ue000-\ue004]|(?:https?://|www\.)[^\s{}<>\"]+|\b[A-Za-z]:\\[^\s{}]*|\\\\[^\s{}]*",
    re.IGNORECASE,
)
_MATHS: Final = re.compile(
    r"(?<![\\$])\$\$([^$\n]{1,400})\$\$(?!\$)"
    r"|(?<![\\$])\$(?![\s$]|\{[^\\])((?:[^$\n\\]|\\[^\n]){1,400}+)(?<!\s)\$(?!\$)"
    r"|\\\(((?:[^$\n\\]|\\[A-Za-z, ]){1,400})\\\)"
)
_SHORT: Final = r"(?:\w{1,2}'?|\d[\d.,]*)"
_FORMULA: Final = re.compile(rf"\W?{_SHORT}(?:\W{{1,3}}{_SHORT})*\W?|[^\W\d_]+|[^\w\s]+")
_TWO_WORDS: Final = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3,} (?:.* )?[A-Za-z]{3,}(?![A-Za-z])")
_MACRO: Final = re.compile(r"\\([A-Za-z]+)")
_SCRIPT: Final = re.compile(r"\s?([_^])\s?(?:\{([^{}]*)\}|(\w|[^\s{}\\]))")
_UNSAID: Final = re.compile(
    r"\\(?:(?:left|right|middle|[Bb]igg?[lrm]?)(?![A-Za-z])\.?"
    rf"|(?:limits|displaystyle|cal|{_names(_SWITCHES)})(?![A-Za-z])\s?|!)"
)
_ENDING_SPACE: Final = re.compile(r"(?<!\s)(\\[A-Za-z]+) (?=\w)")
_MATHS_SPACE: Final = re.compile(r"\\[,:;> ]|\\q?quad(?![A-Za-z])|~")
_OPERATOR: Final = re.compile(rf"([\w)\]])?\\({_names(_OPERATORS)})(?![A-Za-z])\s?(?=([\w\\])?)")
_QUOTES: Final = re.compile(r"(?<!`)``(?![`\s])([^`\n]{1,400}?)''(?!')")
_ABBREVIATION: Final = re.compile(
    rf"(?<!\\)\\({_names(*_ABBREVIATIONS)})(?![A-Za-z])(?:\{{\}})?\.?"
)
_CONTRACTION: Final = re.compile(r"(?<=[A-Za-z])\\'(?=(?:s|t|d|m|re|ve|ll)\b)")
# An accent with no letter under it: in this text the backslash escapes quotation marks.
_ESCAPED_QUOTE: Final = re.compile(r"\\[\"'`](?![A-Za-z{\\])")
_NAMED_MARK: Final = _names(*(name for name in _MARKS if len(name) > 1))
_ACCENT: Final = re.compile(
    rf"\\([\"'`^~=.]|[cvubdHkr](?=[{{\\ ])|{_NAMED_MARK}(?=[{{\\ ])) ?"
    r"(?:\{\\?([^\W\d_])\}|\{?\\([ij])(?![A-Za-z])(?:(?<=\{..)\}| (?=\w))?|([A-Za-z]))"
)
_LETTER: Final = re.compile(
    rf"\\({_names('L l O o i j', _LIGATURES)})(?![A-Za-z(/])(?:\{{\}}|\\(?= )| (?=[ \w\\]))?"
)
_GROUPED: Final = re.compile(r"\{(?:\\([A-Za-z]+)\s*|([^\W\da-zA-Z_]))\}")
_PLAIN_NAMES: Final = _names(*_SYMBOLS.keys() - {*_LIGATURES.split(), *"LlOoij", "id"})
_ONE_SYMBOL: Final = rf"\\{_PLAIN_NAMES}(?![A-Za-z])(?:\{{\}})?"
# Two letters before the backslash are a path: ``src\in\to``. A sign is no regular expression.
_SYMBOL_RUN: Final = re.compile(
    rf"(?<![A-Za-z]{{2}})(?!\\[PS](?![A-Za-z\s\d\\{{-]|$))(?:{_ONE_SYMBOL})+"
    r"(\\(?= )|(?<!\}) (?=[^\W_]|[\\ ]))?"
    r"|\\(?:times|ldots|dots|textless|textgreater|deg|degree|pm|textregistered|texttrademark)"
    r"(?![A-Za-z])(?:\{\})?"
)
_SWITCHED: Final = re.compile(rf"\{{(?:\\{_names(_SWITCHES)}\b)+\s*([^{{}}]*)\}}")
_LOST_SWITCH: Final = re.compile(r"(?<![^\s(])\{(?:bf|it|em|sc|tt) ([\w ,'-]+)\}")
_WRAPPED: Final = re.compile(
    rf"(?:(?<![A-Za-z\\])({_names(_FORMATS)})|\\({_names(_FORMATS, _WRAPPERS)}))\{{([^{{}}]*)\}}"
)
_CALLIGRAPHIC: Final = re.compile(rf"(?<![A-Za-z\\])\\?({_names(_ALPHABETS)}) ([A-Z])(?![A-Za-z])")
_TEXT_SCRIPT: Final = re.compile(r"\\text(super|sub)script\{([^{}]*)\}")
_HREF: Final = re.compile(r"\\href\{([^{}]*)\}\{([^{}]*)\}")
_FOOTNOTE: Final = re.compile(r"\s?\\footnote\{([^{}]*)\}")
_FRACTION: Final = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")
_ROOT: Final = re.compile(r"\\sqrt\{([^{}]*)\}")
_ESCAPED: Final = re.compile(r"(?<!\\)\\([%&#_$])")
_SPACE: Final = re.compile(r"(?<=[.\w])\\[,;](?=\w)|(?<=\S)\\ +(?=\S)")
_HYPHENATION: Final = re.compile(r"(?<=[A-Za-z])\\-(?=[a-z])")


def to_text(text: str) -> str:
    r"""``text`` with its TeX as Unicode: ``na\"{\i}ve``, ``90\%``, ``A$^2$``, ``\textbf{x}``.

    Plain text comes back as it is: dollars that are money, ``snake_case``, ``90% of``, paths,
    URLs, macros of a paper's own such as ``\method``. Converting twice changes nothing more.

    >>> to_text(r"B\'ezier curves in $\mathcal{O}(n\log n)$, 90\% of {\alpha}")
    'Bézier curves in 𝒪(n log n), 90% of α'
    """
    before = text
    for _ in range(_PASSES):
        after = _sheltered_pass(before)
        if after == before:
            return after
        before = after
    # Nested deeper than any writing: no text of a person, so it is left alone.
    return text


def _sheltered_pass(text: str) -> str:
    if not any(sign in text for sign in "\\{$`") and "math" not in text:
        return text
    sheltered = _SHELTERED.findall(text)
    converted = _SHELTERED.sub(_SHELTER, text)
    for step in _STEPS:
        converted = step(converted)
    pieces = converted.split(_SHELTER)
    inner = [*sheltered, ""]
    return "".join(piece + inner[index] for index, piece in enumerate(pieces))


@lru_cache(maxsize=256)
def _unicode(fragment: str) -> str:
    return str(_CONVERTER.latex_to_text(fragment))


def _maths(text: str) -> str:
    """The text with its formulas said: what they might be is tried from each dollar on."""
    pieces, start = [], 0
    while match := _MATHS.search(text, start):
        formula = _said(match)
        end = match.end() if formula is not None else match.start() + 1
        pieces += [text[start : match.start()], text[match.start() : end]]
        if formula is not None:
            pieces[-1] = formula
        start = end
    return "".join([*pieces, text[start:]])


def _said(match: re.Match[str]) -> str | None:
    """A formula as plain text; None where it may be none."""
    formula = (match[1] or match[2] or match[3]).strip()
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    if not _is_formula(formula, before, after, with_dollars=not match[3]):
        return None
    text = _formula(formula)
    if len(text) == 1 and text.isalpha() and (after.isalpha() or before.isalpha()):
        # A letter of a word, which search and screen readers know only as such.
        return unicodedata.normalize("NFKC", text)
    return text


def _is_formula(text: str, before: str, after: str, with_dollars: bool) -> bool:
    """Whether what stands between dollars is neither money nor variables of a shell."""
    has_macro = re.search(r"\\[A-Za-z{}|,;]", text) is not None
    if has_macro or (text[:1] in "^_" and len(text) > 1):
        return True
    # As Pandoc has it: no digit after the closing dollar.
    if before.isdigit() or (after.isdigit() and any(map(str.isalnum, text))):
        return False
    if len(text) > 1 and text[-1] in ":/,;=-\\":
        return False
    if re.search(r"[\^_=<>]", text):
        return not _TWO_WORDS.search(text)
    return with_dollars and _FORMULA.fullmatch(text) is not None


def _formula(text: str) -> str:
    """A formula in one line: Unicode where it has the signs, else ``x^(a+b)`` and ``a/b``."""
    text = text.replace(r"\{", _SHOWN["{"]).replace(r"\}", _SHOWN["}"])
    text = _MATHS_SPACE.sub(" ", _UNSAID.sub("", text))
    for _ in range(text.count("{") + 2):
        before = text
        for step in _FORMULA_STEPS:
            text = step(text)
        text = _SCRIPT.sub(lambda m: _script(m[1], m[3] if m[2] is None else m[2]), text)
        if text == before:
            break
    text = _MACRO.sub(r"\1", re.sub(r"[{}]", "", _ESCAPED.sub(r"\1", text)))
    for sign, represented in _SHOWN.items():
        text = text.replace(represented, sign)
    return " ".join(text.split())


def _operators(text: str) -> str:
    r"""Names of operators apart from what stands beside them: ``n\log n``."""
    return _OPERATOR.sub(
        lambda m: f"{m[1] + ' ' if m[1] else ''}{m[2]}{' ' if m[3] and m[3] != '_' else ''}", text
    )


def _script(sign: str, text: str) -> str:
    if sign == "^" and text in _RAISED:
        return _RAISED[text]
    table = _SCRIPTS[sign]
    letters = sum(char.isalpha() for char in text)
    if text and all(ord(char) in table for char in text) and (not letters or len(text) <= 2):
        return text.translate(table)
    return _SHOWN[sign] + _argument(text)


def _text_scripts(text: str) -> str:
    return _TEXT_SCRIPT.sub(
        lambda m: (
            m[2].translate(_SCRIPTS["^" if m[1] == "super" else "_"])
            if not m[2].isalpha()
            else m[2]
        ),
        text,
    )


def _argument(text: str) -> str:
    """A subscript or a half of a fraction; in brackets unless it is one word."""
    return text if re.fullmatch(r"\w*|\W", text) else f"({text})"


def _accents(text: str) -> str:
    if _ESCAPED_QUOTE.search(text):
        return text
    return _ACCENT.sub(_accented, _CONTRACTION.sub("'", text))


def _accented(match: re.Match[str]) -> str:
    sign, braced, dotless, bare = match.groups()
    made = unicodedata.normalize("NFC", (braced or dotless or bare) + _MARKS[sign])
    if not bare:
        return made
    # In a plain text a backslash and two signs may be anything else.
    sure = {".": "CEGIZz", "=": "AEIOUYaeiouy", "b": "", "d": ""}.get(sign, bare)
    alone = len(sign) == 1 or not match.string[match.end() : match.end() + 1].isalpha()
    glued = sign.isalpha() == (" " in match[0])
    return (
        made if bare in sure and alone and glued and (len(made) == 1 or len(sign) > 1) else match[0]
    )


def _letters(text: str) -> str:
    return _LETTER.sub(lambda m: _SYMBOLS[m[1]], text)


def _grouped(text: str) -> str:
    return _GROUPED.sub(lambda m: m[2] or _SYMBOLS.get(m[1], m[0]), text)


def _plain_symbols(text: str) -> str:
    return _SYMBOL_RUN.sub(_symbol_run, text)


def _symbol_run(match: re.Match[str]) -> str:
    made = "".join(_SYMBOLS[name] for name in _MACRO.findall(match[0]))
    # TeX takes the space after a macro for its end; with a sign between words it is a space.
    ends = match[1] != " " or made[-1] in "†‡§¶©£«" or (made[-1].isalpha() and len(made) < 3)
    return made if ends else f"{made} "


def _wrapped(text: str) -> str:
    return _WRAPPED.sub(lambda m: _styled(m[1] or m[2], m[3]), text)


def _calligraphic(text: str) -> str:
    return _CALLIGRAPHIC.sub(lambda m: _styled(m[1], m[2]), text)


def _styled(name: str, inner: str) -> str:
    # A word in mathematical letters would be lost to readers' search and screen readers.
    if name in _ALPHABETS.split() and re.fullmatch("[A-Za-z]", inner):
        return _unicode(f"\\{name}{{{inner}}}")
    return inner


def _fractions(text: str) -> str:
    text = _FRACTION.sub(lambda m: f"{_argument(m[1])}/{_argument(m[2])}", text)
    return _ROOT.sub(lambda m: "√" + _argument(m[1]), text)


def _replace(pattern: re.Pattern[str], by: str) -> Callable[[str], str]:
    return lambda text: pattern.sub(by, text)


_FORMULA_STEPS: Final[tuple[Callable[[str], str], ...]] = (
    _accents,
    _letters,
    _wrapped,
    _calligraphic,
    _operators,
    _replace(_ENDING_SPACE, r"\1{}"),
    _plain_symbols,
    _fractions,
)
_STEPS: Final[tuple[Callable[[str], str], ...]] = (
    _maths,
    _replace(_QUOTES, r"“\1”"),
    lambda text: _ABBREVIATION.sub(lambda m: _ABBREVIATIONS[m[1]], text),
    _accents,
    _letters,
    _grouped,
    _plain_symbols,
    _replace(_SWITCHED, r"\1"),
    _replace(_LOST_SWITCH, r"\1"),
    _replace(_HREF, r"\2 (\1)"),
    _replace(_FOOTNOTE, r" (\1)"),
    _text_scripts,
    _wrapped,
    _calligraphic,
    _fractions,
    _replace(_SPACE, " "),
    _replace(_HYPHENATION, ""),
    _replace(_ESCAPED, r"\1"),
)
