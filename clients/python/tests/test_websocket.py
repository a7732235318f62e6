"""The WebSocket client against what a server, or somebody between, may send (RFC 6455)."""

from __future__ import annotations

import socket
import struct
import threading
import unittest
from typing import List, Optional, Tuple

from quiva.verifier._websocket import Close, Decoder, Failure, Lost, Opening, Ping, Refused, Text, Wire, encode, encode_close, parse_url
from quiva.verifier._websocket.handshake import write_request

LARGEST = 1000


def frame(opcode: int, payload: bytes = b"", final: bool = True, masked: bool = False, rsv: int = 0) -> bytes:
    first = (0x80 if final else 0) | rsv << 4 | opcode
    length = len(payload)
    if length < 126:
        head = bytes((first, length | (0x80 if masked else 0)))
    elif length < 65_536:
        head = bytes((first, 126 | (0x80 if masked else 0))) + struct.pack(">H", length)
    else:
        head = bytes((first, 127 | (0x80 if masked else 0))) + struct.pack(">Q", length)
    return head + (b"\0\0\0\0" if masked else b"") + payload


def decode(data: bytes, step: int = 10_000) -> List[object]:
    decoder = Decoder(LARGEST)
    events: List[object] = []
    for start in range(0, len(data), step):
        decoder.feed(data[start : start + step])
        while True:
            event = decoder.next()
            if event is None:
                break
            events.append(event)
    return events


class Frames(unittest.TestCase):
    def test_messages_come_whole_however_they_are_cut(self) -> None:
        text = "äöü€😀" * 20
        parts = text.encode()
        data = (
            frame(1, b"first")
            + frame(1, parts[:7], final=False)
            + frame(9, b"between")
            + frame(0, b"", final=False)
            + frame(0, parts[7:])
            + frame(8, struct.pack(">H", 1001) + b"stopping")
            + b"what comes after a close frame"
        )
        expected = [Text("first"), Ping(b"between"), Text(text), Close(1001, "stopping")]
        for step in (1, 2, 3, 7, 10_000):
            self.assertEqual(decode(data, step), expected)
        self.assertEqual(decode(frame(8)), [Close(1005, "")])
        self.assertEqual(decode(frame(1, b"x" * 126)) + decode(frame(1, b"")), [Text("x" * 126), Text("")])

    def test_what_no_server_may_send_ends_with_the_code_that_fits(self) -> None:
        wrong = {
            "masked": (frame(1, b"x", masked=True), 1002),
            "a reserved bit": (frame(1, b"x", rsv=4), 1002),
            "an unknown opcode": (frame(3, b"x"), 1002),
            "an unknown control opcode": (frame(11), 1002),
            "a fragmented ping": (frame(9, b"", final=False), 1002),
            "a ping of 126 bytes": (frame(9, b"x" * 126), 1002),
            "a fragment that continues nothing": (frame(0, b"x"), 1002),
            "a message within a message": (frame(1, b"x", final=False) + frame(1, b"y"), 1002),
            "binary": (frame(2, b"x"), 1003),
            "not UTF-8": (frame(1, b"\xff"), 1007),
            "half a character": (frame(1, "ä".encode()[:1]), 1007),
            "a surrogate": (frame(1, b"\xed\xa0\x80"), 1007),
            "a length that is too long for its value": (b"\x81\x7e\x00\x05hello", 1002),
            "a length of 64 bits for 16": (b"\x81\x7f" + struct.pack(">Q", 200), 1002),
            "a negative length": (b"\x81\x7f" + struct.pack(">Q", 2**63), 1002),
            "too large": (frame(1, b"x" * (LARGEST + 1)), 1009),
            "too large, by its header alone": (b"\x81\x7f" + struct.pack(">Q", 2**62), 1009),
            "too large in pieces": (frame(1, b"x" * 600, final=False) + frame(0, b"x" * 600), 1009),
            "a close frame of one byte": (frame(8, b"\x03"), 1002),
            "a close code that nobody sends": (frame(8, struct.pack(">H", 1005)), 1002),
            "a close code below 1000": (frame(8, struct.pack(">H", 999)), 1002),
            "a reason that is not UTF-8": (frame(8, struct.pack(">H", 1000) + b"\xff"), 1007),
        }
        for name, (data, code) in wrong.items():
            for step in (1, 10_000):
                with self.assertRaises(Failure, msg=name) as caught:
                    decode(data, step)
                self.assertEqual(caught.exception.code, code, name)

    def test_a_failure_stays_one(self) -> None:
        decoder = Decoder(LARGEST)
        decoder.feed(frame(1, b"\xff") + frame(1, b"good"))
        for _ in range(2):
            with self.assertRaises(Failure):
                decoder.next()

    def test_what_is_sent_is_masked_anew_each_time(self) -> None:
        for size in (0, 1, 5, 125, 126, 65_535, 65_536):
            payload = bytes(index % 251 for index in range(size))
            sent = encode(1, payload)
            start = {True: 2, False: 4}[size < 126] if size < 65_536 else 10
            mask, masked = sent[start : start + 4], sent[start + 4 :]
            self.assertTrue(sent[1] & 0x80)
            self.assertEqual(bytes(one ^ mask[index % 4] for index, one in enumerate(masked)), payload)
        self.assertEqual(len({encode(1, b"hello")[2:6] for _ in range(20)}), 20)
        self.assertLessEqual(len(encode_close(4400, "ä" * 200)), 131)


class Urls(unittest.TestCase):
    def test_urls(self) -> None:
        self.assertEqual(parse_url("https://gateway.example.com/base/")[:4], (True, "gateway.example.com", 443, "gateway.example.com"))
        self.assertEqual(parse_url("ws://[::1]:8080").port, 8080)
        secret = "c0ffee"
        for url in (
            "ftp://host",
            "https://",
            f"https://user:{secret}@host",
            f"https://host/?{secret}",
            f"https://host/#{secret}",
            f"https://host/\r\nX-Evil: {secret}",
            "https://hö.st",
            f"https://host:{secret}",
            "https://host\\@evil",
            "host",
        ):
            with self.assertRaises(ValueError, msg=url) as caught:
                parse_url(url)
            self.assertNotIn(secret, str(caught.exception))

    def test_no_header_can_add_another(self) -> None:
        for value in ("a\r\nX-Evil: 1", "a\n", "", "ä", "\0"):
            with self.assertRaises(ValueError):
                write_request(parse_url("http://host"), "/verifier", "v1", {"X-Api-Key": value})


def accept_of(request: bytes) -> bytes:
    import base64
    import hashlib

    key = next(line.split(b": ")[1] for line in request.split(b"\r\n") if line.startswith(b"Sec-WebSocket-Key"))
    return base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())


GOOD = b"HTTP/1.1 101 X\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Accept: %s\r\nSec-WebSocket-Protocol: v1\r\n\r\n"


def open_at(answer: bytes, end: bool = True, timeout: float = 5.0) -> Tuple[object, List[bytes]]:
    """What an opening comes to, if the server answers so (`%s` is the right accept key)."""
    heard: List[bytes] = []
    held: List[socket.socket] = []

    def serve() -> None:
        connection, _ = listener.accept()
        held.append(connection)
        request = b""
        while b"\r\n\r\n" not in request:
            request += connection.recv(4096)
        heard.append(request)
        try:
            connection.sendall(answer.replace(b"%s", accept_of(request)))
        except OSError:
            pass
        if end:
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        done = threading.Event()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/base"
        opening = Opening(parse_url(url), "/verifier", "v1", {"X-Api-Key": "k"}, None, timeout, LARGEST, done.set)
        opening.start()
        done.wait(10)
        thread.join(10)
        for connection in held:
            connection.close()
    result: Optional[object] = opening.result
    if isinstance(result, Wire):
        result.drop()
    return result, heard


class Handshake(unittest.TestCase):
    def test_a_good_one_opens(self) -> None:
        result, (request,) = open_at(GOOD)
        self.assertIsInstance(result, Wire)
        self.assertTrue(request.startswith(b"GET /base/verifier HTTP/1.1\r\nHost: 127.0.0.1:"), request)
        self.assertNotIn(b"Extensions", request)

    def test_what_comes_with_the_answer_is_not_lost(self) -> None:
        left, right = socket.socketpair()
        wire = Wire(left, frame(1, b"early"), LARGEST)
        self.assertTrue(wire.has_more)
        self.assertEqual(wire.receive(), [Text("early")])
        # A close frame and the end of the connection arrive together.
        right.sendall(frame(1, b"late") + frame(8, struct.pack(">H", 1001)))
        right.close()
        self.assertEqual(wire.receive(), [Text("late"), Close(1001, "")])
        with self.assertRaises(Lost):
            wire.receive()
        wire.drop()

    def test_of_many_pings_the_last_is_answered(self) -> None:
        left, right = socket.socketpair()
        wire = Wire(left, b"", LARGEST)
        right.sendall(frame(9, b"1") * 1000 + frame(9, b"2"))
        while not wire.sent:
            wire.receive()
        wire.flush()
        self.assertEqual((wire.sent, len(right.recv(4096))), (1, 7))
        wire.drop()
        right.close()

    def test_what_is_not_the_right_answer_opens_nothing(self) -> None:
        wrong = {
            "a wrong accept key": GOOD.replace(b"%s", b"AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
            "no accept key": GOOD.replace(b"Sec-WebSocket-Accept: %s\r\n", b""),
            "two accept keys": GOOD.replace(b"Accept: %s", b"Accept: %s\r\nSec-WebSocket-Accept: %s"),
            "another subprotocol": GOOD.replace(b"v1", b"v2"),
            "no subprotocol": GOOD.replace(b"Sec-WebSocket-Protocol: v1\r\n", b""),
            "an extension": GOOD.replace(b"\r\n\r\n", b"\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"),
            "no upgrade": GOOD.replace(b"WebSocket\r\n", b"h2c\r\n", 1),
            "no connection": GOOD.replace(b"keep-alive, Upgrade", b"keep-alive"),
            "HTTP/1.0": GOOD.replace(b"1.1", b"1.0"),
            "another status": GOOD.replace(b"101", b"200"),
            "a redirect": b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n",
            "a folded header": GOOD.replace(b"v1\r\n", b"v1\r\n folded\r\n"),
            "a space before the colon": GOOD.replace(b"Upgrade:", b"Upgrade :", 1),
            "garbage": b"SSH-2.0-OpenSSH\r\n\r\n",
            "a head without an end": b"HTTP/1.1 101 X\r\n" + b"A: b\r\n" * 10_000,
            "nothing": b"",
        }
        for name, answer in wrong.items():
            result, _ = open_at(answer)
            self.assertIsInstance(result, (Refused, OSError), name)

    def test_a_refusal_says_why(self) -> None:
        body = b'{"code":"too_many_verifiers"}'
        head = b"HTTP/1.1 429 X\r\nRetry-After: 7\r\nContent-Length: %d\r\n\r\n" % len(body)
        result, _ = open_at(head + body)
        assert isinstance(result, Refused)
        self.assertEqual((result.status, result.code, result.retry_after), (429, "too_many_verifiers", 7))
        # What gets into a log is a code, or nothing.
        for body in (b'{"code":"a b\\n"}', b"[" * 60_000, b'{"code":1}', b"\xff"):
            result, _ = open_at(b"HTTP/1.1 500 X\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            self.assertTrue(isinstance(result, Refused) and result.code is None, body[:20])

    def test_a_server_that_says_nothing_is_given_up(self) -> None:
        result, _ = open_at(b"HTTP/1.1 101 ", end=False, timeout=0.2)
        self.assertIsInstance(result, OSError)


if __name__ == "__main__":
    unittest.main()
