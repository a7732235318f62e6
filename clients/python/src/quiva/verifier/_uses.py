"""Uses of keys, until they are reported (docs/verifier-protocol.md, "Uses")."""

from __future__ import annotations

import json
from typing import Dict, Iterator, List, Optional

from ._networks import parse_address

ADDRESSES_OF_A_KEY = 20
LONGEST_ADDRESS = 64
#: Keys with uses that are not reported yet. Those of further ones are lost.
LARGEST_KEYS = 50_000
ITEMS_OF_A_REPORT = 1000
LONGEST_AGO_MS = 3_600_000
MOST_USES = 1_000_000_000


class Counted:
    """How often a key was used since the last report, and when last. Under the verifier's lock."""

    __slots__ = ("addresses", "key_id", "last", "uses")

    def __init__(self, key_id: str) -> None:
        self.key_id = key_id
        self.uses = 0
        self.last = 0.0
        #: By the text that the service gave; each has `uses` and `last`.
        self.addresses: Dict[str, List[float]] = {}


class Uses:
    def __init__(self) -> None:
        self._used: List[Counted] = []

    def __len__(self) -> int:
        return len(self._used)

    def count(self, counted: Counted, address: Optional[str], steady: float) -> None:
        if counted.uses == 0:
            if len(self._used) >= LARGEST_KEYS:
                return
            self._used.append(counted)
        counted.uses += 1
        counted.last = steady
        if address is not None:
            of_address = counted.addresses.get(address)
            if of_address is not None:
                of_address[0] += 1
                of_address[1] = steady
            elif len(counted.addresses) < ADDRESSES_OF_A_KEY and len(address) <= LONGEST_ADDRESS:
                counted.addresses[address] = [1, steady]

    def take(self, steady: float) -> List[str]:
        """The next items for a `used`, as JSON, each key once; what they count begins again at nothing."""
        taken: Dict[str, Counted] = {}
        rest: List[Counted] = []
        for counted in self._used:
            # Two entries may have one key: the key itself, and a session that was made from it.
            if counted.key_id in taken or len(taken) >= ITEMS_OF_A_REPORT:
                rest.append(counted)
            else:
                taken[counted.key_id] = counted
        self._used = rest
        return [_item(counted, steady) for counted in taken.values()]


def _item(counted: Counted, steady: float) -> str:
    addresses = [
        {"address": address, "uses": min(int(uses), MOST_USES), "last_ms": _ago(last, steady)}
        for address, uses, last in _canonical(counted.addresses)
    ]
    item = {"key_id": counted.key_id, "uses": min(counted.uses, MOST_USES), "last_ms": _ago(counted.last, steady)}
    counted.uses = 0
    counted.addresses = {}
    return json.dumps({**item, "addresses": addresses} if addresses else item, separators=(",", ":"))


def _canonical(addresses: Dict[str, List[float]]) -> Iterator["tuple[str, float, float]"]:
    """Without those that are no addresses: nothing that a client sends can end the connection."""
    for text, (uses, last) in addresses.items():
        if isinstance(text, str) and parse_address(text) is not None:
            yield text.partition("%")[0], uses, last


def _ago(last: float, steady: float) -> int:
    return min(max(0, int((steady - last) * 1000)), LONGEST_AGO_MS)
