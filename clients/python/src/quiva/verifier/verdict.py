"""What a check answers."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Dict, List, Literal, Mapping, NamedTuple, NoReturn, Optional, Tuple, Union


class Metadata(Dict[str, Union[str, float, bool]]):
    """A dictionary that cannot be changed."""

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("the metadata of a verdict cannot be changed")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> Any:
        return Metadata, (dict(self),)


class Principal(NamedTuple):
    """Whose a credential is. Cannot be changed, since later checks get the same one."""

    account_id: str
    #: `None` if the gateway names no user.
    user_id: Optional[str]
    role: str
    #: `key` or `interactive`.
    kind: str
    #: `None` for a signed-in user.
    key_id: Optional[str]
    #: What the credential may do; `None` if nothing narrows it.
    scopes: Optional[Tuple[str, ...]]
    #: `live` or `test`.
    environment: str
    username: Optional[str] = None
    #: When the credential expires, in seconds since 1970; `None` if the gateway does not say.
    expires_at: Optional[int] = None
    metadata: Mapping[str, Union[str, float, bool]] = Metadata()
    tags: Tuple[str, ...] = ()


class Limit(NamedTuple):
    """What is left of a rate limit or of a quota, over all holders."""

    #: `key` for a rate limit, `quota` for a quota.
    name: str
    quota: int
    window_seconds: int
    remaining: int
    #: Seconds until all of it is there again.
    resets_in: int


class Ending(NamedTuple):
    """The key ends soon."""

    #: RFC 3339.
    ends_on: str
    #: The id of the key that takes its place.
    replaced_by: Optional[str]


class _Frozen:
    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a verdict cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a verdict cannot be changed")


_set = object.__setattr__


class Allowed(_Frozen):
    """The request may pass."""

    __slots__ = ("ending", "limits", "principal", "stale")

    allowed: Literal[True] = True
    principal: Principal
    limits: Tuple[Limit, ...]
    #: Only if the key expires soon or was replaced.
    ending: Optional[Ending]
    #: Only with `max_stale`: no gateway could be reached, so the verdict may be out of date.
    stale: bool

    def __init__(
        self, principal: Principal, limits: Tuple[Limit, ...] = (), ending: Optional[Ending] = None, stale: bool = False
    ) -> None:
        _set(self, "principal", principal)
        _set(self, "limits", limits)
        _set(self, "ending", ending)
        _set(self, "stale", stale)

    def __reduce__(self) -> Any:
        return Allowed, (self.principal, self.limits, self.ending, self.stale)

    def __bool__(self) -> Literal[True]:
        return True

    def __repr__(self) -> str:
        return f"Allowed({self.principal.kind} {self.principal.key_id or self.principal.user_id})"

    def headers(self) -> List[Tuple[str, str]]:
        """What an answer that lets the request through should have, as that of `GET /verify`."""
        return _key_headers(self.limits, self.ending)


class Refused(_Frozen):
    """The request must not pass. `status` and `code` are those of `GET /verify` (docs/errors.md)."""

    __slots__ = ("code", "detail", "ending", "limits", "refills_on", "retry_after", "scope", "status")

    allowed: Literal[False] = False
    status: int
    code: str
    #: Seconds until another try makes sense; with 429 and 503.
    retry_after: Optional[int]
    #: With `quota_exhausted`: when the next period begins, RFC 3339.
    refills_on: Optional[str]
    #: With `insufficient_scope`: the scopes that were asked for.
    scope: Optional[str]
    #: With `invalid_request`: the word of the question that is wrong, and what is wrong with it.
    detail: Optional[Tuple[str, str]]
    limits: Tuple[Limit, ...]
    ending: Optional[Ending]

    def __init__(
        self,
        status: int,
        code: str,
        *,
        retry_after: Optional[int] = None,
        refills_on: Optional[str] = None,
        scope: Optional[str] = None,
        detail: Optional[Tuple[str, str]] = None,
        limits: Tuple[Limit, ...] = (),
        ending: Optional[Ending] = None,
    ) -> None:
        _set(self, "ending", ending)
        _set(self, "status", status)
        _set(self, "code", code)
        _set(self, "retry_after", retry_after)
        _set(self, "refills_on", refills_on)
        _set(self, "scope", scope)
        _set(self, "detail", detail)
        _set(self, "limits", limits)

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return f"Refused({self.status} {self.code})"

    def __reduce__(self) -> Any:
        named = [name for name in self.__slots__ if name not in ("status", "code")]
        return _refused, (self.status, self.code, {name: getattr(self, name) for name in named})

    def about(self, limits: Tuple[Limit, ...], ending: Optional[Ending]) -> Refused:
        """The same refusal, with what else the client is told of its key."""
        return Refused(
            self.status,
            self.code,
            retry_after=self.retry_after,
            refills_on=self.refills_on,
            scope=self.scope,
            detail=self.detail,
            limits=limits,
            ending=ending,
        )

    def headers(self) -> List[Tuple[str, str]]:
        """What the refusal should have beside its body."""
        headers = [("Vary", "Authorization, X-Api-Key"), *_key_headers(self.limits, self.ending)]
        if self.retry_after is not None:
            headers.append(("Retry-After", str(self.retry_after)))
        if self.status == 401:
            headers.append(("WWW-Authenticate", CHALLENGE))
        elif self.code == "insufficient_scope":
            headers.append(("WWW-Authenticate", f'{CHALLENGE}, error="insufficient_scope", scope="{self.scope}"'))
        return headers

    def body(self) -> Dict[str, Any]:
        """JSON, as the gateway answers it."""
        error, message = TEXTS[self.code]
        body: Dict[str, Any] = {"error": error, "message": message, "code": self.code}
        if self.retry_after is not None:
            body["retry_after"] = self.retry_after
        if self.refills_on is not None:
            body["refills_on"] = self.refills_on
        if self.detail is not None:
            body["details"] = [{"path": f"/querystring/{self.detail[0]}", "message": self.detail[1]}]
        return body


def _refused(status: int, code: str, named: Dict[str, Any]) -> Refused:
    return Refused(status, code, **named)


Verdict = Union[Allowed, Refused]


def _key_headers(limits: Tuple[Limit, ...], ending: Optional[Ending]) -> List[Tuple[str, str]]:
    headers: List[Tuple[str, str]] = []
    if limits:
        policy = ", ".join(f'"{one.name}";q={one.quota};w={one.window_seconds}' for one in limits)
        left = ", ".join(f'"{one.name}";r={one.remaining};t={one.resets_in}' for one in limits)
        headers += [("RateLimit-Policy", policy), ("RateLimit", left)]
    if ending is not None:
        headers.append(("Quiva-Key-Expires", ending.ends_on))
        if ending.replaced_by is not None:
            headers.append(("Quiva-Key-Replaced-By", ending.replaced_by))
    return headers


#: RFC 6750, section 3.
CHALLENGE = 'Bearer realm="quiva"'

#: `error` and `message` of each code: those of the gateway (docs/errors.md).
TEXTS: Mapping[str, Tuple[str, str]] = MappingProxyType(
    {
        "invalid_request": (
            "Invalid request",
            "Correct the fields that details lists, and send the request again.",
        ),
        "duplicate_header": (
            "Duplicate header",
            "Send Host, Authorization, X-Api-Key and Content-Type at most once each.",
        ),
        "unauthorized": (
            "Unauthorized",
            "Send a valid access token or API key in Authorization: Bearer, or an API key in X-Api-Key.",
        ),
        "payment_required": (
            "Payment required",
            "A payment of the account is overdue, so its API keys are refused. Sign in and pay the open invoice, "
            "in the customer portal (GET /accounts/payment/dashboard-url).",
        ),
        "insufficient_scope": (
            "Insufficient scope",
            "The scopes of the API key do not cover this. The WWW-Authenticate header names the missing scope.",
        ),
        "address_not_allowed": (
            "Address not allowed",
            "The API key may not be used from this address. If the gateway is behind a proxy, "
            "ask the operator to set TRUST_PROXY.",
        ),
        "other_account": (
            "Wrong account",
            "The credential is valid, but for another account than the requested one. "
            "Use a credential of the requested account.",
        ),
        "other_environment": (
            "Wrong environment",
            "The credential is valid, but for another environment than the requested one: a test key (mst-…) "
            "where a live key is asked for, or the other way round.",
        ),
        "too_many_requests": (
            "Too many requests",
            "Wait as many seconds as retry_after says, then try again.",
        ),
        "quota_exhausted": (
            "Quota exhausted",
            "The quota of the key is used up. Its next period begins at the time that refills_on says.",
        ),
        "verification_unavailable": (
            "Verification unavailable",
            "No gateway that knows whether the credential is valid can be reached. Try again shortly.",
        ),
    }
)
