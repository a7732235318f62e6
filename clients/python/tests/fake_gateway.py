"""A gateway that does what a test wants, on a real socket. It is no model of the real one."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import struct
import threading
import time
from typing import Any, Callable, Dict, List, Optional

Json = Dict[str, Any]


def wait_for(condition: Callable[[], Any], seconds: float = 10.0) -> Any:
    ends = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > ends:
            raise AssertionError("what was waited for did not happen")
        time.sleep(0.002)


def verdict(number: int, **more: Any) -> Json:
    """Of a key without limits, whose tag is its number."""
    principal = {"active": True, "account_id": "1", "sub": "usr_1", "role": "root", "kind": "key", "key_id": f"key_{number}"}
    return {"active": True, "principal": principal, "limits": None, "tags": [number], "fresh_ms": 60_000, **more}


def limited(number: int, *budgets: Json, **limits: Any) -> Json:
    return verdict(number, limits={"scopes": None, "allowed_ips": None, "budgets": list(budgets), **limits})


class Connection:
    def __init__(self, gateway: "FakeGateway", connection: socket.socket) -> None:
        self.gateway = gateway
        self.socket = connection
        self.received: List[Json] = []
        self.largest = 0
        self.close_code: Optional[int] = None
        self.evictions = 0
        self._lock = threading.Lock()
        self._buffer = b""

    def serve(self) -> None:
        try:
            if self._open():
                while self.close_code is None:
                    opcode, payload = self._frame()
                    if opcode == 8:
                        self.close_code = struct.unpack(">H", payload[:2])[0]
                        self.raw(b"\x88\x02" + payload[:2])
                    elif opcode == 1:
                        self.largest = max(self.largest, len(payload))
                        message = json.loads(payload)
                        self.received.append(message)
                        self.gateway.hear(self, message)
        except OSError:
            pass
        finally:
            self.socket.close()

    def of(self, kind: str) -> List[Json]:
        return [message for message in self.received if message["type"] == kind]

    def send(self, message: Json) -> None:
        self.text(json.dumps(message))

    def text(self, text: str) -> None:
        payload = text.encode()
        self.raw(b"\x81\x7f" + struct.pack(">Q", len(payload)) + payload if len(payload) > 65_535 else self._short(payload))

    def evict(self, *tags: int, all: bool = False) -> int:
        self.evictions += 1
        self.send({"type": "evict", "n": self.evictions, **({"all": True} if all else {"tags": list(tags)})})
        return self.evictions

    def has_acknowledged(self, n: int) -> bool:
        return any(message["n"] >= n for message in self.of("evicted"))

    def close(self, code: int, reason: str = "") -> None:
        payload = struct.pack(">H", code) + reason.encode()
        self.raw(b"\x88" + bytes((len(payload),)) + payload)

    def cut(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)

    def raw(self, data: bytes) -> None:
        with self._lock:
            try:
                self.socket.sendall(data)
            except OSError:
                pass

    def _short(self, payload: bytes) -> bytes:
        if len(payload) < 126:
            return b"\x81" + bytes((len(payload),)) + payload
        return b"\x81\x7e" + struct.pack(">H", len(payload)) + payload

    def _open(self) -> bool:
        while b"\r\n\r\n" not in self._buffer:
            self._more()
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        if self.gateway.refusal is not None:
            self.socket.sendall(self.gateway.refusal)
            return False
        key = next(line.split(b": ")[1] for line in head.split(b"\r\n") if line.startswith(b"Sec-WebSocket-Key"))
        accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
        self.socket.sendall(
            b"HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: quiva.verifier.v1\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        return True

    def _more(self) -> None:
        data = self.socket.recv(65_536)
        if not data:
            raise ConnectionResetError
        self._buffer += data

    def _take(self, count: int) -> bytes:
        while len(self._buffer) < count:
            self._more()
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def _frame(self) -> "tuple[int, bytes]":
        first, second = self._take(2)
        assert second & 0x80, "a client masks"
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack(">H", self._take(2))
        elif length == 127:
            (length,) = struct.unpack(">Q", self._take(8))
        mask = self._take(4)
        payload = int.from_bytes(self._take(length), "big") ^ int.from_bytes((mask * (length // 4 + 1))[:length], "big")
        return first & 0x0F, payload.to_bytes(length, "big")


class FakeGateway:
    """`verdicts` by credential; what is not in it is not active. A test may set what it does with each message."""

    def __init__(self) -> None:
        self.verdicts: Dict[str, Json] = {}
        self.lease_ms = 2000
        self.welcome: Json = {}
        self.refusal: Optional[bytes] = None
        self.silent: List[str] = []
        self.held_back: List[Json] = []
        self.grants: Callable[[Json], Json] = lambda item: {"granted": item.get("want", 0), "ends_in_ms": 60_000, "remaining": 7}
        self.connections: List[Connection] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def last(self) -> Connection:
        return self.connections[-1]

    def close(self) -> None:
        # Wakes `accept`, which closing alone would not.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self.connections:
            try:
                connection.cut()
            except OSError:
                pass

    def hear(self, to: Connection, message: Json) -> None:
        kind = message["type"]
        if kind in self.silent:
            self.held_back.append(message)
        elif kind == "hello":
            welcome = {
                **{"type": "welcome", "holder": f"hol_{len(self.connections)}", "gateway": "gw_1", "account_id": "1"},
                **{"lease_ms": 2000, "renew_ms": 650, "max_stale_ms": message["max_stale_ms"], "entries": message["entries"]},
            }
            to.send({**welcome, **self.welcome})
        elif kind == "renew":
            stale = to.of("hello")[0]["max_stale_ms"]
            to.send({"type": "renewed", "n": message["n"], "lease_ms": self.lease_ms, "max_stale_ms": stale})
        elif kind == "verify":
            self.answer(to, message)
        elif kind == "budget":
            items = [{"budget": item["budget"], **self.grants(item)} for item in message["items"]]
            to.send({"type": "budget", "id": message["id"], "items": items})

    def answer(self, to: Connection, message: Json) -> None:
        items = [
            {"i": index, **self.verdicts.get(item["credential"], {"active": False})}
            for index, item in enumerate(message["items"])
        ]
        to.send({"type": "verified", "id": message["id"], "items": items})

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections.append(Connection(self, connection))
            threading.Thread(target=self.last.serve, daemon=True).start()
