"""What all operations have in common: the credential, what is sent again, and what the answers become."""

from __future__ import annotations

import json
import random
import re
import secrets
import ssl
import threading
import time
from typing import Any, Callable, Dict, Iterator, Mapping, NamedTuple, Optional, Tuple, TypeVar, Union, cast
from urllib.parse import urlencode

from ._transport import Answer, Transport
from .errors import NoAnswer, QuivaError, error_of

# The first pause is at most this long, each further one at most twice as long as the one before.
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 5.0
# Who must wait longer is told so instead (`retry_after`).
LONGEST_OBEYED = 10
# What another try does not change.
LASTING = ("quota_exhausted", "payments_not_configured", "portal_not_configured")
# What a proxy answers for as long as no gateway is behind it.
OF_A_PROXY = (502, 503, 504)

Query = Mapping[str, Union[str, int, float, bool, None]]
Headers = Mapping[str, Optional[str]]
Self = TypeVar("Self", bound="Base")


class TokenPair(NamedTuple):
    """The tokens of a session: the access token is for requests, the refresh token gets the next pair."""

    auth_token: str
    refresh_token: str


class Base:
    """A client of the gateway at `url`, such as `https://gateway.example.com`. May be used by several threads.

    `credential` is an API key or the tokens of a session; without it only the operations that need none can be called.
    `on_tokens(pair, previous)` is called with each new pair before it is used, so that you can store it. `timeout` is
    the longest time in seconds for a request and its answer. `retries` is how often a request is sent again that failed
    for a moment only (429, 503, no answer), if it is safe to repeat: a GET, or one with an Idempotency-Key.
    `ssl_context` is for a certificate authority of your own.
    """

    def __init__(
        self,
        url: str,
        credential: Union[str, TokenPair, None] = None,
        *,
        on_tokens: Optional[Callable[[TokenPair, TokenPair], None]] = None,
        timeout: float = 30.0,
        retries: int = 2,
        ssl_context: Optional[ssl.SSLContext] = None,
    ) -> None:
        for secret in [credential] if isinstance(credential, str) else credential or ():
            _assert_header_value(secret)
        self._transport = Transport(url, timeout, ssl_context)
        self._credential = credential
        self._on_tokens = on_tokens
        self._retries = retries
        self._renewing = threading.Lock()

    def close(self) -> None:
        """Closes the connections that are kept; the client may be used again."""
        self._transport.close()

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._transport.origin!r})"

    def _call(self, method: str, path: str, **rest: Any) -> Any:
        return self._exchange(method, path, **rest)[1]

    def _headers(self, method: str, path: str, **rest: Any) -> Dict[str, str]:
        return self._exchange(method, path, **rest)[0].headers

    def _rows(self, path: str, limit: int, query: Query) -> Iterator[Any]:
        cursor: Optional[str] = None
        while True:
            page = self._call("GET", path, query={**query, "limit": limit, "cursor": cursor})
            yield from page["data"]
            cursor = page.get("next_cursor")
            if not isinstance(cursor, str):
                return

    def _lines(self, method: str, path: str, *, query: Query = {}) -> Iterator[Dict[str, Any]]:
        def attempt(headers: Dict[str, str]) -> Iterator[bytes]:
            answer, lines = self._transport.stream(method, _with_query(path, query), headers)
            if answer.status != 200 or answer.headers.get("content-type", "")[:20] != "application/x-ndjson":
                self._judge(answer, is_json=True)
                raise NoAnswer("the answer does not consist of lines")
            return lines

        for line in self._with_credential(attempt, {"accept": "application/x-ndjson"}, True):
            yield json.loads(line)

    def _exchange(
        self,
        method: str,
        path: str,
        *,
        query: Query = {},
        headers: Headers = {},
        body: Optional[Mapping[str, Any]] = None,
        idempotent: bool = False,
        anonymous: bool = False,
    ) -> Tuple[Answer, Any]:
        sent = {name: value for name, value in headers.items() if value is not None}
        query, body = self._keep_key_out_of_address(method, query, sent, body)
        if idempotent:
            # If the answer gets lost, the request can be repeated without making it twice.
            sent.setdefault("idempotency-key", secrets.token_hex(16))
        payload = None if body is None else json.dumps(body, allow_nan=False).encode("utf-8")
        if payload is not None:
            sent["content-type"] = "application/json"
        is_json = path != "/verify"

        def attempt(complete: Dict[str, str]) -> Tuple[Answer, Any]:
            answer = self._transport.send(method, _with_query(path, query), complete, payload)
            return answer, self._judge(answer, is_json)

        repeatable = method == "GET" or "idempotency-key" in sent
        if anonymous:
            return cast(Tuple[Answer, Any], self._again(lambda: attempt(sent), repeatable))
        return cast(Tuple[Answer, Any], self._with_credential(attempt, sent, repeatable))

    def _with_credential(self, attempt: Callable[[Dict[str, str]], Any], headers: Dict[str, str], safe: bool) -> Any:
        """When the access token is refused, gets a new pair and repeats the request, once: the gateway refuses before
        it does anything, so nothing happens twice."""
        used = self._credential
        if not isinstance(used, TokenPair):
            return self._again(lambda: attempt(_authorized(headers, used)), safe)
        try:
            return self._again(lambda: attempt(_authorized(headers, used.auth_token)), safe)
        except QuivaError as error:
            # Only the gate's own refusal: other codes with 401 mean something in the body, such as a wrong password.
            if (error.status, error.code) != (401, "unauthorized"):
                raise
        fresh = self._renew(used)
        return self._again(lambda: attempt(_authorized(headers, fresh.auth_token)), safe)

    def _renew(self, stale: TokenPair) -> TokenPair:
        """Requests that fail together share one refresh: a refresh token that is used twice ends the session."""
        with self._renewing:
            current = self._credential
            if isinstance(current, TokenPair) and current != stale:
                return current
            answer = self._call("POST", "/accounts/refresh-token", body=stale._asdict(), anonymous=True)
            fresh = TokenPair(answer["data"]["auth_token"], answer["data"]["refresh_token"])
            if self._on_tokens:
                # Stored before it is used: a process that is killed in between still finds a pair that works.
                self._on_tokens(fresh, stale)
            self._credential = fresh
            return fresh

    def _again(self, attempt: Callable[[], Any], repeatable: bool) -> Any:
        failures = 0
        while True:
            try:
                return attempt()
            except (QuivaError, NoAnswer) as error:
                pause = _pause_after(error, failures) if repeatable and failures < self._retries else None
                if pause is None:
                    raise
            time.sleep(pause)
            failures += 1

    def _judge(self, answer: Answer, is_json: bool) -> Any:
        succeeded = 200 <= answer.status < 300
        if succeeded and not is_json:
            return None
        try:
            body = json.loads(answer.body)
        except (ValueError, RecursionError):
            body = None
        if isinstance(body, dict):
            if succeeded:
                return body
            if answer.status >= 400 and isinstance(body.get("error"), str):
                raise error_of(answer.status, body, answer.headers)
        raise NoAnswer(
            f"{self._transport.origin} answered, but is not a Quiva gateway (status {answer.status})",
            is_momentary=answer.status in OF_A_PROXY,
        )

    @staticmethod
    def _keep_key_out_of_address(
        method: str, query: Query, headers: Dict[str, str], body: Optional[Mapping[str, Any]]
    ) -> Tuple[Query, Optional[Mapping[str, Any]]]:
        """The contract has the full key in the query of getApiCreds and deleteApiKey, and addresses end up in logs. The
        gateway takes it from X-Api-Key and from the body as well."""
        key = query.get("key")
        if not isinstance(key, str):
            return query, body
        _assert_header_value(key)
        rest = {name: value for name, value in query.items() if name != "key"}
        if method != "GET":
            return rest, {**(body or {}), "key": key}
        headers["x-api-key"] = key
        return rest, body


def _authorized(headers: Dict[str, str], secret: Optional[str]) -> Dict[str, str]:
    return headers if secret is None else {**headers, "authorization": f"Bearer {secret}"}


def _with_query(path: str, query: Query) -> str:
    def written(value: Union[str, int, float, bool]) -> str:
        return str(value).lower() if isinstance(value, bool) else str(value)

    given = {name: written(value) for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path


def _pause_after(error: Union[QuivaError, NoAnswer], failures: int) -> Optional[float]:
    """Seconds until the next try; None if there is to be none. Random, so that clients that failed together do not
    come back together."""
    backoff: float = random.random() * min(LONGEST_PAUSE, FIRST_PAUSE * 2**failures)
    if isinstance(error, NoAnswer):
        return backoff if error.is_momentary else None
    if error.status not in (429, 503) or error.code in LASTING:
        return None
    if error.retry_after is None:
        return backoff
    return error.retry_after + backoff if error.retry_after <= LONGEST_OBEYED else None


def _assert_header_value(secret: str) -> None:
    """Checked here, since the error of http.client would quote the secret."""
    if not re.fullmatch(r"[\x21-\x7e]+", secret):
        raise ValueError("the API key or token is empty or contains characters that are not allowed in it")
