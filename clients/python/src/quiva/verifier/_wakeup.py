"""Wakes the thread of a verifier, which waits for sockets, from any other thread."""

from __future__ import annotations

import socket
from typing import Optional


class Wakeup:
    """Wakes a thread that waits for sockets, from any other; many times before it looks are one. That thread opens it,
    before it looks for work for the first time: to make one needs nothing that may be used up."""

    def __init__(self) -> None:
        self._reader: Optional[socket.socket] = None
        self._writer: Optional[socket.socket] = None
        #: Whoever waits looks at this too: an exception may come between it and the byte.
        self.is_set = False

    def open(self) -> None:
        if self._writer is None:
            self._reader, writer = socket.socketpair()
            self._reader.setblocking(False)
            writer.setblocking(False)
            self._writer = writer
            self.is_set = False

    def fileno(self) -> int:
        return -1 if self._reader is None else self._reader.fileno()

    def set(self) -> None:
        if self.is_set:
            return
        self.is_set = True
        try:
            if self._writer is not None:
                self._writer.send(b"\0")
        except OSError:
            pass

    def clear(self) -> None:
        try:
            while self._reader is not None and len(self._reader.recv(4096)) == 4096:
                pass
        except OSError:
            pass
        self.is_set = False

    def close(self) -> None:
        for one in (self._reader, self._writer):
            if one is not None:
                one.close()
