"""The site through MkDocs: what stands in it, and what happens where it cannot be built."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml

from generator.build import SiteError, press
from generator.build.preview import serve_site
from generator.build.run import build_site
from generator.check import ContentError
from generator.papers.model import Settings, Vocabulary
from generator.store.documents import misplaced
from generator.views.outputs import World
from tests.conftest import ROOT, SITE, fill, tree

CONFIG = ROOT / "mkdocs.yml"
HOME = "https://digest.example/papers-of-nowhere/"


def own_config(content: Path, **changes: object) -> Path:
    """The project's configuration for another content folder, as a fork would have it."""
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    config |= {"docs_dir": str(content / "pages"), **changes}
    config["theme"]["custom_dir"] = str(ROOT / "overrides")
    path = content.parent / "mkdocs.yml"
    path.write_text(yaml.safe_dump(config), "utf-8")
    return path


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITE, tmp_path / "content"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "site"


def heads(site: Path) -> dict[str, Any]:
    """The heads of all pages that lead nowhere else, by path."""
    found = {
        path.relative_to(site).as_posix().removesuffix("index.html"): lxml.html.parse(path)
        for path in site.rglob("*.html")
        if path.parent.name != "email" or path.name == "index.html"
    }
    every = {path: page.find("head") for path, page in found.items()}
    return {path: head for path, head in every.items() if not is_moved(head)}


def is_moved(head: Any) -> bool:
    return bool(head.xpath("meta[@http-equiv='refresh']"))


def one(head: Any, path: str) -> str:
    (found,) = head.xpath(path)
    return str(found)


@pytest.mark.parametrize(
    ("page", "title", "description"),
    [
        (
            "",
            "Digest & <script>window.pwned=1</script>",
            'Invented papers for tests, "quoted" & <b>bold</b>.',
        ),
        (
            "papers/hostile-3/",
            '"><svg onload=window.pwned=7>',
            '"><svg onload=window.pwned=7> wolpertinger',
        ),
        (
            "papers/hostile-8/",
            "&lt;script&gt; &amp; <b>x</b> ' \"",
            "&lt;script&gt; &amp; <b>x</b> ' \" wolpertinger",
        ),
        ("about/", "About · Digest & <script>window.pwned=1</script>", "What this is."),
    ],
)
def test_head_says_what_the_page_is(
    built_site: Path, page: str, title: str, description: str
) -> None:
    head = heads(built_site)[page]
    said = one(head, "title/text()"), one(head, "meta[@name='description']/@content")
    assert said == (title, description)


def test_pages_for_search_engines_can_be_read_and_lead_to_what_is_there(built_site: Path) -> None:
    listed = re.findall("<loc>(.*)</loc>", (built_site / "sitemap.xml").read_text("utf-8"))
    assert len(listed) > 30
    found = heads(built_site)
    titles = [one(head, "title/text()") for head in found.values()]
    assert len({*titles}) == len(titles)
    for address in listed:
        path = address.removeprefix(HOME)
        head = found.pop(path)
        assert one(head, "link[@rel='canonical']/@href") == address
        assert one(head, "meta[@name='description']/@content")
        nodes = json.loads(one(head, "script[@type='application/ld+json']/text()"))["@graph"]
        assert ("WebSite" in {node["@type"] for node in nodes}) == (not path)
        for link in head.xpath("link[@rel='alternate']/@href"):
            assert (built_site / path / link).exists(), link
        assert head.xpath("meta[@name='robots']") == []
    assert {"404.html", "saved/", "curate/"} <= found.keys()
    for path, head in found.items():
        assert one(head, "meta[@name='robots']/@content").startswith("noindex"), path


def test_error_page_leads_back_from_anywhere(built_site: Path) -> None:
    text = (built_site / "404.html").read_text("utf-8")
    assert 'href="/papers-of-nowhere/topics/"' in text
    assert 'href="/papers-of-nowhere/assets/digest.css"' in text
    assert heads(built_site)["404.html"].xpath("link[@rel='canonical']") == []


def test_sitemap_is_dated_by_the_content(built_site: Path) -> None:
    text = (built_site / "sitemap.xml").read_text("utf-8")
    assert text.startswith("<?xml")
    assert f"<loc>{HOME}papers/month-only/</loc></url>" in text
    assert f"<loc>{HOME}papers/undated/</loc><lastmod>2024-10-31</lastmod></url>" in text
    assert f"<loc>{HOME}about/</loc></url>" in text
    assert gzip.decompress((built_site / "sitemap.xml.gz").read_bytes()).decode() == text


def test_many_addresses_are_several_sitemaps_and_an_index(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(press, "MOST_ADDRESSES", 2)
    world = World(Settings("Digest", url=HOME), Vocabulary())
    pages = [("", "2024-10-31"), ("a/", ""), ("b/", "2024-10-30")]
    made = dict(press.sitemap(world, pages))
    assert {f"{path}.gz" for path in made if path.endswith("xml")} == {
        path for path in made if path.endswith("gz")
    }
    texts = {path: re.findall("<loc>(.*)</loc>", str(text)) for path, text in made.items()}
    assert texts["sitemap-1.xml"] + texts["sitemap-2.xml"] == [HOME + path for path, _ in pages]
    assert texts["sitemap.xml"] == [f"{HOME}sitemap-1.xml", f"{HOME}sitemap-2.xml"]
    assert "<sitemapindex " in str(made["sitemap.xml"])
    assert len(dict(press.sitemap(world, pages[:2]))) == 2


def test_what_is_to_be_curated_is_named(built_site: Path) -> None:
    for page in ("index.html", "topics/index.html"):
        assert 'curate/">' in (built_site / page).read_text("utf-8")
    assert 'href="../papers/undated/"' in (built_site / "curate/index.html").read_text("utf-8")


def test_files_of_the_pages_folder_come_into_the_site_and_progress_counts_to_the_end(
    content: Path, out: Path
) -> None:
    files = {".well-known/security.txt": "Contact: x", "CNAME": "digest.example", "a/b.bin": "b"}
    fill(content / "pages", files)
    steps: list[tuple[int, int]] = []
    result = build_site(CONFIG, content, out, strict=True, progress=lambda *at: steps.append(at))
    assert {path: (out / path).read_text("utf-8") for path in files} == files
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert steps[-1][0] == steps[-1][1] > 0
    assert result.pages == len([*out.rglob("index.html")])
    assert result.warnings == ()


def test_broken_link_is_a_warning_and_with_strict_an_error(content: Path, out: Path) -> None:
    build_site(CONFIG, content, out, strict=True)
    before = tree(out)
    about = content / "pages" / "about.md"
    text = about.read_text("utf-8")
    for link, warning in (
        ("[gone](papers/gone.md)", "'papers/gone.md'"),
        ("[gone](topics/index.md#gone)", "does not contain an anchor '#gone'"),
    ):
        about.write_text(f"{text}\n{link}\n", "utf-8")
        with pytest.raises(SiteError, match=rf"^.*about\.md.*{re.escape(warning)}.*$"):
            build_site(CONFIG, content, out, strict=True)
        assert tree(out) == before
    (told,) = build_site(CONFIG, content, out, strict=False).warnings
    assert warning in told


@pytest.mark.parametrize("human", ["topics.md", "papers/index.md", "assets/digest.css"])
def test_human_page_in_the_place_of_a_generated_one(content: Path, out: Path, human: str) -> None:
    path = content / "pages" / human
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# Mine\n", "utf-8")
    with pytest.raises(ContentError, match=f"^pages/{human}:1: .* rename or move this one$"):
        build_site(CONFIG, content, out, strict=False)
    assert not out.exists()


def test_no_file_by_hand_may_stand_where_the_program_writes(built_site: Path) -> None:
    places = (path.relative_to(built_site) for path in built_site.rglob("*") if path.is_file())
    free = {place.parts[0] for place in places if not misplaced(f"pages/{place}", "page")}
    assert free == {"about", "assets", "data"}


def test_missing_plugin_and_configuration_are_one_line(
    content: Path, out: Path, tmp_path: Path
) -> None:
    without = own_config(content, plugins=[])
    with pytest.raises(SiteError, match="the plugin 'digest' is missing"):
        build_site(without, content, out, strict=False)
    with pytest.raises(SiteError, match=r"no\.yml"):
        build_site(tmp_path / "no.yml", content, out, strict=False)


def mkdocs(config: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(config)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_plain_mkdocs_builds_the_same_site(content: Path, built_site: Path, tmp_path: Path) -> None:
    done = mkdocs(own_config(content, site_dir=str(tmp_path / "plain")))
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "plain") == tree(built_site)


def test_plain_mkdocs_names_broken_content_in_one_line(content: Path) -> None:
    (content / "papers/2024/tiny-steps.md").write_text("---\ntitle: [\n---\n", "utf-8")
    done = mkdocs(own_config(content))
    assert done.returncode == 1
    assert "content/papers/2024/tiny-steps.md:" in done.stderr
    assert "Traceback" not in done.stderr


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return str(answer.read().decode())


def wait_for(words: str, url: str) -> str:
    """What is at an address, once it says these words."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError):
            if words in (said := get(url)):
                return said
        time.sleep(0.2)
    pytest.fail(f"{url} never said {words!r}")


def test_preview_rebuilds_on_a_change_and_ends_quietly(content: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = "{}:{}".format(*server.getsockname())
    # It listens to SIGINT, which those above it may ignore.
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pathlib import Path; from generator.build.preview import serve_site\n"
        f"serve_site(*map(Path, {[str(own_config(content)), str(content)]}), {address!r}, print)\n"
    )
    command = [sys.executable, "-u", "-c", code]
    page = f"http://{address}/papers-of-nowhere/papers/tiny-steps/"
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            shown = wait_for("marigold", page)
            script = re.findall(r'<script src="(/livereload/\d+\.js)">', shown)[0]
            assert "location.reload" in get(f"http://{address}{script}")
            record = content / "papers/2024/tiny-steps.md"
            text = record.read_text("utf-8")
            record.write_text("---\ntitle: [\n---\n", "utf-8")
            shown = wait_for('<p role="alert">', page)
            assert "papers/2024/tiny-steps.md:" in shown
            assert "marigold" in shown
            record.write_text(text.replace("marigold", "dandelion"), "utf-8")
            assert '<p role="alert">' not in wait_for("dandelion", page)
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=30)
        finally:
            process.kill()
    assert f"Serving on http://{address}/" in said
    assert "Traceback" not in said
    assert process.returncode == 0


def test_preview_of_broken_content_does_not_start(content: Path) -> None:
    (content / "digest.yml").write_text("title: [\n", "utf-8")
    with pytest.raises(ContentError, match=r"^digest\.yml:"):
        serve_site(own_config(content), content, "127.0.0.1:0", print)
