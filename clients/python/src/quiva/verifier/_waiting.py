"""Who waits for what. A request waits for an answer about its credential, for a slice, or for a lease; when something has
happened it is woken, and looks again by itself."""

from __future__ import annotations

from typing import Callable, Dict, Optional, Union

from ._memory import Entry
from ._messages import NotActive

#: Wakes a request that waits. Must not wait itself, and may be called more than once.
Wake = Callable[[], None]


class Waiters:
    """In the order of their arrival. Under the verifier's lock."""

    __slots__ = ("_wakes",)

    def __init__(self) -> None:
        self._wakes: Dict[Wake, None] = {}

    def __len__(self) -> int:
        return len(self._wakes)

    def add(self, wake: Wake) -> None:
        self._wakes[wake] = None

    def remove(self, wake: Wake) -> None:
        self._wakes.pop(wake, None)

    def wake(self) -> None:
        woken, self._wakes = self._wakes, {}
        for wake in woken:
            wake()


class Question:
    """One credential about which the gateway is asked, for everybody who waits for it."""

    __slots__ = ("answer", "credential", "digest", "refreshes", "sent_at", "waiters")

    def __init__(self, digest: bytes, credential: str, refreshes: bool) -> None:
        self.digest = digest
        self.credential = credential
        #: Nobody waits: the entry that is there is asked for again.
        self.refreshes = refreshes
        self.sent_at: Optional[float] = None
        #: An entry counts only while it is `live`.
        self.answer: Optional[Union[Entry, NotActive]] = None
        self.waiters = Waiters()
