"""An open WebSocket on a socket that never blocks."""

from __future__ import annotations

import socket
import ssl
from typing import List, Optional

from .frames import PONG, TEXT, Decoder, Event, Failure, Ping, Pong, encode, encode_close

#: What is read at once, before somebody else gets a turn.
READ_BYTES = 262_144
PIECE_BYTES = 65_536


class Lost(Exception):
    """The connection ended without a close frame, or cannot be used."""


class Wire:
    """Is used by one thread. `receive` and `flush` never wait: the caller waits for the socket, to read always, to
    write while `wants_to_write`."""

    def __init__(self, connection: socket.socket, rest: bytes, largest_message: int) -> None:
        connection.setblocking(False)
        self._socket = connection
        self._decoder = Decoder(largest_message)
        self._decoder.feed(rest)
        self._out = bytearray()
        # TLS may have to write before it can read.
        self._read_wants_to_write = False
        self._tls_wants_to_write = False
        self._over: Optional[Exception] = None
        #: There may be more to receive, though the socket will not say so.
        self.has_more = bool(rest) or isinstance(connection, ssl.SSLSocket)
        #: Frames that were sent, of every kind.
        self.sent = 0

    def fileno(self) -> int:
        return self._socket.fileno()

    @property
    def wants_to_write(self) -> bool:
        return bool(self._out) or self._tls_wants_to_write or self._read_wants_to_write

    @property
    def unsent_bytes(self) -> int:
        return len(self._out)

    def receive(self) -> List[Event]:
        """What has come, in its order. A ping is answered; of several, the last one (section 5.5.3). Raises Lost when
        the connection has ended, and Failure when the server broke the protocol, once all events before it were given
        out."""
        if self._over is None:
            self._read()
        events: List[Event] = []
        ping: Optional[Ping] = None
        try:
            event = self._decoder.next()
            while event is not None:
                if isinstance(event, Ping):
                    ping = event
                elif not isinstance(event, Pong):
                    events.append(event)
                event = self._decoder.next()
        except Failure as failure:
            self._over = failure
        if self._over is not None:
            # What came before counts, in its order.
            if not events:
                raise self._over
            self.has_more = True
        elif ping is not None:
            self._append(encode(PONG, ping.data))
        return events

    def send(self, text: str) -> None:
        self._append(encode(TEXT, text.encode("utf-8")))

    def close(self, code: int, reason: str = "") -> None:
        """Says so; `flush` sends it, and `drop` ends the connection."""
        self._append(encode_close(code, reason))

    def flush(self) -> None:
        self._tls_wants_to_write = False
        try:
            while self._out:
                count = self._socket.send(self._out[:PIECE_BYTES])
                del self._out[:count]
        except (BlockingIOError, ssl.SSLWantReadError):
            pass
        except ssl.SSLWantWriteError:
            self._tls_wants_to_write = True
        except OSError as error:
            raise Lost(type(error).__name__) from None

    def drop(self) -> None:
        """Ends the connection at once, without a word."""
        try:
            self._socket.close()
        except OSError:
            pass

    def _append(self, frame: bytes) -> None:
        self._out += frame
        self.sent += 1

    def _read(self) -> None:
        self.has_more = self._read_wants_to_write = False
        read = 0
        try:
            while read < READ_BYTES:
                data = self._socket.recv(PIECE_BYTES)
                if not data:
                    self._over = Lost("the connection ended")
                    return
                self._decoder.feed(data)
                read += len(data)
            self.has_more = True
        except (BlockingIOError, ssl.SSLWantReadError):
            pass
        except ssl.SSLWantWriteError:
            self._read_wants_to_write = True
        except OSError as error:
            self._over = Lost(type(error).__name__)
