"""Protects a WSGI application (PEP 3333): Flask, Django, Bottle, Pyramid and others."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple

from ._credentials import Unreadable, choose
from ._http import CostOf, Of, answer_of, needs_of
from ._verifier import Verifier
from .verdict import Refused, Verdict

Environ = Dict[str, Any]
#: The verdict of a request that passed is here.
KEY = "quiva.verdict"


def client_address(environ: Environ) -> Optional[str]:
    """`REMOTE_ADDR`. If a proxy is in front of the service, that is the proxy's, unless something that knows the proxy
    has replaced it (werkzeug's ProxyFix, gunicorn's `forwarded_allow_ips`)."""
    address = environ.get("REMOTE_ADDR")
    return address if isinstance(address, str) else None


def check(
    verifier: Verifier,
    environ: Environ,
    *,
    scope: Optional[str] = None,
    environment: Optional[str] = None,
    cost: int = 1,
    address: Callable[[Environ], Optional[str]] = client_address,
) -> Verdict:
    """The verdict about a request, for a view or a decorator of your own."""
    # A server joins repeated headers with commas, so two credentials are one that is not valid.
    credential = choose(environ.get("HTTP_AUTHORIZATION"), environ.get("HTTP_X_API_KEY"))
    if isinstance(credential, Unreadable):
        return Refused(credential.status, credential.code)
    return verifier.verify(credential, scope=scope, environment=environment, cost=cost, address=address(environ))


class Protect:
    """Lets requests through whose credential may do what they need; `environ["quiva.verdict"]` is then the verdict.
    Others get the same status, headers and body as from the gateway.

    `scope`, `environment` and `cost` are values for all requests, or functions of the environ. `exempt` says which
    requests need no credential, such as those of a health check."""

    def __init__(
        self,
        app: Callable[..., Iterable[bytes]],
        verifier: Verifier,
        *,
        scope: Of[Environ] = None,
        environment: Of[Environ] = None,
        cost: CostOf[Environ] = 1,
        address: Callable[[Environ], Optional[str]] = client_address,
        exempt: Optional[Callable[[Environ], bool]] = None,
    ) -> None:
        self._app, self._verifier = app, verifier
        self._scope, self._environment, self._cost = scope, environment, cost
        self._address, self._exempt = address, exempt

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        # Only this class says who called.
        environ.pop(KEY, None)
        if self._exempt is not None and self._exempt(environ):
            return self._app(environ, start_response)
        needs = needs_of(environ, self._scope, self._environment, self._cost)
        verdict = check(self._verifier, environ, address=self._address, **needs)
        if not verdict.allowed:
            headers, body = answer_of(verdict)
            start_response(f"{verdict.status} {HTTPStatus(verdict.status).phrase}", headers)
            return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]
        environ[KEY] = verdict
        added = verdict.headers()
        if not added:
            return self._app(environ, start_response)

        def start(status: str, headers: List[Tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, *added], *rest)

        return self._app(environ, start)


__all__ = ["KEY", "Protect", "check", "client_address"]
