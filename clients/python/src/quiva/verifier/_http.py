"""What both adapters share: the words of a request's needs, and the bytes of a refusal."""

from __future__ import annotations

import json
from typing import Any, Callable, Dict, List, Optional, Tuple, TypeVar, Union

from .verdict import Refused

Request = TypeVar("Request")
#: A value for all requests, or a function of the request.
Of = Union[None, str, Callable[[Request], Optional[str]]]
CostOf = Union[int, Callable[[Request], int]]

Headers = List[Tuple[str, str]]


def resolve(value: Any, request: Any) -> Any:
    return value(request) if callable(value) else value


def needs_of(request: Any, scope: Any, environment: Any, cost: Any) -> Dict[str, Any]:
    return {
        "scope": resolve(scope, request),
        "environment": resolve(environment, request),
        "cost": resolve(cost, request),
    }


def answer_of(refused: Refused) -> Tuple[Headers, bytes]:
    body = json.dumps(refused.body()).encode()
    headers = [
        ("Content-Type", "application/json; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    return headers + refused.headers(), body
