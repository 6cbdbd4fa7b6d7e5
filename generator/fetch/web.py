"""Requests that a source will not mind: one at a time, with a name, slower when asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urljoin, urlsplit

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3 import exceptions as web

from generator.fetch import FetchError

_BUSY: Final = (429, 500, 502, 503, 504)
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_REDIRECTS: Final = 3
_TROUBLE: Final = (
    (web.NameResolutionError, "the host has no address: is there a network?"),
    (web.NewConnectionError, "no connection: try again later"),
    (web.TimeoutError, "no answer in time: try again later"),
    (web.SSLError, "no trusted certificate: nothing was taken from there"),
)
_BROKEN: Final = "the answer broke off: try again later"


class _Patience(Retry):
    """Waits before the first retry too, which Retry itself makes at once."""

    def get_backoff_time(self) -> float:
        return max(super().get_backoff_time(), self.backoff_factor)


class Web:
    """A connection to one source after another, never two at once.

    ``agent`` names the asker to the source. Before each request but the first, ``wait`` is
    called with ``pause``, the seconds that the source asks for. A source that is busy is
    asked again up to ``tries`` times, after the time that it states, two minutes at most, or
    after ``patience`` seconds, then twice, then four times as many. An answer of more than
    ``largest`` bytes is none.
    """

    def __init__(
        self,
        agent: str,
        *,
        wait: Callable[[float], None],
        pause: float = 0,
        patience: float = 3,
        tries: int = 4,
        timeout: float = 60,
        largest: int = 20_000_000,
    ) -> None:
        self._wait, self._pause, self._asked = wait, pause, False
        self._largest = largest
        self._retries = _Patience(
            total=tries,
            redirect=False,
            status_forcelist=_BUSY,
            backoff_factor=patience,
            raise_on_status=False,
            retry_after_max=120,
        )
        self._pool = PoolManager(
            num_pools=1,
            maxsize=1,
            headers={"User-Agent": agent, "Accept": "*/*"},
            timeout=Timeout(connect=min(timeout, 20), read=timeout),
        )

    def get(self, url: str, kinds: tuple[str, ...]) -> bytes:
        """The bytes at ``url``, whose media type is one of ``kinds``.

        https alone, but for this machine itself; redirections within the host alone. Raises
        FetchError.
        """
        if self._asked:
            self._wait(self._pause)
        self._asked = True
        parts = urlsplit(url)
        is_here = parts.scheme == "http" and parts.hostname in _LOOPBACK
        if parts.scheme != "https" and not is_here:
            raise FetchError(f"{url}: not an https address")
        try:
            return self._answer(url, kinds)
        except web.HTTPError as error:
            reason = error.reason if isinstance(error, web.MaxRetryError) else error
            words = next((words for kind, words in _TROUBLE if isinstance(reason, kind)), _BROKEN)
            raise FetchError(f"{url}: {words}") from None

    def _answer(self, url: str, kinds: tuple[str, ...]) -> bytes:
        retries = self._retries
        while True:
            response = self._followed(url, retries)
            try:
                if response.status != 200:
                    raise FetchError(f"{url}: {_refusal(response)}")
                media = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
                if media not in kinds:
                    kind = "".join(c for c in media if c.isprintable()) or "no type"
                    raise FetchError(f"{url}: answered with {kind}, not with {kinds[0]}")
                data = response.read(self._largest + 1)
                if len(data) > self._largest:
                    raise FetchError(f"{url}: answered with more than {self._largest:,} bytes")
                return data
            except (web.ProtocolError, web.ReadTimeoutError) as error:
                retries = retries.increment("GET", url, error=error)
                retries.sleep()
            finally:
                response.close()

    def _followed(self, url: str, retries: Retry) -> BaseHTTPResponse:
        address = url
        for _ in range(_REDIRECTS + 1):
            response = self._pool.request(
                "GET", address, redirect=False, retries=retries, preload_content=False
            )
            location = response.get_redirect_location()
            if not location:
                return response
            response.close()
            target = urljoin(address, location)
            if not self._pool.connection_from_url(url).is_same_host(target):
                raise FetchError(f"{url}: leads to another host; has the source moved?")
            address = target
        raise FetchError(f"{url}: leads on and on; has the source moved?")


def _refusal(response: BaseHTTPResponse) -> str:
    status = f"answered {response.status} {response.reason or ''}".rstrip()
    if response.status in _BUSY:
        return f"{status} every time: try again later"
    return f"{status}: is what was asked for written as the source writes it?"
