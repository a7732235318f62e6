"""What the client does with a gateway (QUIVA_URL, QUIVA_API_KEY) and with servers that fail. Says `ok` at its end."""

from __future__ import annotations

import json
import os
import secrets
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Callable, List, Tuple, Type

import quiva

URL = os.environ["QUIVA_URL"]
ADMIN = quiva.Client(URL, os.environ["QUIVA_API_KEY"])


def refused(kind: Type[Exception], call: Callable[[], object]) -> Exception:
    try:
        call()
    except kind as error:
        assert type(error) is kind, error
        return error
    raise AssertionError(f"no {kind.__name__} was raised")


def lists_page_after_page() -> None:
    name = secrets.token_hex(4)
    issued = [ADMIN.issue_api_key({"key_name": f"{name} {number}"})["data"] for number in range(5)]
    # Another page each two rows.
    listed = [row["id"] for row in ADMIN.iter_api_keys(search=name, limit=2)]
    assert listed == [key["id"] for key in issued], listed
    events = list(ADMIN.export_audit_events(action="api_key.issued"))
    assert {key["id"] for key in issued} <= {event["target"]["id"] for event in events}, events[:1]


def says_what_was_wrong() -> None:
    error = refused(quiva.BadRequest, lambda: ADMIN.issue_api_key({"key_name": ""}))
    assert isinstance(error, quiva.QuivaError)
    assert (error.status, error.code) == (400, "invalid_request")
    assert [one["path"] for one in error.details] == ["/body/key_name"]
    assert error.request_id and error.request_id in str(error)
    error = refused(quiva.Unauthorized, lambda: quiva.Client(URL, "ms-nonsense").get_account_info())
    assert "nonsense" not in str(error)
    error = refused(ValueError, lambda: quiva.Client(URL, "ms-secret\r\nx: y"))
    assert "secret" not in str(error)


def keeps_keys_out_of_addresses() -> None:
    key = ADMIN.issue_api_key({"key_name": "to delete"})["data"]["key"]
    server = Server([b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"] * 2)
    quiva.Client(server.url, "asks").get_api_creds(key=key)
    quiva.Client(server.url, "asks").delete_api_key({}, key=key)
    first, second = server.heard
    assert first[0] == "GET /accounts/api-creds HTTP/1.1" and f"x-api-key: {key}" in first, first
    assert second[0] == "DELETE /accounts/api-key HTTP/1.1" and key in second[-1], second
    ADMIN.delete_api_key({}, key=key)
    refused(quiva.Unauthorized, lambda: quiva.Client(URL, key).get_account_info())


def renews_tokens_once_for_all_threads() -> None:
    old, new = quiva.TokenPair("old", "once"), quiva.TokenPair("new", "next")
    refreshed: List[bytes] = []

    class Gateway(BaseHTTPRequestHandler):
        def answer(self, status: int, body: object) -> None:
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def do_GET(self) -> None:
            barrier.wait()
            is_new = self.headers["authorization"] == "Bearer new"
            self.answer(200 if is_new else 401, {"data": 1} if is_new else {"error": "x", "code": "unauthorized"})

        def do_POST(self) -> None:
            refreshed.append(self.rfile.read(int(self.headers["content-length"])))
            self.answer(200, {"data": new._asdict()})

        def log_message(self, *_: object) -> None:
            pass

    # All are refused before one of them is renewed.
    barrier = threading.Barrier(4)
    stored: List[Tuple[quiva.TokenPair, quiva.TokenPair]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    client = quiva.Client(url, old, on_tokens=lambda pair, previous: stored.append((pair, previous)))
    threads = [threading.Thread(target=client.get_account_info) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    server.shutdown()
    server.server_close()
    assert [json.loads(body) for body in refreshed] == [old._asdict()], refreshed
    assert stored == [(new, old)], stored


class Server:
    """Gives one answer to each connection, and ends it."""

    def __init__(self, answers: List[bytes]) -> None:
        self.heard: List[List[str]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, args=(answers,), daemon=True).start()

    def _serve(self, answers: List[bytes]) -> None:
        for answer in answers:
            connection, _ = self._listener.accept()
            text = b""
            while b"\r\n\r\n" not in text or (b"content-length" in text.lower() and not text.endswith(b"}")):
                text += connection.recv(65_536)
            self.heard.append(text.decode().split("\r\n"))
            connection.sendall(answer)
            connection.close()
        self._listener.close()


UNAVAILABLE = b'HTTP/1.1 503 X\r\ncontent-length: 32\r\n\r\n{"error":"x","code":"not_ready"}'
DONE = b'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'


def repeats_what_is_safe() -> None:
    server = Server([UNAVAILABLE, b"", DONE])
    quiva.Client(server.url).issue_api_key({"key_name": "one"})
    keys = [[line for line in heard if line.startswith("idempotency-key: ")] for heard in server.heard]
    assert len(keys) == 3 and keys[0] and keys[0] == keys[1] == keys[2], keys

    server = Server([UNAVAILABLE, DONE])
    error = refused(quiva.ServerError, lambda: quiva.Client(server.url).create_webhook({"url": "https://x.test", "events": []}))
    assert isinstance(error, quiva.QuivaError) and error.code == "not_ready"
    assert len(server.heard) == 1

    server = Server([b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"])
    refused(quiva.NoAnswer, lambda: quiva.Client(server.url, "secret").get_account_info())
    cut = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}"
    server = Server([cut])
    refused(quiva.NoAnswer, lambda: quiva.Client(server.url, retries=0).get_account_info())


if __name__ == "__main__":
    for part in (
        lists_page_after_page,
        says_what_was_wrong,
        keeps_keys_out_of_addresses,
        repeats_what_is_safe,
        renews_tokens_once_for_all_threads,
    ):
        part()
    print("ok")
