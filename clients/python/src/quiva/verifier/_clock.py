"""Time by two clocks, so that neither a machine that sleeps nor somebody who sets the time lengthens a lease
(docs/verifier-protocol.md, "The lease")."""

from __future__ import annotations

import time
from typing import Callable, NamedTuple


def _steady() -> Callable[[], float]:
    # On Linux, time.monotonic stands still while the machine sleeps, and CLOCK_BOOTTIME does not. Nobody can set either.
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    if boottime is not None:
        try:
            time.clock_gettime(boottime)
            return lambda clock=boottime, read=time.clock_gettime: read(clock)  # type: ignore[misc]
        except OSError:
            pass
    return time.monotonic


class Clock(NamedTuple):
    """Both in seconds. A test may give others."""

    steady: Callable[[], float]
    wall: Callable[[], float]


REAL = Clock(_steady(), time.time)


class Span:
    """From a moment on for some seconds, by both clocks: over when the first of them says so, or when the wall clock
    shows less than at the start."""

    __slots__ = ("steady_end", "wall_end", "wall_start")

    def __init__(self, steady: float, wall: float, seconds: float) -> None:
        self.steady_end = steady + seconds
        self.wall_start = wall
        self.wall_end = wall + seconds

    def holds(self, steady: float, wall: float) -> bool:
        return steady < self.steady_end and self.wall_start <= wall < self.wall_end


#: A span in which no moment lies.
NEVER = Span(float("-inf"), 0.0, 0.0)
