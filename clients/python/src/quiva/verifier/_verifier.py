"""The verifier that a program uses."""

from __future__ import annotations

import asyncio
import atexit
import hashlib
import logging
import os
import re
import ssl
import threading
import unicodedata
import weakref
from typing import Any, Dict, NamedTuple, Optional, Sequence, Tuple, Union

from ._clock import REAL, Clock
from ._core import UNAUTHORIZED, UNAVAILABLE, Core, Wanted
from ._credentials import LONGEST_CREDENTIAL, may_be_credential
from ._keeper import CLOSE_SECONDS, Keeper, close_all
from ._link import Hello
from ._networks import text_of_address
from ._waiting import Waiters
from ._wakeup import Wakeup
from ._websocket import parse_url
from .verdict import Verdict

VERSION = "quiva-python/0.1.0"

log = logging.getLogger("quiva.verifier")

_sha256 = hashlib.sha256
_getpid = os.getpid


class State(NamedTuple):
    """For people, and for a health check."""

    #: There is a lease: credentials can be checked.
    is_ready: bool
    #: The gateway, such as `https://gateway.example.com`; empty without a connection.
    gateway: str
    #: The id of the connection in the answers to revocations; empty without one.
    holder: str
    #: The account whose credentials this verifier knows; empty before the first connection.
    account_id: str
    #: How many credentials are remembered.
    entries: int
    #: How many checks were answered from memory.
    hits: int
    #: Why there is no connection; empty if there is one.
    problem: str


class Verifier:
    """Checks API keys and access tokens in this process, from its own memory. A key that was revoked is refused from the
    answer to the revocation on, if that says `confirmed`.

    Make one for each process, and use it from any thread: `verify`, or `verify_async` in a program with asyncio. It has
    one thread of its own, which keeps a connection to the gateway. After a fork, the child connects by itself.

    url: the gateway, such as `https://gateway.example.com`; or several of one database.
    api_key: the key of this service; the scope `tokens:introspect` is all that it needs.
    name: what lists of holders call it, 1 to 100 characters in one line.
    max_entries: how many credentials are remembered.
    timeout: seconds for which a check waits for the gateway.
    max_waiting: how many checks wait at once; others get 503.
    max_stale: seconds for which credentials are honoured from memory after a lease has ended without news, at most
        3600. Only if the operator of the gateway allows it; revocations then wait so long for a lost verifier.
    ssl_context: for a certificate authority of your own.
    """

    def __init__(
        self,
        url: Union[str, Sequence[str]],
        api_key: str,
        *,
        name: str = "verifier",
        max_entries: int = 100_000,
        timeout: float = 2.0,
        max_waiting: int = 10_000,
        max_stale: float = 0.0,
        ssl_context: Optional[ssl.SSLContext] = None,
        _clock: Clock = REAL,
    ) -> None:
        urls = [url] if isinstance(url, str) else list(url)
        self._targets = list(dict.fromkeys(parse_url(one) for one in urls))
        if not self._targets:
            raise ValueError("there is no URL of a gateway")
        if not isinstance(api_key, str) or not re.fullmatch(r"[!-~]{1,4000}", api_key):
            raise ValueError("the API key has characters that no key has")
        if not 0 < timeout <= 3600:
            raise ValueError("timeout must be above 0 and at most 3600 seconds")
        if not 0 <= max_stale <= 3600:
            raise ValueError("max_stale must be 0 to 3600 seconds")
        if not 1 <= max_entries <= 10_000_000 or max_waiting < 0:
            raise ValueError("max_entries must be 1 to 10,000,000, and max_waiting not be negative")
        self._headers = {"X-Api-Key": api_key}
        self._hello = Hello(_one_line(name), VERSION, round(max_stale * 1000), int(max_entries))
        self._context = _context(ssl_context) if any(target.secure for target in self._targets) else None
        self._clock, self._timeout, self._max_waiting = _clock, float(timeout), max_waiting
        self._is_closed = False
        #: What it knows and its connection, by the process that they belong to.
        self._lives: Dict[int, Tuple[Core, Keeper]] = {}
        self._core, self._keeper = self._begin()
        weakref.finalize(self, _let_go, self._lives).atexit = False
        _verifiers.add(self)
        self._keeper.start()

    def verify(
        self,
        credential: Optional[str],
        *,
        scope: Optional[str] = None,
        environment: Optional[str] = None,
        cost: int = 1,
        address: Optional[str] = None,
        account: Optional[str] = None,
    ) -> Verdict:
        """Whether a request with this credential may pass. Never raises; the verdict is true only if it may. In a handler
        of a signal that has interrupted another check, it is refused with 503.

        scope: scopes, separated by single spaces, all of which the credential must have.
        environment: `live` or `test`; others are refused.
        cost: units that the request uses of the key's quota, 0 to 1000.
        address: the client's IP address. Without it, a key with allowed networks is refused.
        account: the account to which the credential must belong; that of the verifier's key in any case.
        """
        w = _wanted(credential, scope, environment, account, cost, address)
        if w is None:
            return UNAUTHORIZED
        core = self._core
        if core.pid != _getpid():
            core = self._begin_in_child()
        if core.is_held_here():
            return UNAVAILABLE
        with core.lock:
            verdict = core.known(w)
        if verdict is not None:
            return verdict
        if not may_be_credential(w.credential):
            return UNAUTHORIZED
        return self._wait(core, w) if self._keeper.start() else UNAVAILABLE

    async def verify_async(
        self,
        credential: Optional[str],
        *,
        scope: Optional[str] = None,
        environment: Optional[str] = None,
        cost: int = 1,
        address: Optional[str] = None,
        account: Optional[str] = None,
    ) -> Verdict:
        """As `verify`, in a program with asyncio: the event loop goes on while the gateway is asked."""
        w = _wanted(credential, scope, environment, account, cost, address)
        if w is None:
            return UNAUTHORIZED
        core = self._core
        if core.pid != _getpid():
            core = self._begin_in_child()
        if core.is_held_here():
            return UNAVAILABLE
        with core.lock:
            verdict = core.known(w)
        if verdict is not None:
            return verdict
        if not may_be_credential(w.credential):
            return UNAUTHORIZED
        return await self._wait_async(core, w) if self._keeper.start() else UNAVAILABLE

    def known(
        self,
        credential: Optional[str],
        *,
        scope: Optional[str] = None,
        environment: Optional[str] = None,
        cost: int = 1,
        address: Optional[str] = None,
        account: Optional[str] = None,
    ) -> Optional[Verdict]:
        """The verdict as of `verify`, if it needs no gateway, and otherwise None. A verdict counts as a use."""
        w = _wanted(credential, scope, environment, account, cost, address)
        if w is None:
            return UNAUTHORIZED
        core = self._core
        if core.pid != _getpid():
            core = self._begin_in_child()
        if core.is_held_here():
            return None
        with core.lock:
            verdict = core.known(w)
        if verdict is None and not may_be_credential(w.credential):
            return UNAUTHORIZED
        return verdict

    def state(self) -> State:
        core = self._core if self._core.pid == _getpid() else self._begin_in_child()
        keeper = self._keeper
        with core.lock:
            link = core.active
            is_ready = link is not None and link.lease.holds(self._clock.steady(), self._clock.wall())
            entries = 0 if link is None else len(link.memory.entries)
            account, holder = ("", "") if link is None else (link.account_id, link.holder or "")
            hits = core.hits
        return State(is_ready, keeper.connected_to, holder, account, entries, hits, "" if is_ready else keeper.problem)

    def wait_until_ready(self, timeout: float = 10.0) -> bool:
        """Waits until credentials can be checked, for so many seconds at most; says whether they can."""
        ends = self._clock.steady() + timeout
        signal = threading.Event()
        while not self._is_closed:
            core = self._core if self._core.pid == _getpid() else self._begin_in_child()
            if core.is_held_here():
                return False
            with core.lock:
                link = core.active
                if link is not None and link.lease.holds(self._clock.steady(), self._clock.wall()):
                    return True
                core.leased.add(signal.set)
            try:
                self._keeper.start()
                left = ends - self._clock.steady()
                if left <= 0:
                    return False
                signal.wait(min(left, 1.0))
                signal.clear()
            finally:
                with core.lock:
                    core.leased.remove(signal.set)
        return False

    def close(self) -> None:
        """Reports uses, returns what was not used of quotas, and ends the connection, so that no revocation waits for
        this verifier. From then on every check is refused with 503. Takes no lock, so a signal handler may call it."""
        self._is_closed = True
        if self._core.pid == _getpid():
            self._core.is_closed = True
            self._keeper.begin_closing()
            self._keeper.join(CLOSE_SECONDS)

    def __enter__(self) -> Verifier:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Verifier({', '.join(target.origin for target in self._targets)})"

    def __reduce__(self) -> Any:
        raise TypeError("a verifier belongs to its process: make one in each")

    def _begin(self) -> Tuple[Core, Keeper]:
        """Of several threads that do this at once, all get the same."""
        wakeup = Wakeup()
        core = Core(self._clock, self._timeout, self._max_waiting, wakeup.set)
        keeper = Keeper(core, wakeup, self._targets, self._headers, self._context, self._hello)
        return self._lives.setdefault(core.pid, (core, keeper))

    def _begin_in_child(self) -> Core:
        """After a fork: nobody tells this process of revocations through the connection of its parent. Python's hook
        does this; and so does the first check, if the fork was made without Python."""
        # First what counts, in case that the rest fails.
        core, keeper = self._begin()
        self._keeper = keeper
        self._core = core
        for pid in list(self._lives):
            of_parent = None if pid == core.pid else self._lives.pop(pid, None)
            if of_parent is not None:
                of_parent[1].release()
        if self._is_closed:
            core.is_closed = True
            keeper.begin_closing()
        return core

    def _wait(self, core: Core, w: Wanted) -> Verdict:
        w.began = self._clock.steady()
        signal: Optional[threading.Event] = None
        waiters: Optional[Waiters] = None
        try:
            while True:
                with core.lock:
                    outcome = core.attempt(w)
                    if not isinstance(outcome, Waiters):
                        return outcome
                    if signal is None:
                        if core.waiting >= core.most_waiting:
                            return UNAVAILABLE
                        core.waiting += 1
                        signal = threading.Event()
                    waiters = outcome
                    waiters.add(signal.set)
                left = w.began + self._timeout - self._clock.steady()
                if left <= 0 or not signal.wait(left):
                    return UNAVAILABLE
                signal.clear()
        finally:
            # After a fork, the lock may be held by a thread that is not there.
            if signal is not None and core.pid == _getpid():
                with core.lock:
                    core.waiting -= 1
                    if waiters is not None:
                        waiters.remove(signal.set)

    async def _wait_async(self, core: Core, w: Wanted) -> Verdict:
        w.began = self._clock.steady()
        signal: Optional[_AsyncSignal] = None
        waiters: Optional[Waiters] = None
        try:
            while True:
                with core.lock:
                    outcome = core.attempt(w)
                    if not isinstance(outcome, Waiters):
                        return outcome
                    if signal is None:
                        if core.waiting >= core.most_waiting:
                            return UNAVAILABLE
                        core.waiting += 1
                        signal = _AsyncSignal(asyncio.get_running_loop())
                    waiters = outcome
                    waiters.add(signal.set)
                left = w.began + self._timeout - self._clock.steady()
                if left <= 0 or not await signal.wait(left):
                    return UNAVAILABLE
        finally:
            # After a fork, the lock may be held by a thread that is not there.
            if signal is not None and core.pid == _getpid():
                with core.lock:
                    core.waiting -= 1
                    if waiters is not None:
                        waiters.remove(signal.set)


class _AsyncSignal:
    """An event that another thread sets."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._event = asyncio.Event()

    def set(self) -> None:
        try:
            self._loop.call_soon_threadsafe(self._event.set)
        except RuntimeError:
            # The loop is closed; nobody waits any more.
            pass

    async def wait(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._event.wait(), seconds)
        except asyncio.TimeoutError:
            return False
        self._event.clear()
        return True


def _wanted(
    credential: Optional[str],
    scope: Optional[str],
    environment: Optional[str],
    account: Optional[str],
    cost: int,
    address: Optional[str],
) -> Optional[Wanted]:
    try:
        if len(credential) > LONGEST_CREDENTIAL:  # type: ignore[arg-type]
            return None
        digest = _sha256(credential.encode("ascii")).digest()  # type: ignore[union-attr]
    except (UnicodeEncodeError, AttributeError, TypeError):
        return None
    if address is not None and type(address) is not str:
        address = text_of_address(address)
    return Wanted(digest, credential, scope, environment, account, cost, address)  # type: ignore[arg-type]


def _one_line(name: str) -> str:
    is_right = isinstance(name, str) and not any(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") for one in name)
    if not is_right or not 1 <= len(name.encode("utf-16-le")) // 2 <= 100:
        raise ValueError("the name must have 1 to 100 characters in one line")
    return name


def _context(given: Optional[ssl.SSLContext]) -> ssl.SSLContext:
    if given is not None:
        return given
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context


_verifiers: "weakref.WeakSet[Verifier]" = weakref.WeakSet()


def _let_go(lives: Dict[int, Tuple[Core, Keeper]]) -> None:
    """Nobody has the verifier any more. Its thread ends by itself; this one may have any lock, so it does not wait."""
    for core, keeper in list(lives.values()):
        if core.pid == _getpid():
            keeper.begin_closing()


def _close_all() -> None:
    for verifier in list(_verifiers):
        # Whoever checks from now on is refused, and starts nothing.
        verifier._is_closed = True
        if verifier._core.pid == _getpid():
            verifier._core.is_closed = True
            verifier._keeper.begin_closing()
    close_all()


def _begin_all_in_child() -> None:
    verifiers = list(_verifiers)
    for verifier in verifiers:
        # Even if the process got the number of an earlier one, and whatever fails below.
        verifier._core.pid = 0
        verifier._lives.clear()
        verifier._lives[0] = verifier._core, verifier._keeper
    for verifier in verifiers:
        try:
            verifier._begin_in_child()
        except Exception:
            log.exception("a verifier begins again with its next check")


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_all_in_child)
