"""What an address or a bare text says of a paper: its arXiv id, its DOI, its own page.

arXiv ids: https://info.arxiv.org/help/arxiv_identifier.html. A DOI that arXiv gave
(https://info.arxiv.org/help/doi.html) is the arXiv id.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urlsplit

from generator.papers import identity

_LONGEST: Final = 2_000
_DIGIT: Final = re.compile(r"[0-9]")
_ARXIV_DOI: Final = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)
_DOI_HOSTS: Final = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
# Hosts where an address with more than a name of its own is one paper's page.
_PAGES: Final = {
    "openreview.net": r"/forum", "aclanthology.org": r"/[\w.-]+", "aclweb.org": r"/anthology/.+",
    "proceedings.mlr.press": r"/v\d+/.+", "proceedings.neurips.cc": r"/paper.*/\d{4}/.+",
    "papers.nips.cc": r"/paper.*/.+", "papers.neurips.cc": r"/paper.*/.+",
    "openaccess.thecvf.com": r"/content.+", "ecva.net": r"/papers/.+", "jmlr.org": r"/papers/.+",
    "dl.acm.org": r"/doi/.+", "ieeexplore.ieee.org": r"/(?:abstract/)?document/\d+",
    "link.springer.com": r"/(?:article|chapter)/.+", "nature.com": r"/articles/.+",
    "sciencedirect.com": r"/science/article/.+", "science.org": r"/doi/.+",
    "pnas.org": r"/doi/.+", "academic.oup.com": r"/.+/.+", "onlinelibrary.wiley.com": r"/doi/.+",
    "ojs.aaai.org": r"/index\.php/.+", "biorxiv.org": r"/content/.+", "medrxiv.org": r"/content/.+",
    "usenix.org": r"/conference/.+/presentation/.+", "isca-archive.org": r"/.+/.+",
    "roboticsproceedings.org": r"/.+", "hal.science": r"/[\w-]+-\d+.*", "eprint.iacr.org": r"/\d.+",
    "tandfonline.com": r"/doi/.+", "mdpi.com": r"/[\d-]+/.+", "frontiersin.org": r"/.*articles/.+",
    "ssrn.com": r"/.+", "papers.ssrn.com": r"/.+", "ijcai.org": r"/proceedings/.+",
}  # fmt: skip
# Databases that know of a paper, and what stands beside one.
_RECORDS: Final = re.compile(
    r"(?:dblp|openalex|semanticscholar|wikidata|paperswithcode|scholar\.google|crossref|inspirehep"
    r"|researchgate|shields\.io|badge|avatars?|thumbnail|twitter|linkedin|reddit|facebook)\b"
    r"|^(?:x\.com|t\.co|api\.|img\.|cdn)",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)  # several ask about each address
def arxiv(text: str) -> str | None:
    """The arXiv id in a bare id, ``arXiv:`` form, a DOI of arXiv or an address; else None.

    >>> arxiv("https://huggingface.co/papers/2210.02414#community")
    '2210.02414'
    >>> arxiv("math.GT/0309990"), arxiv("2613.00001")
    ('math/0309990', None)
    """
    if len(text) > _LONGEST or not _DIGIT.search(text):
        return None
    return identity.arxiv_id(doi_as_written(text) or text.strip().removesuffix(".md"))


def doi(text: str) -> str | None:
    """The DOI in a bare DOI, ``doi:`` form or an address of doi.org; None of arXiv's own."""
    found = doi_as_written(text)
    return None if found is None or _ARXIV_DOI.match(found) else found


def doi_as_written(text: str) -> str | None:
    """A DOI in any of its forms, arXiv's own too."""
    if len(text) > _LONGEST or "10." not in text:
        return None
    host, path = _place(text)
    text = text.strip().removeprefix("urn:")
    return identity.doi(unquote(path.lstrip("/")) if host in _DOI_HOSTS else text)


def is_identifier(text: str) -> bool:
    """Whether a text is an arXiv id or a DOI, in any of their forms."""
    return bool(arxiv(text) or doi(text))


def leads_to_paper(url: str) -> bool:
    """Whether one paper stands behind an address: not what is said about it."""
    return "#community" not in url and (is_identifier(url) or is_papers_page(url))


@lru_cache(maxsize=8192)
def is_papers_page(url: str) -> bool:
    """Whether the address alone says that one paper's own page stands behind it."""
    host, path = _place(url)
    pattern = _PAGES.get(host)
    return bool(pattern and re.fullmatch(pattern, path.rstrip("/"))) and not is_pdf(url)


def is_pdf(url: str) -> bool:
    """Whether a PDF stands behind the address."""
    _, path = _place(url)
    return path.lower().endswith(".pdf") or path.lower().startswith(("/pdf", "/doi/pdf"))


def is_record(url: str) -> bool:
    """Whether a database's record of a paper, a post or a picture stands behind the address."""
    host, path = _place(url)
    return bool(_RECORDS.search(host)) or path.lower().endswith((".png", ".svg", ".jpg", ".jpeg"))


def _place(url: str) -> tuple[str, str]:
    """Host without ``www.`` and path of an address, with or without its scheme."""
    if "://" not in url:
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("export.")
    except ValueError:
        return "", ""
    return ("huggingface.co" if host == "hf.co" else host), parts.path
