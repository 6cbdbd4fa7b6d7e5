"""TeX fragments in titles and abstracts to Unicode, with pylatexenc.

Such a text is plain, with remains of TeX in it, often damaged: dollars and backslashes get
lost on the way. pylatexenc reads TeX documents; given the text whole it would take ``90% of``
for a comment and drop every macro it does not know. So only what can be nothing but TeX is
looked for here, fragment by fragment, and the rest stays as it is.
"""

from __future__ import annotations

import re
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


_LETTER_NAMES: Final = "L l O o AE ae OE oe AA aa DH dh TH th DJ dj NG ng ss i j"
_OPERATORS: Final = "arg cos cosh det dim exp inf lim ln log max min sin sinh sup tan tanh"
_ACCENTS: Final = "hat bar tilde vec dot ddot acute grave check breve"
_ALPHABETS: Final = "mathcal mathbb mathfrak mathscr mathbf"
# Also found without their backslash, so none of them may be a word.
_FORMATS: Final = (
    f"{_ALPHABETS} mathrm mathit mathsf mathtt boldsymbol textbf textit texttt textsc textrm textsf"
)
_WRAPPERS: Final = (
    "emph text mbox underline operatorname textsl textup textmd textnormal url"
    " textsuperscript textsubscript"
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


def _symbols() -> dict[str, str]:
    """Macros that take no argument and stand for one character or an operator's name."""
    macros = get_default_latex_context_db().iter_macro_specs()
    table = {macro.macroname: macro.simplify_repl for macro in macros}
    symbols = {
        name: text
        for name, text in table.items()
        if isinstance(text, str) and len(text) == 1 and not text.isascii() and name.isalpha()
    }
    symbols |= {name: name for name in [*_OPERATORS.split(), "TeX", "LaTeX"]}
    symbols |= {"textless": "<", "textgreater": ">", "mid": "|", "deg": "°", "degree": "°"}
    return symbols


_SYMBOLS: Final = _symbols()
_MATHS_MACROS: Final = frozenset(
    f"{_FORMATS} {_WRAPPERS} {_ACCENTS} frac dfrac tfrac sqrt left right".split()
) | frozenset(_SYMBOLS)

# What no step may touch is represented by a private-use character, and so is that character.
_SHELTER: Final = "\ue000"
_SHELTERED: Final = re.compile(
    rf"{_SHELTER}|(?:https?://|www\.)[^\s{{}}<>\"]+|\b[A-Za-z]:\\[^\s{{}}]*|\\\\[^\s{{}}]*",
    re.IGNORECASE,
)
# As Pandoc has it: no space inside the dollars, and the closing one ends the word.
_MATHS: Final = re.compile(
    r"(?<![\\$\w])\$\$([^$\n]{1,400})\$\$(?!\$)"
    r"|(?<![\\$\w])\$(?!\{[^\\])([^\s$](?:[^$\n]{0,398}[^\s$\\])?)\$(?![\w{$])"
    r"|\\\(((?:[^$\n\\]|\\[A-Za-z, ]){1,400})\\\)"
)
_MATHS_SIGN: Final = re.compile(r".*[\\^_=<>+].*|[A-Za-z]{1,2}'?|\d[\d.,]*|\w\([^()]*\)")
_MACRO: Final = re.compile(r"\\([A-Za-z]+)")
_SCRIPT: Final = re.compile(r"([_^])\{([^{}]*)\}")
_DELIMITER: Final = re.compile(r"\\(?:left|right)(?![A-Za-z])\.?")
_QUOTES: Final = re.compile(r"(?<!`)``(?![`\s])([^`\n]{1,400}?)''(?!')")
_ABBREVIATION: Final = re.compile(
    rf"(?<!\\)\\({_names(*_ABBREVIATIONS)})(?![A-Za-z])(?:\{{\}})?\.?"
)
_CONTRACTION: Final = re.compile(r"(?<=[A-Za-z])\\'(?=(?:s|t|d|m|re|ve|ll)\b)")
# An accent with no letter under it: in this text the backslash escapes quotation marks.
_ESCAPED_QUOTE: Final = re.compile(r"\\[\"'`](?![A-Za-z{\\])")
_ACCENT: Final = re.compile(
    r"\{(\\[\"'`^~=.][A-Za-z])\}"
    r"|\\[\"'`^~=.]\{(?:\\[ij]|[A-Za-z])\}|\\[\"'`^]\\[ij](?![A-Za-z])"
    r"|\\[cvubdHkr]\{(?:\\[ij]|[A-Za-z])\}"
    r"|\\'[aeiouyAEIOUYcnszlrCNSZLR]|\\[`^][aeiouAEIOU]|\\\"[aeiouyAEIOUY]|\\~[anoANO]"
    rf"|\\{_names(_ACCENTS)}(?:\{{[A-Za-z]\}}| [A-Za-z](?![A-Za-z]))"
)
_LETTER: Final = re.compile(rf"\\{_names(_LETTER_NAMES)}(?:\{{\}}| (?=[a-z]))")
_GROUPED: Final = re.compile(r"\{(\\[A-Za-z]+)\s*\}")
_PLAIN_NAMES: Final = _names(*_SYMBOLS.keys() - {*_LETTER_NAMES.split(), "id"})
_ONE_SYMBOL: Final = rf"\\{_PLAIN_NAMES}(?![A-Za-z])(?:\{{\}})?"
# Two letters before the backslash are a path: ``src\in\to``.
_SYMBOL_RUN: Final = re.compile(
    rf"(?<![A-Za-z]{{2}})(?:{_ONE_SYMBOL})+"
    r"|\\(?:times|ldots|dots|textless|textgreater|deg|degree|pm)(?![A-Za-z])(?:\{\})?"
)
_SWITCHED: Final = re.compile(rf"\{{(?:\\{_names(_SWITCHES)}\b)+\s*([^{{}}]*)\}}")
_LOST_SWITCH: Final = re.compile(r"(?<![^\s(])\{(?:bf|it|em|sc|tt) ([\w ,'-]+)\}")
_WRAPPED: Final = re.compile(
    rf"(?:(?<![A-Za-z\\])({_names(_FORMATS)})|\\({_names(_FORMATS, _WRAPPERS)}))\{{([^{{}}]*)\}}"
)
_CALLIGRAPHIC: Final = re.compile(rf"(?<![A-Za-z\\])\\?({_names(_ALPHABETS)}) ([A-Z])(?![A-Za-z])")
_HREF: Final = re.compile(r"\\href\{([^{}]*)\}\{([^{}]*)\}")
_FOOTNOTE: Final = re.compile(r"\s?\\footnote\{([^{}]*)\}")
_FRACTION: Final = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")
_ROOT: Final = re.compile(r"\\sqrt\{([^{}]*)\}")
_ESCAPED: Final = re.compile(r"(?<!\\)\\([%&#_$])")
_SPACE: Final = re.compile(r"(?<=[.\d])\\[ ,](?=\w)")


def to_text(text: str) -> str:
    r"""``text`` with its TeX as Unicode: ``na\"{\i}ve``, ``90\%``, ``$\alpha$``, ``\textbf{x}``.

    Plain text comes back as it is: dollars that are money, ``snake_case``, ``90% of``, paths,
    URLs, macros of a paper's own such as ``\method``. Converting twice changes nothing more.

    >>> to_text(r"B\'ezier curves in $\mathcal{O}(n)$, 90\% of {\alpha}")
    'Bézier curves in 𝒪(n), 90% of α'
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


@lru_cache(maxsize=4096)
def _unicode(fragment: str) -> str:
    return str(_CONVERTER.latex_to_text(fragment))


def _maths(text: str) -> str:
    return _MATHS.sub(_formula, text)


def _formula(match: re.Match[str]) -> str:
    """The formula without its dollars, or as it stands where it may be no formula."""
    formula = (match[1] or match[2] or match[3] or "").strip()
    known = all(name in _MATHS_MACROS for name in _MACRO.findall(formula))
    if not known or not _MATHS_SIGN.fullmatch(formula):
        return match[0]
    formula = _DELIMITER.sub("", formula)
    for _ in range(formula.count("{")):
        formula = _SCRIPT.sub(lambda m: m[1] + _argument(m[2]), formula)
    return re.sub(_ONE_SYMBOL, _symbol_run, formula)


def _argument(text: str) -> str:
    """A subscript or a half of a fraction; in brackets unless it is one word."""
    return text if re.fullmatch(r"\w*|\W", text) else f"({text})"


def _accents(text: str) -> str:
    if _ESCAPED_QUOTE.search(text):
        return text
    return _ACCENT.sub(lambda m: _unicode(m[1] or m[0]), _CONTRACTION.sub("'", text))


def _letters(text: str) -> str:
    return _LETTER.sub(lambda m: _unicode(m[0].strip()), text)


def _grouped(text: str) -> str:
    return _GROUPED.sub(lambda m: _SYMBOLS.get(m[1][1:], m[0]), text)


def _plain_symbols(text: str) -> str:
    return _SYMBOL_RUN.sub(_symbol_run, text)


def _symbol_run(match: re.Match[str]) -> str:
    return "".join(_SYMBOLS[name] for name in _MACRO.findall(match[0]))


def _wrapped(text: str) -> str:
    return _WRAPPED.sub(lambda m: _styled(m[1] or m[2], m[3]), text)


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
    _wrapped,
    lambda text: _CALLIGRAPHIC.sub(lambda m: _styled(m[1], m[2]), text),
    _fractions,
    _replace(_SPACE, " "),
    _replace(_ESCAPED, r"\1"),
)
