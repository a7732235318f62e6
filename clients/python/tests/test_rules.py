"""The rules that need no connection, by docs/verifier-vectors.json, and how the gateway's messages are read."""

from __future__ import annotations

import json
import unittest
from pathlib import Path
from typing import Any, Dict

from quiva.verifier import Refused, Unreadable, _messages, _networks, _scopes, read_headers
from quiva.verifier._credentials import may_be_credential
from quiva.verifier._messages import BadFrame, parse, verified_of

VECTORS = json.loads((Path(__file__).parents[3] / "docs/verifier-vectors.json").read_text(encoding="utf-8"))

ITEM: Dict[str, Any] = {
    "i": 0,
    "active": True,
    "principal": {"active": True, "account_id": "1", "sub": "usr_1", "role": "root", "kind": "key", "key_id": "key_1"},
    "limits": None,
    "tags": [1],
    "fresh_ms": 60_000,
}


class Rules(unittest.TestCase):
    def test_credentials(self) -> None:
        for one in VECTORS["credentials"]:
            self.assertEqual(may_be_credential(one["text"]), one["ask"], one)

    def test_headers(self) -> None:
        for one in VECTORS["headers"]:
            read = read_headers([(name, value) for name, value in one["headers"]])
            self.assertEqual(read.code if isinstance(read, Unreadable) else read, one.get("refused", one.get("credential")), one)

    def test_scopes(self) -> None:
        for one in VECTORS["scopes"]:
            granted = None if one["granted"] is None else frozenset(one["granted"])
            wanted = _scopes.parse(one["wanted"])
            answer = "invalid_request" if wanted is None else "insufficient_scope" if _scopes.missing(granted, wanted) else "passes"
            self.assertEqual(answer, one["answer"], one)

    def test_addresses(self) -> None:
        for one in VECTORS["addresses"]:
            networks = _networks.parse_networks(one["networks"])
            self.assertEqual(_networks.contains(networks, one["address"]), one["contained"], one)
        mapped = _networks.parse_networks(["::ffff:10.0.0.0/104"])
        self.assertTrue(_networks.contains(mapped, "10.9.9.9") and not _networks.contains(mapped, "11.0.0.1"))

    def test_a_refusal_is_not_true(self) -> None:
        """`if verifier.verify(…):` is what somebody will write."""
        self.assertFalse(Refused(401, "unauthorized"))
        with self.assertRaises(AttributeError):
            Refused(401, "unauthorized").status = 200  # type: ignore[misc]


class Messages(unittest.TestCase):
    def test_a_verdict_is_read(self) -> None:
        active = verified_of(ITEM, "1")
        assert isinstance(active, _messages.Active)
        self.assertEqual((active.principal.key_id, active.scopes, active.is_barred), ("key_1", None, False))

    def test_a_limit_or_a_budget_of_an_unknown_kind_bars_the_credential(self) -> None:
        budget = {"budget": 1, "name": "key", "quota": 5, "window_seconds": 60}
        for limits in (
            {"scopes": None, "hours": "9-17"},
            {"budgets": [budget, {**budget, "budget": 2, "name": "bytes"}]},
            {"allowed_ips": ["somewhere"]},
        ):
            active = verified_of({**ITEM, "limits": limits}, "1")
            self.assertTrue(isinstance(active, _messages.Active) and active.is_barred, limits)

    def test_whatever_is_wrong_is_a_bad_frame(self) -> None:
        wrong: Dict[str, Any] = {
            "active": 1,
            "principal": None,
            "limits": "none",
            "tags": [],
            "fresh_ms": 60_001,
            "ending": "soon",
        }
        for name, value in wrong.items():
            with self.assertRaises(BadFrame, msg=name):
                verified_of({**ITEM, name: value}, "1")
        for bad in ([True], ["1"], [-1], [2**53], [1.5], list(range(9))):
            with self.assertRaises(BadFrame, msg=str(bad)):
                verified_of({**ITEM, "tags": bad}, "1")
        with self.assertRaises(BadFrame, msg="a principal of another account"):
            verified_of(ITEM, "2")
        with self.assertRaises(BadFrame, msg="limits left out must not mean no limit"):
            verified_of({name: value for name, value in ITEM.items() if name != "limits"}, "1")
        with self.assertRaises(BadFrame, msg="a header with a line break"):
            verified_of({**ITEM, "ending": {"ends_on": "x\r\nset-cookie: a", "replaced_by": None}}, "1")

    def test_json_that_is_meant_to_cost_much_costs_little(self) -> None:
        for text in ("[" * 500_000, '{"type":"evict","n":' + "9" * 500_000 + "}", '{"type":"x","n":NaN}', "{", '"type"', '{"type":1}'):
            with self.assertRaises(BadFrame, msg=text[:20]):
                parse(text)


if __name__ == "__main__":
    unittest.main()
