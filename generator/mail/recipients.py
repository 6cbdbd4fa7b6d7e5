"""Whom a newsletter goes to: mail addresses, one a line."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

from generator.papers import fields

_NAMED = re.compile(r"[^<>]*<([^<>]*)>")
_ANY_ADDRESS = re.compile(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()]+")


@dataclass(frozen=True, slots=True)
class Recipients:
    """The addresses of a file, each once, in its order; ``wrong`` are lines that are none."""

    addresses: tuple[str, ...]
    wrong: tuple[int, ...] = ()


def read(text: str) -> Recipients:
    """The addresses of ``text``, one a line, bare or as ``Name <address>``.

    Blank lines and those that begin with ``#`` say nothing. Domains outside ASCII are written
    as the mail system does (IDNA); of what differs in case only the first counts.
    """
    found: dict[str, str] = {}
    wrong = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        if address := _address(said):
            found.setdefault(key(address), address)
        else:
            wrong.append(number)
    return Recipients(tuple(found.values()), tuple(wrong))


def key(address: str) -> str:
    """What two ways to write an address share."""
    return address.casefold()


def token(address: str, secret: bytes) -> str:
    """What stands for ``address`` where it must not: HMAC-SHA-256 of its ``key``, in hex.

    Only who has ``secret`` can make one, so that nobody else can have a reader removed.
    """
    return hmac.new(secret, key(address).encode(), "sha256").hexdigest()


def masked(text: str) -> str:
    """``text`` without any address in it: its first letter and its domain remain.

    >>> masked("550 <ada@example.org> unknown")
    '550 <a…@example.org> unknown'
    """
    return _ANY_ADDRESS.sub(lambda found: _mask(found.group()), text)


def _mask(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local[0]}…@{domain}"


def _address(said: str) -> str:
    named = _NAMED.fullmatch(said)
    local, _, domain = (named[1].strip() if named else said).rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    return fields.MAIL.read(f"{local}@{domain}") or ""
