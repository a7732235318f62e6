"""The opening handshake of RFC 6455, section 4: what a client asks, and whether the answer is one."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from typing import Dict, Mapping, NamedTuple, Optional, Tuple
from urllib.parse import urlsplit

# Section 1.3.
MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

_STATUS = re.compile(r"HTTP/1\.1 ([1-5][0-9]{2})(?: [\t\x20-\x7e\x80-\xff]*)?\Z")
# RFC 9110, sections 5.1 and 5.5; the value has lost the white space around it.
_HEADER = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*((?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?)[ \t]*\Z")
_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?\Z")


class Target(NamedTuple):
    secure: bool
    host: str
    port: int
    #: As it stands in the URL: the value of `Host`.
    authority: str
    #: The path before the operation's own, without a slash at its end.
    prefix: str

    @property
    def origin(self) -> str:
        return f"{'https' if self.secure else 'http'}://{self.authority}"


def parse_url(url: str) -> Target:
    """Raises ValueError, whose text does not repeat the URL: it may hold what no log should see."""
    # urlsplit would silently drop line breaks and tabs.
    if not isinstance(url, str) or not re.fullmatch(r"[\x21-\x7e]+", url):
        raise ValueError("the URL of the gateway must be ASCII without spaces")
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http", "wss", "ws") or not parts.hostname:
        raise ValueError("the URL of the gateway must begin with https:// or http://")
    if "@" in parts.netloc or parts.query or parts.fragment or "\\" in url:
        raise ValueError("the URL of the gateway must have no user, query or fragment")
    secure = parts.scheme in ("https", "wss")
    try:
        port = parts.port or (443 if secure else 80)
    except ValueError:
        raise ValueError("the port in the URL of the gateway is not a number") from None
    return Target(secure, parts.hostname, port, parts.netloc, parts.path.rstrip("/"))


def write_request(target: Target, path: str, subprotocol: str, headers: Mapping[str, str]) -> Tuple[bytes, str]:
    """The request, and what `Sec-WebSocket-Accept` has to be (section 4.1)."""
    key = base64.b64encode(os.urandom(16))
    lines = [
        f"GET {target.prefix}{path} HTTP/1.1",
        f"Host: {target.authority}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key.decode()}",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Protocol: {subprotocol}",
    ]
    for name, value in headers.items():
        if not _VALUE.match(value):
            raise ValueError(f"the header {name} cannot have that value")
        lines.append(f"{name}: {value}")
    accept = base64.b64encode(hashlib.sha1(key + MAGIC).digest()).decode()
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii"), accept


class Answer(NamedTuple):
    status: int
    #: Lower-case names. Of a name that came more than once the values, joined by commas (RFC 9110, section 5.3).
    headers: Dict[str, str]


class Malformed(Exception):
    """What came is no answer of HTTP/1.1."""


def read_answer(head: bytes) -> Answer:
    """`head` ends before the empty line."""
    status, *lines = head.decode("latin-1").split("\r\n")
    found = _STATUS.match(status)
    if not found:
        raise Malformed("the answer is not HTTP/1.1")
    headers: Dict[str, str] = {}
    for line in lines:
        header = _HEADER.match(line)
        if not header:
            raise Malformed("a header of the answer is malformed")
        name = header.group(1).lower()
        headers[name] = f"{headers[name]},{header.group(2)}" if name in headers else header.group(2)
    return Answer(int(found.group(1)), headers)


def why_not_open(answer: Answer, accept: str, subprotocol: str) -> Optional[str]:
    """What is wrong with an answer of status 101 (section 4.1, the client's requirements), or None."""
    headers = answer.headers
    connection = [token.strip().lower() for token in headers.get("connection", "").split(",")]
    if headers.get("upgrade", "").lower() != "websocket" or "upgrade" not in connection:
        return "the answer does not open a WebSocket"
    if headers.get("sec-websocket-accept") != accept:
        return "Sec-WebSocket-Accept is wrong"
    if "sec-websocket-extensions" in headers:
        return "the answer has an extension that nobody asked for"
    if headers.get("sec-websocket-protocol") != subprotocol:
        return "the answer does not have the subprotocol"
    return None
