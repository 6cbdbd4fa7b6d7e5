"""Whom a newsletter goes to, and who has had which issue.

Addresses stand in a file, one a line. The ledger beside it only grows, and never holds an
address: JSON lines (https://jsonlines.org), of which the first holds the salt of the file, and
every other one a period, a reader (a salted hash of the address) and a state: ``sending`` before
the mail leaves, then what became of it. Each line is on the disk before anything else happens, so
a crash at any point leaves either the outcome, or a ``sending`` that says that it is not known.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO, Final, Literal

from generator.papers import fields
from generator.store import files
from generator.text import UserError

SENDING, SENT = "sending", "sent"
Standing = Literal["had it", "unknown", "to send"]

_NAMED: Final = re.compile(r"[^<>]*<([^<>]*)>")
_ANY_ADDRESS: Final = re.compile(r"([^\s<>,;:\"()])[^\s<>,;:\"()]*@([^\s<>,;:\"()@]+)")
_HEAD: Final = {"ledger": "paper-digest", "version": 1}
_BEGINNING: Final = json.dumps(_HEAD).removesuffix("}").encode()


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
    addresses: dict[str, str] = {}
    wrong = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        if address := _address(entry):
            addresses.setdefault(key(address), address)
        else:
            wrong.append(number)
    return Recipients(tuple(addresses.values()), tuple(wrong))


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
    return _ANY_ADDRESS.sub(r"\1…@\2", text)


def _address(entry: str) -> str:
    named = _NAMED.fullmatch(entry)
    local, _, domain = (named[1].strip() if named else entry).rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    return fields.MAIL.read(f"{local}@{domain}") or ""


class Ledger:
    """What is known of the readers of one period; without a file, to be asked only."""

    def __init__(
        self, period: str, salt: bytes, states: dict[str, str], file: IO[bytes] | None = None
    ) -> None:
        self._period, self._salt, self._states, self._file = period, salt, states, file

    def standing(self, address: str, *, retry_unknown: bool = False) -> Standing:
        """Whether ``address`` is to be sent the issue: not if they had it, or may have had it.

        With ``retry_unknown`` those who may have had it get it, maybe twice.
        """
        state = self._states.get(self._reader(address))
        if state == SENT:
            return "had it"
        return "unknown" if state in (SENDING, "unknown") and not retry_unknown else "to send"

    def record(self, address: str, state: str) -> None:
        """Write down the state of ``address``; on the disk when this returns."""
        assert self._file, "opened to be asked only"
        reader = self._reader(address)
        _write(self._file, {"period": self._period, "reader": reader, "state": state})
        self._states[reader] = state

    def _reader(self, address: str) -> str:
        return blake2b(key(address).encode(), key=self._salt, digest_size=16).hexdigest()


@contextmanager
def ledger(path: Path, period: str) -> Iterator[Ledger]:
    """The ledger at ``path``, made where there is none, for one process at a time.

    Raises UserError where another one has it, or where it is no ledger, and OSError.
    """
    # A Path takes no opener; nobody else reads who reads.
    with (
        open(path, "a+b", opener=lambda name, flags: os.open(name, flags, 0o600)) as file,
        ExitStack() as stack,
    ):
        try:
            stack.enter_context(files.locked(path, wait=False))
        except files.Busy:
            raise UserError(f"{path}: another 'digest send' is at work with it") from None
        file.seek(0)
        data = file.read()
        salt, states = _parsed(data, path, period)
        # A crash while a line was written: nothing had followed from it.
        file.truncate(data.rfind(b"\n") + 1)
        if not salt:
            salt = secrets.token_bytes(16)
            _write(file, {**_HEAD, "salt": salt.hex()})
            files.sync(path.parent)
        yield Ledger(period, salt, states, file)


def peek(path: Path, period: str) -> Ledger:
    """The ledger at ``path``, to be asked only, if there is one. Raises UserError and OSError."""
    data = path.read_bytes() if path.exists() else b""
    return Ledger(period, *_parsed(data, path, period))


def _parsed(data: bytes, path: Path, period: str) -> tuple[bytes, dict[str, str]]:
    """The salt of a ledger, and the states of a period by reader, but for a line torn off.

    Of a ledger that is only begun, the salt is empty.
    """
    try:
        if b"\n" not in data and _BEGINNING.startswith(data[: len(_BEGINNING)]):
            return b"", {}
        head, *records = map(json.loads, data.split(b"\n")[:-1])
        if {name: head[name] for name in _HEAD} != _HEAD:
            raise ValueError
        states = {each["reader"]: each["state"] for each in records if each["period"] == period}
        return bytes.fromhex(head["salt"]), states
    except (ValueError, KeyError, TypeError):
        raise UserError(f"{path}: is no ledger of 'digest send': name another") from None


def _write(file: IO[bytes], record: Mapping[str, object]) -> None:
    file.write(json.dumps(record).encode() + b"\n")
    file.flush()
    os.fsync(file.fileno())
