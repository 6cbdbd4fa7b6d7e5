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
from typing import Final, TypeAlias

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db

Step: TypeAlias = "Callable[[str], str]"

_PASSES: Final = 12
_CONVERTER: Final = LatexNodes2Text(math_mode="text")
# Control characters but those that are white space, and halves of characters.
_DROPPED: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")


def _names(*words: str) -> str:
    """A regular expression for any of the words, the longest first."""
    names = sorted(" ".join(words).split(), key=lambda name: (-len(name), name))
    return f"(?:{'|'.join(names)})"


def _step(pattern: str, by: str | Callable[[re.Match[str]], str]) -> Step:
    """What puts ``by`` in the place of each fragment that fits."""
    return lambda text: re.sub(pattern, by, text)  # compiled, and kept, with its first text


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
_SWITCHES: Final = _names("bf it em sc tt rm sf sl bfseries itshape scshape ttfamily")
_ABBREVIATIONS: Final = {
    "aka": "a.k.a.", "cf": "cf.", "eg": "e.g.", "etal": "et al.", "etc": "etc.", "ie": "i.e.",
    "vs": "vs.", "wrt": "w.r.t.",
}  # fmt: skip
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
        if isinstance(text, str) and len(text) == 1 and name.isalpha()
        and (not text.isascii() or name.startswith("text"))
        # Papers call their methods \gemini and \leo.
        and not "♈" <= text <= "♓" and not "☾" <= text <= "♇"
    }  # fmt: skip
    symbols |= {name: name for name in ["TeX", "LaTeX", *_OPERATORS.split()]}
    return symbols | {
        "ETH": "Ð", "P": "¶", "S": "§", "colon": ":", "copyright": "©", "ddag": "‡",
        "ddagger": "‡", "deg": "°", "degree": "°", "epsilon": "ε", "eth": "ð", "j": "j",
        "lvert": "|", "mid": "|", "ne": "≠", "pounds": "£", "prime": "′", "rvert": "|",
        "textasciicircum": "^", "textgreater": ">", "textless": "<", "vert": "|",
    }  # fmt: skip


def _scripts() -> dict[str, dict[int, str]]:
    """What Unicode has above and below the line, by ``^`` and ``_``."""
    signs = {"<super>": "^", "<sub>": "_"}
    scripts: dict[str, dict[int, str]] = {"^": {}, "_": {}}
    for char in map(chr, range(0xB2, 0x2C7E)):
        kind, _, plain = unicodedata.decomposition(char).partition(" ")
        if kind in signs and len(plain) == 4 and char not in "ªº":
            scripts[signs[kind]].setdefault(int(plain, 16), char)
    for table in scripts.values():
        table[ord("-")] = table[ord("−")]
    return scripts


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
_CONTRACTION: Final = re.compile(r"(?<=[A-Za-z])\\'(?=(?:s|t|d|m|re|ve|ll)\b)")
# An accent with no letter under it: in this text the backslash escapes quotation marks.
_ESCAPED_QUOTE: Final = re.compile(r"\\[\"'`](?![A-Za-z{\\])")
_NAMED_MARK: Final = _names(*(name for name in _MARKS if len(name) > 1))
_ACCENT: Final = re.compile(
    rf"\\([\"'`^~=.]|[cvubdHkr](?=[{{\\ ])|{_NAMED_MARK}(?=[{{\\ ])) ?"
    r"(?:\{\\?([^\W\d_])\}|\{?\\([ij])(?![A-Za-z])(?:(?<=\{..)\}| (?=\w))?|([A-Za-zâêôÂÊÔ]))"
)
_PLAIN_NAMES: Final = _names(*_SYMBOLS.keys() - {*_LIGATURES.split(), *"LlOoij", "id"})
_ONE_SYMBOL: Final = rf"\\{_PLAIN_NAMES}(?![A-Za-z])(?:\{{\}})?"


def one_line(raw: str) -> str:
    """A text of a listing as records keep it: on one line, its TeX as Unicode.

    Control characters and half characters are dropped.
    """
    plain = " ".join(_DROPPED.sub("", raw).split())
    return " ".join(to_text(plain).split()) or plain


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
    sheltered = iter(_SHELTERED.findall(text))
    converted = _SHELTERED.sub(_SHELTER, text)
    for step in _STEPS:
        converted = step(converted)
    return re.sub(_SHELTER, lambda _: next(sheltered), converted)


def _maths(text: str) -> str:
    """The text with its formulas said: what they might be is tried from each dollar on."""
    pieces, start = [], 0
    while match := _MATHS.search(text, start):
        formula = _plain_formula(match)
        end = match.end() if formula is not None else match.start() + 1
        pieces += [text[start : match.start()], text[match.start() : end]]
        if formula is not None:
            pieces[-1] = formula
        start = end
    return "".join([*pieces, text[start:]])


def _plain_formula(match: re.Match[str]) -> str | None:
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
    text = _MATHS_SPACE(_UNSAID(text))
    for _ in range(text.count("{") + 2):
        before = text
        for step in _FORMULA_STEPS:
            text = step(text)
        if text == before:
            break
    text = _MACRO.sub(r"\1", re.sub(r"[{}]", "", _ESCAPED(text)))
    for sign, represented in _SHOWN.items():
        text = text.replace(represented, sign)
    return " ".join(text.split())


def _operator(match: re.Match[str]) -> str:
    r"""The name of an operator apart from what stands beside it: ``n\log n``."""
    before, name, after = match.groups()
    return f"{before + ' ' if before else ''}{name}{' ' if after and after != '_' else ''}"


def _script(match: re.Match[str]) -> str:
    sign, text = match[1], match[3] if match[2] is None else match[2]
    if sign == "^" and text in _RAISED:
        return _RAISED[text]
    table = _SCRIPTS[sign]
    letters = sum(char.isalpha() for char in text)
    if text and all(ord(char) in table for char in text) and (not letters or len(text) <= 2):
        return text.translate(table)
    return _SHOWN[sign] + _argument(text)


def _text_script(match: re.Match[str]) -> str:
    raised = match[2].translate(_SCRIPTS["^" if match[1] == "super" else "_"])
    return match[2] if match[2].isalpha() else raised


def _argument(text: str) -> str:
    """A subscript or a half of a fraction; in brackets unless it is one word."""
    return text if re.fullmatch(r"\w*|\W", text) else f"({text})"


def _accents(text: str) -> str:
    if _ESCAPED_QUOTE.search(text):
        return text
    return _ACCENT.sub(_accented, _CONTRACTION.sub("'", text))


def _accented(match: re.Match[str]) -> str:
    sign, braced, dotless, bare = match.groups()
    letter = unicodedata.normalize("NFC", (braced or dotless or bare) + _MARKS[sign])
    if not bare:
        return letter
    # In a plain text a backslash and two signs may be anything else.
    sure = bare in {".": "CEGIZz", "=": "AEIOUYaeiouy", "b": "", "d": ""}.get(sign, bare)
    sure = sure or match.string[: match.start()].endswith("{")
    alone = len(sign) == 1 or not match.string[match.end() : match.end() + 1].isalpha()
    glued = sign.isalpha() == (" " in match[0])
    whole = len(letter) == 1 or len(sign) > 1
    return letter if sure and alone and glued and whole else match[0]


def _symbol_run(match: re.Match[str]) -> str:
    run = "".join(_SYMBOLS[name] for name in _MACRO.findall(match[0]))
    # TeX takes the space after a macro for its end; with a sign between words it is a space.
    ends = match[1] != " " or run[-1] in "†‡§¶©£«" or (run[-1].isalpha() and len(run) < 3)
    return run if ends else f"{run} "


def _styled(name: str, inner: str) -> str:
    # A word in mathematical letters would be lost to readers' search and screen readers.
    if name in _ALPHABETS.split() and re.fullmatch("[A-Za-z]", inner):
        return str(_CONVERTER.latex_to_text(f"\\{name}{{{inner}}}"))
    return inner


_LETTERS: Final = _step(
    rf"\\({_names('L l O o i j', _LIGATURES)})(?![A-Za-z(/])(?:\{{\}}|\\(?= )| (?=[ \w\\]))?",
    lambda m: _SYMBOLS[m[1]],
)
# Two letters before the backslash are a path: ``src\in\to``. A sign is no regular expression.
_PLAIN_SYMBOLS: Final = _step(
    rf"(?<![A-Za-z]{{2}})(?!\\[PS](?![A-Za-z\s\d\\{{-]|$))(?:{_ONE_SYMBOL})+"
    r"(\\(?= )|(?<!\}) (?=[^\W_]|[\\ ]))?"
    r"|\\(?:times|ldots|dots|textless|textgreater|deg|degree|pm|textregistered|texttrademark)"
    r"(?![A-Za-z])(?:\{\})?",
    _symbol_run,
)
_WRAPPED: Final = _step(
    rf"(?:(?<![A-Za-z\\])({_names(_FORMATS)})|\\({_names(_FORMATS, _WRAPPERS)}))\{{([^{{}}]*)\}}",
    lambda m: _styled(m[1] or m[2], m[3]),
)
_CALLIGRAPHIC: Final = _step(
    rf"(?<![A-Za-z\\])\\?({_names(_ALPHABETS)}) ([A-Z])(?![A-Za-z])", lambda m: _styled(m[1], m[2])
)
_FRACTIONS: Final = _step(
    r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}", lambda m: f"{_argument(m[1])}/{_argument(m[2])}"
)
_ROOTS: Final = _step(r"\\sqrt\{([^{}]*)\}", lambda m: "√" + _argument(m[1]))
_ESCAPED: Final = _step(r"(?<!\\)\\([%&#_$])", r"\1")
_UNSAID: Final = _step(
    r"\\(?:(?:left|right|middle|[Bb]igg?[lrm]?)(?![A-Za-z])\.?"
    rf"|(?:limits|displaystyle|cal|{_SWITCHES})(?![A-Za-z])\s?|!)",
    "",
)
_MATHS_SPACE: Final = _step(r"\\[,:;> ]|\\q?quad(?![A-Za-z])|~", " ")

_FORMULA_STEPS: Final[tuple[Step, ...]] = (
    _accents,
    _LETTERS,
    _WRAPPED,
    _CALLIGRAPHIC,
    _step(rf"([\w)\]])?\\({_names(_OPERATORS)})(?![A-Za-z])\s?(?=([\w\\])?)", _operator),
    _step(r"(?<!\s)(\\[A-Za-z]+) (?=\w)", r"\1{}"),
    _PLAIN_SYMBOLS,
    _FRACTIONS,
    _ROOTS,
    _step(r"\s?([_^])\s?(?:\{([^{}]*)\}|(\w|[^\s{}\\]))", _script),
)
_STEPS: Final[tuple[Step, ...]] = (
    _maths,
    _step(r"(?<!`)``(?![`\s])([^`\n]{1,400}?)''(?!')", r"“\1”"),
    _step(
        rf"(?<!\\)\\({_names(*_ABBREVIATIONS)})(?![A-Za-z])(?:\{{\}})?\.?",
        lambda m: _ABBREVIATIONS[m[1]],
    ),
    _accents,
    _LETTERS,
    _step(
        r"(\\[A-Za-z]+)?\{(?:\\([A-Za-z]+)\s*|([^\W\da-zA-Z_]))\}",
        lambda m: m[0] if m[1] else m[3] or _SYMBOLS.get(m[2], m[0]),
    ),
    _PLAIN_SYMBOLS,
    _step(rf"\{{(?:\\{_SWITCHES}\b)+\s*([^{{}}]*)\}}", r"\1"),
    _step(r"(?<![^\s(])\{(?:bf|it|em|sc|tt) ([\w ,'-]+)\}", r"\1"),
    _step(r"\\href\{([^{}]*)\}\{([^{}]*)\}", r"\2 (\1)"),
    _step(r"\s?\\footnote\{([^{}]*)\}", r" (\1)"),
    _step(r"\\text(super|sub)script\{([^{}]*)\}", _text_script),
    _WRAPPED,
    _CALLIGRAPHIC,
    _FRACTIONS,
    _ROOTS,
    _step(r"(?<=[.\w])\\[,;](?=\w)|(?<=\S)\\ +(?=\S)", " "),
    _step(r"(?<=[A-Za-z])\\-(?=[a-z])", ""),
    _ESCAPED,
)
