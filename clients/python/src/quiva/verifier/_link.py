"""One connection's side of the protocol (docs/verifier-protocol.md): takes in the gateway's messages, says what to send,
and has the lease, the entries and the slices that belong to this connection. No input or output of its own.

Everything here is under the verifier's lock.
"""

from __future__ import annotations

import json
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

from ._clock import NEVER, Clock, Span
from ._memory import Entry, Memory, weigh
from ._messages import (
    Active,
    BadFrame,
    NotActive,
    Object,
    eviction_of,
    items_of,
    number,
    parse,
    text_of,
    verified_of,
)
from ._pace import Pace
from ._slices import Slice, Slices, SpanOf
from ._uses import Uses
from ._waiting import Question

LARGEST_SENT_BYTES = 524_288
LARGEST_RECEIVED_BYTES = 2_097_152
ITEMS_OF_A_MESSAGE = 100
MOST_UNANSWERED = 16
#: Misses are gathered for so long.
GATHER_SECONDS = 0.001
REPORT_SECONDS = 5.0
#: At the end, it stops after so many; a connection may carry 20 at once.
MOST_LAST_REPORTS = 10
#: What is believed of a gateway at most, and how often to renew at least and at most.
LONGEST_LEASE_SECONDS = 60.0
RENEW_SECONDS = (0.1, 5.0)
#: The gateway ends a connection on which more waits; then it reads slowly, and more is not sent meanwhile.
MOST_UNSENT_BYTES = 1_048_576


class Hello(NamedTuple):
    name: str
    version: str
    max_stale_ms: int
    entries: int


class Link:
    def __init__(self, hello: Hello, clock: Clock, pace: Pace) -> None:
        self._hello = hello
        self._clock = clock
        self._pace = pace
        self.slices = Slices(clock)
        self.memory = Memory(hello.entries, self._gone)
        self.lease: Span = NEVER
        #: Longer than the lease if stale verdicts are allowed.
        self.stale: Span = NEVER
        self.holder: Optional[str] = None
        self.account_id = ""
        self._longest_lease = 0.0
        self._renew_every = RENEW_SECONDS[0]
        self._renew_at = 0.0
        #: The renewals that are not answered, with the times of both clocks when they were sent.
        self._renewals: List[Tuple[int, float, float]] = []
        self._renewed = 0
        self._evicted = 0
        self._acknowledged = 0
        self._ids = 0
        #: By digest: those that wait to be sent, and those that were sent.
        self.questions: Dict[bytes, Question] = {}
        self._queue: Dict[bytes, Question] = {}
        self._queued_at = 0.0
        self._asked: Dict[int, Tuple[List[Optional[Question]], float, float]] = {}
        self._asked_budgets: Dict[int, Tuple[Dict[int, Slice], float, float]] = {}
        self._report_at = clock.steady() + REPORT_SECONDS
        #: Seconds in which to go to another gateway, once this one has said that it stops.
        self.goodbye: Optional[float] = None
        self.is_open = True
        self._handlers: Dict[str, Callable[[Object, str], None]] = {
            "welcome": self._welcome,
            "renewed": self._take_renewed,
            "verified": self._verified,
            "evict": self._evict,
            "budget": self._budget,
            "goodbye": self._goodbye,
        }

    # What comes.

    def receive(self, text: str) -> None:
        """Takes in one message, completely. Raises BadFrame."""
        message = parse(text)
        kind = message["type"]
        handler = self._handlers.get(kind)
        if handler is None:
            return
        if (kind == "welcome") != (self.holder is None):
            raise BadFrame("welcome is not the first message, or came twice")
        handler(message, text)

    def _welcome(self, message: Object, text: str) -> None:
        holder, account = text_of(message, "holder"), text_of(message, "account_id")
        text_of(message, "gateway")
        lease, renew = number(message, "lease_ms"), number(message, "renew_ms")
        entries = number(message, "entries", 1)
        number(message, "max_stale_ms")
        self.holder, self.account_id = holder, account
        self._longest_lease = min(lease / 1000, LONGEST_LEASE_SECONDS)
        self._renew_every = min(max(renew / 1000, RENEW_SECONDS[0]), RENEW_SECONDS[1])
        self.memory.largest = min(entries, self._hello.entries)

    def _take_renewed(self, message: Object, text: str) -> None:
        n = number(message, "n")
        if not self._renewals or self._renewals[0][0] != n:
            raise BadFrame("renewed does not answer the next renewal")
        lease = number(message, "lease_ms") / 1000
        stale = number(message, "max_stale_ms") / 1000 if "max_stale_ms" in message else 0.0
        steady, wall = self._renewals.pop(0)[1:]
        self._renewed = n
        if lease <= 0:
            return
        lease = min(lease, self._longest_lease)
        self.lease = self._later(self.lease, Span(steady, wall, lease))
        stale = min(stale, self._hello.max_stale_ms / 1000)
        self.stale = self._later(self.stale, Span(steady, wall, lease + stale))

    def _later(self, mine: Span, new: Span) -> Span:
        """Of several the latest end counts; but a span that is over for one of the clocks is worth nothing."""
        over = not mine.holds(self._clock.steady(), self._clock.wall())
        return new if over or new.steady_end >= mine.steady_end else mine

    def _verified(self, message: Object, text: str) -> None:
        asked = self._asked.get(number(message, "id"))
        if asked is None:
            raise BadFrame("verified answers nothing")
        questions, steady, wall = asked
        items = items_of(message)
        weight = weigh(len(text), len(items))
        read = [(number(item, "i", 0, len(questions) - 1), verified_of(item, self.account_id)) for item in items]
        for index, verdict in read:
            question = questions[index]
            if question is None:
                raise BadFrame("an item of verified came twice")
            questions[index] = None
            self._answer(question, verdict, SpanOf(steady, wall), weight)
        if not any(questions):
            del self._asked[message["id"]]

    def _answer(self, question: Question, verdict: "Active | NotActive", span_of: SpanOf, weight: int) -> None:
        self.questions.pop(question.digest, None)
        if isinstance(verdict, Active):
            span = span_of(verdict.fresh_seconds)
            entry = Entry(question.digest, verdict, span, span.steady_end - verdict.fresh_seconds / 4, weight)
            # Before the old one goes, so that a slice of both stays.
            self.slices.hold(entry.budgets)
            self.memory.add(entry)
            question.answer = entry
        else:
            question.answer = verdict
            if verdict.status != 503:
                self.memory.forget(question.digest)
            else:
                self._not_refreshed(question)
        question.waiters.wake()

    def _not_refreshed(self, question: Question) -> None:
        entry = self.memory.entries.get(question.digest)
        if entry is not None:
            entry.is_refreshing = False

    def _evict(self, message: Object, text: str) -> None:
        n = number(message, "n")
        if n != self._evicted + 1:
            raise BadFrame("the number of an eviction does not follow")
        tags = eviction_of(message)
        if tags is None:
            self.memory.evict_all()
        else:
            self.memory.evict(tags)
        self._evicted = n

    def _budget(self, message: Object, text: str) -> None:
        asked = self._asked_budgets.pop(number(message, "id"), None)
        if asked is None:
            raise BadFrame("budget answers nothing")
        slices, steady, wall = asked
        for budget in self.slices.answered(slices, message, SpanOf(steady, wall), self._clock.steady()):
            self.memory.drop_all(self.memory.with_budget(budget))

    def _goodbye(self, message: Object, text: str) -> None:
        self.goodbye = number(message, "reconnect_ms") / 1000

    def _gone(self, entry: Entry) -> None:
        self.slices.release(entry.budgets)

    # What goes.

    def begin(self) -> List[str]:
        """The first messages. `renew` need not wait for `welcome`."""
        hello = self._hello
        self._pace.sent(2)
        first = {
            "type": "hello",
            "name": hello.name,
            "version": hello.version,
            "max_stale_ms": hello.max_stale_ms,
            "entries": hello.entries,
        }
        return [_json(first), self._renew()]

    def tick(self, uses: Uses, unsent_bytes: int) -> List[str]:
        """What is to be sent now, and counts it as sent."""
        steady = self._clock.steady()
        messages: List[str] = []
        if self._acknowledged < self._evicted and self._pace.may_send(steady):
            self._acknowledged = self._evicted
            messages.append(_json({"type": "evicted", "n": self._evicted}))
        if self.goodbye is None and steady >= self._renew_at:
            messages.append(self._renew())
        self.slices.return_idle(steady)
        if unsent_bytes < MOST_UNSENT_BYTES:
            while self.must_ask(steady) and self._pace.has_room(steady):
                message = self._next_verify()
                if message is None:
                    break
                messages.append(message)
            while self._must_ask_budgets() and self._pace.has_room(steady):
                messages.append(self._next_budget())
            if len(uses) and steady >= self._report_at and self._pace.has_room(steady):
                messages.extend(self._report(uses, steady))
        self._pace.sent(len(messages))
        return messages

    def leave(self, uses: Uses) -> List[str]:
        """The last messages before a close frame of 1000: from now on nothing of this connection is honoured."""
        # The answers to these are still to come, and count.
        unanswered = self._asked_budgets
        self.abandon()
        self._asked_budgets = unanswered
        messages: List[str] = []
        while self._must_ask_budgets():
            messages.append(self._next_budget())
        steady = self._clock.steady()
        reports: List[str] = []
        while len(uses) and len(reports) < MOST_LAST_REPORTS:
            reports.extend(self._report(uses, steady))
        return messages + reports

    def abandon(self) -> None:
        """Forgets everything that belongs to this connection, and wakes all who wait for something of it."""
        self.lease = self.stale = NEVER
        self.slices.return_all()
        self.memory.evict_all()
        self.lose()

    def lose(self) -> None:
        """The connection is lost: nothing that was asked will be answered. The entries count until the lease is over."""
        self.is_open = False
        questions, self.questions = self.questions, {}
        self._queue, self._asked, self._asked_budgets = {}, {}, {}
        for question in questions.values():
            question.waiters.wake()

    def due(self, uses: Uses) -> float:
        """When `tick` has something to send, by the steady clock, if nothing else happens."""
        steady = self._clock.steady()
        due = self._renew_at if self.goodbye is None else steady + 1
        if self._acknowledged < self._evicted or self._must_ask_budgets():
            due = min(due, max(steady, self._pace.ready_at(steady)))
        if self._queue and len(self._asked) < MOST_UNANSWERED:
            due = min(due, max(self._queued_at + GATHER_SECONDS, self._pace.ready_at(steady)))
        if len(uses):
            due = min(due, max(self._report_at, steady + 0.05))
        return due

    @property
    def silent_since(self) -> Optional[float]:
        """When the oldest renewal was sent that is not answered."""
        return self._renewals[0][1] if self._renewals else None

    def _renew(self) -> str:
        steady, wall = self._clock.steady(), self._clock.wall()
        n = self._renewals[-1][0] + 1 if self._renewals else self._renewed + 1
        self._renewals.append((n, steady, wall))
        self._renew_at = steady + self._renew_every
        return _json({"type": "renew", "n": n, "entries": len(self.memory.entries)})

    # Questions.

    def ask(self, digest: bytes, credential: str, refreshes: bool) -> Question:
        question = self.questions.get(digest)
        if question is None:
            question = Question(digest, credential, refreshes)
            self.questions[digest] = question
            if not self._queue:
                self._queued_at = self._clock.steady()
            self._queue[digest] = question
        return question

    def must_ask(self, steady: float) -> bool:
        if not self._queue or len(self._asked) >= MOST_UNANSWERED or self.holder is None:
            return False
        return len(self._queue) >= ITEMS_OF_A_MESSAGE or steady >= self._queued_at + GATHER_SECONDS

    def _next_verify(self) -> Optional[str]:
        self._ids += 1
        head, tail = f'{{"type":"verify","id":{self._ids},"items":[', "]}"
        items: List[str] = []
        questions: List[Optional[Question]] = []
        size = len(head) + len(tail)
        steady, wall = self._clock.steady(), self._clock.wall()
        while self._queue and len(items) < ITEMS_OF_A_MESSAGE:
            digest, question = next(iter(self._queue.items()))
            if not len(question.waiters) and not question.refreshes:
                # Whoever asked has given up.
                del self._queue[digest], self.questions[digest]
                continue
            item = _json({"credential": question.credential})
            if size + len(item) + 1 > LARGEST_SENT_BYTES:
                break
            del self._queue[digest]
            question.sent_at = steady
            size += len(item) + 1
            items.append(item)
            questions.append(question)
        self._queued_at = steady
        if not items:
            return None
        self._asked[self._ids] = (questions, steady, wall)
        return head + ",".join(items) + tail

    def _must_ask_budgets(self) -> bool:
        return bool(self.slices.to_ask or self.slices.to_return) and len(self._asked_budgets) < MOST_UNANSWERED

    def _next_budget(self) -> str:
        items, asked = self.slices.next_message()
        self._ids += 1
        self._asked_budgets[self._ids] = (asked, self._clock.steady(), self._clock.wall())
        return _json({"type": "budget", "id": self._ids, "items": items})

    def _report(self, uses: Uses, steady: float) -> List[str]:
        """One or two messages: at most two a second are allowed."""
        items = uses.take(steady)
        messages: List[str] = []
        while items:
            size, count = 64, 0
            while count < len(items) and size + len(items[count]) + 1 <= LARGEST_SENT_BYTES:
                size += len(items[count]) + 1
                count += 1
            messages.append('{"type":"used","items":[' + ",".join(items[:count]) + "]}")
            items = items[count:]
        # What is left goes with the next reports; their pace is half of what is allowed.
        self._report_at = steady + (float(len(messages)) if len(uses) else REPORT_SECONDS)
        return messages


def _json(of: Dict[str, Any]) -> str:
    return json.dumps(of, separators=(",", ":"))
