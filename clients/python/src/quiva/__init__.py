"""A typed client of a Quiva Gateway. It needs nothing but Python's standard library."""

from ._base import TokenPair
from .errors import (
    BadRequest,
    Conflict,
    Forbidden,
    NoAnswer,
    NotFound,
    PaymentRequired,
    QuivaError,
    ServerError,
    TooManyRequests,
    Unauthorized,
)
from .operations import Operations


class Client(Operations):
    __doc__ = Operations.__bases__[0].__doc__


__version__ = "0.1.0"
__all__ = [
    "BadRequest",
    "Client",
    "Conflict",
    "Forbidden",
    "NoAnswer",
    "NotFound",
    "PaymentRequired",
    "QuivaError",
    "ServerError",
    "TokenPair",
    "TooManyRequests",
    "Unauthorized",
]
