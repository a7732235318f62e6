"""One request and its answer over HTTP/1.1, on connections that are kept."""

from __future__ import annotations

import http.client
import select
import socket
import ssl
import threading
import time
from typing import Dict, Iterator, List, Mapping, NamedTuple, Optional, Tuple
from urllib.parse import urlsplit

from .errors import NoAnswer

# Those of the gateway stay far below, but for images (14 MiB in base64).
LARGEST_ANSWER_BYTES = 20 * 1_048_576
LONGEST_LINE_BYTES = 1_048_576

# The gateway ends a connection that nobody used for some seconds; one that may be ended meanwhile is not used.
KEPT_SECONDS = 4.0
KEPT_CONNECTIONS = 8


class Answer(NamedTuple):
    status: int
    headers: Dict[str, str]
    body: bytes


class Transport:
    """Follows no redirect, since that would carry the credential to where it leads. May be used by several threads."""

    def __init__(self, url: str, timeout: float, context: Optional[ssl.SSLContext]) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the URL of the gateway must begin with https:// or http://")
        if parts.username or parts.query or parts.fragment:
            raise ValueError("the URL of the gateway must have no user, query or fragment")
        self._tls = (context or ssl.create_default_context()) if parts.scheme == "https" else None
        self._host, self._port = parts.hostname, parts.port
        self._prefix = parts.path.rstrip("/")
        # Never the whole address: its query may hold what no log should see.
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self._timeout = timeout
        self._lock = threading.Lock()
        self._kept: List[Tuple[http.client.HTTPConnection, float]] = []

    def send(self, method: str, path: str, headers: Mapping[str, str], body: Optional[bytes]) -> Answer:
        ends = time.monotonic() + self._timeout
        connection, response = self._exchange(method, path, headers, body)
        try:
            text = self._read(connection, response, ends)
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise self._broken(error) from error
        except BaseException:
            connection.close()
            raise
        self._keep(connection, response)
        return Answer(response.status, _headers(response), text)

    def stream(self, method: str, path: str, headers: Mapping[str, str]) -> Tuple[Answer, Iterator[bytes]]:
        """The lines of an answer as they come, if it is a success; otherwise the answer has a body and no lines. The
        time limit is for each piece."""
        connection, response = self._exchange(method, path, headers, None)
        kind = response.getheader("content-type", "")
        if response.status == 200 and kind.startswith("application/x-ndjson"):
            return Answer(200, _headers(response), b""), self._lines(connection, response)
        try:
            body = self._read(connection, response, time.monotonic() + self._timeout)
        except (OSError, http.client.HTTPException) as error:
            raise self._broken(error) from error
        finally:
            connection.close()
        return Answer(response.status, _headers(response), body), iter(())

    def close(self) -> None:
        with self._lock:
            kept, self._kept = self._kept, []
        for connection, _ in kept:
            connection.close()

    def __del__(self) -> None:
        for connection, _ in getattr(self, "_kept", ()):
            connection.close()

    def _exchange(
        self, method: str, path: str, headers: Mapping[str, str], body: Optional[bytes]
    ) -> Tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        connection = self._take()
        try:
            connection.request(method, self._prefix + path, body, dict(headers))
            return connection, connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise self._broken(error) from error
        except BaseException:
            connection.close()
            raise

    def _take(self) -> http.client.HTTPConnection:
        while True:
            with self._lock:
                connection, since = self._kept.pop() if self._kept else (None, 0.0)
            if connection is None:
                break
            if time.monotonic() - since < KEPT_SECONDS and _is_open(connection):
                connection.sock.settimeout(self._timeout)
                return connection
            connection.close()
        if self._tls:
            return http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=self._tls)
        return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)

    def _keep(self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse) -> None:
        response.close()
        with self._lock:
            if not response.will_close and connection.sock and len(self._kept) < KEPT_CONNECTIONS:
                self._kept.append((connection, time.monotonic()))
                return
        connection.close()

    def _read(
        self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse, ends: float
    ) -> bytes:
        pieces: List[bytes] = []
        size = 0
        while True:
            left = ends - time.monotonic()
            if left <= 0:
                raise socket.timeout("timed out")
            if connection.sock:
                connection.sock.settimeout(left)
            piece = response.read1(65_536)
            if not piece:
                if response.length:
                    raise http.client.IncompleteRead(b"", response.length)
                return b"".join(pieces)
            size += len(piece)
            if size > LARGEST_ANSWER_BYTES:
                raise NoAnswer(f"the answer of {self.origin} is too large")
            pieces.append(piece)

    def _lines(self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse) -> Iterator[bytes]:
        try:
            while True:
                line = response.readline(LONGEST_LINE_BYTES + 1)
                if not line:
                    return
                if len(line) > LONGEST_LINE_BYTES:
                    raise NoAnswer("a line of the answer is too long")
                if not line.endswith(b"\n"):
                    raise NoAnswer("the connection broke before the answer was complete")
                yield line
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer("the connection broke before the answer was complete") from error
        finally:
            connection.close()

    def _broken(self, error: Exception) -> NoAnswer:
        if isinstance(error, socket.timeout):
            return NoAnswer(f"no answer from {self.origin} within {self._timeout:g} s")
        # A certificate that is not trusted will not be trusted at the next try.
        momentary = not isinstance(error, ssl.SSLCertVerificationError)
        return NoAnswer(f"no answer from {self.origin} ({type(error).__name__}: {error})", is_momentary=momentary)


def _headers(response: http.client.HTTPResponse) -> Dict[str, str]:
    return {name.lower(): value for name, value in response.getheaders()}


def _is_open(connection: http.client.HTTPConnection) -> bool:
    """Nothing is there to read on an idle connection, but its end."""
    try:
        return connection.sock is not None and not select.select([connection.sock], [], [], 0)[0]
    except (OSError, ValueError):
        return False
