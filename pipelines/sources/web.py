"""The network, as far as a publisher's site may lead us into it.

Belongs here: which addresses are connected to, how often a host is asked, what its robots.txt
allows, and when a request is tried again. All of it holds for every hop of a redirect. Does not
belong here: what is asked for (``fetching``) and what is kept (``store``).
"""

from __future__ import annotations

import ipaddress
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any, TypeVar

import httpcore
import httpx
from protego import Protego
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from pipelines.sources.registry import Politeness

logger = logging.getLogger(__name__)

T = TypeVar("T")

AGENT = "yusuan"
_ROBOTS_BYTES = 512_000
_MAX_CRAWL_DELAY = 60
_PASSING = {408, 425, 429, 500, 502, 503, 504}

#: After so many requests in a row without an answer, a host is left alone for this night.
GIVES_UP_AFTER = 3

# IPv6 addresses that stand for an IPv4 address.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(RuntimeError):
    """We do not ask for this address; the message says why. Trying again changes nothing."""


class Unanswered(RuntimeError):
    """A site did not give what was asked for; the message says how it failed."""


class PassingStatus(RuntimeError):
    """An answer that may be another one soon; ``wait`` is what the site asks for, in seconds."""

    def __init__(self, status: int, wait: float | None) -> None:
        self.status = status
        self.wait = wait
        super().__init__(f"the site answered {status}")


@dataclass
class Manners:
    """Clock and memory that all sites of one night share; tests give their own clock."""

    sleeper: Callable[[float], None] | None = None
    now: Callable[[], float] = time.monotonic
    _stopped: threading.Event = field(default_factory=threading.Event)
    _next: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def stop(self) -> None:
        """End all waiting; nothing more is asked."""
        self._stopped.set()

    def sleep(self, seconds: float) -> None:
        """Wait, unless the night is stopped: then raise :class:`Refused`."""
        if self.sleeper is not None:
            self.sleeper(seconds)
        if self._stopped.wait(0 if self.sleeper is not None else seconds):
            raise Refused("interrupted")

    def wait_turn(self, host: str, delay: float) -> None:
        """Return when ``host`` may be asked; turns are ``delay`` seconds apart."""
        with self._lock:
            now = self.now()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + delay
        self.sleep(turn - now)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also where it is wrapped in IPv6."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


class _GuardedBackend(httpcore.SyncBackend):
    """Connects to the very address that was checked, so that a name cannot change in between."""

    def __init__(self, private_hosts: Iterable[str]) -> None:
        self._private_hosts = frozenset(private_hosts)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check all addresses, connect to the first that answers."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} has no address ({error})") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if host.lower() not in self._private_hosts:
            private = [address for address in addresses if not is_public(address)]
            if private:
                raise Refused(
                    f"{host} leads to {private[0]}, which is no public address; where that is "
                    "right, name the host under private_hosts"
                )
        failure: Exception | None = None
        for address in addresses:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        raise Refused("files of this machine are not asked for")


class _PoliteTransport(httpx.HTTPTransport):
    """Every hop: http or https only, allowed by robots.txt, in the host's turn."""

    def __init__(self, politeness: Politeness, private_hosts: Iterable[str], manners: Manners):
        super().__init__()
        # httpx has no parameter for the network backend of its pool. Can go when it has one.
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            network_backend=_GuardedBackend(private_hosts),
            max_connections=4,
            max_keepalive_connections=2,
            keepalive_expiry=30,
        )
        self._politeness = politeness
        self._manners = manners
        self._robots: dict[str, Protego] = {}
        self._silent: dict[str, int] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask, or raise :class:`Refused`."""
        url = request.url
        if url.scheme not in ("http", "https") or not url.host:
            raise Refused(f"{url} does not begin with http:// or https://")
        if url.userinfo:
            raise Refused(f"the address on {url.host} carries a name or a password")
        if self._silent.get(url.host, 0) >= GIVES_UP_AFTER:
            raise Refused(f"{url.host} did not answer {GIVES_UP_AFTER} times in a row")
        delay = self._politeness.delay_seconds
        if self._politeness.robots:
            rules = self._rules(request)
            if not rules.can_fetch(str(url), AGENT):
                raise Refused(f"robots.txt of {url.host} does not allow {url.path}")
            delay = max(delay, min(rules.crawl_delay(AGENT) or 0, _MAX_CRAWL_DELAY))
        self._manners.wait_turn(url.host, delay)
        return self._ask(request)

    def _ask(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        try:
            response = super().handle_request(request)
        except (httpx.TimeoutException, httpx.ConnectError):
            self._silent[host] = self._silent.get(host, 0) + 1
            raise
        self._silent[host] = 0
        return response

    def _rules(self, request: httpx.Request) -> Protego:
        """robots.txt of the host, by RFC 9309: none is consent, one that is out of reach is not."""
        url = request.url.copy_with(raw_path=b"/robots.txt")
        origin = f"{url.scheme}://{url.netloc.decode()}"
        if origin not in self._robots:
            self._robots[origin] = self._ask_for_rules(request, url)
        return self._robots[origin]

    def _ask_for_rules(self, request: httpx.Request, url: httpx.URL) -> Protego:
        for _ in range(5):
            asking = httpx.Request(
                "GET",
                url,
                headers={"User-Agent": request.headers["User-Agent"]},
                extensions=request.extensions,
            )
            self._manners.wait_turn(url.host, self._politeness.delay_seconds)
            response = self._ask(asking)
            try:
                if response.has_redirect_location:
                    url = url.join(response.headers["Location"])
                    if url.scheme not in ("http", "https"):
                        break
                    continue
                if response.status_code in _PASSING:
                    raise PassingStatus(response.status_code, retry_after(response))
                if not response.is_success:
                    break
                text = b""
                for chunk in response.iter_bytes(1 << 14):
                    text += chunk
                    if len(text) > _ROBOTS_BYTES:
                        break
                return Protego.parse(text[:_ROBOTS_BYTES].decode("utf-8", "replace"))
            finally:
                response.close()
        return Protego.parse("")


class Browser:
    """Asks one publisher's site, with the manners that its file of the registry prescribes."""

    def __init__(
        self, politeness: Politeness, private_hosts: Iterable[str], manners: Manners, contact: str
    ) -> None:
        self.politeness = politeness
        self._manners = manners
        told = f"; {contact}" if contact else ""
        self._client = httpx.Client(
            transport=_PoliteTransport(politeness, private_hosts, manners),
            headers={"User-Agent": f"{AGENT}/{version('yusuan')} (open data of budgets{told})"},
            timeout=politeness.timeout_seconds,
            follow_redirects=True,
            max_redirects=5,
            # A proxy of the environment would connect for us, to addresses that nobody checks.
            trust_env=False,
        )

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *exc: object) -> None:
        self._client.close()

    @contextmanager
    def _asked(self, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        with self._client.stream("GET", url, headers=headers) as response:
            if response.status_code in _PASSING:
                raise PassingStatus(response.status_code, retry_after(response))
            yield response

    def ask(
        self,
        url: str,
        headers: Callable[[], dict[str, str]],
        read: Callable[[httpx.Response], T],
    ) -> T:
        """What ``read`` makes of the answer; both are called anew for each attempt.

        Raises :class:`Refused` (not asked), or :class:`Unanswered` after the last attempt.
        """

        def once() -> T:
            with self._asked(url, headers()) as response:
                return read(response)

        retrying = Retrying(
            retry=retry_if_exception(self._may_pass),
            stop=stop_after_attempt(self.politeness.attempts),
            wait=self._wait,
            sleep=self._manners.sleep,
            before_sleep=lambda state: logger.info(
                "fetch %s: %s; attempt %d", url, _last(state), state.attempt_number + 1
            ),
            reraise=True,
        )
        try:
            return retrying(once)
        except (httpx.HTTPError, httpx.InvalidURL, PassingStatus) as error:
            raise Unanswered(_said(error)) from error

    def _may_pass(self, error: BaseException) -> bool:
        if isinstance(error, PassingStatus):
            return (error.wait or 0) <= self.politeness.max_wait_seconds
        return isinstance(error, httpx.TransportError) and not isinstance(
            error, httpx.UnsupportedProtocol
        )

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, PassingStatus) and error.wait is not None:
            return error.wait
        backoff = wait_exponential_jitter(initial=1, max=self.politeness.max_wait_seconds or 1)
        return min(backoff(state), self.politeness.max_wait_seconds)


def retry_after(response: httpx.Response) -> float | None:
    """Seconds that the site asks to wait, however it says so."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isdigit():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _last(state: RetryCallState) -> str:
    error = state.outcome.exception() if state.outcome else None
    return _said(error) if error is not None else ""


def _said(error: BaseException) -> str:
    """A failure in words; httpx leaves some without any."""
    if isinstance(error, PassingStatus):
        asked = f" and asks to wait {error.wait:.0f} s" if error.wait else ""
        return f"{error}{asked}"
    names = {
        "ConnectTimeout": "no connection in time",
        "ReadTimeout": "it stopped sending",
        "ConnectError": "no connection",
        "TooManyRedirects": "it redirects without end",
        "RemoteProtocolError": "it broke off",
        "ReadError": "it broke off",
    }
    what = names.get(type(error).__name__, type(error).__name__)
    return f"{what} ({error})" if str(error) else what
