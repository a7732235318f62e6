"""Scopes that a request needs, and whether those of a credential cover them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import FrozenSet, Optional, Tuple

_SCOPE = re.compile(r"(\*|[a-z0-9][a-z0-9._-]*):(\*|[a-z0-9][a-z0-9._-]*)\Z")

#: Of each wanted scope what covers it.
Wanted = Tuple[FrozenSet[str], ...]


# A service asks for few scopes; the number is bounded in case it builds them from what clients send.
@lru_cache(maxsize=1024)
def parse(text: str) -> Optional[Wanted]:
    """Scopes separated by single spaces, or None if that is something else."""
    wanted = []
    for scope in text.split(" "):
        found = _SCOPE.match(scope) if len(scope) <= 64 else None
        if not found:
            return None
        resource, action = found.groups()
        wanted.append(frozenset((scope, f"{resource}:*", f"*:{action}", "*:*")))
    return tuple(wanted)


def missing(granted: Optional[FrozenSet[str]], wanted: Wanted) -> bool:
    """`granted` is None where nothing limits the credential."""
    return granted is not None and any(granted.isdisjoint(covering) for covering in wanted)
