"""What a verifier knows, and the judgement of a request by it (docs/verifier-protocol.md, "Judge a request").

One lock guards everything. A judgement looks the entry up, reads the clocks and decides in one turn of the lock; the
thread that has the connection takes entries back in another turn, and acknowledges after it. So a check that begins after
an acknowledgement never finds what was taken back.

Python may interrupt a thread that has the lock, and run something else in it: a coroutine that is collected while it
waits takes the lock again and removes its waiter, which disturbs nobody; a handler of a signal must not check, so it asks
`is_held_here` first.
"""

from __future__ import annotations

import os
import threading
from typing import Callable, FrozenSet, Optional, Union

from . import _networks, _scopes
from ._clock import Clock
from ._link import Link
from ._memory import Entry
from ._messages import NotActive
from ._uses import Uses
from ._waiting import Question, Waiters
from .verdict import Allowed, Refused

#: Entries are not asked for again before they are over while so many questions are open.
MOST_REFRESHED = 1000
MOST_COST = 1000
ENVIRONMENTS: FrozenSet[str] = frozenset(("live", "test"))

UNAUTHORIZED = Refused(401, "unauthorized")
UNAVAILABLE = Refused(503, "verification_unavailable", retry_after=1)
_ADDRESS = Refused(403, "address_not_allowed")
_ACCOUNT = Refused(403, "other_account")
_ENVIRONMENT = Refused(403, "other_environment")
_BAD_COST = Refused(400, "invalid_request", detail=("cost", "must be a whole number from 0 to 1000"))
_BAD_ENVIRONMENT = Refused(400, "invalid_request", detail=("environment", "must be live or test"))
_BAD_SCOPE = Refused(400, "invalid_request", detail=("scope", "must be scopes (resource:action) separated by spaces"))

Outcome = Union[Allowed, Refused, Waiters]


class Wanted:
    """A credential, and what the request needs."""

    __slots__ = ("account", "address", "began", "cost", "credential", "digest", "environment", "question", "scope")

    def __init__(
        self,
        digest: bytes,
        credential: str,
        scope: Optional[str],
        environment: Optional[str],
        account: Optional[str],
        cost: int,
        address: Optional[str],
    ) -> None:
        self.digest, self.credential = digest, credential
        self.scope, self.environment, self.account = scope, environment, account
        self.cost, self.address = cost, address
        self.began = 0.0
        #: About its credential, for which it waits or has waited.
        self.question: Optional[Question] = None


class Core:
    def __init__(self, clock: Clock, timeout: float, most_waiting: int, wake: Callable[[], None]) -> None:
        self.lock = threading.RLock()
        #: Whether this thread has the lock already.
        self.is_held_here: Callable[[], bool] = self.lock._is_owned  # type: ignore[attr-defined]
        #: The process that is told of revocations. In another one, nothing of this counts.
        self.pid = os.getpid()
        self.clock = clock
        self.timeout = timeout
        self.most_waiting = most_waiting
        #: Wakes the thread that has the connection.
        self.wake = wake
        self.uses = Uses()
        #: The connection whose entries count. It may be lost: then they do until its lease is over.
        self.active: Optional[Link] = None
        self.leased = Waiters()
        self.waiting = 0
        self.hits = 0
        #: Since when there is no connection; nobody waits for longer than `timeout` from then on.
        self.down_from = clock.steady()
        #: The last try showed that the next ones will fail too.
        self.is_hopeless = False
        self.is_closed = False

    def known(self, w: Wanted) -> Optional[Union[Allowed, Refused]]:
        """The verdict, if it needs no gateway."""
        steady, wall = self.clock.steady(), self.clock.wall()
        link = self.active
        if link is None:
            return None
        entry = link.memory.entries.get(w.digest)
        if entry is None or not entry.span.holds(steady, wall):
            return None
        is_stale = not link.lease.holds(steady, wall)
        if is_stale and not link.stale.holds(steady, wall):
            return None
        outcome = self._judge(link, entry, w, is_stale, steady, wall)
        if isinstance(outcome, Waiters):
            return None
        self.hits += 1
        if steady >= entry.refresh_at and not entry.is_refreshing and not is_stale:
            self._refresh(link, entry, w)
        return outcome

    def attempt(self, w: Wanted) -> Outcome:
        """The verdict, or what to wait for before the next attempt."""
        steady, wall = self.clock.steady(), self.clock.wall()
        link = self.active
        if link is None or not (link.lease.holds(steady, wall) or link.stale.holds(steady, wall)):
            return self._without_lease(link, steady)
        is_stale = not link.lease.holds(steady, wall)
        question, w.question = w.question, None
        entry = link.memory.entries.get(w.digest)
        may_be_momentary = False
        if question is not None and question.answer is not None:
            answer = question.answer
            if isinstance(answer, NotActive):
                # If the gateway was asked before this request began, the key may have been enabled meanwhile.
                if answer.status == 503 or question.sent_at is None or question.sent_at > w.began:
                    return UNAVAILABLE if answer.status == 503 else Refused(answer.status, answer.code)
            else:
                may_be_momentary = answer is entry and answer.is_momentary
        if entry is None or not (entry.span.holds(steady, wall) or may_be_momentary):
            return self._ask(link, w, is_stale, steady)
        w.question = question
        outcome = self._judge(link, entry, w, is_stale, steady, wall)
        if isinstance(outcome, Waiters):
            self.wake()
        return outcome

    def _without_lease(self, link: Optional[Link], steady: float) -> Union[Refused, Waiters]:
        down_from = self.down_from if link is None else max(self.down_from, link.lease.steady_end)
        if self.is_closed or self.is_hopeless or steady >= down_from + self.timeout:
            return UNAVAILABLE
        return self.leased

    def _ask(self, link: Link, w: Wanted, is_stale: bool, steady: float) -> Union[Refused, Waiters]:
        if is_stale or not link.is_open:
            return self._without_lease(link, steady)
        w.question = link.ask(w.digest, w.credential, False)
        self.wake()
        return w.question.waiters

    def _refresh(self, link: Link, entry: Entry, w: Wanted) -> None:
        if link.is_open and link.goodbye is None and len(link.questions) < MOST_REFRESHED:
            entry.is_refreshing = True
            link.ask(w.digest, w.credential, True)
            self.wake()

    def _judge(self, link: Link, entry: Entry, w: Wanted, is_stale: bool, steady: float, wall: float) -> Outcome:
        """The checks from the second on, in their order. An attempt that has to wait has changed nothing."""
        entry.was_used = True
        if entry.is_barred:
            return UNAVAILABLE
        if entry.networks is not None and not _networks.contains(entry.networks, w.address):
            return _ADDRESS if entry.allowed.ending is None else _ADDRESS.about((), entry.allowed.ending)
        cost_is_right = type(w.cost) is int and 0 <= w.cost <= MOST_COST
        refused: Optional[Refused] = None
        if entry.budgets:
            if is_stale:
                return UNAVAILABLE
            taken = link.slices.take(entry.budgets, w.cost if cost_is_right else 1, steady, wall)
            if isinstance(taken, Waiters):
                return taken
            refused = taken
            if link.slices.to_ask:
                self.wake()
        if entry.counted is not None:
            self.uses.count(entry.counted, w.address, steady)
        # A refusal is not true: only `is None` tells whether there is one.
        if refused is None:
            refused = _question(entry, w, cost_is_right)
        if not entry.budgets:
            if refused is not None:
                return refused if entry.allowed.ending is None else refused.about((), entry.allowed.ending)
            return entry.allowed if not is_stale else Allowed(entry.allowed.principal, (), entry.allowed.ending, True)
        limits = link.slices.limits(entry.budgets, steady, wall)
        if refused is None:
            return Allowed(entry.allowed.principal, limits, entry.allowed.ending)
        return refused.about(limits, entry.allowed.ending)


def _question(entry: Entry, w: Wanted, cost_is_right: bool) -> Optional[Refused]:
    if not cost_is_right:
        return _BAD_COST
    if w.environment is not None and not (isinstance(w.environment, str) and w.environment in ENVIRONMENTS):
        return _BAD_ENVIRONMENT
    if w.account is not None and w.account != entry.allowed.principal.account_id:
        return _ACCOUNT
    if w.environment is not None and w.environment != entry.environment:
        return _ENVIRONMENT
    if w.scope is None:
        return None
    wanted = _scopes.parse(w.scope) if isinstance(w.scope, str) else None
    if wanted is None:
        return _BAD_SCOPE
    if _scopes.missing(entry.scopes, wanted):
        return Refused(403, "insufficient_scope", scope=w.scope)
    return None
