"""The gateway's messages, read strictly. Whatever is wrong is a BadFrame, which ends the connection (4400)."""

from __future__ import annotations

import json
import re
from typing import Any, Dict, List, NamedTuple, NoReturn, Optional, Tuple, Union

from ._networks import Network, parse_networks
from .verdict import Ending, Metadata, Principal

LARGEST = 2**53 - 1
LONGEST_FRESH_MS = 60_000
MOST_TAGS_OF_AN_ENTRY = 8
MOST_TAGS_OF_AN_EVICTION = 10_000
MOST_ITEMS = 100
MOST_BUDGETS = 100
KNOWN_LIMITS = frozenset(("scopes", "allowed_ips", "budgets"))
BUDGET_NAMES = frozenset(("key", "quota"))
REFUSALS = frozenset(("too_many_requests", "quota_exhausted", "unavailable"))
#: JavaScript writes numbers below 1e21 with all their digits. Those of somebody's metadata may be so long; `number` is strict.
MOST_DIGITS = 22
LONGEST_NUMBER = 400
_KEY_ID = re.compile(r"[!-~]{1,100}\Z")

Object = Dict[str, Any]


class BadFrame(Exception):
    """Its text names what was wrong, and repeats nothing of it."""


def parse(text: str) -> Object:
    try:
        message = json.loads(text, parse_int=_integer, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadFrame("not JSON") from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise BadFrame("no type")
    return message


def _integer(digits: str) -> Union[int, float]:
    if len(digits) <= MOST_DIGITS:
        return int(digits)
    # Python takes a time that grows with the square of the digits, and a program in JavaScript writes no such number.
    if len(digits) > LONGEST_NUMBER:
        raise ValueError("a number is too long")
    return float(digits)


def _refuse(_: str) -> NoReturn:
    raise ValueError("not a number of JSON")


def number(of: Object, name: str, least: int = 0, most: int = LARGEST) -> int:
    value = of.get(name)
    # True is an int, too.
    if type(value) is not int or not least <= value <= most:
        raise BadFrame(f"{name} is missing or out of bounds")
    return value


def text_of(of: Object, name: str, longest: int = 1000) -> str:
    value = of.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= longest:
        raise BadFrame(f"{name} is missing or out of bounds")
    return value


def items_of(message: Object) -> List[Object]:
    items = message.get("items")
    if not isinstance(items, list) or not 1 <= len(items) <= MOST_ITEMS or not all(isinstance(one, dict) for one in items):
        raise BadFrame("items is missing or out of bounds")
    return items


def eviction_of(message: Object) -> Optional[List[int]]:
    """The tags, or None for all entries."""
    if message.get("all") is True:
        return None
    tags = message.get("tags")
    if "all" in message or not isinstance(tags, list) or len(tags) > MOST_TAGS_OF_AN_EVICTION:
        raise BadFrame("tags is missing or out of bounds")
    return _numbers(tags, "tags")


def _numbers(values: List[Any], name: str) -> List[int]:
    if not all(type(value) is int and 0 <= value <= LARGEST for value in values):
        raise BadFrame(f"{name} has something that is no number")
    return values


class BudgetOf(NamedTuple):
    budget: int
    name: str
    quota: int
    window_seconds: int


class Active(NamedTuple):
    principal: Principal
    environment: Optional[str]
    scopes: Optional["frozenset[str]"]
    networks: Optional[Tuple[Network, ...]]
    budgets: Tuple[BudgetOf, ...]
    #: There is a limit that this verifier does not know.
    is_barred: bool
    tags: Tuple[int, ...]
    fresh_seconds: float
    ending: Optional[Ending]


class NotActive(NamedTuple):
    status: int
    code: str


UNAUTHORIZED = NotActive(401, "unauthorized")
PAYMENT_REQUIRED = NotActive(402, "payment_required")
UNAVAILABLE = NotActive(503, "verification_unavailable")


def verified_of(item: Object, account_id: str) -> Union[Active, NotActive]:
    if "active" not in item:
        text_of(item, "error")
        return UNAVAILABLE
    active = item["active"]
    if type(active) is not bool:
        raise BadFrame("active is no boolean")
    if not active:
        return PAYMENT_REQUIRED if item.get("reason") == "payment_required" else UNAUTHORIZED
    return _active_of(item, account_id)


def _active_of(item: Object, account_id: str) -> Active:
    said = item.get("principal")
    limits = item.get("limits", False)
    tags = item.get("tags")
    if not isinstance(said, dict) or not (limits is None or isinstance(limits, dict)):
        raise BadFrame("principal or limits is missing")
    if not isinstance(tags, list) or not 1 <= len(tags) <= MOST_TAGS_OF_AN_ENTRY:
        raise BadFrame("tags is missing or out of bounds")
    if said.get("active") is not True or said.get("account_id") != account_id:
        raise BadFrame("the principal is of another account")
    scopes, networks, budgets, barred = _limits_of(limits or {})
    principal = _principal_of(said, scopes)
    return Active(
        principal,
        principal.environment,
        None if scopes is None else frozenset(scopes),
        networks,
        budgets,
        barred,
        tuple(_numbers(tags, "tags")),
        number(item, "fresh_ms", 0, LONGEST_FRESH_MS) / 1000,
        _ending_of(item.get("ending")),
    )


def _limits_of(
    limits: Object,
) -> Tuple[Optional[Tuple[str, ...]], Optional[Tuple[Network, ...]], Tuple[BudgetOf, ...], bool]:
    barred = not KNOWN_LIMITS.issuperset(limits)
    scopes = _texts(limits, "scopes")
    networks: Optional[Tuple[Network, ...]] = None
    texts = _texts(limits, "allowed_ips")
    if texts is not None:
        try:
            networks = parse_networks(texts)
        except ValueError:
            # A form of network that this verifier does not know is a limit that it does not know.
            barred = True
    said = limits.get("budgets", [])
    if not isinstance(said, list) or len(said) > MOST_BUDGETS or not all(isinstance(one, dict) for one in said):
        raise BadFrame("budgets is out of bounds")
    # A kind of budget that this verifier does not know is a limit that it does not know.
    barred = barred or any(text_of(one, "name") not in BUDGET_NAMES for one in said)
    budgets = () if barred else tuple(_budget_of(one) for one in said)
    if len({one.budget for one in budgets}) != len(budgets):
        raise BadFrame("a budget is there twice")
    return scopes, networks, budgets, barred


def _budget_of(said: Object) -> BudgetOf:
    name, quota, window = text_of(said, "name"), number(said, "quota"), number(said, "window_seconds", 1)
    return BudgetOf(number(said, "budget", 1), name, quota, window)


def _texts(of: Object, name: str) -> Optional[Tuple[str, ...]]:
    value = of.get(name)
    if value is None:
        return None
    if not isinstance(value, list) or len(value) > 10_000 or not all(isinstance(one, str) for one in value):
        raise BadFrame(f"{name} is no list of texts")
    return tuple(value)


def _principal_of(said: Object, scopes: Optional[Tuple[str, ...]]) -> Principal:
    key_id = _optional_text(said, "key_id")
    if key_id is not None and not _KEY_ID.match(key_id):
        raise BadFrame("key_id is out of bounds")
    metadata = said.get("metadata") or {}
    tags = said.get("tags") or []
    if not isinstance(metadata, dict) or not isinstance(tags, list):
        raise BadFrame("metadata or tags is no list")
    return Principal(
        account_id=text_of(said, "account_id"),
        user_id=_optional_text(said, "sub"),
        role=text_of(said, "role"),
        kind=text_of(said, "kind"),
        key_id=key_id,
        scopes=scopes,
        environment=_optional_text(said, "environment") or "live",
        username=_optional_text(said, "username"),
        expires_at=None if said.get("exp") is None else number(said, "exp"),
        metadata=Metadata({name: one for name, one in metadata.items() if isinstance(one, (str, int, float))}),
        tags=tuple(one for one in tags if isinstance(one, str)),
    )


def _optional_text(of: Object, name: str) -> Optional[str]:
    return None if of.get(name) is None else text_of(of, name)


def _ending_of(said: Any) -> Optional[Ending]:
    if said is None:
        return None
    if not isinstance(said, dict):
        raise BadFrame("ending is no object")
    return Ending(_header_value(said, "ends_on"), None if said.get("replaced_by") is None else _header_value(said, "replaced_by"))


def _header_value(of: Object, name: str) -> str:
    """Goes into a header of the service's answer."""
    value = text_of(of, name, 100)
    if not value.isascii() or not value.isprintable():
        raise BadFrame(f"{name} is out of bounds")
    return value


