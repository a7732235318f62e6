"""What a call may raise."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional


class QuivaError(Exception):
    """The gateway answered with a failure: a refusal (4xx) or a fault of its own (5xx).

    `code` is stable and for programs (docs/errors.md), `error` is a short text for people, and the message of the
    exception says what to do. `request_id` is what the operator of the gateway finds the request by in the logs.
    """

    def __init__(self, status: int, body: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        self.status = status
        self.error = str(body["error"])
        self.code = _text(body.get("code")) or "unknown"
        self.details: List[Dict[str, Any]] = [one for one in _list(body.get("details")) if isinstance(one, dict)]
        accounts = (one.get("name") for one in _list(body.get("accounts")) if isinstance(one, dict))
        #: Names of the accounts to choose from; empty unless `code` is `account_required`.
        self.accounts: List[str] = [name for name in accounts if isinstance(name, str)]
        #: The page where the owner of the card confirms the payment; only with `payment_confirmation_required`.
        self.confirmation_url = _text(body.get("confirmation_url"))
        #: Seconds until another try makes sense; only with status 429 and 503.
        self.retry_after = _seconds(body.get("retry_after"), headers.get("retry-after"))
        self.request_id: Optional[str] = headers.get("x-request-id")
        super().__init__(_text(body.get("message")) or self.error)

    def __str__(self) -> str:
        said = f"{super().__str__()} ({self.status} {self.code}"
        return f"{said}, request {self.request_id})" if self.request_id else f"{said})"


class BadRequest(QuivaError):
    """400: the request cannot be carried out; `details` says what is wrong where."""


class Unauthorized(QuivaError):
    """401: there is no valid credential."""


class PaymentRequired(QuivaError):
    """402: a payment of the account is overdue."""


class Forbidden(QuivaError):
    """403: the credential is valid, but may not do this."""


class NotFound(QuivaError):
    """404: there is no such thing."""


class Conflict(QuivaError):
    """409 or 412: the request conflicts with the current state; `code` says why."""


class TooManyRequests(QuivaError):
    """429: `retry_after` says how long to wait."""


class ServerError(QuivaError):
    """5xx: a fault of the gateway, or it is not ready."""


_BY_STATUS = {
    400: BadRequest,
    401: Unauthorized,
    402: PaymentRequired,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    412: Conflict,
    429: TooManyRequests,
}


def error_of(status: int, body: Mapping[str, Any], headers: Mapping[str, str]) -> QuivaError:
    kind = _BY_STATUS.get(status, ServerError if status >= 500 else QuivaError)
    return kind(status, body, headers)


class NoAnswer(Exception):
    """No gateway answered: nothing listens at the address, the connection broke, the time limit was reached, or what
    answered is no gateway. Unless the request is safe to repeat, it is then unknown whether a change was made.

    `is_momentary` says whether the next try may succeed.
    """

    def __init__(self, message: str, *, is_momentary: bool = False) -> None:
        super().__init__(message)
        self.is_momentary = is_momentary


def _text(value: object) -> Optional[str]:
    return value if isinstance(value, str) else None


def _list(value: object) -> List[Any]:
    return value if isinstance(value, list) else []


def _seconds(said: object, header: Optional[str]) -> Optional[int]:
    if isinstance(said, int) and not isinstance(said, bool):
        return said
    # Its other form, a date (RFC 9110, section 10.2.3), is not one that the gateway sends.
    return int(header) if header and header.isascii() and header.isdigit() and len(header) < 10 else None
