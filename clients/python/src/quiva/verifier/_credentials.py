"""Which texts can be credentials, and where a request has them (docs/verifier-protocol.md, "Verify"): as the gateway
reads them, so that nothing that cannot be one is ever sent to it."""

from __future__ import annotations

import re
from binascii import crc_hqx
from typing import Iterable, NamedTuple, Optional, Tuple, Union

LONGEST_CREDENTIAL = 4000

_ACCESS_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\Z")
_KEY = re.compile(r"mst?-[0-9a-f]{32}\Z")
_PRINTABLE = re.compile(r"[!-~]{1,%d}\Z" % LONGEST_CREDENTIAL)


def is_access_token(text: str) -> bool:
    """By its look; whether it is well-formed is another question."""
    return text.startswith("eyJ") and text.count(".") == 2


def may_be_credential(text: str) -> bool:
    """Whether it makes sense to ask the gateway. A key is mistyped if its checksum is wrong (docs/api-key-format.md)."""
    if not _PRINTABLE.match(text):
        return False
    if is_access_token(text):
        return _ACCESS_TOKEN.match(text) is not None
    if text.startswith(("ms-", "mst-")):
        # binascii's CRC is CRC-16/XMODEM.
        return _KEY.match(text) is not None and f"{crc_hqx(text[:-4].encode('ascii'), 0):04x}" == text[-4:]
    return True


class Unreadable(NamedTuple):
    """There is no credential in the headers, or no one knows which one counts."""

    status: int
    code: str


def read_headers(headers: Iterable[Tuple[str, str]]) -> Union[str, Unreadable]:
    """The credential of a request. `headers` has each line of its own, so that a repeated one is seen."""
    authorization: Optional[str] = None
    api_key: Optional[str] = None
    for name, value in headers:
        lower = name.lower()
        if lower == "authorization":
            if authorization is not None:
                return Unreadable(400, "duplicate_header")
            authorization = value
        elif lower == "x-api-key":
            if api_key is not None:
                return Unreadable(400, "duplicate_header")
            api_key = value
    return choose(authorization, api_key)


def choose(authorization: Optional[str], api_key: Optional[str]) -> Union[str, Unreadable]:
    """`Authorization` counts if both are there, also if it is wrong."""
    if authorization is not None:
        credential = authorization[7:].strip(" ") if authorization[:7].lower() == "bearer " else ""
    else:
        credential = (api_key or "").strip(" ")
        # `verify` does not say which header a credential comes from.
        if is_access_token(credential):
            credential = ""
    return credential or Unreadable(401, "unauthorized")
