"""Links: found in an abstract, cleaned to one spelling, named by what stands behind them; and
where a paper leads to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, Literal, TypeAlias
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import msgspec

from generator.papers import fields
from generator.papers.model import Link, LinkKind, Paper

# Braces, quotes and CJK punctuation end a link; TeX writes ``URL{text}`` and ``\_``.
_LINK: Final = re.compile(
    r"(?:https?://|(?<![\w.@/-])www\.)(?:\\[_%&#~]|[^\s\\{}<>\"|^`“”‘’«»\u3000-\u303f\uff00-\uff20])+",
    re.IGNORECASE,
)
_SOUND: Final = re.compile(r"https?://([a-z0-9.-]+)(/[\w/:@!&*+,;=~.%-]*)?", re.ASCII)  # most are
_GLUED: Final = re.compile(r"(?<![/=?&])(?=https?://)", re.IGNORECASE)
_TEX_ESCAPE: Final = re.compile(r"\\([_%&#~])")
_TRAILING: Final = ".,;:!?'*_~$…·•"
_BRACKETS: Final = {")": "(", "]": "[", ">": "<"}

_CODE_HOSTS: Final = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})
_PROJECT_SUFFIXES: Final = (
    ".github.io", ".gitlab.io", ".netlify.app", ".pages.dev", ".vercel.app",
)  # fmt: skip
# GitHub's and Hugging Face's own pages, where an owner would stand.
_NO_OWNER: Final = (
    "about|apps|collections|events|explore|features|login|marketplace|orgs|organizations|pricing"
    "|search|security|settings|site|solutions|sponsors|stars|team|topics|trending|users"
)
_NO_MODEL: Final = (
    "api|blog|chat|collections|docs|enterprise|join|learn|login|models|new|organizations|papers"
    "|posts|pricing|search|settings|spaces|storage|support|tasks"
)
# What stands behind an address, by its host without www and its path; the first that fits is it.
_KINDS: Final[tuple[tuple[LinkKind, str], ...]] = (
    ("demo", r"huggingface\.co/spaces/[^/]+/.+|(colab\.research\.google|replicate)\.com(/.*)?"
             r"|[^/]+\.(gradio\.app|gradio\.live|hf\.space|streamlit\.app)(/.*)?"),
    ("dataset", r"(huggingface\.co/datasets|kaggle\.com/datasets|zenodo\.org/(records?|doi)"
                r"|physionet\.org/content|modelscope\.cn/datasets)/.+"
                r"|dataverse\.harvard\.edu/dataset\.xhtml.*"),
    ("model", rf"huggingface\.co/(?!({_NO_MODEL})/)[^/]+/.+|modelscope\.cn/models/[^/]+/.+"),
    ("code", r"((gist\.)?github\.com|gitlab\.[^/]+|bitbucket\.org|codeberg\.org)"
             rf"/(?!({_NO_OWNER})/)[^/]+/.+|anonymous\.4open\.science/.+"),
    ("video", r"(b23\.tv|([^/]+\.)?bilibili\.com|(player\.)?vimeo\.com|youtu\.be|youtube\.com)/.+"),
    ("project", r"sites\.google\.com/.+"
                rf"|[^/]+({'|'.join(map(re.escape, _PROJECT_SUFFIXES))})(/.*)?"),
)  # fmt: skip
_HTTPS_ONLY: Final = _CODE_HOSTS | {
    "arxiv.org", "colab.research.google.com", "gist.github.com", "huggingface.co", "youtu.be",
    "www.youtube.com",
}  # fmt: skip
_OTHER_NAMES: Final = {
    "www.github.com": "github.com",
    "www.gitlab.com": "gitlab.com",
    "www.huggingface.co": "huggingface.co",
    "hf.co": "huggingface.co",
    "www.arxiv.org": "arxiv.org",
    "youtube.com": "www.youtube.com",
}
# Where an address says what kind of thing it is before whose it is.
_BEFORE_OWNER: Final = {
    "huggingface.co": ("datasets", "spaces"),
    "anonymous.4open.science": ("r", "repository"),
}
# Where an address is one paper's page, and what its path is then.
_PAGES: Final = {
    "openreview.net": r"forum", "aclanthology.org": r"[\w.-]+", "aclweb.org": r"anthology/.+",
    "proceedings.mlr.press": r"v\d+/.+", "proceedings.neurips.cc": r"paper.*/\d{4}/.+",
    "papers.nips.cc": r"paper.*/.+", "papers.neurips.cc": r"paper.*/.+",
    "openaccess.thecvf.com": r"content.+", "ecva.net": r"papers/.+", "jmlr.org": r"papers/.+",
    "dl.acm.org": r"doi/.+", "ieeexplore.ieee.org": r"(?:abstract/)?document/\d+",
    "link.springer.com": r"(?:article|chapter)/.+", "nature.com": r"articles/.+",
    "sciencedirect.com": r"science/article/.+", "science.org": r"doi/.+",
    "pnas.org": r"doi/.+", "academic.oup.com": r".+/.+", "onlinelibrary.wiley.com": r"doi/.+",
    "ojs.aaai.org": r"index\.php/.+", "biorxiv.org": r"content/.+", "medrxiv.org": r"content/.+",
    "usenix.org": r"conference/.+/presentation/.+|system/files/.+\.pdf",
    "isca-archive.org": r".+/.+",
    "roboticsproceedings.org": r".+", "hal.science": r"[\w-]+-\d+.*", "eprint.iacr.org": r"\d.+",
    "tandfonline.com": r"doi/.+", "mdpi.com": r"[\d-]+/.+", "frontiersin.org": r".*articles/.+",
    "ssrn.com": r".+", "papers.ssrn.com": r".+", "ijcai.org": r"proceedings/.+",
}  # fmt: skip
# The PDF of a paper, by its address without what stands before the host, and the page it has there.
_PDFS: Final = tuple((re.compile(form), page) for form, page in (
    (r"(openreview\.net/)(?:pdf|attachment)(\?id=[\w-]+).*", r"\1forum\2"),
    (r"(aclanthology\.org/[\w.-]+?)(?:v\d+)?\.pdf", r"\1"),
    (r"(proceedings\.mlr\.press/v\d+/)(?:([^/]+)/\2|([^/]+))\.pdf", r"\1\2\3.html"),
    (r"(openaccess\.thecvf\.com/content.+/)papers(/.+_paper)\.pdf", r"\1html\2.html"),
    (r"(p[^/]+/paper.*/)file(/\w+)-Paper(.*)\.pdf", r"\1hash\2-Abstract\3.html"),
))  # fmt: skip
# What stands beside a paper where papers stand.
_BESIDE: Final = re.compile(r"slides|poster|supp|appendix", re.IGNORECASE)
# Databases that know of a paper, and what stands beside one.
_RECORDS: Final = re.compile(
    r"(?:dblp|openalex|semanticscholar|wikidata|paperswithcode|scholar\.google|crossref|inspirehep"
    r"|researchgate|shields\.io|badge|avatars?|thumbnail|twitter|linkedin|reddit|facebook)\b"
    r"|^(?:x\.com|t\.co|api\.|img\.|cdn)",
    re.IGNORECASE,
)
_SAFE: Final = "/%:@!$&'()*+,;=~?"
_TRACKING: Final = re.compile(
    "utm_.*|af|dgcid|fbclid|feature|gclid|igshid|mc_[ce]id|msclkid|ref|ref_src|referrer|rss|si|spm|usp",
    re.IGNORECASE | re.DOTALL,
)
_LABELS: Final[dict[LinkKind, str]] = {"project": "Project page", "other": "Link"}
_LABEL_LENGTH: Final = 40
_PICTURES: Final = (".png", ".svg", ".jpg", ".jpeg")

AddressKind: TypeAlias = Literal[LinkKind, "arxiv", "pdf", "huggingface", "doi"]


class Address(msgspec.Struct, frozen=True):
    """What stands behind an address, what a reader sees of it, and the address as recorded."""

    kind: AddressKind
    label: str
    url: str


def find(text: str) -> tuple[Link, ...]:
    r"""The links of an abstract in its order, each cleaned and named, each once.

    Copes with what captures do to links: ``…/b.git{https://…/b}.``, ``\_``, a full stop or
    an unbalanced bracket behind, a bare ``www.`` address. Takes the abstract as captured.

    >>> find("Code: https://github.com/a/b.git{https://github.com/a/b}.")
    (Link(kind='code', url='https://github.com/a/b'),)
    """
    pieces = (piece for match in _LINK.finditer(text) for piece in _GLUED.split(match[0]))
    urls = (clean(without_trailing(_TEX_ESCAPE.sub(r"\1", piece))) for piece in pieces)
    return unique(Link(kind(url), url) for url in urls if url)


def unique(links: Iterable[Link]) -> tuple[Link, ...]:
    """The links in their order, each once, whichever of its spellings comes first."""
    by_key: dict[str, Link] = {}
    for link in links:
        by_key.setdefault(key(link.url), link)
    return tuple(by_key.values())


def clean(url: str) -> str:
    """``url`` as the digest spells it, or empty text where it is no link to a public page.

    A paper's page, not its PDF, where the host has both. Host in lower case, no tracking
    parameters, no trailing slash, https where the host has nothing else; for repositories no
    ``.git``, default branch, query or section. A bare ``www.`` address gets https. Refused: other
    schemes, user names, hosts without a dot, spaces and control characters, and what is too long
    once it is encoded.

    >>> clean("http://GitHub.com/a/b.git#readme")
    'https://github.com/a/b'
    """
    if len(url) > fields.URL.longest or any(unicodedata.category(c)[0] in "ZC" for c in url):
        return ""
    try:
        parts = urlsplit(f"https://{url}" if url.lower().startswith("www.") else url)
        port = parts.port
        host = _host(parts.hostname or "")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return ""
    is_code = host in _CODE_HOSTS
    scheme = "https" if host in _HTTPS_ONLY or host.endswith(_PROJECT_SUFFIXES) else parts.scheme
    where = host if port in (None, 80, 443) else f"{host}:{port}"
    path, fragment = parts.path.rstrip("/"), parts.fragment
    if is_code or host == "huggingface.co":
        path = re.sub(r"(?<=[^/])(?:/tree/(?:main|master)|\.git|/)+$", "", path)
        fragment = ""
    query = "" if is_code else _without_tracking(parts.query)
    if fragment.startswith(":~:"):
        fragment = ""
    cleaned = (scheme, where, quote(path, _SAFE), query, quote(fragment, _SAFE))
    return fields.URL.read(_page(urlunsplit(cleaned))) or ""


def _page(url: str) -> str:
    """The page of the paper whose PDF has the address; any other address as it is."""
    start, mark, address = url.partition("//")
    host = "www." if address.startswith("www.") else ""
    for form, page in _PDFS if "pdf" in address else ():
        if match := form.fullmatch(address, len(host)):
            return f"{start}{mark}{host}{match.expand(page)}"
    return url


def kind(url: str) -> LinkKind:
    """What stands behind ``url``, judged by host and path alone.

    A page of an organisation or a user is ``other``, and so is a collection, which may hold
    papers and data sets as well as models. A host of its own is ``other`` too: from the
    address alone a project's page and a laboratory's look the same.
    """
    host, steps = _place(url)
    address = "/".join((host, *steps))
    return next((kind for kind, form in _KINDS if re.fullmatch(form, address)), "other")


def is_code_host(url: str) -> bool:
    """Whether ``url`` is on a host of repositories."""
    return _place(url)[0] in _CODE_HOSTS


@lru_cache(maxsize=8192)  # several ask about each address
def is_papers_page(url: str) -> bool:
    """Whether the address alone says that one paper's own page, or PDF, stands behind it."""
    host, path = _place(_page(url))
    pattern = _PAGES.get(host)
    is_paper = pattern and re.fullmatch(pattern, "/".join(path))
    return bool(is_paper) and not (is_pdf(url) and _BESIDE.search(path[-1]))


def is_pdf(url: str) -> bool:
    """Whether a PDF stands behind the address."""
    path = "/".join(_place(url)[1]).lower()
    return path.endswith(".pdf") or path.startswith(("pdf", "doi/pdf"))


def is_record(url: str) -> bool:
    """Whether a database's record of a paper, a post or a picture stands behind the address."""
    host, path = _place(url)
    return bool(_RECORDS.search(host)) or "".join(path[-1:]).lower().endswith(_PICTURES)


def key(url: str) -> str:
    """What two spellings of one cleaned link share; owners and repositories ignore case."""
    address = url.partition("://")[2].removeprefix("www.")
    host = address.partition("/")[0]
    return address.casefold() if host in _CODE_HOSTS or host == "huggingface.co" else address


def without_trailing(url: str, marks: str = _TRAILING) -> str:
    """``url`` without the punctuation of the sentence around it: ``marks``, and brackets alone."""
    open_brackets = {mark: url.count(left) - url.count(mark) for mark, left in _BRACKETS.items()}
    end = len(url)
    while end:
        last = url[end - 1]
        if open_brackets.get(last, 0) < 0:
            open_brackets[last] += 1
        elif last not in marks:
            break
        end -= 1
    return url[:end]


def _host(host: str) -> str:
    """The host in lower-case ASCII, or empty text where it is none of the public network."""
    host = host.rstrip(".").encode("idna").decode("ascii").lower()
    if not re.fullmatch(r"(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]+", host):
        return ""
    return _OTHER_NAMES.get(host, host)


def _without_tracking(query: str) -> str:
    """The query as written where nothing is dropped."""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [pair for pair in pairs if not _TRACKING.fullmatch(pair[0])]
    return quote(query, _SAFE) if len(kept) == len(pairs) else urlencode(kept)


def repository_name(url: str) -> tuple[str, str, str]:
    """Host, owner and name of a repository's address; '' for what the address does not say.

    >>> repository_name("https://github.com/THUDM/GLM-130B/tree/main")
    ('github.com', 'THUDM', 'GLM-130B')
    """
    host, steps = _place(url)
    if steps and steps[0] in _BEFORE_OWNER.get(host, ()):
        steps = steps[1:]
    owner, name = (*steps, "", "")[:2]
    return host, owner, name


@lru_cache(maxsize=8192)
def _place(url: str) -> tuple[str, tuple[str, ...]]:
    """The host of an address, without ``www``, and the steps of its path; nothing of no address."""
    if sound := _SOUND.fullmatch(url):  # a quarter of the time
        host, path = sound.groups("")
    else:
        try:
            parts = urlsplit(url)
            host, path = parts.hostname or "", parts.path
        except ValueError:
            return "", ()
    host = host.removeprefix("www.")
    return host, tuple(filter(None, path.split("/"))) if host else ()


def of_doi(doi: str) -> str:
    """The address behind which a DOI leads to the paper.

    >>> of_doi("10.1000/a(1)<2:b>3;4")
    'https://doi.org/10.1000/a(1)%3C2:b%3E3;4'
    """
    return f"https://doi.org/{quote(doi, '/:;().-_~!$&*+,=@', errors='replace')}"


def addresses(paper: Paper) -> Iterator[Address]:
    """The addresses of ``paper``: its own page, those its identifiers give, its other links."""
    yield from (_address(link) for link in paper.links if link.kind == "paper")
    if paper.arxiv:
        yield Address("arxiv", f"arXiv {paper.arxiv}", f"https://arxiv.org/abs/{paper.arxiv}")
        yield Address("pdf", "PDF", f"https://arxiv.org/pdf/{paper.arxiv}")
        page = f"https://huggingface.co/papers/{paper.arxiv}"
        yield Address("huggingface", "Hugging Face", page)
    if paper.doi:
        yield Address("doi", f"DOI {paper.doi}", of_doi(paper.doi))
    yield from (_address(link) for link in paper.links if link.kind != "paper")


def _address(link: Link) -> Address:
    """A link with its name: a repository's owner and name, else the place, or only the host."""
    host, owner, repository = repository_name(link.url)
    name = link.url.split("://", 1)[-1].removeprefix("www.").split("?")[0].rstrip("/")
    if link.kind in ("code", "model", "dataset") and repository:
        name = f"{owner}/{repository}"
    elif len(name) > _LABEL_LENGTH:
        name = host
    label = _LABELS.get(link.kind, link.kind.capitalize())
    return Address(link.kind, f"{label}: {name}", link.url)
