"""A small WebSocket client (RFC 6455) for text messages, with nothing that the verifier's protocol does not use: no
compression, no other extension, no server. It knows nothing about verifiers."""

from .frames import Close, Decoder, Event, Failure, Ping, Pong, Text, encode, encode_close
from .handshake import Answer, Target, parse_url
from .opening import Opening, Refused
from .wire import Lost, Wire

__all__ = [
    "Answer",
    "Close",
    "Decoder",
    "Event",
    "Failure",
    "Lost",
    "Opening",
    "Ping",
    "Pong",
    "Refused",
    "Target",
    "Text",
    "Wire",
    "encode",
    "encode_close",
    "parse_url",
]
