"""The client's address, and the networks from which a key may come."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Iterable, Optional, Tuple, Union

#: The version of IP, and the address as a number.
Address = Tuple[int, int]
#: The version of IP, how far to shift an address, and what must come out.
Network = Tuple[int, int, int]


def text_of_address(given: Any) -> Optional[str]:
    """Of what a service gives for an address; None for everything that is neither a text nor an address."""
    if isinstance(given, str):
        return str.__str__(given)
    return str(given) if isinstance(given, (IPv4Address, IPv6Address)) else None


@lru_cache(maxsize=4096)
def parse_address(text: str) -> Optional[Address]:
    """None if it is none. An IPv4 address in IPv6 counts as IPv4, and the zone of an IPv6 address is left out."""
    bare, zone, _ = text.partition("%")
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    if zone and isinstance(address, IPv4Address):
        return None
    mapped = None if isinstance(address, IPv4Address) else address.ipv4_mapped
    counted = mapped or address
    return counted.version, int(counted)


def parse_networks(texts: Iterable[str]) -> Tuple[Network, ...]:
    """Raises ValueError."""
    return tuple(_parse_network(text) for text in texts)


def _parse_network(text: str) -> Network:
    network: Union[IPv4Network, IPv6Network] = ip_network(text)
    start, prefix, bits = int(network.network_address), network.prefixlen, network.max_prefixlen
    if bits == 128 and prefix >= 96 and start >> 32 == 0xFFFF:
        return 4, 128 - prefix, (start & 0xFFFFFFFF) >> (128 - prefix)
    return network.version, bits - prefix, start >> (bits - prefix)


def contains(networks: Tuple[Network, ...], text: Optional[str]) -> bool:
    address = parse_address(text) if isinstance(text, str) and len(text) <= 100 else None
    if address is None:
        return False
    version, number = address
    return any(version == other and number >> shift == start for other, shift, start in networks)
