"""What a service or a gateway may give that is unusual but right, and what is full."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import socket
import ssl
import unittest
from collections import OrderedDict
from ipaddress import ip_address
from typing import Any, Dict, Iterator, List

from fake_gateway import limited, verdict, wait_for
from test_faults import QUOTA_BUDGET, WithGateway

from quiva.verifier import Refused
from quiva.verifier._clock import REAL, Span
from quiva.verifier._link import Hello, Link
from quiva.verifier._memory import MOST_TURNS, Entry, Memory
from quiva.verifier._messages import Active, BadFrame, BudgetOf, number, parse
from quiva.verifier._pace import Pace
from quiva.verifier._slices import Slices, SpanOf
from quiva.verifier._uses import Counted, Uses
from quiva.verifier._websocket import Wire
from quiva.verifier.asgi import KEY, Protect
from quiva.verifier.verdict import Metadata, Principal


def entry(n: int, *budgets: BudgetOf, was_used: bool = False) -> Entry:
    principal = Principal("1", "u", "root", "key", f"key_{n}", None, "live")
    active = Active(principal, "live", None, None, budgets, False, (n,), 60.0, None)
    made = Entry(b"%d" % n, active, Span(0, 0, 60), 45, 1)
    made.was_used = was_used
    return made


class Given(WithGateway):
    def test_an_address_may_be_of_any_type_and_only_addresses_are_reported(self) -> None:
        self.gateway.verdicts["near"] = limited(50, allowed_ips=["192.0.2.0/24", "2001:db8::/32"])
        verifier = self.open()
        for right in ("192.0.2.7", ip_address("192.0.2.7"), ip_address("2001:db8::1")):
            self.assertTrue(verifier.verify("near", address=right))  # type: ignore[arg-type]
        wrong: List[Any] = [("192.0.2.7", 5), ["192.0.2.7"], b"192.0.2.7", 3221225991, {}, object()]
        for one in wrong:
            self.assertEqual(self.said(verifier.verify("near", address=one)), "address_not_allowed", one)
            self.assertTrue(verifier.verify("k1", address=one), one)
        verifier.close()
        used = wait_for(lambda: self.gateway.last.of("used"))[0]["items"]
        self.assertEqual(len(self.gateway.connections), 1)
        addresses = {item["key_id"]: [one["address"] for one in item.get("addresses", [])] for item in used}
        self.assertEqual(addresses, {"key_50": ["192.0.2.7", "2001:db8::1"], "key_1": []})

    def test_other_values_of_a_wrong_type_are_refused(self) -> None:
        verifier = self.open()
        wrong: List[Dict[str, Any]] = [{"environment": []}, {"environment": {}}, {"scope": ["a:b"]}, {"cost": 1.0}, {"cost": True}]
        for one in wrong:
            self.assertEqual(self.said(verifier.verify("k1", **one)), "invalid_request", one)
        self.assertEqual(self.said(verifier.verify("k1", account=[])), "other_account")  # type: ignore[arg-type]

    def test_the_numbers_that_javascript_writes_in_full_are_metadata(self) -> None:
        principal = {**self.gateway.verdicts["k1"]["principal"], "metadata": {"n": 10**20, "m": -(10**16), "o": 10**30, "x": 1.5}}
        self.gateway.verdicts["k1"] = verdict(1, principal=principal)
        verifier = self.open()
        given = verifier.verify("k1")
        assert given.allowed
        self.assertEqual(given.principal.metadata, {"n": 1e20, "m": -1e16, "o": 1e30, "x": 1.5})
        self.assertEqual(len(self.gateway.connections), 1)
        long = parse('{"type":"evict","n":%d}' % 10**30)
        with self.assertRaises(BadFrame):
            number(long, "n")
        with self.assertRaises(BadFrame):
            parse('{"type":"evict","n":%s}' % ("9" * 401))

    def test_a_verdict_can_be_copied_stored_and_written(self) -> None:
        principal = {**self.gateway.verdicts["k1"]["principal"], "metadata": {"plan": "pro"}}
        self.gateway.verdicts["k1"] = verdict(1, principal=principal, ending={"ends_on": "2027-01-01T00:00:00Z", "replaced_by": None})
        verifier = self.open()
        allowed, refused = verifier.verify("k1"), verifier.verify("k1", scope="*", cost=7)
        assert allowed.allowed and not refused.allowed
        self.assertEqual(json.dumps(allowed.principal.metadata), '{"plan": "pro"}')
        self.assertEqual(len({allowed.principal, copy.deepcopy(allowed.principal)}), 1)
        for made in (copy.copy(allowed), copy.deepcopy(allowed), pickle.loads(pickle.dumps(allowed))):
            self.assertEqual((made.principal, made.limits, made.ending), (allowed.principal, (), allowed.ending))
            self.assertIsInstance(made.principal.metadata, Metadata)
        for again in (copy.copy(refused), copy.deepcopy(refused), pickle.loads(pickle.dumps(refused))):
            self.assertEqual((again.body(), again.headers()), (refused.body(), refused.headers()))
        metadata: Any = allowed.principal.metadata
        for change in (lambda: metadata.update(a=1), lambda: metadata.pop("plan"), metadata.clear, lambda: metadata.__ior__({"a": 1})):
            with self.assertRaises(TypeError):
                change()

    def test_a_middleware_outside_sees_what_the_application_adds(self) -> None:
        verifier = self.open()

        async def app(scope: Any, receive: Any, send: Any) -> None:
            scope["route"] = "/orders"

        scope: Dict[str, Any] = {"type": "http", "headers": [(b"x-api-key", b"k1")], "client": None, KEY: "forged"}
        asyncio.run(Protect(app, verifier)(scope, None, None))  # type: ignore[arg-type]
        self.assertEqual((scope["route"], scope[KEY].allowed), ("/orders", True))
        forged: Dict[str, Any] = {"type": "http", "headers": [], KEY: "forged"}
        asyncio.run(Protect(app, verifier, exempt=lambda _: True)(forged, None, None))  # type: ignore[arg-type]
        self.assertNotIn(KEY, forged)


class Full(unittest.TestCase):
    def test_the_newest_stays_though_all_others_are_in_use(self) -> None:
        memory = Memory(3, lambda _: None)
        for n in range(3):
            memory.add(entry(n))
        for one in memory.entries.values():
            one.was_used = True
        newest = entry(9)
        memory.add(newest)
        self.assertTrue(newest.live)
        self.assertEqual((len(memory.entries), len(memory._by_tag)), (3, 3))

    def test_few_others_are_looked_at_for_each_new_one(self) -> None:
        memory = Memory(1000, lambda _: None)
        for n in range(1000):
            memory.add(entry(n, was_used=True))
        memory.add(entry(1000))
        # The first of a plain dictionary is found behind all the places that were left at its front.
        self.assertIsInstance(memory.entries, OrderedDict)
        self.assertEqual(len(memory.entries), 1000)
        self.assertEqual(sum(not one.was_used for one in memory.entries.values()), MOST_TURNS + 1)

    def test_those_of_a_budget_that_is_gone_are_found_without_looking_at_all(self) -> None:
        gone: List[Entry] = []
        memory = Memory(100, gone.append)
        budget = BudgetOf(7, "key", 5, 60)
        mine = [entry(1, budget), entry(2, budget)]
        for one in (*mine, entry(3, BudgetOf(8, "key", 5, 60)), entry(4)):
            memory.add(one)
        memory.entries.values = unavailable  # type: ignore[method-assign, assignment]
        memory.drop_all(memory.with_budget(7))
        self.assertEqual((gone, list(memory._by_budget)), (mine, [8]))


def unavailable() -> Iterator[Entry]:
    raise AssertionError("all entries are looked at")


class Connections(unittest.TestCase):
    def test_what_is_left_of_a_slice_is_worth_nothing_in_another_window_also_in_one_that_ends_earlier(self) -> None:
        of = BudgetOf(2, "quota", 1000, 86_400)
        for moves_by, left in ((0, 10), (0.4, 10), (-0.4, 10), (0.6, 5), (-0.6, 5), (-3600, 5)):
            slices = Slices(REAL)
            slices.hold([of])
            mine = slices._slices[2]
            for ends in (40_000, 40_000 + moves_by):
                mine.sent = (5, 5)
                item = {"budget": 2, "granted": 5, "ends_in_ms": int(ends * 1000), "remaining": 7}
                slices.answered({2: mine}, {"items": [item]}, SpanOf(0, 0), 0)
            self.assertEqual(mine.left, left, moves_by)

    def test_leaving_keeps_to_the_bounds_with_what_is_unanswered(self) -> None:
        link = Link(Hello("n", "v", 0, 1000), REAL, Pace(REAL.steady()))
        link.begin()
        for asked in range(14):
            link._asked_budgets[asked + 1000] = ({}, 0, 0)
        link.slices.to_return.update({budget: 1 for budget in range(1, 900)})
        uses = Uses()
        for n in range(12_000):
            uses.count(Counted(f"key_{n}"), None, 0.0)
        kinds = [json.loads(message)["type"] for message in link.leave(uses)]
        self.assertEqual((kinds.count("budget"), kinds.count("used")), (2, 10))

    def test_tls_that_must_write_before_it_can_read_is_waited_for(self) -> None:
        class Connection(socket.socket):
            def recv(self, *_: Any) -> bytes:
                raise ssl.SSLWantWriteError

        with Connection() as connection:
            wire = Wire(connection, b"", 1000)
            self.assertEqual(wire.receive(), [])
            wire.flush()
            self.assertTrue(wire.wants_to_write)
            connection.close()


if __name__ == "__main__":
    unittest.main()
