"""The frames of RFC 6455, section 5: bytes in, messages out, and the other way round. No input or output of its own."""

from __future__ import annotations

import os
from typing import NamedTuple, Optional, Union

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA


class Text(NamedTuple):
    text: str


class Ping(NamedTuple):
    data: bytes


class Pong(NamedTuple):
    data: bytes


class Close(NamedTuple):
    #: 1005 if the server gave none (section 7.1.5).
    code: int
    reason: str


Event = Union[Text, Ping, Pong, Close]


class Failure(Exception):
    """The server broke the protocol; `code` is what the close frame should say (section 7.4.1)."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class Decoder:
    """What a server sends. `feed` it bytes, and ask for the `next` event until there is none.

    A frame that is too large is refused by its header, so the memory that it takes is one message of `largest` bytes and
    what was fed at once.
    """

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._bytes = bytearray()
        self._message = bytearray()
        self._opcode: Optional[int] = None
        self._closed = False
        self._failure: Optional[Failure] = None

    def feed(self, data: bytes) -> None:
        # Section 5.5.1: what comes after a close frame is not read.
        if not self._closed and self._failure is None:
            self._bytes += data

    def next(self) -> Optional[Event]:
        """The next event, or None until more bytes have come. Raises Failure, then and ever after."""
        if self._failure is not None:
            raise self._failure
        try:
            return self._next()
        except Failure as failure:
            self._failure = failure
            self._bytes.clear()
            self._message.clear()
            raise

    def _next(self) -> Optional[Event]:
        while not self._closed:
            frame = self._frame()
            if frame is None:
                return None
            event = self._event(*frame)
            if event is not None:
                return event
        return None

    def _frame(self) -> Optional["tuple[bool, int, bytes]"]:
        head = self._bytes
        if len(head) < 2:
            return None
        first, second = head[0], head[1]
        final, opcode, length = bool(first & 0x80), first & 0x0F, second & 0x7F
        if first & 0x70:
            raise Failure(1002, "a reserved bit is set, and no extension was agreed on")
        if second & 0x80:
            raise Failure(1002, "a server must not mask its frames")
        if opcode not in (CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG):
            raise Failure(1002, "unknown opcode")
        if opcode >= CLOSE and (not final or length > 125):
            raise Failure(1002, "a control frame is fragmented or too long")
        start = 2
        if length >= 126:
            size = 2 if length == 126 else 8
            start += size
            if len(head) < start:
                return None
            length = int.from_bytes(head[2:start], "big")
            # Section 5.2: the shortest form that holds the length, and the highest bit of 64 is 0.
            if length < (126 if size == 2 else 65_536) or length >> 63:
                raise Failure(1002, "the length of a frame is not in its shortest form")
        if opcode < CLOSE and len(self._message) + length > self._largest:
            raise Failure(1009, "a message is too large")
        if len(head) < start + length:
            return None
        payload = bytes(head[start : start + length])
        del self._bytes[: start + length]
        return final, opcode, payload

    def _event(self, final: bool, opcode: int, payload: bytes) -> Optional[Event]:
        if opcode == PING:
            return Ping(payload)
        if opcode == PONG:
            return Pong(payload)
        if opcode == CLOSE:
            return self._close(payload)
        if opcode == BINARY:
            raise Failure(1003, "a binary message")
        if (opcode == CONTINUATION) == (self._opcode is None):
            raise Failure(1002, "a fragment that continues nothing, or a message within a message")
        self._opcode = TEXT
        self._message += payload
        if not final:
            return None
        self._opcode = None
        message, self._message = self._message, bytearray()
        return Text(_utf8(message))

    def _close(self, payload: bytes) -> Close:
        self._closed = True
        self._bytes.clear()
        if not payload:
            return Close(1005, "")
        code = int.from_bytes(payload[:2], "big")
        # Section 7.4: 1005, 1006 and 1015 are never sent; 3000 to 4999 belong to libraries and applications.
        if len(payload) < 2 or not (1000 <= code <= 1014 or 3000 <= code <= 4999) or code in (1004, 1005, 1006):
            raise Failure(1002, "a close frame without a valid code")
        return Close(code, _utf8(payload[2:]))


def _utf8(data: Union[bytes, bytearray]) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Failure(1007, "text that is not UTF-8") from None


def encode(opcode: int, payload: bytes) -> bytes:
    """A whole frame of a client, masked with fresh random bytes (section 5.3)."""
    length = len(payload)
    if length < 126:
        head = bytes((0x80 | opcode, 0x80 | length))
    elif length < 65_536:
        head = bytes((0x80 | opcode, 0x80 | 126)) + length.to_bytes(2, "big")
    else:
        head = bytes((0x80 | opcode, 0x80 | 127)) + length.to_bytes(8, "big")
    mask = os.urandom(4)
    # One exclusive-or of two large numbers is much faster than a loop over bytes.
    repeated = mask * (length // 4) + mask[: length % 4]
    masked = int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")
    return head + mask + masked.to_bytes(length, "big")


def encode_close(code: int, reason: str) -> bytes:
    # At most 125 bytes, and never half a character.
    text = reason.encode("utf-8", "replace")[:123].decode("utf-8", "ignore").encode()
    return encode(CLOSE, code.to_bytes(2, "big") + text)
