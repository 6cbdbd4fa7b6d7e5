"""One style sheet for every page, of the files that it imports."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

SHEET = "assets/digest.css"
_IMPORT = re.compile(r'^@import "(?P<name>[\w-]+\.css)";\n', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/\n*", re.DOTALL)


def in_one_sheet(files: Files, made: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    """What is ``made``, by path, with the one sheet; what that imports leaves both.

    Raises PluginError where a file that the sheet imports is in neither.
    """
    sheet = files.get_file_from_path(SHEET)
    if sheet is None:
        return dict(made)
    files.remove(sheet)
    texts = {}
    for name in _IMPORT.findall(sheet.content_string):
        path = f"assets/{name}"
        file = files.get_file_from_path(path)
        if path in made:
            texts[name] = str(made[path])
        elif file:
            texts[name] = file.content_string
            files.remove(file)
        else:
            raise PluginError(f"{SHEET} imports {name}: there is no such file beside it")
    rest = {path: data for path, data in made.items() if path.removeprefix("assets/") not in texts}
    return rest | {SHEET: bundled(sheet.content_string, texts)}


def bundled(sheet: str, texts: Mapping[str, str]) -> str:
    """``sheet`` with ``texts`` in place of the imports of those names, without comments.

    A browser asks for what is imported only after it has read the sheet, and for each by
    itself.

    >>> bundled('@import "base.css";\\nb {}\\n', {"base.css": "/* plain */\\na {}\\n"})
    'a {}\\nb {}\\n'
    """
    return _COMMENT.sub("", _IMPORT.sub(lambda found: texts[found["name"]], sheet))
