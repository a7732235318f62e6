"""Keeps a connection: the thread that has the sockets. It connects, reads, writes, goes to another gateway, and
connects again (docs/verifier-protocol.md, "The end of a connection")."""

from __future__ import annotations

import logging
import os
import selectors
import ssl
import sys
import threading
import time
from typing import Dict, List, Mapping, Optional, Sequence, Set

from ._clock import NEVER
from ._core import Core
from ._link import LARGEST_RECEIVED_BYTES, Hello, Link
from ._messages import BadFrame
from ._pace import Pace
from ._places import PAUSE_SECONDS, Places
from ._wakeup import Wakeup
from ._websocket import Close, Failure, Lost, Opening, Refused, Target, Text, Wire

SUBPROTOCOL = "quiva.verifier.v1"
PATH = "/verifier"
OPENING_SECONDS = 3.0
#: Without an answer to a renewal for so long, a connection is taken for lost.
SILENT_SECONDS = 2.5
#: A connection that lived for so long was a good one.
GOOD_SECONDS = 5.0
#: How long to wait for the gateway's answer to a close frame.
LEAVING_SECONDS = 1.0
#: Tries that were given up, but whose threads still wait for DNS.
MOST_ABANDONED = 4
#: How long one gateway may take before the next one is tried beside it.
STAGGER_SECONDS = 0.3
#: A try ends by itself; one that is later than this hangs.
LATE_SECONDS = 0.5
LARGEST_UNSENT_BYTES = 8_388_608
#: The pause after a fault of its own, such as that the process has no file descriptor left.
FAULT_SECONDS = 1.0
CLOSE_SECONDS = 2.0

CREDENTIAL_ENDED = (4401, 4403)
OWN_FAULT = (4400, 4409, 4429)

log = logging.getLogger("quiva.verifier")


class _Held:
    """An open connection."""

    def __init__(self, target: Target, wire: Wire, link: Link, since: float) -> None:
        self.target, self.wire, self.link, self.since = target, wire, link, since
        #: The close frame was sent; until then its answer is awaited.
        self.leaving_until: Optional[float] = None
        self.has_said_goodbye = False
        self.events = 0


class Keeper:
    def __init__(
        self,
        core: Core,
        wakeup: Wakeup,
        targets: Sequence[Target],
        headers: Mapping[str, str],
        context: Optional[ssl.SSLContext],
        hello: Hello,
    ) -> None:
        self._core, self._wakeup, self._clock = core, wakeup, core.clock
        self.pid = core.pid
        self._places = Places(targets, self._clock)
        self._headers, self._context, self._hello = headers, context, hello
        self._held: List[_Held] = []
        #: Tries that are under way, each with when it ends; the last one began at `_opened_at`.
        self._openings: Dict[Opening, float] = {}
        self._opened_at = float("-inf")
        self._abandoned: List[Opening] = []
        self._selector: Optional[selectors.BaseSelector] = None
        #: Why there is no connection, for people.
        self.problem = ""
        self.closing = False
        self.thread = self._new_thread()
        self._starting = threading.Lock()
        self._has_started = False

    @property
    def connected_to(self) -> str:
        return next((one.target.origin for one in self._held if one.link is self._core.active), "")

    def start(self) -> bool:
        """False if no thread can be started; the next check tries again."""
        if self._has_started or self.closing:
            return True
        if not self._starting.acquire(False):
            # Another thread does it, or this one, before a handler of a signal interrupted it.
            return True
        try:
            if not self._has_started:
                _running.add(self)
                # Whoever checks waits for the first connection from now on, however long ago the fork was.
                self._core.down_from = self._clock.steady()
                self.thread.start()
                self._has_started = True
                _close_with_multiprocessing()
        except RuntimeError as error:
            _running.discard(self)
            self.problem = str(error)
            self.thread = self._new_thread()
            return False
        finally:
            self._starting.release()
        return True

    def begin_closing(self) -> None:
        """Takes no lock."""
        self.closing = True
        self._wakeup.set()

    def join(self, seconds: float) -> None:
        if self._has_started and self.pid == os.getpid() and self.thread is not threading.current_thread():
            self.thread.join(max(0.0, seconds))

    def _new_thread(self) -> threading.Thread:
        return threading.Thread(target=self._run, name="quiva-verifier", daemon=True)

    def release(self) -> None:
        """In a child of a fork: closes the copies of the sockets, without a word to the gateway."""
        _running.discard(self)
        for held in self._held:
            held.wire.drop()
        for opening in self._openings:
            opening.drop_in_child()
        if self._selector is not None:
            self._selector.close()
        self._wakeup.close()

    def _run(self) -> None:
        while True:
            try:
                self._wakeup.open()
                with selectors.DefaultSelector() as selector:
                    self._selector = selector
                    selector.register(self._wakeup, selectors.EVENT_READ)
                    while self._turn(selector):
                        pass
                break
            except Exception as error:
                # A fault in this program, or it lacks something: nothing is honoured, and everything begins again.
                why = f"{type(error).__name__}: {error}"
                if why != self.problem:
                    log.exception("the verifier begins again after a fault of its own")
                self.problem = why
                self._drop_everything()
                if self.closing:
                    break
                self._pause()
        self._drop_everything()
        self._wakeup.close()
        _running.discard(self)

    def _pause(self) -> None:
        ends = self._clock.steady() + FAULT_SECONDS
        while not self.closing and self._clock.steady() < ends:
            time.sleep(0.02)

    def _turn(self, selector: selectors.BaseSelector) -> bool:
        if self.closing and not self._begin_closing():
            return False
        self._take_openings()
        self._check_held()
        if not self.closing:
            self._open_if_needed()
        for held in list(self._held):
            self._send(held)
        self._wait(selector)
        return True

    def _wait(self, selector: selectors.BaseSelector) -> None:
        for held in self._held:
            events = selectors.EVENT_READ | (selectors.EVENT_WRITE if held.wire.wants_to_write else 0)
            if held.events == 0:
                selector.register(held.wire, events, held)
            elif held.events != events:
                selector.modify(held.wire, events, held)
            held.events = events
        ready = selector.select(self._patience())
        if self._wakeup.is_set or any(key.data is None for key, _ in ready):
            self._wakeup.clear()
        # Those that have something to read, also inside TLS. A socket that has nothing says so at once.
        for held in list(self._held):
            self._receive(held)

    def _patience(self) -> float:
        steady = self._clock.steady()
        if any(held.wire.has_more for held in self._held):
            return 0.0
        due = steady + 1.0
        for ends in self._openings.values():
            due = min(due, ends + LATE_SECONDS)
        if self._needs_opening() and len(self._openings) < len(self._places):
            due = min(due, max(self._may_open_at(), steady))
        with self._core.lock:
            for held in self._held:
                due = min(due, held.link.due(self._core.uses) if held.leaving_until is None else held.leaving_until)
        return max(0.0, due - steady)

    # One connection.

    def _receive(self, held: _Held) -> None:
        try:
            events = held.wire.receive()
        except Lost as error:
            return self._ended(held, str(error))
        except Failure as failure:
            return self._fail(held, failure.code, str(failure))
        for event in events:
            if isinstance(event, Close):
                return self._closed(held, event)
            if isinstance(event, Text) and held.leaving_until is None:
                try:
                    with self._core.lock:
                        held.link.receive(event.text)
                except BadFrame as error:
                    return self._fail(held, 4400, f"bad_frame: {error}")
        if held.leaving_until is None:
            self._promote(held)

    def _send(self, held: _Held) -> None:
        try:
            if held.leaving_until is None:
                with self._core.lock:
                    messages = held.link.tick(self._core.uses, held.wire.unsent_bytes)
                for message in messages:
                    held.wire.send(message)
            held.wire.flush()
        except Lost as error:
            return self._ended(held, str(error))
        if held.wire.unsent_bytes > LARGEST_UNSENT_BYTES:
            self._ended(held, "the gateway does not read")

    def _promote(self, held: _Held) -> None:
        """From its first lease on, the entries of this connection count, and no others."""
        core = self._core
        with core.lock:
            now = self._clock.steady(), self._clock.wall()
            if not held.link.lease.holds(*now):
                return
            if core.active is held.link:
                # Somebody may wait because the lease was over for a while, or for one of the clocks.
                core.leased.wake()
                return
            previous = core.active
            good = previous is not None and previous.is_open and previous.goodbye is None and previous.lease.holds(*now)
            if not good:
                core.active = held.link
        if good:
            # Two gateways were tried at once, and another one was first.
            return self._leave(held)
        with core.lock:
            core.is_hopeless = False
            core.leased.wake()
            if previous is not None and not previous.is_open:
                previous.abandon()
        self._cancel_openings()
        self.problem = ""
        self._places.is_connected()
        log.info("connected to %s as %s", held.target.origin, held.link.holder)
        for other in list(self._held):
            if other is not held and other.leaving_until is None:
                self._leave(other)

    def _leave(self, held: _Held) -> None:
        """Forgets, returns, reports, and closes with 1000: `I honour nothing of this connection any more`."""
        with self._core.lock:
            if self._core.active is held.link:
                self._core.active = None
                self._core.down_from = self._clock.steady()
            messages = held.link.leave(self._core.uses)
        for message in messages:
            held.wire.send(message)
        held.wire.close(1000)
        held.leaving_until = self._clock.steady() + LEAVING_SECONDS

    def _fail(self, held: _Held, code: int, why: str) -> None:
        """The gateway broke the protocol. What it said before may be wrong too, so nothing of it is honoured."""
        self._remove(held)
        with self._core.lock:
            self._deactivate(held.link)
        try:
            held.wire.close(code, why)
            held.wire.flush()
        except Lost:
            pass
        held.wire.drop()
        log.warning("the connection to %s was ended: %s", held.target.origin, why)
        self.problem = why
        if held.leaving_until is None:
            self._places.pause_after_fault()

    def _closed(self, held: _Held, close: Close) -> None:
        # RFC 6455, section 5.5.1: a close frame is answered with one. But 1000 would say that nothing is honoured.
        if held.leaving_until is None:
            try:
                held.wire.close(close.code if close.code not in (1000, 1005) else 1001)
                held.wire.flush()
            except Lost:
                pass
        # A reason of the gateway is one word and a text; what else came is not for a log.
        reason = "".join(one for one in close.reason if one.isprintable())[:123]
        if held.leaving_until is None and close.code in CREDENTIAL_ENDED + OWN_FAULT:
            with self._core.lock:
                self._deactivate(held.link)
            if close.code in CREDENTIAL_ENDED:
                self._hopeless()
            else:
                self._places.pause_after_fault()
        self._ended(held, f"{close.code} {reason}".strip())

    def _ended(self, held: _Held, why: str) -> None:
        """The connection is over. Its entries count until its lease is."""
        self._remove(held)
        held.wire.drop()
        if held.leaving_until is not None:
            return
        with self._core.lock:
            held.link.lose()
            if self._core.active is not held.link:
                held.link.abandon()
        log.warning("the connection to %s ended: %s", held.target.origin, why)
        self.problem = why
        if self._clock.steady() - held.since >= GOOD_SECONDS:
            self._places.was_good()
        else:
            self._places.count_failure()
        self._places.go_on(held.target)

    def _deactivate(self, link: Link) -> None:
        """Under the lock: from now on nothing of this connection counts."""
        link.abandon()
        if self._core.active is link:
            self._core.active = None
            self._core.down_from = self._clock.steady()

    def _remove(self, held: _Held) -> None:
        self._held.remove(held)
        if held.events and self._selector is not None:
            self._selector.unregister(held.wire)

    def _check_held(self) -> None:
        steady, wall = self._clock.steady(), self._clock.wall()
        for held in list(self._held):
            silent = held.link.silent_since
            if held.leaving_until is not None:
                if steady >= held.leaving_until:
                    self._ended(held, "closed")
            elif held.link.goodbye is None and silent is not None and steady - silent > SILENT_SECONDS:
                self._ended(held, "no answer to a renewal")
        with self._core.lock:
            active = self._core.active
            if active is not None and not active.is_open:
                if not active.lease.holds(steady, wall) and not active.stale.holds(steady, wall):
                    self._deactivate(active)

    # Which gateway, and when.

    def _is_good(self, held: _Held, steady: float) -> bool:
        if held.leaving_until is not None or held.link.goodbye is not None:
            return False
        if len(self._places) == 1:
            return True
        if held.link.lease is NEVER:
            return steady - held.since <= STAGGER_SECONDS
        # One that gives no lease any more is not sure to hear of all revocations.
        return steady - held.link.lease.steady_end <= SILENT_SECONDS

    def _needs_opening(self) -> bool:
        if self.closing or sum(1 for held in self._held if held.leaving_until is None) >= 2:
            return False
        steady = self._clock.steady()
        return not any(self._is_good(held, steady) for held in self._held)

    def _may_open_at(self) -> float:
        at = self._places.may_be_tried_at()
        return max(at, self._opened_at + STAGGER_SECONDS) if self._openings else at

    def _open_if_needed(self) -> None:
        steady = self._clock.steady()
        for held in self._held:
            goodbye = held.link.goodbye
            if goodbye is not None and not held.has_said_goodbye and held.leaving_until is None:
                held.has_said_goodbye = True
                self._places.leave_in(min(goodbye, PAUSE_SECONDS))
                self._places.go_on(held.target)
        self._abandoned = [one for one in self._abandoned if one.is_running]
        if not self._needs_opening() or len(self._openings) >= len(self._places) or steady < self._may_open_at():
            return
        target = self._places.choose([opening.target for opening in self._openings])
        if target is None:
            self._places.try_none_for(STAGGER_SECONDS)
            return
        if len(self._abandoned) >= MOST_ABANDONED:
            self._places.try_none_for(PAUSE_SECONDS)
            return
        opening = Opening(
            target,
            PATH,
            SUBPROTOCOL,
            self._headers,
            self._context if target.secure else None,
            OPENING_SECONDS,
            LARGEST_RECEIVED_BYTES,
            self._wakeup.set,
        )
        try:
            opening.start()
        except RuntimeError:
            # The interpreter ends, or there are too many threads.
            self._places.try_none_for(PAUSE_SECONDS)
            return
        self._openings[opening] = steady + OPENING_SECONDS
        self._opened_at = steady
        self._places.go_on(target)

    def _take_openings(self) -> None:
        steady = self._clock.steady()
        for opening, ends in list(self._openings.items()):
            result = opening.result
            if result is None:
                if steady < ends + LATE_SECONDS:
                    continue
                opening.cancel()
                self._abandoned.append(opening)
                result = OSError("no answer in time")
            del self._openings[opening]
            if isinstance(result, Wire):
                self._begin(opening.target, result)
            elif isinstance(result, Refused):
                self._was_refused(opening.target, result)
            else:
                # The texts of a certificate's faults say what to do; others are names of errors.
                is_tls = isinstance(result, ssl.SSLError)
                why = str(result) if is_tls else result.strerror or str(result) or type(result).__name__
                self._failed(opening.target, f"cannot connect to {opening.target.origin}: {why}")

    def _cancel_openings(self) -> None:
        for opening in self._openings:
            opening.cancel()
            self._abandoned.append(opening)
        self._openings.clear()

    def _begin(self, target: Target, wire: Wire) -> None:
        steady = self._clock.steady()
        with self._core.lock:
            link = Link(self._hello, self._clock, Pace(steady))
            messages = link.begin()
        self._held.append(_Held(target, wire, link, steady))
        for message in messages:
            wire.send(message)

    def _was_refused(self, target: Target, refused: Refused) -> None:
        why = f"{target.origin} refused the connection: {refused}"
        after = min(max(refused.retry_after or 1, 1), 3600)
        if refused.code == "too_many_verifiers":
            self._places.spare(target, after)
            self._failed(target, why)
        elif refused.status in (401, 403):
            self.problem = why
            log.error("%s; the verifier's own credential does not work", why)
            self._hopeless()
        elif refused.status == 429:
            self._failed(target, why)
            self._places.try_none_for(after)
        else:
            self._failed(target, why)

    def _failed(self, target: Target, why: str) -> None:
        if why != self.problem:
            log.warning("%s", why)
        self.problem = why
        self._places.count_failure()
        self._places.go_on(target)

    def _hopeless(self) -> None:
        self._places.pause_long()
        with self._core.lock:
            self._core.is_hopeless = True
            self._core.leased.wake()

    # The end.

    def _begin_closing(self) -> bool:
        """Leaves every gateway; False when all of them are left."""
        with self._core.lock:
            self._core.is_closed = True
            self._core.leased.wake()
            active = self._core.active
            if active is not None and not active.is_open:
                self._deactivate(active)
        self._cancel_openings()
        for held in self._held:
            if held.leaving_until is None:
                self._leave(held)
        return bool(self._held)

    def _drop_everything(self) -> None:
        for held in list(self._held):
            held.wire.drop()
            held.events = 0
            with self._core.lock:
                self._deactivate(held.link)
        self._held.clear()
        with self._core.lock:
            if self._core.active is not None:
                self._deactivate(self._core.active)
        self._cancel_openings()


#: Those whose threads run, also if nobody has their verifiers any more.
_running: Set[Keeper] = set()
_hooked_in = 0


def close_all() -> None:
    """Before this process ends."""
    mine = [keeper for keeper in list(_running) if keeper.pid == os.getpid()]
    for keeper in mine:
        keeper.begin_closing()
    ends = time.monotonic() + CLOSE_SECONDS
    for keeper in mine:
        keeper.join(ends - time.monotonic())


def _close_with_multiprocessing() -> None:
    """Its children end without `atexit`, and forget at their start what was registered before."""
    global _hooked_in
    process, util = sys.modules.get("multiprocessing.process"), sys.modules.get("multiprocessing.util")
    if process is None or util is None or _hooked_in == os.getpid() or process.parent_process() is None:
        return
    _hooked_in = os.getpid()
    util.Finalize(None, close_all, exitpriority=10)

