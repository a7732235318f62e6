"""Slices of budgets (docs/verifier-protocol.md, "Budgets"): what this verifier may let through without asking."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone
from typing import Any, Dict, Iterable, List, Optional, Tuple, Union

from ._clock import NEVER, Clock, Span
from ._messages import REFUSALS, BadFrame, BudgetOf, Object, number
from ._waiting import Waiters
from .verdict import Limit, Refused

MOST_NEEDED = 1000
MOST_WANTED = 1_000_000
ITEMS_OF_A_MESSAGE = 100
#: A refusal is believed for a second at most: the limit may have been raised.
REFUSED_SECONDS = 1.0
#: What was not needed for so long goes back.
IDLE_SECONDS = 60.0
#: From so many uses in a second on, the next slice is asked for before this one is empty.
BUSY = 10
SAME_WINDOW_SECONDS = 0.5


class Slice:
    __slots__ = (
        "asked",
        "busy_until",
        "code",
        "last",
        "left",
        "need",
        "of",
        "previous",
        "quiet_until",
        "refs",
        "refused_need",
        "refused_until",
        "remaining",
        "second",
        "sent",
        "span",
        "used",
        "waiters",
    )

    def __init__(self, of: BudgetOf) -> None:
        self.of = of
        self.refs = 0
        self.left = 0
        #: Until the window or period ends, from when the question was sent.
        self.span: Span = NEVER
        self.remaining = 0
        self.waiters = Waiters()
        #: It is in the list of what to ask, or a question is under way.
        self.asked = False
        self.need = 0
        #: `need` and `want` of the question that is under way.
        self.sent: Optional[Tuple[int, int]] = None
        self.code: Optional[str] = None
        self.refused_need = 0
        self.refused_until = 0.0
        self.quiet_until = 0.0
        # How much is used in a second.
        self.second = 0.0
        self.used = 0
        self.previous = 0
        self.last = 0.0

    def have(self, steady: float, wall: float) -> int:
        if self.left and not self.span.holds(steady, wall):
            self.left = 0
        return self.left

    def use(self, units: int, steady: float) -> None:
        self.left -= units
        self.last = steady
        since = steady - self.second
        if since >= 1:
            self.previous = self.used if since < 2 else 0
            self.used, self.second = 0, steady
        self.used += units

    def wanted(self, need: int) -> int:
        return min(max(need, need * len(self.waiters), self.used, self.previous), MOST_WANTED)

    def resets_in(self, steady: float) -> int:
        left = self.span.steady_end - steady
        return max(1, math.ceil(left)) if math.isfinite(left) else 1


class Slices:
    """Those of one connection. Under the verifier's lock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._slices: Dict[int, Slice] = {}
        #: What to ask in the next messages, and units to return.
        self.to_ask: Dict[int, Slice] = {}
        self.to_return: Dict[int, int] = {}
        self._idle_checked = 0.0

    def hold(self, budgets: Iterable[BudgetOf]) -> None:
        """An entry came that names these budgets."""
        for of in budgets:
            mine = self._slices.get(of.budget)
            if mine is None:
                mine = self._slices[of.budget] = Slice(of)
            mine.of = of
            mine.refs += 1

    def release(self, budgets: Iterable[BudgetOf]) -> None:
        """An entry went that named them."""
        for of in budgets:
            mine = self._slices.get(of.budget)
            if mine is not None:
                mine.refs -= 1
                if mine.refs <= 0:
                    self._remove(mine)

    def take(
        self, budgets: Tuple[BudgetOf, ...], cost: int, steady: float, wall: float
    ) -> Optional[Union[Refused, Waiters]]:
        """Takes 1 of each rate limit and `cost` of each quota, or says why not. Nothing is taken before all is there,
        except that a request which a quota refuses has used its rate limits (docs/verifier-protocol.md, "Judge")."""
        rates = [self._slices[one.budget] for one in budgets if one.name == "key"]
        quotas = [self._slices[one.budget] for one in budgets if one.name == "quota"]
        refused, waiters = self._lacking(rates, 1, steady, wall)
        if refused is not None or waiters is not None:
            return self._refusal(refused, budgets, steady, wall) if refused is not None else waiters
        refused, waiters = self._lacking(quotas, max(1, cost), steady, wall)
        if waiters is not None:
            return waiters
        for mine in rates:
            self._use(mine, 1, steady)
        if refused is not None:
            return self._refusal(refused, budgets, steady, wall)
        for mine in quotas:
            self._use(mine, cost, steady)
        return None

    def limits(self, budgets: Tuple[BudgetOf, ...], steady: float, wall: float) -> Tuple[Limit, ...]:
        """What to tell the client: of several with one name, the one that has the least left."""
        found: Dict[str, Limit] = {}
        for one in budgets:
            mine = self._slices.get(one.budget)
            if mine is None:
                continue
            left = mine.remaining + mine.have(steady, wall)
            limit = Limit(one.name, one.quota, one.window_seconds, left, mine.resets_in(steady))
            if one.name not in found or left < found[one.name].remaining:
                found[one.name] = limit
        return tuple(found[name] for name in ("key", "quota") if name in found)

    def answered(self, asked: Dict[int, Slice], message: Object, span_of: "SpanOf", steady: float) -> List[int]:
        """Takes in an answer to a question of ours. Returns the budgets that the gateway does not know any more."""
        items = message.get("items")
        if not isinstance(items, list) or len(items) > ITEMS_OF_A_MESSAGE:
            raise BadFrame("items is missing or out of bounds")
        gone: List[int] = []
        for item in items:
            if not isinstance(item, dict):
                raise BadFrame("an item is no object")
            budget = number(item, "budget")
            mine = asked.pop(budget, None)
            if mine is None:
                continue
            if item.get("gone") is True:
                gone.append(budget)
                mine.left = 0
                self._answer(mine)
            else:
                self._granted(mine, item, span_of, steady)
        # What was left out of the answer is asked for again when it is needed.
        for mine in asked.values():
            self._answer(mine)
        return gone

    def return_idle(self, steady: float) -> None:
        if steady - self._idle_checked < 5:
            return
        self._idle_checked = steady
        for mine in self._slices.values():
            if mine.left and not mine.asked and steady - mine.last > IDLE_SECONDS:
                self._return(mine)

    def return_all(self) -> None:
        """Before the connection is closed: from now on nothing of it may be used."""
        for mine in list(self._slices.values()):
            self._return(mine)
            mine.waiters.wake()
        self._slices.clear()
        self.to_ask.clear()

    def next_message(self) -> Tuple[List[Dict[str, Any]], Dict[int, Slice]]:
        """The items of the next question, and those that it asks for. Each budget is in it once."""
        items: Dict[int, Dict[str, Any]] = {}
        asked: Dict[int, Slice] = {}
        while self.to_ask and len(items) < ITEMS_OF_A_MESSAGE:
            budget, mine = next(iter(self.to_ask.items()))
            del self.to_ask[budget]
            need = min(mine.need, MOST_NEEDED if mine.of.name == "quota" else 1)
            want = mine.wanted(need)
            mine.sent, mine.need = (need, want), 0
            items[budget] = {"budget": budget, "need": need, "want": want}
            asked[budget] = mine
        for budget in list(self.to_return):
            if budget in items:
                items[budget]["back"] = self.to_return.pop(budget)
            elif len(items) < ITEMS_OF_A_MESSAGE:
                items[budget] = {"budget": budget, "back": self.to_return.pop(budget)}
        return list(items.values()), asked

    def _lacking(
        self, slices: List[Slice], need: int, steady: float, wall: float
    ) -> Tuple[Optional[Tuple[Slice, str]], Optional[Waiters]]:
        waiters: Optional[Waiters] = None
        for mine in slices:
            have = mine.have(steady, wall)
            if have >= need:
                continue
            if mine.code is not None and steady < mine.refused_until and need - have >= mine.refused_need:
                return (mine, mine.code), None
            mine.need = max(mine.need, need - have)
            self._ask(mine)
            waiters = mine.waiters
        return None, waiters

    def _refusal(
        self, refused: Tuple[Slice, str], budgets: Tuple[BudgetOf, ...], steady: float, wall: float
    ) -> Refused:
        mine, code = refused
        if code == "unavailable":
            return Refused(503, "verification_unavailable", retry_after=1)
        limits = self.limits(budgets, steady, wall)
        seconds = mine.resets_in(steady)
        if code == "quota_exhausted":
            ends = wall + max(0.0, mine.span.steady_end - steady)
            return Refused(429, code, retry_after=seconds, refills_on=_rfc3339(ends), limits=limits)
        return Refused(429, code, retry_after=seconds, limits=limits)

    def _use(self, mine: Slice, units: int, steady: float) -> None:
        mine.use(units, steady)
        busy = max(mine.used, mine.previous)
        if busy >= BUSY and not mine.asked and mine.left * 2 < busy and steady >= mine.quiet_until:
            self._ask(mine)

    def _ask(self, mine: Slice) -> None:
        if not mine.asked:
            mine.asked = True
            self.to_ask[mine.of.budget] = mine

    def _answer(self, mine: Slice) -> None:
        mine.asked = False
        mine.sent = None
        if mine.need and mine.refs > 0 and len(mine.waiters):
            self._ask(mine)
        mine.waiters.wake()

    def _granted(self, mine: Slice, item: Object, span_of: "SpanOf", steady: float) -> None:
        need, want = mine.sent or (0, 0)
        granted = number(item, "granted", 0, want)
        span = span_of(number(item, "ends_in_ms") / 1000)
        remaining = number(item, "remaining")
        code = item.get("code")
        if code is not None and (not isinstance(code, str) or granted):
            raise BadFrame("code is out of bounds")
        if 0 < granted < need:
            raise BadFrame("granted is out of bounds")
        if code is not None or (need and not granted):
            # An unknown code is no leave to go on.
            mine.code = code if code in REFUSALS else "unavailable"
            mine.refused_need = max(1, need)
            mine.refused_until = min(steady + REFUSED_SECONDS, span.steady_end) if mine.code != "unavailable" else steady + REFUSED_SECONDS
        else:
            mine.code = None
        if mine.code != "unavailable":
            # Two ends closer together than this are one window; in another, what is left of the old slice is worth nothing.
            if abs(span.steady_end - mine.span.steady_end) >= SAME_WINDOW_SECONDS:
                mine.left = 0
            mine.span, mine.remaining = span, remaining
        mine.left += granted
        if granted < want:
            mine.quiet_until = steady + 0.1
        self._answer(mine)
        if mine.refs <= 0:
            self._return(mine)

    def _remove(self, mine: Slice) -> None:
        del self._slices[mine.of.budget]
        self.to_ask.pop(mine.of.budget, None)
        self._return(mine)
        mine.waiters.wake()

    def _return(self, mine: Slice) -> None:
        units = mine.have(self._clock.steady(), self._clock.wall())
        if units > 0 and mine.of.name == "quota":
            self.to_return[mine.of.budget] = self.to_return.get(mine.of.budget, 0) + units
        mine.left = 0


class SpanOf:
    """The span of so many seconds since a question was sent."""

    __slots__ = ("_steady", "_wall")

    def __init__(self, steady: float, wall: float) -> None:
        self._steady, self._wall = steady, wall

    def __call__(self, seconds: float) -> Span:
        return Span(self._steady, self._wall, seconds)


def _rfc3339(wall: float) -> str:
    try:
        at = datetime.fromtimestamp(math.ceil(wall), timezone.utc)
    except (ValueError, OverflowError, OSError):
        at = datetime.now(timezone.utc) + timedelta(days=1)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
