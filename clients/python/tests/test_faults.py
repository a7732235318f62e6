"""The verifier with a gateway that lies, stops or says nothing, with clocks that jump, and in a process that forks."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from typing import Any, List, Optional

from fake_gateway import FakeGateway, limited, verdict, wait_for

from quiva.verifier import Refused, Verdict, Verifier
from quiva.verifier._clock import REAL, Clock

logging.getLogger("quiva.verifier").addHandler(logging.NullHandler())
logging.getLogger("quiva.verifier").propagate = False

KEY_BUDGET = {"budget": 1, "name": "key", "quota": 100, "window_seconds": 60}
QUOTA_BUDGET = {"budget": 2, "name": "quota", "quota": 1000, "window_seconds": 86_400}


class Time:
    """The real clocks, and how far each has jumped."""

    def __init__(self) -> None:
        self.steady = self.wall = 0.0
        self.clock = Clock(lambda: REAL.steady() + self.steady, lambda: REAL.wall() + self.wall)


class WithGateway(unittest.TestCase):
    def setUp(self) -> None:
        self.time = Time()
        self.gateway = self.open_gateway()
        self.gateway.verdicts = {f"k{number}": verdict(number) for number in range(1, 10)}

    def open_gateway(self) -> FakeGateway:
        gateway = FakeGateway()
        self.addCleanup(gateway.close)
        return gateway

    def open(self, *gateways: FakeGateway, **more: Any) -> Verifier:
        urls = [gateway.url for gateway in gateways or (self.gateway,)]
        verifier = Verifier(urls, "service", _clock=self.time.clock, **more)
        self.addCleanup(verifier.close)
        self.assertTrue(verifier.wait_until_ready())
        return verifier

    def said(self, given: Optional[Verdict]) -> str:
        return "nothing" if given is None else "allowed" if given.allowed else given.code


class Leases(WithGateway):
    def test_it_honours_nothing_without_a_lease_by_either_clock(self) -> None:
        verifier = self.open()
        self.assertTrue(verifier.verify("k1"))
        self.gateway.silent = ["renew"]
        for name, steady, wall in (("a machine that slept", 0, 2.1), ("both", 2.1, 2.1), ("a clock set back", 0, -5)):
            with self.subTest(name):
                self.time.steady, self.time.wall = steady, wall
                self.assertEqual(self.said(verifier.known("k1")), "nothing")
                self.time.steady = self.time.wall = 0
                # It is the same lease again: nothing was forgotten.
                self.assertEqual(self.said(verifier.known("k1")), "allowed")
        self.gateway.silent = []

    def test_a_check_that_waits_for_the_lease_goes_on_with_the_next_renewal(self) -> None:
        verifier = self.open(timeout=8)
        self.assertTrue(verifier.verify("k1"))
        for jump in (-100, 100):
            self.time.wall = jump
            began = time.monotonic()
            self.assertTrue(verifier.verify("k1"))
            self.assertLess(time.monotonic() - began, 7)
        self.assertEqual(len(self.gateway.connections), 1)

    def test_an_entry_ends_by_either_clock_though_the_lease_goes_on(self) -> None:
        verifier = self.open()
        self.assertTrue(verifier.verify("k1"))
        self.time.steady += 61
        wait_for(lambda: verifier.state().is_ready)
        self.assertEqual(self.said(verifier.known("k1")), "nothing")

    def test_a_lost_connection_counts_until_its_lease_is_over_and_then_never_again(self) -> None:
        verifier = self.open()
        self.assertTrue(verifier.verify("k1"))
        self.gateway.refusal = b"HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n"
        self.gateway.last.cut()
        wait_for(lambda: verifier.state().problem or not verifier._keeper._held)
        self.assertEqual(self.said(verifier.known("k1")), "allowed")
        self.time.steady += 2.1
        self.assertEqual(self.said(verifier.verify("k1")), "verification_unavailable")
        self.gateway.refusal = None
        self.assertTrue(verifier.wait_until_ready())
        self.assertEqual(self.said(verifier.known("k1")), "nothing")
        self.assertTrue(verifier.verify("k1"))

    def test_a_lease_counts_from_when_the_renewal_was_sent(self) -> None:
        verifier = self.open()
        self.assertTrue(verifier.verify("k1"))
        self.gateway.silent = ["renew"]
        renewal = wait_for(lambda: self.gateway.held_back)[0]
        self.time.steady += 1.5
        self.gateway.last.send({"type": "renewed", "n": renewal["n"], "lease_ms": 2000, "max_stale_ms": 0})
        # Its answer has arrived once this is acknowledged.
        n = self.gateway.last.evict(99)
        wait_for(lambda: self.gateway.last.has_acknowledged(n))
        self.time.steady += 0.6
        self.assertEqual(self.said(verifier.known("k1")), "nothing")

    def test_what_a_lost_connection_brought_does_not_come_back_with_the_old_time(self) -> None:
        verifier = self.open()
        self.assertTrue(verifier.verify("k1"))
        self.gateway.refusal = b"HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n"
        self.gateway.last.cut()
        self.time.wall += 5
        wait_for(lambda: verifier._core.active is None)
        self.time.wall -= 5
        self.assertEqual(self.said(verifier.known("k1")), "nothing")

    def test_with_max_stale_it_goes_on_for_so_long_and_says_so(self) -> None:
        self.gateway.verdicts["limited"] = limited(50, KEY_BUDGET)
        verifier = self.open(max_stale=30)
        self.assertTrue(verifier.verify("k1") and verifier.verify("limited"))
        self.gateway.silent = ["renew"]
        self.time.steady += 3
        given = verifier.known("k1")
        self.assertTrue(given is not None and given.allowed and given.stale)
        self.assertEqual(self.said(verifier.known("limited")), "verification_unavailable")
        self.time.steady += 30
        self.assertEqual(self.said(verifier.known("k1")), "nothing")

    def test_a_gateway_that_does_not_answer_renewals_is_left(self) -> None:
        verifier = self.open()
        self.gateway.silent = ["renew"]
        wait_for(lambda: self.gateway.held_back)
        self.gateway.silent = []
        self.time.steady += 3
        wait_for(lambda: len(self.gateway.connections) == 2 and verifier.state().is_ready)

    def test_a_lease_of_nothing_gives_nothing(self) -> None:
        self.gateway.lease_ms = 0
        verifier = Verifier(self.gateway.url, "service", timeout=0.2)
        self.addCleanup(verifier.close)
        self.assertEqual(self.said(verifier.verify("k1")), "verification_unavailable")


class Evictions(WithGateway):
    def test_it_acknowledges_after_it_has_forgotten(self) -> None:
        verifier = self.open()
        self.assertTrue(verifier.verify("k1") and verifier.verify("k2"))
        n = self.gateway.last.evict(1, 77)
        wait_for(lambda: self.gateway.last.has_acknowledged(n))
        self.assertEqual(self.said(verifier.known("k1")), "nothing")
        self.assertEqual(self.said(verifier.known("k2")), "allowed")
        n = self.gateway.last.evict(all=True)
        wait_for(lambda: self.gateway.last.has_acknowledged(n))
        self.assertEqual(self.said(verifier.known("k2")), "nothing")

    def test_a_verdict_that_is_taken_back_before_anybody_wakes_is_not_used(self) -> None:
        """Both messages arrive in one piece, while the request that asked still sleeps."""
        verifier = self.open()
        self.gateway.silent = ["verify"]
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(verifier.verify, "k1")
            asked = wait_for(lambda: self.gateway.held_back)[0]
            last = self.gateway.last
            pieces: List[bytes] = []
            raw, last.raw = last.raw, pieces.append  # type: ignore[method-assign, assignment]
            self.gateway.answer(last, asked)
            last.evict(1)
            last.raw = raw  # type: ignore[method-assign]
            self.gateway.verdicts = {}
            self.gateway.silent = []
            raw(b"".join(pieces))
            self.assertEqual(self.said(answer.result()), "unauthorized")
        self.assertEqual(len(last.of("verify")), 2)

    def test_what_no_credential_can_be_is_refused_without_a_question(self) -> None:
        verifier = self.open()
        for wrong in (None, b"k1", 7, "", "k 1", "k1\n", "ké", "\ud800", "x" * 4001, "x" * 50_000_000, "eyJ..", ["k1"]):
            self.assertEqual(self.said(verifier.verify(wrong)), "unauthorized")  # type: ignore[arg-type]
            self.assertEqual(self.said(verifier.known(wrong)), "unauthorized")  # type: ignore[arg-type]
        self.assertEqual(self.gateway.last.of("verify"), [])

    def test_a_flood_of_them_is_acknowledged_by_few_messages(self) -> None:
        self.open()
        last = self.gateway.last
        for _ in range(3000):
            last.evict(5)
        wait_for(lambda: last.has_acknowledged(3000))
        self.assertLess(len(last.of("evicted")), 900)


class Questions(WithGateway):
    def test_many_that_ask_for_one_credential_are_one_question(self) -> None:
        verifier = self.open()

        async def ask() -> List[Verdict]:
            return await asyncio.gather(*(verifier.verify_async(f"k{number % 9 + 1}") for number in range(900)))

        self.assertTrue(all(asyncio.run(ask())))
        asked = [item["credential"] for message in self.gateway.last.of("verify") for item in message["items"]]
        self.assertEqual(sorted(asked), sorted(self.gateway.verdicts))

    def test_messages_keep_to_their_bounds(self) -> None:
        verifier = self.open(timeout=0.3)
        self.gateway.silent = ["verify"]

        async def ask() -> None:
            await asyncio.gather(*(verifier.verify_async(f"{number:04}" + '"' * 3996) for number in range(2500)))

        asyncio.run(ask())
        last = self.gateway.last
        self.assertLessEqual(last.largest, 524_288)
        self.assertGreater(last.largest, 400_000)
        self.assertLessEqual(len(last.of("verify")), 16)
        self.assertEqual((last.close_code, verifier._core.waiting), (None, 0))

    def test_more_than_so_many_do_not_wait(self) -> None:
        verifier = self.open(max_waiting=3, timeout=20)
        self.gateway.silent = ["verify"]
        with ThreadPoolExecutor(3) as pool:
            waiting = [pool.submit(verifier.verify, f"k{number}") for number in range(1, 4)]
            wait_for(lambda: verifier._core.waiting == 3)
            began = time.monotonic()
            self.assertEqual(self.said(verifier.verify("k4")), "verification_unavailable")
            self.assertLess(time.monotonic() - began, 5)
            wait_for(lambda: sum(len(question["items"]) for question in self.gateway.held_back) == 3)
            for question in self.gateway.held_back:
                self.gateway.answer(self.gateway.last, question)
            self.assertEqual({self.said(one.result()) for one in waiting}, {"allowed"})

    def test_who_comes_after_the_question_asks_again_if_it_was_not_active_then(self) -> None:
        verifier = self.open()
        self.gateway.silent = ["verify"]
        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(verifier.verify, "new")
            question = wait_for(lambda: self.gateway.held_back)[0]
            second = pool.submit(verifier.verify, "new")
            wait_for(lambda: verifier._core.waiting == 2)
            self.gateway.silent = []
            self.gateway.answer(self.gateway.last, question)
            self.gateway.verdicts["new"] = verdict(60)
            self.assertEqual((self.said(first.result()), self.said(second.result())), ("unauthorized", "allowed"))

    def test_a_momentary_verdict_counts_once_and_unavailable_is_503(self) -> None:
        self.gateway.verdicts = {"moment": verdict(61, fresh_ms=0), "broken": {"error": "unavailable"}, "late": {"active": False, "reason": "payment_required"}}
        verifier = self.open()
        for _ in range(2):
            self.assertTrue(verifier.verify("moment"))
        self.assertEqual(len(self.gateway.last.of("verify")), 2)
        self.assertEqual([self.said(verifier.verify(one)) for one in ("broken", "late")], ["verification_unavailable", "payment_required"])
        self.assertEqual(self.said(verifier.known("moment")), "nothing")

    def test_an_entry_in_use_is_asked_for_before_it_is_over(self) -> None:
        verifier = self.open()
        self.assertTrue(verifier.verify("k1"))
        self.time.steady += 50
        self.time.wall += 50
        wait_for(lambda: verifier.state().is_ready)
        self.assertTrue(verifier.known("k1"))
        wait_for(lambda: len(self.gateway.last.of("verify")) == 2)
        # The answer that it is not active any more takes the entry back.
        self.gateway.verdicts = {}
        self.time.steady += 50
        self.time.wall += 50
        wait_for(lambda: verifier.state().is_ready and verifier.known("k1") is None)

    def test_a_limit_that_it_does_not_know_lets_nobody_through_and_keeps_the_connection(self) -> None:
        budget = {"budget": 3, "name": "bytes", "quota": 5, "window_seconds": 60}
        self.gateway.verdicts["later"] = limited(50, hours="9-17")
        self.gateway.verdicts["bytes"] = limited(51, budget)
        verifier = self.open()
        for credential in ("later", "bytes"):
            self.assertEqual(self.said(verifier.verify(credential)), "verification_unavailable")
        self.assertTrue(verifier.verify("k1"))
        self.assertEqual(len(self.gateway.connections), 1)

    def test_memory_is_bounded_by_number_and_size(self) -> None:
        heavy = {"active": True, "account_id": "1", "sub": "u", "role": "root", "kind": "key", "key_id": "key_1", "metadata": {"a": "x" * 100_000}}
        self.gateway.verdicts = {f"n{number}": verdict(number + 1) for number in range(300)}
        self.gateway.verdicts.update({f"h{number}": verdict(number + 1001, principal=heavy) for number in range(30)})
        verifier = self.open(max_entries=100)

        async def ask(names: List[str]) -> bool:
            return all(await asyncio.gather(*(verifier.verify_async(name) for name in names)))

        for start in range(0, 300, 50):
            self.assertTrue(asyncio.run(ask([f"n{number}" for number in range(start, start + 50)])))
        memory = verifier._core.active.memory  # type: ignore[union-attr]
        self.assertEqual((len(memory.entries), len(memory._by_tag)), (100, 100))
        self.assertTrue(verifier.known("n299"))
        for number in range(30):
            verifier.verify(f"h{number}")
        # Each weighs as much as 24 others.
        self.assertLess(len(memory.entries), 10)
        self.assertEqual(self.gateway.last.of("hello")[0]["entries"], 100)


class Budgets(WithGateway):
    def test_a_wrong_cost_takes_one_and_never_gets_to_the_gateway(self) -> None:
        self.gateway.verdicts["q"] = limited(50, KEY_BUDGET, QUOTA_BUDGET)
        verifier = self.open()
        for cost in (5000, -1, 1.5, True, "7"):
            self.assertEqual(self.said(verifier.verify("q", cost=cost)), "invalid_request")  # type: ignore[arg-type]
        self.assertTrue(verifier.verify("q", cost=1000))
        needs = [item.get("need", 0) for message in self.gateway.last.of("budget") for item in message["items"]]
        self.assertLessEqual(max(needs), 1000)
        self.assertIsNone(self.gateway.last.close_code)

    def test_a_refusal_is_believed_for_a_second_and_only_for_as_much(self) -> None:
        self.gateway.verdicts["q"] = limited(50, QUOTA_BUDGET)
        refusal = {"granted": 0, "code": "quota_exhausted", "ends_in_ms": 5000, "remaining": 2}
        self.gateway.grants = lambda item: refusal if item["need"] > 2 else {"granted": item["need"], "ends_in_ms": 5000, "remaining": 2}
        verifier = self.open()
        given = verifier.verify("q", cost=5)
        assert isinstance(given, Refused)
        self.assertEqual((given.code, given.retry_after, given.limits[0].remaining), ("quota_exhausted", 5, 2))
        self.assertRegex(given.refills_on or "", r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        asked = len(self.gateway.last.of("budget"))
        verifier.verify("q", cost=6)
        self.assertEqual(len(self.gateway.last.of("budget")), asked)
        self.assertTrue(verifier.verify("q", cost=2))
        self.gateway.grants = lambda item: {"granted": item["want"], "ends_in_ms": 5000, "remaining": 9}
        self.time.steady += 1.1
        self.assertTrue(verifier.verify("q", cost=6))

    def test_a_limit_that_was_raised_is_noticed_within_a_second(self) -> None:
        self.gateway.verdicts["q"] = limited(50, QUOTA_BUDGET)
        for code in ("quota_exhausted", "unavailable", "a_code_of_later"):
            refusal = {"granted": 0, "code": code, "ends_in_ms": 3_600_000, "remaining": 0}
            self.gateway.grants = lambda item: refusal
            verifier = self.open()
            expected = "quota_exhausted" if code == "quota_exhausted" else "verification_unavailable"
            self.assertEqual(self.said(verifier.verify("q")), expected)
            self.gateway.grants = lambda item: {"granted": item["want"], "ends_in_ms": 3_600_000, "remaining": 9}
            self.assertEqual(self.said(verifier.verify("q")), expected)
            self.time.steady += 1.1
            self.assertTrue(verifier.verify("q"))
            self.assertEqual(len(self.gateway.last.of("hello")), 1)

    def test_a_slice_ends_with_its_window_by_either_clock(self) -> None:
        self.gateway.verdicts["r"] = limited(50, {**KEY_BUDGET, "window_seconds": 1})
        self.gateway.grants = lambda item: {"granted": item["want"], "ends_in_ms": 1000, "remaining": 0}
        verifier = self.open()
        self.assertTrue(verifier.verify("r"))
        slices = verifier._core.active.slices  # type: ignore[union-attr]
        slices._slices[1].left = 5
        self.gateway.grants = lambda item: {"granted": 0, "code": "too_many_requests", "ends_in_ms": 1000, "remaining": 0}
        self.assertTrue(verifier.verify("r"))
        self.time.wall += 1.01
        wait_for(lambda: verifier.state().is_ready)
        self.assertEqual(self.said(verifier.verify("r")), "too_many_requests")

    def test_what_is_left_of_a_quota_goes_back(self) -> None:
        self.gateway.verdicts["q"] = limited(50, KEY_BUDGET, QUOTA_BUDGET)
        self.gateway.grants = lambda item: {"granted": item.get("want", 0), "ends_in_ms": 60_000, "remaining": 7}
        verifier = self.open()
        self.assertTrue(verifier.verify("q", cost=7))
        verifier._core.active.slices._slices[2].left = 4  # type: ignore[union-attr]
        last = self.gateway.last
        last.evict(50)
        returned = wait_for(lambda: [item for message in last.of("budget") for item in message["items"] if "back" in item])
        self.assertEqual(returned, [{"budget": 2, "back": 4}])

    def test_a_budget_that_is_gone_is_asked_for_with_its_credential(self) -> None:
        self.gateway.verdicts["r"] = limited(50, KEY_BUDGET)
        answers = [{"gone": True}]
        self.gateway.grants = lambda item: answers.pop() if answers else {"granted": 1, "ends_in_ms": 60_000, "remaining": 1}
        verifier = self.open()
        self.assertTrue(verifier.verify("r"))
        self.assertEqual(len(self.gateway.last.of("verify")), 2)


class Connections(WithGateway):
    def test_each_wrong_frame_ends_the_connection_and_what_it_brought(self) -> None:
        good = {"type": "verified", "id": 1, "items": [{"i": 0, "active": False}]}
        wrong = [
            "not JSON",
            "[]",
            json.dumps({"type": "evict", "n": 2, "tags": [1]}),
            json.dumps({"type": "evict", "n": 1, "tags": "all"}),
            json.dumps({"type": "evict", "n": 1}),
            json.dumps({"type": "renewed", "n": 999, "lease_ms": 2000}),
            json.dumps({"type": "welcome"}),
            json.dumps(good),
            json.dumps({"type": "budget", "id": 1, "items": []}),
            json.dumps({"type": "goodbye", "reconnect_ms": -1}),
        ]
        for text in wrong:
            with self.subTest(text):
                # Each time another verifier: after such a fault one does not come again at once.
                verifier = Verifier(self.gateway.url, "service")
                try:
                    verifier.wait_until_ready()
                    self.assertTrue(verifier.verify("k1"))
                    connection = self.gateway.last
                    connection.text(text)
                    wait_for(lambda: connection.close_code is not None)
                    self.assertEqual(connection.close_code, 4400)
                    self.assertEqual(self.said(verifier.known("k1")), "nothing")
                finally:
                    verifier.close()

    def test_new_types_and_members_are_ignored(self) -> None:
        verifier = self.open()
        self.gateway.last.send({"type": "weather", "items": [1]})
        self.gateway.last.send({"type": "evict", "n": 1, "tags": [9], "why": "new"})
        self.gateway.last.evictions = 1
        wait_for(lambda: self.gateway.last.has_acknowledged(1))
        self.assertTrue(verifier.verify("k1"))

    def test_a_message_that_is_too_large_ends_the_connection_before_it_is_there(self) -> None:
        self.open()
        connection = self.gateway.last
        connection.raw(b"\x81\x7f" + (2_097_153).to_bytes(8, "big"))
        wait_for(lambda: connection.close_code == 1009)

    def test_it_goes_to_another_gateway_without_a_gap(self) -> None:
        other = self.open_gateway()
        other.verdicts = self.gateway.verdicts
        verifier = self.open(self.gateway, other)
        first, second = (self.gateway, other) if self.gateway.connections else (other, self.gateway)
        self.assertTrue(verifier.verify("k1"))
        leaving = first.last
        leaving.send({"type": "goodbye", "reconnect_ms": 50})
        while leaving.close_code is None:
            self.assertTrue(verifier.verify("k1"))
        self.assertEqual((leaving.close_code, len(second.connections)), (1000, 1))

    def test_a_gateway_that_hangs_does_not_keep_it_from_another(self) -> None:
        hanging = self.open_gateway()
        hanging.silent = ["hello", "renew"]
        while not hanging.connections:
            verifier = Verifier([hanging.url, self.gateway.url], "service")
            self.addCleanup(verifier.close)
            self.assertTrue(verifier.wait_until_ready())
        # It was left for the other one; for its silence, it would have been dropped without a word.
        wait_for(lambda: hanging.last.close_code == 1000)

    def test_its_own_credential_that_ended_is_not_tried_again_and_again(self) -> None:
        verifier = self.open(timeout=20)
        self.assertTrue(verifier.verify("k1"))
        self.gateway.last.close(4401, "credential_ended")
        wait_for(lambda: verifier.state().problem)
        began = time.monotonic()
        self.assertEqual(self.said(verifier.verify("k1")), "verification_unavailable")
        self.assertLess(time.monotonic() - began, 5)
        self.assertEqual(len(self.gateway.connections), 1)
        self.assertNotIn("service", verifier.state().problem + repr(verifier))

    def test_a_close_frame_of_the_gateway_is_never_answered_with_1000(self) -> None:
        """1000 says that nothing is honoured, and the entries still count until the lease is over."""
        verifier = self.open()
        self.assertTrue(verifier.verify("k1"))
        connection = self.gateway.last
        connection.close(1000)
        wait_for(lambda: connection.close_code is not None)
        self.assertEqual(connection.close_code, 1001)

    def test_closing_reports_returns_and_says_1000_last(self) -> None:
        self.gateway.verdicts["q"] = limited(50, QUOTA_BUDGET)
        verifier = self.open()
        for address in ("192.0.2.1", "2001:db8::1%eth0", "x" * 65, "no address", ""):
            self.assertTrue(verifier.verify("q", address=address))
        verifier._core.active.slices._slices[2].left = 4  # type: ignore[union-attr]
        verifier.close()
        connection = self.gateway.last
        wait_for(lambda: connection.close_code is not None)
        self.assertEqual(connection.close_code, 1000)
        (used,) = [item for message in connection.of("used") for item in message["items"]]
        self.assertEqual((used["key_id"], used["uses"]), ("key_50", 5))
        self.assertEqual([one["address"] for one in used["addresses"]], ["192.0.2.1", "2001:db8::1"])
        self.assertEqual(connection.of("budget")[-1]["items"], [{"budget": 2, "back": 4}])
        self.assertEqual(self.said(verifier.verify("q")), "verification_unavailable")
        self.assertFalse(verifier._keeper.thread.is_alive())

    def test_reports_of_many_keys_with_many_addresses_are_cut_into_messages(self) -> None:
        addresses = [f"2001:db8:1111:2222:3333:4444:5555:{number:04x}" for number in range(20)]
        self.gateway.verdicts = {f"n{number}": verdict(number + 1) for number in range(1200)}
        verifier = self.open()

        async def ask() -> None:
            await asyncio.gather(*(verifier.verify_async(name, address=addresses[0]) for name in self.gateway.verdicts))

        asyncio.run(ask())
        for name in self.gateway.verdicts:
            for address in addresses[1:]:
                verifier.known(name, address=address)
        verifier.close()
        connection = self.gateway.last
        wait_for(lambda: connection.close_code is not None)
        used = connection.of("used")
        self.assertEqual(sum(item["uses"] for message in used for item in message["items"]), 1200 * 20)
        self.assertLessEqual(connection.largest, 524_288)
        self.assertLessEqual(len(used), 20)

    @unittest.skipUnless(hasattr(os, "fork"), "there is no fork here")
    def test_a_child_honours_nothing_that_its_parent_was_told(self) -> None:
        verifier = self.open()
        self.assertTrue(verifier.verify("k1"))
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            # Nothing of the test's own may run here.
            try:
                first = self.said(verifier.known("k1"))
                os.write(writer, f"{first} {self.said(verifier.verify('k1'))}".encode())
            finally:
                os._exit(0)
        os.close(writer)
        os.waitpid(child, 0)
        self.assertEqual(os.read(reader, 100).decode(), "nothing allowed")
        os.close(reader)
        # The parent's connection is as it was.
        self.assertTrue(verifier.known("k1"))
        self.assertIsNone(self.gateway.connections[0].close_code)
        self.assertEqual(len(self.gateway.connections), 2)

    def test_a_handler_of_a_signal_may_close_it(self) -> None:
        verifier = self.open()
        with verifier._core.lock:
            closer = threading.Thread(target=verifier.close)
            closer.start()
            wait_for(lambda: verifier._is_closed)
        closer.join(5)
        self.assertFalse(closer.is_alive())


if __name__ == "__main__":
    unittest.main()
