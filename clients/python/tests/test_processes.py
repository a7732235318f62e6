"""The verifier in a process that forks, ends, has no room for threads or sockets, or is interrupted at a bad moment."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import selectors
import socket
import threading
import unittest
import weakref
from typing import Callable, List
from unittest import mock

from fake_gateway import wait_for
from test_faults import WithGateway

from quiva.verifier import Verifier, _keeper, _verifier


def in_child(run: Callable[[], str]) -> str:
    """What it says in a child of a fork, of which nothing else of the test runs."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, run().encode())
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    said = os.read(reader, 100).decode()
    os.close(reader)
    return said


def unavailable(*_: object, **__: object) -> None:
    raise OSError(24, "Too many open files")


@unittest.skipUnless(hasattr(os, "fork"), "there is no fork here")
class Forks(WithGateway):
    def test_a_child_that_has_no_file_descriptor_left_honours_nothing(self) -> None:
        verifiers = [self.open(), self.open()]
        self.assertTrue(all(verifier.verify("k1") for verifier in verifiers))
        real = socket.socketpair

        def run() -> str:
            first = [self.said(verifier.known("k1")) for verifier in verifiers]
            socket.socketpair = real
            return " ".join([*first, *(self.said(verifier.verify("k1")) for verifier in verifiers)])

        with mock.patch.object(socket, "socketpair", unavailable):
            self.assertEqual(in_child(run), "nothing nothing allowed allowed")

    def test_a_verifier_that_cannot_begin_again_at_the_fork_does_so_later_and_keeps_no_other_from_it(self) -> None:
        verifiers = [self.open(), self.open()]
        self.assertTrue(all(verifier.verify("k1") for verifier in verifiers))
        cores = [verifier._core for verifier in verifiers]
        real = _verifier.Core

        def run() -> str:
            _verifier.Core = real  # type: ignore[misc]
            begun = sum(verifier._core not in cores for verifier in verifiers)
            return " ".join([str(begun), *(self.said(verifier.known("k1")) for verifier in verifiers)])

        number = os.getpid()
        # Also if the child got the number of a process that is over.
        with mock.patch.object(os, "getpid", lambda: number), mock.patch.object(_verifier, "_getpid", lambda: number):
            with mock.patch.object(_verifier, "Core", side_effect=[MemoryError, mock.DEFAULT], wraps=real):
                self.assertEqual(in_child(run), "1 nothing nothing")

    def test_a_child_of_which_python_was_not_told_honours_nothing_and_connects_by_itself(self) -> None:
        verifier = self.open()
        self.assertTrue(verifier.verify("k1"))

        def run() -> str:
            first = self.said(verifier.known("k1"))
            return f"{first} {self.said(verifier.verify('k1'))} {verifier.state().is_ready}"

        # Nothing is left for the hook to do.
        with mock.patch.object(_verifier, "_verifiers", weakref.WeakSet()):
            self.assertEqual(in_child(run), "nothing allowed True")
        self.assertTrue(verifier.known("k1"))
        self.assertEqual((len(self.gateway.connections), self.gateway.connections[0].close_code), (2, None))

    def test_the_first_check_of_a_child_waits_for_its_connection_however_late_it_comes(self) -> None:
        verifier = self.open()

        def run() -> str:
            self.time.steady += 100
            return self.said(verifier.verify("k1"))

        self.assertEqual(in_child(run), "allowed")

    def test_a_child_of_multiprocessing_says_that_it_ends(self) -> None:
        verifier = self.open()
        child = multiprocessing.get_context("fork").Process(target=lambda: verifier.verify("k1"))
        child.start()
        child.join(20)
        self.assertEqual(wait_for(lambda: self.gateway.last.close_code), 1000)
        self.assertEqual((len(self.gateway.connections), self.gateway.connections[0].close_code), (2, None))
        self.assertEqual([item["uses"] for message in self.gateway.last.of("used") for item in message["items"]], [1])


class Ends(WithGateway):
    def test_one_that_nobody_has_any_more_says_that_it_ends(self) -> None:
        verifier = Verifier(self.gateway.url, "service")
        self.assertTrue(verifier.verify("k1"))
        del verifier
        gc.collect()
        self.assertEqual(wait_for(lambda: self.gateway.last.close_code), 1000)
        wait_for(lambda: not any(keeper.thread.is_alive() for keeper in list(_keeper._running)))


class Shortages(WithGateway):
    def test_a_thread_that_cannot_start_is_tried_again_with_the_next_check(self) -> None:
        with mock.patch.object(threading.Thread, "start", side_effect=RuntimeError("can't start new thread")):
            verifier = Verifier(self.gateway.url, "service", timeout=60)
            self.addCleanup(verifier.close)
            self.assertEqual(self.said(verifier.verify("k1")), "verification_unavailable")
            self.assertEqual(self.said(asyncio.run(verifier.verify_async("k1"))), "verification_unavailable")
            self.assertEqual(verifier.state().problem, "can't start new thread")
        self.assertTrue(verifier.verify("k1"))

    def test_without_file_descriptors_it_tries_in_pauses_and_says_so_once(self) -> None:
        tries: List[int] = []

        def none(*_: object) -> None:
            tries.append(1)
            unavailable()

        with mock.patch.object(_keeper, "FAULT_SECONDS", 0.05), self.assertLogs("quiva.verifier", "ERROR") as logs:
            with mock.patch.object(selectors, "DefaultSelector", none):
                verifier = Verifier(self.gateway.url, "service")
                self.addCleanup(verifier.close)
                self.assertFalse(verifier.wait_until_ready(0.2))
                closed = Verifier(self.gateway.url, "service")
                closed.close()
                self.assertFalse(closed._keeper.thread.is_alive())
            self.assertTrue(verifier.verify("k1"))
        # Two verifiers, with a try each 50 ms.
        self.assertLess(len(tries), 50)
        self.assertEqual(len(logs.output), 2)


class Interruptions(WithGateway):
    def in_time(self, run: Callable[[], None]) -> None:
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(10)
        self.assertFalse(thread.is_alive(), "it hangs")

    def test_a_check_that_is_collected_while_it_waits_takes_no_lock_that_is_held(self) -> None:
        verifier = self.open(timeout=60)
        self.gateway.silent = ["verify"]
        core = verifier._core

        async def leave() -> None:
            asyncio.ensure_future(verifier.verify_async("k1"))
            await asyncio.sleep(0.01)

        def collect() -> None:
            with core.lock:
                gc.collect()

        gc.disable()
        try:
            loop = asyncio.new_event_loop()
            loop.set_exception_handler(lambda *_: None)
            loop.run_until_complete(leave())
            loop.close()
            # Now nothing but itself refers to it.
            self.gateway.answer(self.gateway.last, wait_for(lambda: self.gateway.held_back)[0])
            wait_for(lambda: verifier.known("k1"))
            self.assertEqual(core.waiting, 1)
            self.in_time(collect)
        finally:
            gc.enable()
        self.assertEqual(core.waiting, 0)

    def test_a_handler_of_a_signal_that_interrupts_a_check_is_refused(self) -> None:
        verifier = self.open()
        self.assertTrue(verifier.verify("k1"))
        said: List[object] = []

        def interrupted() -> None:
            with verifier._core.lock:
                said.extend((self.said(verifier.verify("k1")), self.said(asyncio.run(verifier.verify_async("k1")))))
                said.extend((self.said(verifier.known("k1")), verifier.wait_until_ready(60), verifier.state().entries))

        self.in_time(interrupted)
        self.assertEqual(said, ["verification_unavailable", "verification_unavailable", "nothing", False, 1])

    def test_a_wakeup_that_an_exception_cut_off_is_not_the_last_one(self) -> None:
        verifier = self.open()
        wakeup = verifier._keeper._wakeup
        wakeup.is_set = True
        wait_for(lambda: not wakeup.is_set, 5)
        self.assertTrue(verifier.verify("k1"))

    def test_who_waits_for_a_lease_and_gives_up_leaves_nothing(self) -> None:
        self.gateway.silent = ["hello"]
        verifier = Verifier(self.gateway.url, "service")
        self.addCleanup(verifier.close)
        for _ in range(3):
            self.assertFalse(verifier.wait_until_ready(0))
        self.assertEqual(len(verifier._core.leased), 0)


if __name__ == "__main__":
    unittest.main()
