"""Checks API keys and access tokens in the process of a service, from its own memory, with revocation that is proven
(docs/python.md). Needs nothing but Python's standard library."""

from ._credentials import Unreadable, read_headers
from ._verifier import State, Verifier
from .verdict import Allowed, Ending, Limit, Principal, Refused, Verdict

__all__ = [
    "Allowed",
    "Ending",
    "Limit",
    "Principal",
    "Refused",
    "State",
    "Unreadable",
    "Verdict",
    "Verifier",
    "read_headers",
]
