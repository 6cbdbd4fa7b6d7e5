"""The source of a Hugo site that is the same as ours: ``python benchmarks/hugo.py CONTENT FOLDER``.

Hugo gets all that its templates (``hugo/``) cannot know, worked out: which papers a page shows,
in Markdown; the records as front matter; what the citation formats make of names and letters.
It renders the Markdown, puts the theme around it, and writes feeds, exports and the API. What no
template is worth is among its static files: newsletters, pictures, what MkDocs makes of pages by
hand. All of this is to Hugo's advantage, since we make it within the time that is measured.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree

from generator import store
from generator.build import theme
from generator.build.mkdocs import by_hand
from generator.build.press import NOT_FOR_SEARCH, ByHand, Composed, compose
from generator.build.theme import Theme, tab_title, to_root
from generator.papers.model import base_url
from generator.site import foryou, head
from generator.site.pages import Page
from generator.views.outputs import Joined, World

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "benchmarks" / "hugo"
PARTS = ("policy", "assets", "header", "footer")
FIELDS = {".bib": "bib", ".ris": "ris", ".csv": "csv", ".csl.json": "csl", "s.json": "api"}
ATOM = {"": "http://www.w3.org/2005/Atom", "fh": "http://purl.org/syndication/history/1.0"}


def main() -> None:
    """Write the folder that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("content", type=Path)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    write(asked.content, asked.folder)


def write(content: Path, folder: Path) -> None:
    """Make ``folder`` hold what Hugo makes the site of ``content`` of."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(TEMPLATES, folder)
    composed = compose(store.load(content))
    hand = by_hand(ROOT / "mkdocs.yml", content / "pages", composed, folder / "static")
    world = composed.digest.world
    frame = Theme(world, hand.folders, hand.items)
    exports: dict[str, dict[str, Any]] = {}
    for number, (path, file) in enumerate(_files(composed, hand, exports)):
        if isinstance(file, dict):
            _page(folder / f"content/files/{number}.md", f"/{path}", file)
        else:
            place = folder / "static" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.encode() if isinstance(file, str) else file)
    for number, output in enumerate(composed.pages):
        page = output.make(world, output.given)
        params = _params(frame, page)
        if id_ := params["paper"]:
            place, params["export"] = folder / f"content/papers/{id_}.md", exports[id_]
        else:
            place = folder / f"content/pages/{number}.md"
        _page(place, f"/{page.head.address}", {"layout": "page", "params": params}, page.body)
    part = frame.surroundings("@root/")["part"]
    site = {
        "name": world.settings.title,
        "url": base_url(world.settings),
        "card_size": list(head.CARD_SIZE),
        "parts": {name: part(name) for name in PARTS},
    }
    (folder / "data").mkdir()
    (folder / "data" / "site.json").write_text(json.dumps(site), "utf-8")


def _page(place: Path, url: str, front: dict[str, Any], body: str = "") -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    head = json.dumps({"url": url, **front}, ensure_ascii=False, indent=0)
    place.write_text(f"{head}\n\n{body}", "utf-8")


def _params(frame: Theme, page: Page) -> dict[str, Any]:
    """What the template of a page gets besides its text."""
    head, site = page.head, frame.world.settings
    context = frame.context(head, "")
    shown, about = context["page"], context["metadata"]
    is_shown = head.kind != "moved"
    whole = ("feed.xml", "rss.xml", "feed.json") if head.kind == "home" else ("feed.xml",)
    feeds = [("", path) for path in whole]
    feeds += [(f": {feed['title']}", feed["path"]) for feed in shown.meta.feeds]
    kinds = {"feed.xml": "atom+xml", "rss.xml": "rss+xml", "feed.json": "feed+json"}
    heading = site.title if head.kind == "home" else shown.title
    return {
        "kind": head.kind,
        "up": "../" * head.path.count("/"),
        "root": to_root(head.address),
        "tab": heading if head.kind == "home" else tab_title(heading, site.title),
        "heading": heading,
        "description": shown.meta.description or site.description,
        "address": shown.canonical_url if head.address else "",
        "canonical": shown.canonical_url if is_shown else "",
        "updated": head.updated,
        "noindex": head.kind in NOT_FOR_SEARCH,
        "og": "article" if head.kind == "paper" else "website",
        "card": about.card if shown.canonical_url else "",
        "card_of": about.card_of,
        "tags": about.tags if is_shown else (),
        "graph": json.loads(about.json_ld) if is_shown else None,
        "feeds": [
            {
                "type": f"application/{kinds.get(path, 'atom+xml')}",
                "title": f"{site.title}{of_what}",
                "path": path,
            }
            for of_what, path in feeds
        ],
        **{name: getattr(shown.meta, name) for name in ("group", "paper", "moved_to", "trail")},
    }


def _files(
    composed: Composed, hand: ByHand, exports: dict[str, dict[str, Any]]
) -> Iterator[tuple[str, dict[str, Any] | str | bytes]]:
    """The files beside the pages by path: as a page of Hugo, or as they are.

    What stands of each paper in them goes into ``exports``, by its id.
    """
    world = composed.digest.world
    pages = [base_url(world.settings) + address for address in hand.addresses]
    for folder in foryou.outputs(composed.digest):
        with TemporaryDirectory() as kept:
            made = folder.make(world, folder.given, Path(kept))
        yield from ((f"{folder.path}/{path}", data) for path, data in made.items())
    yield "sitemap.xml", {"layout": "sitemap", "outputs": ["file"], "params": {"by_hand": pages}}
    for output in (*composed.outputs, *theme.sheet(composed.digest, hand.themes)):
        if isinstance(output, Joined):
            if output.path.endswith(".xml"):
                yield from _feed(world, {output.path: output.whole(world)}, exports)
            else:
                yield output.path, _joined(world, output, exports)
            continue
        made = dict(zip(output.paths, output.make(world, output.given), strict=True))
        if output.paths[-1].startswith("api/papers/"):
            data = json.loads(str(made[output.paths[-1]]))
            export = exports[data["id"]]
            export["more"] = {name: data[name] for name in data if name not in export["api"]}
        elif output.paths[0].endswith(("feed.xml", "daily.xml")):
            yield from _feed(world, made, exports)
        else:
            yield from made.items()


def _joined(world: World, output: Joined, exports: dict[str, dict[str, Any]]) -> dict[str, Any]:
    field = next(name for end, name in FIELDS.items() if output.path.endswith(end))
    ids = []
    for given in output.given:
        id_ = getattr(given, "shown", given).paper.id
        ids.append(id_)
        if field not in exports.setdefault(id_, {}):
            part = output.make(world, given)
            exports[id_][field] = json.loads(part) if field == "api" else part
    texts = output.around(world, output.frame)
    around = dict(zip(("before", "between", "after"), texts, strict=True))
    return {
        "layout": "joined",
        "outputs": ["file"],
        "params": {"field": field, "ids": ids, **around},
    }


def _feed(
    world: World, made: dict[str, Any], exports: dict[str, dict[str, Any]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The documents of a feed: its entries by the ids of papers, or as they are."""
    of = etree.fromstring(made[next(iter(made))].encode())
    sources = {}
    for path in made:
        if path.endswith(".json"):
            items = json.loads(made[path])["items"]
            sources = {item["id"]: item.get("external_url", "") for item in items}
    ids, entries = [], []
    for each in of.findall("entry", ATOM):
        entry = _entry(each)
        id_ = entry["url"].removeprefix(f"{base_url(world.settings)}papers/").rstrip("/")
        if id_ in exports:
            ids.append(id_)
            known = exports[id_].setdefault("entry", entry)
            known["source"] = known["source"] or sources.get(entry["id"], "")
        else:
            entries.append(entry)
    links = of.findall("link", ATOM)
    feed = {
        **{name: of.findtext(name, "", ATOM) for name in ("title", "id", "updated")},
        "description": of.findtext("subtitle", "", ATOM),
        "author": of.findtext("author/name", "", ATOM),
        "version": of.find("generator", ATOM).get("version"),  # type: ignore[union-attr]
        "home": links[0].get("href"),
        "links": [dict(link.attrib) for link in links],
        "is_archive": of.find("fh:archive", ATOM) is not None,
    }
    for path, layout in zip(made, ("atom", "rss", "jsonfeed"), strict=False):
        params = {"place": path, "feed": feed, "ids": ids, "entries": entries}
        yield path, {"layout": layout, "outputs": ["file"], "params": params}


def _entry(entry: etree._Element) -> dict[str, Any]:
    held = entry.find("content", ATOM)[0]  # type: ignore[index]
    for each in held.iter():
        each.tag = etree.QName(each).localname
    etree.cleanup_namespaces(held)
    html = etree.tostring(held, encoding="unicode")
    names = entry.findall("author/name", ATOM)
    topics = entry.findall("category", ATOM)
    return {
        **{name: entry.findtext(name, "", ATOM) for name in ("title", "id", "updated")},
        "published": entry.findtext("published", "", ATOM),
        "url": entry.find("link", ATOM).get("href"),  # type: ignore[union-attr]
        "authors": [name.text for name in names],
        "topics": [[topic.get("term"), topic.get("label")] for topic in topics],
        "html": html[html.index(">") + 1 : html.rindex("</div>")],
        "source": "",
    }


if __name__ == "__main__":
    main()
