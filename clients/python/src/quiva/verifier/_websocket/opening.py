"""Opens a WebSocket, in a thread of its own: DNS, TCP, TLS, and the handshake may each take long."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from typing import Callable, Mapping, Optional, Tuple, Union

from .handshake import Answer, Malformed, Target, read_answer, why_not_open, write_request
from .wire import Wire

LARGEST_HEAD_BYTES = 16_384
LARGEST_BODY_BYTES = 65_536


class Refused(Exception):
    """The server answered, but not with a WebSocket. `code` is that of the body, if it has one."""

    def __init__(self, status: int, code: Optional[str], retry_after: Optional[int], why: str) -> None:
        super().__init__(why)
        self.status, self.code, self.retry_after = status, code, retry_after


Result = Union[Wire, Refused, OSError]


class Opening:
    """One try to connect. `done` is called from the thread when `result` is there; `cancel` ends the try."""

    def __init__(
        self,
        target: Target,
        path: str,
        subprotocol: str,
        headers: Mapping[str, str],
        context: Optional[ssl.SSLContext],
        timeout: float,
        largest_message: int,
        done: Callable[[], None],
    ) -> None:
        self.target = target
        self.result: Optional[Result] = None
        self.ends = time.monotonic() + timeout
        self._request, self._accept = write_request(target, path, subprotocol, headers)
        self._subprotocol, self._context, self._largest = subprotocol, context, largest_message
        self._done = done
        self._lock = threading.Lock()
        self._socket: Optional[socket.socket] = None
        self._cancelled = False
        self._thread = threading.Thread(target=self._run, name="quiva-verifier-opening", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    def cancel(self) -> None:
        """Ends the try, also if it is done already. A thread that waits for DNS ends when DNS does."""
        with self._lock:
            self._cancelled = True
            result, connection = self.result, self._socket
        if isinstance(result, Wire):
            result.drop()
        elif connection is not None:
            _shut(connection)

    def drop_in_child(self) -> None:
        """After a fork, in the child, where the thread is not: closes the copy of the socket."""
        if isinstance(self.result, Wire):
            self.result.drop()
        elif self._socket is not None:
            self._socket.close()

    def _run(self) -> None:
        result: Result
        try:
            result = self._open()
        except Refused as refused:
            result = refused
        except Malformed as error:
            result = Refused(0, None, None, str(error))
        except OSError as error:
            result = error
        except Exception as error:  # A name that no codec takes, for example: never a thread that ends without a word.
            result = OSError(f"{type(error).__name__} while connecting")
        if not isinstance(result, Wire) and self._socket is not None:
            self._socket.close()
        with self._lock:
            self.result = result
            cancelled = self._cancelled
        if cancelled and isinstance(result, Wire):
            result.drop()
        self._done()

    def _open(self) -> Wire:
        connection = self._secure(self._connect())
        connection.sendall(self._request)
        head, rest = self._read_head(connection)
        answer = read_answer(head)
        if answer.status != 101:
            raise self._refusal(connection, answer, rest)
        why = why_not_open(answer, self._accept, self._subprotocol)
        if why is not None:
            raise Refused(101, None, None, why)
        return Wire(connection, rest, self._largest)

    def _connect(self) -> socket.socket:
        error: Optional[OSError] = None
        found = socket.getaddrinfo(self.target.host, self.target.port, type=socket.SOCK_STREAM)
        for index, (family, kind, protocol, _, address) in enumerate(found):
            connection = socket.socket(family, kind, protocol)
            try:
                # Each address gets its part of what is left.
                connection.settimeout(self._left() / (len(found) - index))
                self._hold(connection)
                connection.connect(address)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return connection
            except OSError as failed:
                connection.close()
                error = failed
        raise error or OSError("the name has no address")

    def _secure(self, connection: socket.socket) -> socket.socket:
        if self._context is None:
            return connection
        connection.settimeout(self._left())
        # Held before the handshake: it may be what has to be cancelled.
        secured = self._context.wrap_socket(
            connection, server_hostname=self.target.host, do_handshake_on_connect=False
        )
        self._hold(secured)
        secured.do_handshake()
        return secured

    def _hold(self, connection: socket.socket) -> None:
        """From now on `cancel` ends what this socket does."""
        with self._lock:
            self._socket = connection
            if self._cancelled:
                raise OSError("cancelled")

    def _left(self) -> float:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise socket.timeout("timed out")
        return left

    def _receive(self, connection: socket.socket) -> bytes:
        connection.settimeout(self._left())
        return connection.recv(16_384)

    def _read_head(self, connection: socket.socket) -> Tuple[bytes, bytes]:
        data = b""
        while True:
            head, end, rest = data.partition(b"\r\n\r\n")
            if len(head) > LARGEST_HEAD_BYTES:
                raise Malformed("the head of the answer is too large")
            if end:
                return head, rest
            piece = self._receive(connection)
            if not piece:
                raise ConnectionResetError("the connection ended during the handshake")
            data += piece

    def _refusal(self, connection: socket.socket, answer: Answer, body: bytes) -> Refused:
        said = answer.headers.get("content-length", "")
        length = int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 0
        code: Optional[str] = None
        if 0 < length <= LARGEST_BODY_BYTES:
            while len(body) < length:
                piece = self._receive(connection)
                if not piece:
                    break
                body += piece
            code = _code(body[:length])
        after = answer.headers.get("retry-after", "")
        seconds = int(after) if after.isascii() and after.isdigit() and len(after) < 8 else None
        return Refused(answer.status, code, seconds, f"{answer.status} {code or ''}".strip())


def _code(body: bytes) -> Optional[str]:
    try:
        code = json.loads(body.decode("utf-8"))["code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    # It may get into a log.
    return code if isinstance(code, str) and len(code) <= 64 and code.replace("_", "").isalnum() else None


def _shut(connection: socket.socket) -> None:
    """Wakes whoever waits for this socket in another thread, which closing it would not."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
