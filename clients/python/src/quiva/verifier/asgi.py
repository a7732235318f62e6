"""Protects an ASGI application: Starlette, FastAPI, Django, Quart, Litestar and others that run on asyncio."""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Dict, List, MutableMapping, Optional, Tuple

from ._credentials import Unreadable, read_headers
from ._http import CostOf, Of, answer_of, needs_of
from ._verifier import Verifier
from .verdict import Refused, Verdict

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
#: The verdict of a request that passed is here, in the scope of the connection.
KEY = "quiva.verdict"
#: RFC 6455, section 7.4.1: a policy is violated.
REFUSED_WEBSOCKET = 1008


def client_address(connection: Scope) -> Optional[str]:
    """`client`. If a proxy is in front of the service, that is the proxy's, unless something that knows the proxy has
    replaced it (uvicorn's `--forwarded-allow-ips`)."""
    client = connection.get("client")
    return client[0] if client else None


async def check(
    verifier: Verifier,
    connection: Scope,
    *,
    scope: Optional[str] = None,
    environment: Optional[str] = None,
    cost: int = 1,
    address: Callable[[Scope], Optional[str]] = client_address,
) -> Verdict:
    """The verdict about a request, for a dependency or a decorator of your own; `connection` is ASGI's scope."""
    headers = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in connection["headers"])
    credential = read_headers(headers)
    if isinstance(credential, Unreadable):
        return Refused(credential.status, credential.code)
    needs: Dict[str, Any] = {"scope": scope, "environment": environment, "cost": cost}
    return await verifier.verify_async(credential, address=address(connection), **needs)


class Protect:
    """Lets requests and WebSockets through whose credential may do what they need; `scope["quiva.verdict"]` is then the
    verdict. Other requests get the same status, headers and body as from the gateway; other WebSockets are closed before
    they open.

    `scope`, `environment` and `cost` are values for all requests, or functions of ASGI's scope. `exempt` says which
    requests need no credential, such as those of a health check."""

    def __init__(
        self,
        app: App,
        verifier: Verifier,
        *,
        scope: Of[Scope] = None,
        environment: Of[Scope] = None,
        cost: CostOf[Scope] = 1,
        address: Callable[[Scope], Optional[str]] = client_address,
        exempt: Optional[Callable[[Scope], bool]] = None,
    ) -> None:
        self._app, self._verifier = app, verifier
        self._scope, self._environment, self._cost = scope, environment, cost
        self._address, self._exempt = address, exempt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind == "lifespan":
            return await self._app(scope, receive, send)
        if kind not in ("http", "websocket"):
            raise RuntimeError(f"nothing is known of how to protect {kind}")
        # Only this class says who called. What the application adds is there for a middleware outside, so no copy is made.
        scope.pop(KEY, None)
        if self._exempt is not None and self._exempt(scope):
            return await self._app(scope, receive, send)
        needs = needs_of(scope, self._scope, self._environment, self._cost)
        verdict = await check(self._verifier, scope, address=self._address, **needs)
        if not verdict.allowed:
            return await (_refuse(verdict, scope, send) if kind == "http" else _refuse_websocket(verdict, scope, receive, send))
        scope[KEY] = verdict
        added = _encode(verdict.headers())

        async def with_headers(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.accept"):
                message = {**message, "headers": [*message.get("headers", ()), *added]}
            await send(message)

        await self._app(scope, receive, with_headers if added else send)


async def _refuse(refused: Refused, scope: Scope, send: Send, prefix: str = "http") -> None:
    headers, body = answer_of(refused)
    await send({"type": f"{prefix}.response.start", "status": refused.status, "headers": _encode(headers)})
    is_head = scope.get("method") == "HEAD"
    await send({"type": f"{prefix}.response.body", "body": b"" if is_head else body})


async def _refuse_websocket(refused: Refused, scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    if "websocket.http.response" in (scope.get("extensions") or {}):
        await _refuse(refused, scope, send, "websocket.http")
    else:
        await send({"type": "websocket.close", "code": REFUSED_WEBSOCKET, "reason": refused.code})


def _encode(headers: List[Tuple[str, str]]) -> List[Tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


__all__ = ["KEY", "Protect", "check", "client_address"]
