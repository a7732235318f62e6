"""Which gateway is tried next, and when."""

from __future__ import annotations

import random
from typing import Optional, Sequence

from ._clock import Clock
from ._websocket import Target

#: The longest pause after a failure that may pass by itself.
PAUSE_SECONDS = 2.0
#: The pause after a failure that somebody has to mend.
LONG_PAUSE_SECONDS = 20.0


class _Place:
    """A gateway, and from when on it may be tried."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.not_before = float("-inf")


class Places:
    """The gateways of one database, from a random one on. Pauses are random in part, so that not all verifiers come at
    once."""

    def __init__(self, targets: Sequence[Target], clock: Clock) -> None:
        self._places = [_Place(target) for target in targets]
        self._clock = clock
        self._next = random.randrange(len(self._places))
        #: Before this, none is tried.
        self._not_before = float("-inf")
        self._failures = 0
        self._faults = 0

    def __len__(self) -> int:
        return len(self._places)

    def may_be_tried_at(self) -> float:
        return max(self._not_before, min(place.not_before for place in self._places))

    def choose(self, tried: Sequence[Target]) -> Optional[Target]:
        """The next one that may be tried and is not being tried."""
        steady = self._clock.steady()
        count = len(self._places)
        for offset in range(count):
            place = self._places[(self._next + offset) % count]
            if place.not_before <= steady and place.target not in tried:
                return place.target
        return None

    def go_on(self, target: Target) -> None:
        """The next try is with the gateway after this one."""
        for index, place in enumerate(self._places):
            if place.target == target:
                self._next = (index + 1) % len(self._places)

    def spare(self, target: Target, seconds: float) -> None:
        """It has no room before then; others may."""
        next(place for place in self._places if place.target == target).not_before = self._clock.steady() + seconds

    def try_none_for(self, seconds: float) -> None:
        self._not_before = max(self._not_before, self._clock.steady() + seconds)

    def leave_in(self, seconds: float) -> None:
        """A gateway ends and gives so much time: another one is tried at a random moment of it."""
        self.try_none_for(random.uniform(0, seconds))

    def is_connected(self) -> None:
        self._failures = 0

    def was_good(self) -> None:
        """A connection ended that had lived long enough."""
        self._failures = self._faults = 0

    def count_failure(self) -> None:
        """The next gateway is tried at once; after the last one there is a pause, which grows."""
        self._failures += 1
        rounds, rest = divmod(self._failures, len(self._places))
        if rest == 0:
            pause = min(PAUSE_SECONDS, 0.05 * 2 ** min(rounds, 10))
            self.try_none_for(random.uniform(pause / 2, pause))

    def pause_after_fault(self) -> None:
        self._faults += 1
        pause = min(LONG_PAUSE_SECONDS, 2.0 ** min(self._faults, 10))
        self.try_none_for(random.uniform(pause / 2, pause))

    def pause_long(self) -> None:
        self.try_none_for(random.uniform(LONG_PAUSE_SECONDS / 2, LONG_PAUSE_SECONDS))
