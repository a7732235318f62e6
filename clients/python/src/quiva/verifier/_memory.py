"""The entries of one connection: verdicts under the hashes of their credentials, and which tags take them back."""

from __future__ import annotations

from collections import OrderedDict
from typing import Callable, Dict, FrozenSet, Iterable, Optional, Tuple

from ._clock import Span
from ._messages import Active, BudgetOf
from ._networks import Network
from ._uses import Counted
from .verdict import Allowed

#: For an entry of an unusual size, such as one with much metadata, so many bytes of its message count as one entry.
BYTES_OF_AN_ENTRY = 4096
#: How many that were used get another turn before the oldest makes room for a new one: requests wait meanwhile.
MOST_TURNS = 32


class Entry:
    """What the gateway said of a credential. `live` until it is taken back, replaced, or makes room."""

    __slots__ = (
        "allowed",
        "budgets",
        "counted",
        "digest",
        "environment",
        "is_barred",
        "is_momentary",
        "is_refreshing",
        "live",
        "networks",
        "refresh_at",
        "scopes",
        "span",
        "tags",
        "was_used",
        "weight",
    )

    def __init__(self, digest: bytes, active: Active, span: Span, refresh_at: float, weight: int) -> None:
        principal = active.principal
        self.digest = digest
        self.span = span
        self.refresh_at = refresh_at
        self.weight = weight
        self.allowed = Allowed(principal, (), active.ending)
        self.environment = principal.environment
        self.scopes: Optional[FrozenSet[str]] = active.scopes
        self.networks: Optional[Tuple[Network, ...]] = active.networks
        self.budgets: Tuple[BudgetOf, ...] = active.budgets
        self.is_barred = active.is_barred
        #: Counts only for those who waited for it.
        self.is_momentary = active.fresh_seconds == 0
        self.tags = active.tags
        self.counted = None if principal.key_id is None else Counted(principal.key_id)
        self.live = True
        self.was_used = False
        self.is_refreshing = False


_Index = Dict[int, Dict[Entry, None]]


class Memory:
    """Under the verifier's lock. `gone` hears of each entry that goes."""

    def __init__(self, largest: int, gone: Callable[[Entry], None]) -> None:
        #: In the order of their arrival, but that those in use come again (`_make_room`).
        self.entries: "OrderedDict[bytes, Entry]" = OrderedDict()
        self.largest = largest
        self._weight = 0
        self._by_tag: _Index = {}
        self._by_budget: _Index = {}
        self._gone = gone

    def add(self, entry: Entry) -> None:
        self.forget(entry.digest)
        self.entries[entry.digest] = entry
        self._weight += entry.weight
        for tag in entry.tags:
            self._by_tag.setdefault(tag, {})[entry] = None
        for one in entry.budgets:
            self._by_budget.setdefault(one.budget, {})[entry] = None
        self._make_room(entry)

    def forget(self, digest: bytes) -> None:
        entry = self.entries.get(digest)
        if entry is not None:
            self._drop(entry)

    def evict(self, tags: Iterable[int]) -> None:
        for tag in tags:
            for entry in list(self._by_tag.get(tag, ())):
                self._drop(entry)

    def evict_all(self) -> None:
        # The same as dropping each, but quick: requests wait meanwhile.
        entries, self.entries = self.entries, OrderedDict()
        self._by_tag, self._by_budget, self._weight = {}, {}, 0
        for entry in entries.values():
            entry.live = False
            if entry.budgets:
                self._gone(entry)

    def with_budget(self, budget: int) -> "list[Entry]":
        return list(self._by_budget.get(budget, ()))

    def drop_all(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._drop(entry)

    def _drop(self, entry: Entry) -> None:
        if not entry.live:
            return
        entry.live = False
        del self.entries[entry.digest]
        self._weight -= entry.weight
        for tag in entry.tags:
            _remove(self._by_tag, tag, entry)
        for one in entry.budgets:
            _remove(self._by_budget, one.budget, entry)
        self._gone(entry)

    def _make_room(self, newest: Entry) -> None:
        """Drops the oldest, but gives those that were used since another turn, so many at most. The newest stays, since
        somebody waits for it."""
        turns = MOST_TURNS
        while len(self.entries) > 1 and (len(self.entries) > self.largest or self._weight > self.largest):
            oldest = next(iter(self.entries.values()))
            if oldest is not newest and (turns == 0 or not oldest.was_used):
                self._drop(oldest)
                continue
            if oldest is not newest:
                turns -= 1
                oldest.was_used = False
            self.entries.move_to_end(oldest.digest)


def _remove(index: _Index, of: int, entry: Entry) -> None:
    entries = index.get(of)
    if entries is not None:
        entries.pop(entry, None)
        if not entries:
            del index[of]


def weigh(text_bytes: int, items: int) -> int:
    return max(1, text_bytes // items // BYTES_OF_AN_ENTRY)
