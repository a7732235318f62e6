"""How fast a verifier sends: a connection may carry 500 messages a second, and 1000 at once. This stays below it."""

from __future__ import annotations

PER_SECOND = 400.0
AT_ONCE = 800.0
#: Questions leave so much to renewals, acknowledgements and pongs.
KEPT = 400.0


class Pace:
    def __init__(self, steady: float) -> None:
        self._room = AT_ONCE
        self._at = steady

    def sent(self, count: int) -> None:
        self._room -= count

    def may_send(self, steady: float) -> bool:
        """An acknowledgement. One is enough for several evictions, so those that may not be sent now lose nothing."""
        return self._refill(steady) >= 1

    def has_room(self, steady: float) -> bool:
        """A question."""
        return self._refill(steady) > KEPT

    def ready_at(self, steady: float) -> float:
        room = self._refill(steady)
        return steady if room > KEPT else steady + 0.005

    def _refill(self, steady: float) -> float:
        self._room = min(AT_ONCE, self._room + max(0.0, steady - self._at) * PER_SECOND)
        self._at = steady
        return self._room
