"""What the verifier does with a real gateway (QUIVA_URL). QUIVA_API_KEY is a key that may do everything, VERIFIER_KEY one
for verifiers, OTHER_KEY one of another account."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
import unittest
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple
from urllib.error import HTTPError
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from fake_gateway import wait_for

import quiva
from quiva.verifier import Allowed, Refused, Verdict, Verifier, asgi, wsgi

URL = os.environ["QUIVA_URL"]
ADMIN = quiva.Client(URL, os.environ["QUIVA_API_KEY"])
KEY = os.environ["VERIFIER_KEY"]


def issue(**body: Any) -> Any:
    return ADMIN.issue_api_key({"key_name": secrets.token_hex(6), **body})["data"]  # type: ignore[typeddict-item]


def said(verdict: Optional[Verdict]) -> str:
    return "nothing" if verdict is None else "allowed" if verdict.allowed else verdict.code


class WithVerifier(unittest.TestCase):
    verifier: Verifier

    @classmethod
    def setUpClass(cls) -> None:
        cls.verifier = Verifier(URL, KEY, name="under test", timeout=5)
        assert cls.verifier.wait_until_ready()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.verifier.close()


class Verdicts(WithVerifier):
    def test_a_good_key_is_known_by_all_that_the_gateway_says_of_it(self) -> None:
        key = issue(scopes=["orders:read"], metadata={"plan": "pro", "seats": 3}, tags=["eu"])
        verdict = self.verifier.verify(key["key"], scope="orders:read", environment="live")
        assert verdict.allowed
        principal = verdict.principal
        self.assertEqual((principal.key_id, principal.kind, principal.role), (key["id"], "key", "root"))
        self.assertEqual((principal.scopes, principal.tags, dict(principal.metadata)), (("orders:read",), ("eu",), {"plan": "pro", "seats": 3}))
        self.assertEqual(principal.account_id, self.verifier.state().account_id)
        self.assertEqual((verdict.limits, verdict.ending, verdict.stale, verdict.headers()), ((), None, False, []))
        with self.assertRaises(TypeError):
            principal.metadata["plan"] = "free"  # type: ignore[index]

    def test_each_refusal(self) -> None:
        v = self.verifier
        plain, scoped = issue()["key"], issue(scopes=["orders:read"])["key"]
        far = issue(allowed_ips=["203.0.113.0/24"])["key"]
        test = issue(environment="test")["key"]
        other = os.environ["OTHER_KEY"]
        cases: List[Tuple[Verdict, int, str]] = [
            (v.verify(None), 401, "unauthorized"),
            (v.verify("ms-0123456789abcdef0123456789ab61a6"), 401, "unauthorized"),
            (v.verify("ms-0123456789abcdef0123456789ab61a7"), 401, "unauthorized"),
            (v.verify(other), 401, "unauthorized"),
            (v.verify(scoped, scope="orders:write"), 403, "insufficient_scope"),
            (v.verify(scoped, scope="Orders:read"), 400, "invalid_request"),
            (v.verify(plain, scope=""), 400, "invalid_request"),
            (v.verify(plain, cost=1001), 400, "invalid_request"),
            (v.verify(plain, environment="prod"), 400, "invalid_request"),
            (v.verify(plain, environment="test"), 403, "other_environment"),
            (v.verify(test, environment="live"), 403, "other_environment"),
            (v.verify(plain, account="1"), 403, "other_account"),
            (v.verify(far), 403, "address_not_allowed"),
            (v.verify(far, address="198.51.100.1"), 403, "address_not_allowed"),
        ]
        for number, (verdict, status, code) in enumerate(cases):
            assert isinstance(verdict, Refused), (number, verdict)
            self.assertEqual((verdict.status, verdict.code), (status, code), number)
        self.assertTrue(v.verify(far, address="::ffff:203.0.113.9"))

    def test_a_narrowed_and_a_disabled_key(self) -> None:
        key = issue()
        self.assertTrue(self.verifier.verify(key["key"], scope="orders:write"))
        ADMIN.update_api_key({"id": key["id"], "scopes": ["orders:read"]})
        self.assertEqual(said(self.verifier.verify(key["key"], scope="orders:write")), "insufficient_scope")
        ADMIN.update_api_key({"id": key["id"], "disabled": True})
        self.assertEqual(said(self.verifier.verify(key["key"])), "unauthorized")
        ADMIN.update_api_key({"id": key["id"], "disabled": False})
        self.assertEqual(said(self.verifier.verify(key["key"])), "allowed")

    def test_uses_are_counted_where_people_look(self) -> None:
        key = issue()
        with Verifier(URL, KEY) as verifier:
            for _ in range(5):
                self.assertTrue(verifier.verify(key["key"], address="198.51.100.7"))
        # The gateway reads them in the background.
        (day,) = wait_for(lambda: ADMIN.get_api_key_usage(id=key["id"])["data"]["days"])
        self.assertEqual((day["uses"], day["networks"][0]["uses"]), (5, 5))
        self.assertIn("198.51.100", day["networks"][0]["network"])


def holders_of(answer: Any) -> Dict[str, str]:
    """How each holder of the receipt has let go."""
    payload = answer["revocation"]["receipt"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return {one["id"]: one["how"] for one in claims["holders"]}


class Revocation(WithVerifier):
    def test_under_load_nothing_is_accepted_after_the_confirmed_answer(self) -> None:
        """Each request that begins after the answer arrived is refused, on every thread."""
        keys = [issue() for _ in range(50)]
        accepted: List[Tuple[str, float]] = []
        stop = threading.Event()

        async def learn() -> bool:
            return all(await asyncio.gather(*(self.verifier.verify_async(key["key"]) for key in keys)))

        self.assertTrue(asyncio.run(learn()))

        def hammer() -> None:
            last = {key["key"]: 0.0 for key in keys}
            while not stop.is_set():
                for credential in last:
                    began = time.monotonic()
                    if self.verifier.known(credential):
                        last[credential] = began
            accepted.extend(last.items())

        threads = [threading.Thread(target=hammer) for _ in range(2)]
        for thread in threads:
            thread.start()
        answered: Dict[str, float] = {}
        try:
            for key in keys:
                answer = ADMIN.delete_api_key({"id": key["id"]}, receipt=True)
                answered[key["key"]] = time.monotonic()
                self.assertTrue(answer["revocation"]["confirmed"])
                self.assertEqual(holders_of(answer)[self.verifier.state().holder], "acknowledged")
                self.assertIsNone(self.verifier.known(key["key"]))
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        self.assertEqual(len(accepted), 100)
        for credential, at in accepted:
            # It was accepted until its own revocation, or this would show nothing.
            self.assertTrue(0 < at < answered[credential])

        async def ask() -> List[str]:
            return [said(one) for one in await asyncio.gather(*(self.verifier.verify_async(key["key"]) for key in keys))]

        self.assertEqual(set(asyncio.run(ask())), {"unauthorized"})

    @unittest.skipUnless(hasattr(signal, "SIGSTOP"), "nothing can be stopped here")
    def test_a_stopped_verifier_is_waited_for_until_its_lease_is_over_and_accepts_nothing_after_it(self) -> None:
        key = issue()
        environment = {**os.environ, "QUIVA_API_KEY": KEY}
        program = [sys.executable, str(Path(__file__).with_name("verifier_service.py"))]
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(program, **pipes, text=True, env=environment) as child:
            assert child.stdin and child.stdout

            def tell(line: str) -> str:
                assert child.stdin and child.stdout
                child.stdin.write(line + "\n")
                child.stdin.flush()
                return child.stdout.readline().strip()

            try:
                self.assertEqual(child.stdout.readline().strip(), "True")
                self.assertEqual(tell(key["key"]), "allowed")
                self.assertEqual(tell(f"watch {key['key']}"), "watching")
                child.send_signal(signal.SIGSTOP)
                answer: Any = ADMIN.delete_api_key({"id": key["id"]}, prefer="wait=0")
                revocation = answer["revocation"]
                # On a very busy machine its lease may be over already.
                by = time.time()
                if not revocation["confirmed"]:
                    by = datetime.fromisoformat(revocation["by"].replace("Z", "+00:00")).timestamp()
                self.assertLess(by - time.time(), 3)
                time.sleep(max(0.0, by - time.time()))
                child.send_signal(signal.SIGCONT)
                # It goes on looking for a moment, with the messages of its old connection before it.
                time.sleep(0.1)
                last = float(tell(""))
                self.assertTrue(0 < last < by, last - by)
            finally:
                child.send_signal(signal.SIGCONT)
                child.kill()

    def test_after_a_proper_end_nobody_waits_for_it(self) -> None:
        key = issue()
        with Verifier(URL, KEY, name="short") as verifier:
            self.assertTrue(verifier.verify(key["key"]))
            self.assertIn("short", [one["name"] for one in ADMIN.list_holders()["data"]])
        answer = ADMIN.delete_api_key({"id": key["id"]})
        self.assertTrue(answer["revocation"]["confirmed"])
        # A lease is 2 s.
        self.assertLess(answer["revocation"]["took_ms"], 1900)
        wait_for(lambda: "short" not in [one["name"] for one in ADMIN.list_holders()["data"]])


class Limits(unittest.TestCase):
    def test_two_verifiers_together_let_no_more_through_than_one_gateway_allows(self) -> None:
        # A window that does not end meanwhile.
        seconds = next(one for one in (3600, 3500, 3000) if one - time.time() % one > 30)
        limited = issue(rate_limit={"requests": 200, "per_seconds": seconds})
        metered = issue(quota={"requests": 1000, "per": "month", "resets": "issued"})
        verifiers = [Verifier(URL, KEY, timeout=10) for _ in range(2)]
        refusals: List[Refused] = []

        def use(verifier: Verifier, credential: str, times: int, cost: int) -> int:
            allowed = 0
            for _ in range(times):
                verdict = verifier.verify(credential, cost=cost)
                if isinstance(verdict, Allowed):
                    allowed += 1
                else:
                    refusals.append(verdict)
            return allowed

        def both(credential: str, times: int, cost: int) -> int:
            with ThreadPoolExecutor(4) as pool:
                running = [pool.submit(use, verifier, credential, times, cost) for verifier in verifiers * 2]
                return sum(one.result() for one in running)

        try:
            allowed = both(limited["key"], 70, 1)
            self.assertLessEqual(allowed, 200)
            # What is left of a slice is lost: a twentieth at most for each.
            self.assertGreaterEqual(allowed, 180)
            self.assertEqual({one.code for one in refusals}, {"too_many_requests"})
            self.assertTrue(all(1 <= (one.retry_after or 0) <= seconds for one in refusals))
            refusals.clear()
            used = both(metered["key"], 45, 7) * 7
            self.assertLessEqual(used, 1000)
            self.assertGreaterEqual(used, 960)
            self.assertEqual({one.code for one in refusals}, {"quota_exhausted"})
            self.assertTrue(all(one.refills_on for one in refusals))
            # Units are there again from the answer to a top-up on, or a second later.
            ADMIN.top_up_api_key_quota({"id": metered["id"], "add": 7})
            wait_for(lambda: verifiers[0].verify(metered["key"], cost=7))
        finally:
            for verifier in verifiers:
                verifier.close()
        policy, left = refusals[-1].limits[0], refusals[-1].headers()
        self.assertEqual((policy.name, policy.quota), ("quota", 1000))
        self.assertIn("RateLimit", dict(left))


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class Adapters(WithVerifier):
    def ask(self, url: str, headers: Dict[str, str], method: str = "GET") -> Tuple[int, Dict[str, str], bytes]:
        request = urllib.request.Request(url, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, {name.lower(): one for name, one in answer.headers.items()}, answer.read()
        except HTTPError as error:
            with error:
                return error.code, {name.lower(): one for name, one in error.headers.items()}, error.read()

    def test_wsgi_answers_refusals_as_the_gateway_does(self) -> None:
        def app(environ: Dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            start_response("200 OK", [("Content-Type", "text/plain")])
            verdict = environ.get(wsgi.KEY)
            return [b"open" if verdict is None else verdict.principal.key_id.encode()]

        guarded = wsgi.Protect(
            app,
            self.verifier,
            scope=lambda environ: "orders:read" if environ["REQUEST_METHOD"] == "GET" else "orders:write",
            exempt=lambda environ: environ["PATH_INFO"] == "/health",
        )
        reader = issue(scopes=["orders:read"], rate_limit={"requests": 5, "per_seconds": 3600})
        with make_server("127.0.0.1", 0, guarded, _Server, _Quiet) as server:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            url = f"http://127.0.0.1:{server.server_port}"
            status, headers, body = self.ask(url, {"X-Api-Key": reader["key"]})
            self.assertEqual((status, body), (200, reader["id"].encode()))
            self.assertRegex(headers["ratelimit"], r'^"key";r=\d;t=\d+$')
            status, headers, body = self.ask(url, {"Authorization": f"Bearer {reader['key']}"}, "POST")
            self.assertEqual((status, json.loads(body)["code"]), (403, "insufficient_scope"))
            self.assertEqual(headers["www-authenticate"], 'Bearer realm="quiva", error="insufficient_scope", scope="orders:write"')
            status, headers, body = self.ask(url, {}, "HEAD")
            self.assertEqual((status, headers["www-authenticate"], body), (401, 'Bearer realm="quiva"', b""))
            self.assertEqual(self.ask(f"{url}/health", {})[::2], (200, b"open"))
            # The same as the gateway itself says.
            for sent in ({}, {"Authorization": "Basic eA=="}, {"X-Api-Key": "ms-nonsense"}):
                mine, theirs = self.ask(url, sent), self.ask(f"{URL}/verify?account={self.verifier.state().account_id}", sent)
                self.assertEqual((mine[0], mine[1]["www-authenticate"]), (theirs[0], theirs[1]["www-authenticate"]))
                self.assertEqual(json.loads(mine[2]), {name: one for name, one in json.loads(theirs[2]).items() if name != "request_id"})
            server.shutdown()

    def test_asgi_guards_requests_and_websockets(self) -> None:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                await send({"type": "http.response.start", "status": 200, "headers": []})
                await send({"type": "http.response.body", "body": scope[asgi.KEY].principal.key_id.encode()})
            else:
                await send({"type": "websocket.accept"})

        guarded = asgi.Protect(app, self.verifier, scope="orders:read")
        reader, other = issue(scopes=["orders:read"]), issue(scopes=["invoices:read"])

        async def ask(kind: str, *headers: Tuple[bytes, bytes], **more: Any) -> List[Any]:
            sent: List[Any] = []

            async def send(message: Any) -> None:
                sent.append(message)

            async def receive() -> Any:
                return {"type": "websocket.connect"}

            # Whatever somebody before has put there says nothing.
            scope = {"type": kind, "method": "GET", "headers": headers, "client": ("192.0.2.1", 5), asgi.KEY: "forged", **more}
            await guarded(scope, receive, send)
            return sent

        async def run() -> None:
            good, bad = (b"x-api-key", reader["key"].encode()), (b"x-api-key", other["key"].encode())
            start, body = await ask("http", good)
            self.assertEqual((start["status"], body["body"]), (200, reader["id"].encode()))
            start, body = await ask("http", bad)
            self.assertEqual((start["status"], json.loads(body["body"])["code"]), (403, "insufficient_scope"))
            start, body = await ask("http", good, good)
            self.assertEqual((start["status"], json.loads(body["body"])["code"]), (400, "duplicate_header"))
            self.assertEqual((await ask("websocket", good))[0]["type"], "websocket.accept")
            self.assertEqual((await ask("websocket", bad)), [{"type": "websocket.close", "code": 1008, "reason": "insufficient_scope"}])
            (start, _) = await ask("websocket", extensions={"websocket.http.response": {}})
            self.assertEqual((start["type"], start["status"]), ("websocket.http.response.start", 401))
            with self.assertRaises(RuntimeError):
                await ask("something new", good)

        asyncio.run(run())


if __name__ == "__main__":
    unittest.main()
